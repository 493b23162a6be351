"""What holds on every day of every world, whatever happens in it: hundreds of random scenarios with everything on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core.errors import UserError
from sim.market import Market
from sim.model.membership.parameters.regimes import Regime
from sim.model.reach.channels import FIRST_POST
from sim.model.reach.parameters import CrossPost
from sim.model.shares.parameters import CashOut
from sim.model.tables import NONE, UPLINE_TEAM, WEEK, Tables
from sim.model.talk.offers import may
from sim.model.talk.parameters import Pitch
from sim.model.week.parameters import Activity, Division
from sim.scenario.schema import Scenario
from tests.test_money import companies, graphs, price, share, systems

PRODUCTS, YIELDS = ("vita", "clicks", "glow"), ("y0", "y1")


@st.composite
def any_company(draw: Any, name: str) -> dict[str, Any]:
    """A product company with rules, advertising and perhaps an end."""
    law = draw(st.sampled_from(["none", "none", "exponential"]))
    return {
        **draw(companies(name)),
        "regime": draw(st.sampled_from(Regime.words())),
        "detection": draw(share),
        "credits": draw(st.sampled_from([0.0, 3.0])),
        "life": {"law": law, "days": draw(st.floats(5.0, 200.0))},
    }


@st.composite
def any_strategy(draw: Any, name: str) -> dict[str, Any]:
    """A strategy that works and holds anything, and divides its hours anyhow."""
    works = draw(st.lists(st.sampled_from([*PRODUCTS, *YIELDS]), min_size=1, max_size=4, unique=True))
    portfolio = {
        "systems": draw(st.lists(st.sampled_from(YIELDS), max_size=2, unique=True)),
        "capital": draw(share),
        "cash_out": draw(st.sampled_from(CashOut.words())),
        "reinvest": draw(share),
    }
    return {
        "name": name,
        "companies": works,
        "pitch": draw(st.sampled_from(Pitch.words())),
        "hours": draw(st.sampled_from(Division.words())),
        "spends": draw(st.permutations(Activity.words())),
        "cross_post": draw(st.sampled_from(CrossPost.words())),
        "synergy": draw(st.booleans()),
        "pace": draw(st.integers(0, 30)),
        "portfolio": portfolio,
        "share": 0.5,
    }


@st.composite
def worlds(draw: Any) -> Scenario:
    """Small worlds in which people meet, join, are cared for, leave, are banned, stake and lose."""
    people = draw(st.integers(8, 24))
    events = {"share": draw(st.sampled_from([0.0, 0.5, 1.0])), "people": 8, "networkers": 4, "hours": 0.5}
    teams = {"care_hours": draw(st.floats(0.0, 3.0)), "reaction": draw(st.floats(0.0, 3.0))}
    population = {
        "people": people,
        "networkers": draw(st.floats(0.2, 1.0)),
        "openness": draw(share),
        "savings": draw(price),
        "savings_sigma": draw(st.floats(0.0, 2.0)),
        "allowance": draw(price),
        "part_time_hours": draw(st.floats(0.0, 30.0)),
    }
    logits = st.floats(-18.0, -8.0)
    return Scenario.model_validate(
        {
            "time": {"days": 65},
            "population": population,
            "graph": draw(graphs(people)),
            "events": events,
            "conversation": {
                "hours": draw(st.sampled_from([0.2, 0.6])),
                "looks": draw(st.integers(1, 5)),
                "give_up": draw(st.sampled_from([0, 1, 4])),
                "strangers": draw(st.sampled_from([0.0, 0.25, 1.0])),
                "of_contacts": draw(share),
            },
            "groups": {"posting": draw(share), "teaches": draw(share)},
            "teams": teams,
            "leaving": {
                "risk": draw(share),
                "money": draw(st.floats(0.0, 2.0)),
                "prune": draw(st.integers(0, 2)),
                "rest": draw(st.integers(0, 1)),
                "again": draw(share),
            },
            "decision": {"intercept": draw(logits), "work_intercept": draw(logits)},
            "company": [*(draw(any_company(n)) for n in PRODUCTS), *(draw(systems(n)) for n in YIELDS)],
            "strategy": [draw(any_strategy("one")), draw(any_strategy("two"))],
            "design": {"worlds": "mixed"},
        }
    )


def money_holds(w: Tables) -> None:
    """No cent appears or vanishes, nobody owes, and what is booked has two ends."""
    mine, n = w.accounts[: w.people.size], w.people.size
    held, seats = w.holdings[: w.count[0].holdings], w.positions[: w.count[0].positions]
    assert w.accounts.balance.sum() == 0
    assert mine.balance.min() >= 0
    assert (w.accounts.balance[n : n + w.company.size][w.systems.revshare == 1] >= 0).all()
    assert mine.capital.sum() == held.received.sum()
    assert mine.stakes.sum() == held.staked.sum()
    assert mine.active.sum() + mine.passive.sum() == seats.earned.sum()


def seats_hold(w: Tables) -> None:
    """Who is where is told alike by positions, persons, teams and roles."""
    seats = w.positions[: w.count[0].positions]
    here = np.flatnonzero(seats.left < 0)
    held = np.full(w.held.seat.shape, NONE, np.uint32)
    held[seats.person[here], seats.company[here]] = here
    np.testing.assert_array_equal(w.held.seat, held)
    works = np.zeros(w.people.size, np.int64)
    np.bitwise_or.at(works, seats.person[here], np.where(seats.working[here], 1 << seats.company[here].astype(int), 0))
    np.testing.assert_array_equal(w.people.works, works)
    above = seats.sponsor[here]
    sponsored = above != NONE
    assert (above[sponsored] < here[sponsored]).all()
    assert (seats.left[above[sponsored]] < 0).all()
    team = np.bincount(above[sponsored & (seats.working[here] == 1)], minlength=seats.size)
    np.testing.assert_array_equal(seats.recruits[here], team[here])
    largest = np.zeros(w.people.size, np.int64)
    np.maximum.at(largest, seats.person[here], np.where(seats.working[here], team[here], 0))
    np.testing.assert_array_equal(w.people.role, np.where(works == 0, 0, np.where(largest >= UPLINE_TEAM, 2, 1)))
    assert w.count[0].networkers == np.count_nonzero(works)
    assert w.count[0].between == np.count_nonzero(w.people.stranded)
    assert not (w.people.stranded.astype(bool) & (works != 0)).any()
    assert not (works & w.life.quit).any()
    assert (seats.left[w.pools.closed[seats.company] >= 0] >= 0).all()


def bounds_hold(w: Tables) -> None:
    """Hours are never overdrawn, what is said to lie in 0..1 does, and only who ever worked is spoken of."""
    seats = w.positions[: w.count[0].positions]
    assert (w.life.hours_left >= 0.0).all()
    assert (w.life.hours_left <= w.life.hours + 1e-9).all()
    for name in ("knowledge", "conviction", "expected"):
        assert seats[name].min(initial=0.0) >= 0.0
        assert seats[name].max(initial=0.0) <= 1.0 + 1e-12
    assert seats.care.min(initial=0.0) >= 0.0
    assert ((w.group.usefulness >= 0.0) & (w.group.usefulness <= 1.0)).all()
    assert ((w.ties.ceiling >= 0.0) & (w.ties.ceiling <= 1.0)).all()
    assert (w.tally.joined[w.links.other[w.ties.heard != 0]] >= 0).all()


def offers_hold(morning: tuple[Any, ...], w: Tables, day: int) -> None:
    """Nobody was pitched today who held what was offered, had given it up, or had refused it too often.

    ``morning`` has the rows of people, life and held as they were before anybody spoke.
    """
    people, life, held = morning
    for message in w.said[: w.count[0].said]:
        if message.topics == 0:
            continue
        j, c = int(message.listener), int(message.company)
        left = may(people[j], life[j], held[j], c, day // 30 + 1)
        if not message.offered >> c & 1:
            assert message.nth >= FIRST_POST  # who cannot be offered what a post is about only reads of it
            assert message.may == 0
            continue
        assert message.may == left != 0
        assert message.refused < w.law[0].conversation.give_up or w.law[0].conversation.give_up == 0
        assert people[int(message.speaker)].works >> c & 1


@pytest.mark.parametrize("part", range(4))
@given(data=st.data())
@settings(max_examples=250, suppress_health_check=[HealthCheck.too_slow])
def test_every_world_keeps_what_always_holds(part: int, data: Any) -> None:
    market = Market(
        data.draw(worlds()), data.draw(st.integers(4 * 2**30 * part, 4 * 2**30 * (part + 1))), collect=False
    )
    ended = ""
    while market.running:
        w = market.world.tables
        morning = w.people.copy(), w.life.copy(), w.held.copy()
        try:
            market.step()
        except UserError as error:  # packs of a cent that double every day soon promise more than there is money
            ended = str(error)
            break
        w = market.world.tables
        money_holds(w)
        offers_hold(morning, w, market.day - 1)
        if market.day % WEEK == 0 or market.day % 30 in (0, 29):
            seats_hold(w)
            bounds_hold(w)
    assert not ended or ended.startswith(f"Day {market.day + 1}: The packs of 'y")
