"""Whether a fresh product is a way round customers who cannot be sold the old one again."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.core.accounts import HOUSEHOLDS, UNBOOKED, outside, pay
from sim.model import MONTH, NONE, Tables
from sim.model.membership.joining import GOING_ON, believe, enter, go_to_work
from sim.model.membership.leaving import give_up, regroup
from sim.model.membership.sponsors import sponsor_for
from sim.scenario import with_values
from sim.simulation import Simulation
from sim.verification.case import Findings, case, least, most
from sim.verification.studied import (
    FIRST,
    FULL_TIME,
    PEOPLE,
    Form,
    Numbers,
    apart,
    at_level,
    bought,
    form,
    market,
    ratio,
    selling,
    studied_in,
    town_at_entry,
    until,
)

YEAR = 12 * MONTH

OTHERWISE = {
    "no customer ever stops, as in the first world,": {"customers.risk": 0.0, "customers.rest": 1000},
    "refusals do not weigh and nobody gives up on a contact,": {"decision.refusal": 0.0, "conversation.give_up": 0},
}
"""Worlds that are told beside, by what holds in them."""


def change_business(world: Simulation, who: NDArray[np.int64], way: str) -> None:
    """Let people give up their main business and take up that of a way the same morning.

    Nothing else about them changes: their tenure goes on, and the household brings the fee.
    """
    world.world.make_room("positions", world.world.used("positions") + 2 * len(who))
    w, day, scenario = world.world.tables, world.day, world.scenario
    row = [each.name for each in scenario.strategy].index(way)
    company = int(w.strategy[row].order[0])
    for i in who:
        give_up(w, int(w.held[i].seat[w.people[i].main]), day)
    regroup(w)
    for i in who:
        w.people[i].strategy, w.people[i].stranded = row, GOING_ON
        if w.held[i].seat[company] == NONE:
            seat = enter(w, day, int(i), company, sponsor_for(w, int(i), company, day), NONE)
            believe(w.positions[seat], w.law[0].experience.start, 1.0)
        households = w.accounts[outside(w.accounts.size, HOUSEHOLDS)]
        pay(households, w.accounts[i], w.company[company].joining_fee, UNBOOKED)
        go_to_work(w, day, int(i), company)


def fresh_and_staying(of: Scenario, seed: int) -> Numbers:
    """Return what a year brings with a fresh company and by staying, shape (11,).

    Customers won, sales, hours, what the town buys and customers at the end, of each; and how many customers of the
    town came back to a company in the second.
    """
    town = town_at_entry(of, seed)
    start = of.design.focal_entry + of.design.focal_window + YEAR
    stays = until(town.branch("one"), start)
    w = stays.world.tables
    who = studied_in(w)
    who = who[w.people.works[who] != 0]
    fresh, end, found = apart(stays), min(start + YEAR, of.time.days), list[float]()
    other = next(each.name for each in of.strategy if each.name.endswith(" only") and each.companies[0] != _first(of))
    change_business(fresh, who, other)
    for world in (fresh, stays):
        tally, before = world.world.tables.tally[who].copy(), bought(world.world.tables)
        sold = selling(world, end, who)
        after = world.world.tables.tally[who]
        won = float(after.sales.astype(float).sum() - tally.sales.sum())
        whole = bought(world.world.tables) - before
        found += [won, sold, float((after.hours - tally.hours).sum()), whole, buying_from(world.world.tables, who)]
    found.append(_came_back(stays.world.tables, start))
    return np.array(found)


def buying_from(w: Tables, who: NDArray[np.int64]) -> float:
    """Return how many customers some people have."""
    held = w.positions[: w.count[0].positions]
    theirs = held[(held.left < 0) & (held.working == 0) & (held.sponsor != NONE)]
    return float(np.isin(held.person[theirs.sponsor], who).sum())


def _first(of: Scenario) -> str:
    return str(of.strategy[0].companies[0])


def _came_back(w: Tables, since: int) -> float:
    """How many customers of a company began to buy of it again since a day."""
    held = w.positions[: w.count[0].positions]
    seat = held.person.astype(np.int64) * w.company.size + held.company
    gone = seat[(held.left >= 0) & (held.working == 0)]
    return float(np.count_nonzero((held.day >= since) & (held.working == 0) & np.isin(seat, gone)))


MARGIN = 0.10


@case(
    "fresh-product",
    kind="artefact",
    title="A fresh product is no way round customers who cannot be sold the old one again",
    setup="Forty people enter the default market late with one business and 40 hours a week. A year later those who "
    "are left stay with it or, as twins, give it up for a company that is new to them; the year after is compared. "
    "Sixty worlds (short: ten of 800 people); then, told only, worlds in which no customer ever stops, and "
    "worlds in which refusals do not count, each brought to the same sales per adult (sim/levels.py).",
    source="A first world: going on with the same company left the lead of several businesses (+2,091), going on to "
    "a next one took it away (-92)",
    tolerance="Sales an hour, and customers at the end of the year, higher with the fresh company than by staying by "
    "at most .1 (short: .5), at equal sales of the town; staying wins at least a tenth as many customers (short: any). "
    "How many customers are won is told and not judged: who begins anew has none yet.",
)
def fresh_product(short: bool) -> Findings:
    """Customers and sales an hour, with a fresh company and by staying."""
    of = form(short)
    given = market(of, PEOPLE, hours=FULL_TIME, days=of.entry + 28 + 2 * YEAR)
    worlds = 10 if short else 60
    found = np.array([fresh_and_staying(given, FIRST + k) for k in range(worlds)])
    won, sold, have = (_more_an_hour(found, column) for column in (0, 1, 4))
    stays, width = ratio(found[:, 5], found[:, 0])
    accepted = 0.5 if short else MARGIN
    return Findings(
        (
            most("sales an hour, more with a fresh company", sold[0], accepted),
            most("customers at the end of the year, more with a fresh company", have[0], accepted),
            least(
                "customers won by staying, over those with a fresh company",
                found[:, 5].sum() / max(found[:, 0].sum(), 1.0),
                0.0 if short else 0.1,
            ),
            least("customers of the town who came back, a world and year", found[:, 10].mean(), 1.0),
        ),
        remark=f"More with a fresh company: customers an hour {won[0]:+.3f} ± {won[1]:.3f}, sales an hour "
        f"{sold[0]:+.3f} ± {sold[1]:.3f}. In a world and year {found[:, 0].mean():.1f} customers are won and "
        f"{found[:, 1].mean():,.0f} sold with a fresh company, {found[:, 5].mean():.1f} and "
        f"{found[:, 6].mean():,.0f} by staying, {stays:.3f} ± {width:.3f} of the customers; at its end "
        f"{found[:, 4].mean():.0f} and {found[:, 9].mean():.0f} buy. "
        "Customers who re-order stay behind, and contacts who refused too often are asked again only in time. The town "
        f"buys {found[:, 3].sum() / found[:, 8].sum() - 1:+.3f} more, by which all is divided."
        f"{'' if short else _told(of, given, worlds // 2)}",
    )


def _told(of: Form, given: Scenario, worlds: int) -> str:
    """Say what worlds of other rules bring, each at the sales per adult of the given one."""
    lines = []
    for rule, values in OTHERWISE.items():
        level = at_level(of, given, with_values(given, values))
        found = np.array([fresh_and_staying(level.scenario, FIRST + k) for k in range(worlds)])
        (won, wide), (stays, width) = _more_an_hour(found, 0), ratio(found[:, 5], found[:, 0])
        sold, _ = _more_an_hour(found, 1)
        lines.append(
            f" Where {rule} at sales per adult {level.apart:.3f} apart, it is {won:+.3f} ± {wide:.3f} customers and "
            f"{sold:+.3f} sales an hour, and staying wins {stays:.2f} ± {width:.2f} of the customers."
        )
    return "".join(lines)


def _more_an_hour(found: Numbers, column: int) -> tuple[float, float]:
    """By which share a fresh company brings more an hour at equal sales of the town, and half its interval's width."""
    fresh, stays = (found[:, start + column] for start in (0, 5))
    hours, town = found[:, 7].sum() / found[:, 2].sum(), found[:, 8].sum() / found[:, 3].sum()
    share, width = ratio(fresh * hours * town, stays)
    return share - 1.0, width
