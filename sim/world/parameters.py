"""The scenario's numbers in the form that rules take: tables of one row, companies and strategies as rows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np

from sim.core.accounts import to_cents, to_millionths
from sim.core.parameters import Section
from sim.core.rows import Row, Rows
from sim.model.membership.parameters.regimes import Regime
from sim.model.membership.rows import Entrant, Entry
from sim.model.people.parameters import Phases
from sim.model.plans.companies import Strategy
from sim.model.plans.parameters import Plan, level_rates
from sim.model.plans.policies import recruiting_share, regulate
from sim.model.plans.rows import CompanyRow, StrategyRow
from sim.model.reach.parameters import CrossPost
from sim.model.shares.parameters import CashOut, Payout, Portfolio
from sim.model.shares.rows import System
from sim.model.tables import MINIMUM_PURCHASE, NONE
from sim.model.talk.parameters import Pitch
from sim.model.talk.rows import Topics
from sim.model.week.parameters import Activity, Division
from sim.scenario.schema import Scenario


def fill(row: Row, kind: type[Row], section: Section) -> None:
    """Copy the numbers of a section into the columns of the same names: money in cents, shares of money in millionths.

    Parameters
    ----------
    row
        Of the table whose columns ``kind`` declares.
    section
        Of a scenario. What is no number there (words, lists, nothing) is left to the caller.
    """
    for column in kind.columns:
        value = getattr(section, column.name, None)
        if isinstance(value, bool | int | float | Decimal):
            setattr(row, column.name, _in_unit(value, column.unit))


def _in_unit(value: Any, unit: str) -> Any:
    if unit.startswith("cents"):
        return to_cents(value)
    return to_millionths(value) if unit == "millionths" else value


def company_rows(scenario: Scenario) -> Rows[CompanyRow]:
    """Return one row per company (at most 16), in the order of the scenario."""
    rows = CompanyRow.rows(len(scenario.company))
    for row, company in zip(rows, scenario.company, strict=True):
        fill(row, CompanyRow, company)
        row.topic = scenario.topics.index(company.topic)
        row.regime = Regime.of(company.regime)
        _fill_plan(row, company.plan, scenario.own.known("plan"))
        if company.kind == "revshare":  # who joins buys a pack at least, and nothing else
            row.minimum_purchase = row.customer_purchase = to_cents(company.revshare.price)
            row.materials = row.retail_margin = row.supply_cost = 0
            row.credits = 0.0
        regulate(row, scenario.policies, sells_goods=company.kind == "product")
    return rows


def _fill_plan(row: CompanyRow, plan: Plan, plans: list[str]) -> None:
    rates = level_rates(plan)
    fill(row, CompanyRow, plan)
    row.plan = plans.index(plan.kind)
    row.levels = len(rates)
    row.rate[: len(rates)] = [to_millionths(rate) for rate in rates]
    row.flushes = plan.beyond_cap == "flush"
    if plan.qualification is None:
        row.qualification = MINIMUM_PURCHASE
    row.ranks = len(plan.ranks)
    for k, rank in enumerate(plan.ranks):
        row.rank_own[k], row.rank_team[k] = to_cents(rank.own_volume), to_cents(rank.team_volume)
        row.rank_levels[k] = rank.levels
        row.rank_leg_rate[k] = to_millionths(plan.leg_rate if rank.leg_rate is None else rank.leg_rate)


def system_rows(scenario: Scenario) -> Rows[System]:
    """Return one row per company, in the order of the scenario; zero for a product company."""
    rows = System.rows(len(scenario.company))
    for row, company in zip(rows, scenario.company, strict=True):
        if company.kind != "revshare":
            continue
        fill(row, System, company.revshare)
        row.revshare = 1
        row.payout = Payout.of(company.revshare.payout)
        row.exit_days = company.life.exit_days if company.life.exit == "peak" else 0
        row.commission = sum(to_millionths(rate) for rate in level_rates(company.plan)) + recruiting_share(
            to_millionths(company.plan.fast_start), scenario.policies
        )
    return rows


def strategy_rows(scenario: Scenario) -> Rows[StrategyRow]:
    """Return one row per strategy, in the order of the scenario: its companies in order, the main business first."""
    names = [company.name for company in scenario.company]
    topics = [scenario.topics.index(company.topic) for company in scenario.company]
    pitches = [*Pitch.words(), *scenario.own.known("pitch")]
    rows = StrategyRow.rows(len(scenario.strategy))
    for row, strategy in zip(rows, scenario.strategy, strict=True):
        companies = [names.index(name) for name in strategy.companies]
        fill(row, StrategyRow, strategy)
        row.companies = len(companies)
        row.at_once = min(strategy.at_once, len(companies)) or len(companies)  # more than it names cannot be worked
        row.order[: len(companies)] = companies
        row.topic[: len(topics)] = topics
        row.members = sum(1 << c for c in companies)
        row.pitch = pitches.index(strategy.pitch)
        row.by_audience = strategy.event_topic == "audience"
        row.cross_post = CrossPost.of(strategy.cross_post)
        row.division = Division.of(strategy.hours)
        row.yields[:] = _yields(strategy, scenario.phases)
        row.shares = sum(scenario.company[c].kind == "revshare" for c in companies)
        _fill_portfolio(row, strategy.portfolio, names)
    return rows


def _yields(strategy: Strategy, phases: Phases) -> list[int]:
    """By activity, as bit sets: what happens later in the week and comes before it in the strategy's order."""
    order: list[str] = list(strategy.spends)
    place = [order.index(activity.word) for activity in Activity]
    on = [getattr(phases, activity.word) for activity in Activity]
    later = [range(now + 1, len(Activity)) for now in Activity]
    return [sum(1 << a for a in later[now] if on[a] and place[a] < place[now]) for now in Activity]


