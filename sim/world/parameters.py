"""The scenario's numbers in the form that rules take: tables of one row, companies and strategies as rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.accounts import to_cents, to_millionths
from sim.model.membership.parameters import Regime
from sim.model.people.parameters import Phases
from sim.model.plans.companies import Company, Strategy
from sim.model.plans.parameters import Plan, level_rates
from sim.model.plans.rows import CompanyRow, StrategyRow
from sim.model.reach.parameters import CrossPost
from sim.model.shares.parameters import CashOut, Payout, Portfolio
from sim.model.shares.rows import System
from sim.model.tables import MINIMUM_PURCHASE
from sim.model.talk.parameters import Pitch
from sim.model.talk.rows import Topic
from sim.model.week.parameters import Activity, Division
from sim.scenario.schema import Scenario


def company_rows(scenario: Scenario) -> Any:
    """Return one row a company, in the order of the scenario.

    Parameters
    ----------
    scenario
        Declares at most 16 companies.

    Returns
    -------
    numpy.recarray
        Shape (companies,), columns of ``rows.CompanyRow``: money in cents, shares of money in millionths.
    """
    rows = CompanyRow.rows(len(scenario.company))
    for row, company in zip(rows, scenario.company, strict=True):
        row.topic = scenario.topics.index(company.topic)
        row.regime = Regime.of(company.regime)
        _fill_plan(row, company.plan, scenario.own.known("plan"))
        _fill_ranks(row, company.plan)
        _fill_numbers(row, company)
    return rows


def _fill_plan(row: Any, plan: Plan, plans: list[str]) -> None:
    rates = level_rates(plan)
    row.plan = plans.index(plan.kind)
    row.levels = len(rates)
    row.rate[: len(rates)] = [to_millionths(rate) for rate in rates]
    row.compression, row.rolls_up, row.width = plan.compression, plan.rolls_up, plan.width
    row.leg_rate, row.cap = to_millionths(plan.leg_rate), to_cents(plan.cap)
    row.flushes = plan.beyond_cap == "flush"
    row.qualification = MINIMUM_PURCHASE if plan.qualification is None else to_cents(plan.qualification)
    row.fast_start, row.fast_start_amount = to_millionths(plan.fast_start), to_cents(plan.fast_start_amount)


def _fill_ranks(row: Any, plan: Plan) -> None:
    row.ranks = len(plan.ranks)
    for k, rank in enumerate(plan.ranks):
        row.rank_own[k], row.rank_team[k] = to_cents(rank.own_volume), to_cents(rank.team_volume)
        row.rank_levels[k] = rank.levels
        row.rank_leg_rate[k] = to_millionths(plan.leg_rate if rank.leg_rate is None else rank.leg_rate)


def _fill_numbers(row: Any, company: Company) -> None:
    for name in ("credits", "detection", "quality", "quality_spread", "updates", "update_hours"):
        setattr(row, name, getattr(company, name))
    for name in ("joining_fee", "minimum_purchase", "customer_purchase", "materials"):
        setattr(row, name, to_cents(getattr(company, name)))
    for name in ("retail_margin", "supply_cost"):
        setattr(row, name, to_millionths(getattr(company, name)))
    if company.kind == "revshare":  # who joins buys a pack at least, and nothing else
        row.minimum_purchase = row.customer_purchase = to_cents(company.revshare.price)
        row.materials = row.retail_margin = row.supply_cost = 0
        row.credits = 0.0


def system_rows(scenario: Scenario) -> Any:
    """Return one row a company, in the order of the scenario.

    Parameters
    ----------
    scenario
        Whose revenue-share companies have rows that are not zero, but for the exit.

    Returns
    -------
    numpy.recarray
        Shape (companies,), columns of ``rows.System``: money in cents, shares of money in millionths.
    """
    rows = System.rows(len(scenario.company))
    for row, company in zip(rows, scenario.company, strict=True):
        if company.kind != "revshare":
            continue
        law = company.revshare
        row.revshare = 1
        row.payout = Payout.of(law.payout)
        row.exit_days = company.life.exit_days if company.life.exit == "peak" else 0
        row.commission = sum(to_millionths(rate) for rate in (*level_rates(company.plan), company.plan.fast_start))
        for name in ("price", "advertising", "deposits"):
            setattr(row, name, to_cents(getattr(law, name)))
        for name in ("returns", "fee", "repurchase", "recovery"):
            setattr(row, name, to_millionths(getattr(law, name)))
        for name in ("days", "patience", "share", "earnings", "promised", "withdrawn"):
            setattr(row, name, getattr(law, name))
        row.advertising_growth, row.deposits_growth = law.advertising_growth, law.deposits_growth
    return rows


def strategy_rows(scenario: Scenario) -> Any:
    """Return one row a strategy, in the order of the scenario.

    Parameters
    ----------
    scenario
        Whose strategies name only companies that it declares.

    Returns
    -------
    numpy.recarray
        Shape (strategies,), columns of ``rows.StrategyRow``: the companies in order, the main business first.
    """
    names = [company.name for company in scenario.company]
    topics = [scenario.topics.index(company.topic) for company in scenario.company]
    pitches = [*Pitch.words(), *scenario.own.known("pitch")]
    rows = StrategyRow.rows(len(scenario.strategy))
    for row, strategy in zip(rows, scenario.strategy, strict=True):
        companies = [names.index(name) for name in strategy.companies]
        row.companies = len(companies)
        row.at_once = min(strategy.at_once, len(companies)) or len(companies)  # more than he names cannot be worked
        row.order[: len(companies)] = companies
        row.topic[: len(topics)] = topics
        row.members = sum(1 << c for c in companies)
        row.pitch = pitches.index(strategy.pitch)
        row.by_audience = strategy.event_topic == "audience"
        row.synergy = strategy.synergy
        row.cross_post = CrossPost.of(strategy.cross_post)
        row.division = Division.of(strategy.hours)
        row.yields[:] = _yields(strategy, scenario.phases)
        row.pace = strategy.pace
        row.conviction_floor = strategy.conviction_floor
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


def _fill_portfolio(row: Any, portfolio: Portfolio, names: list[str]) -> None:
    held = portfolio.systems[: portfolio.held or None]
    weights = np.array(portfolio.weights[: len(held)] or [1.0] * len(held))
    row.systems = len(held)
    row.system[: len(held)] = [names.index(name) for name in held]
    row.weight[: len(held)] = weights / max(weights.sum(), 1e-12)
    row.capital = portfolio.capital
    row.cash_out = CashOut.of(portfolio.cash_out)
    row.reinvest = to_millionths(portfolio.reinvest)


def topic_rows(scenario: Scenario) -> Any:
    """Return one row a topic with its distance to every other.

    Parameters
    ----------
    scenario
        Whose declared distances name only topics of its companies; other pairs have the one of the
        ``conversation`` section.

    Returns
    -------
    numpy.recarray
        Shape (topics,), columns ``distance`` (topics, 16), 0..1: symmetric, 0 to itself; and ``unclaimed``.
    """
    topics = scenario.topics
    rows = Topic.rows(len(topics))
    rows.distance[:, : len(topics)] = scenario.conversation.topic_distance
    rows.distance[range(len(topics)), range(len(topics))] = 0.0
    for declared in scenario.topic_distance:
        a, b = (topics.index(topic) for topic in declared.between)
        rows.distance[a, b] = rows.distance[b, a] = declared.distance
    claimed = {company.topic for company in scenario.company if company.kind == "product"}
    rows.unclaimed = [topic not in claimed for topic in topics]
    return rows