def _fill_portfolio(row: StrategyRow, portfolio: Portfolio, names: list[str]) -> None:
    held = portfolio.systems[: portfolio.held or None]
    weights = np.array(portfolio.weights[: len(held)] or [1.0] * len(held))
    fill(row, StrategyRow, portfolio)
    row.systems = len(held)
    row.system[: len(held)] = [names.index(name) for name in held]
    row.weight[: len(held)] = weights / max(weights.sum(), 1e-12)
    row.cash_out = CashOut.of(portfolio.cash_out)


def entry_row(scenario: Scenario, studied: int) -> Rows[Entry]:
    """Return the one row of how the people studied enter; ``studied`` is the row of the strategy under study."""
    row, design = Entry.rows(1), scenario.design
    row.hours = -1.0
    if design.worlds == "focal" and design.focal_hours is not None:
        row.hours = design.focal_hours
        row.full_time = design.focal_hours >= scenario.population.full_time_hours
    if design.worlds == "focal" and design.focal_entry > 0:
        row.day, row.window, row.strategy = design.focal_entry, design.focal_window, studied
    return row


def entrant_rows(scenario: Scenario) -> Rows[Entrant]:
    """Return a row for each of the people studied who enter late, none of whom is drawn yet."""
    design = scenario.design
    rows = Entrant.rows(design.focal_people if design.worlds == "focal" and design.focal_entry else 0)
    rows.person, rows.day = NONE, -1
    return rows


def topics_row(scenario: Scenario) -> Rows[Topics]:
    """Return the one row of topics, with the distance of each to every other, 0..1: symmetric, and 0 to itself.

    Pairs whose distance is not declared have the one of the ``conversation`` section.
    """
    topics = scenario.topics
    table = Topics.rows(1)
    table.number, n = len(topics), len(topics)
    distance = table.distance[0]
    distance[:n, :n] = scenario.conversation.topic_distance
    distance[range(n), range(n)] = 0.0
    for declared in scenario.topic_distance:
        a, b = (topics.index(topic) for topic in declared.between)
        distance[a, b] = distance[b, a] = declared.distance
    claimed = {topics.index(company.topic) for company in scenario.company if company.kind == "product"}
    table.claimed = sum(1 << topic for topic in claimed)
    return table
