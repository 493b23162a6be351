"""Worlds that differ in one decision share every other draw (common random numbers)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.tables import Tables
from sim.model.talk.parameters import Pitch
from tests.builders import COMPANIES, copied, differing, lived, scenario

ALL = [company["name"] for company in COMPANIES]
FOCAL = {"worlds": "focal", "focal_people": 3}
MORNING = {  # what no strategy can change
    "people": ("first", "degree", "open"),
    "taste": ("interest",),
    "life": ("hours", "honesty", "founder", "focal", "full_time"),
    "links": ("other", "mirror"),
    "ties": ("close",),
    "accounts": ("balance",),
}


def strategies(**second: Any) -> list[dict[str, Any]]:
    """Two strategies, alike but for their names and what is given."""
    first = {"name": "first", "companies": ALL, "pitch": "tailored", "pace": 10}
    return [first, {**first, "name": "second", **second}]


def tables(studied: str, days: int, **sections: Any) -> Tables:
    """The lively world of one seed with a strategy under study."""
    return lived(scenario(**sections), days, seed=11, strategy=studied).world.tables


@pytest.mark.parametrize("worlds", [FOCAL, {"worlds": "population"}], ids=["focal", "population"])
def test_a_strategy_that_differs_in_name_only_gives_the_same_world(worlds: dict[str, Any]) -> None:
    of = {"strategy": strategies(), "design": worlds}
    one, two = tables("first", 65, **of), tables("second", 65, **of)
    assert (one.people.strategy != two.people.strategy).any()
    assert differing(one, two, ignore=("people.strategy",)) == []


@pytest.mark.parametrize("pitch", ["disclose-all", "one-topic-per-event"])
def test_companies_of_one_industry_leave_no_policy_anything_to_choose(pitch: str) -> None:
    """Policies that stick to a company are left out: they do not talk to those who cannot be offered it any more."""
    of: dict[str, Any] = {
        "strategy": [{"name": p, "companies": ALL, "pitch": p, "pace": 10} for p in Pitch.words()],
        "company": [{**company, "topic": "health"} for company in COMPANIES],
        "design": FOCAL,
    }
    tailored, other = tables("tailored", 65, **of), tables(pitch, 65, **of)
    told_apart = ("people.strategy", "said.open", "ties.beside", "ties.claimed", "notes.open")
    assert differing(tailored, other, ignore=told_apart) == []


def test_all_worlds_of_a_seed_begin_with_the_same_people() -> None:
    worlds: list[Tables] = []
    for kind in ("population", "focal", "mixed"):
        share = [{**each, "share": 0.5} for each in strategies(pitch="focus", companies=["clicks"])]
        for studied in ("first", "second") if kind != "mixed" else (None,):
            design = {"worlds": kind, "focal_people": 3}
            of = scenario(strategy=share, design=design)
            worlds.append(lived(of, 0, seed=11, strategy=studied).world.tables)
    for table, columns in MORNING.items():
        for column in columns:
            expected = worlds[0][worlds[0]._fields.index(table)][column]
            for w in worlds[1:]:
                if column != "focal":
                    np.testing.assert_array_equal(getattr(w, table)[column], expected)
    focal = [w.life.focal.tolist() for w in worlds[2:4]]
    assert focal[0] == focal[1]
    assert sum(focal[0]) == 3


def test_another_strategy_touches_only_whom_the_focal_people_reach() -> None:
    of = {
        "strategy": strategies(pitch="focus"),
        "design": FOCAL,
        "phases": {"gossip": False},
        "conversation": {"strangers": 0.0},
        "population": {"people": 400},
        "graph": {"m": 2, "p": 0.1},
    }
    one, two = tables("first", 1, **of), tables("second", 1, **of)
    focal = np.flatnonzero(one.life.focal)
    reached = set(focal.tolist())
    for i in focal:
        first = one.people.first[i]
        reached |= set(one.links.other[first : first + one.people.degree[i]].tolist())
    untouched = np.array([i not in reached for i in range(400)])
    assert untouched.sum() > 200
    for table in ("people", "held", "life", "tally"):
        for column in getattr(one, table).dtype.names:
            a, b = getattr(one, table)[column], getattr(two, table)[column]
            if column != "around":  # a contact's contacts see whom they join
                np.testing.assert_array_equal(a[untouched], b[untouched], err_msg=f"{table}.{column}")
    owners = np.repeat(untouched, one.people.degree - one.people.met + one.people.spare)
    np.testing.assert_array_equal(one.ties.heard[owners], two.ties.heard[owners])
    assert differing(one, two, ignore=("people.strategy",)) != []


def test_what_is_not_asked_changes_nothing() -> None:
    """A parameter that no rule comes to read leaves every byte as it was."""
    of: dict[str, Any] = {"strategy": strategies(), "phases": {"gossip": False}}
    before = copied(tables("first", 40, **of))
    quiet = {"gossip": {"hearsay": 0.1, "influence": 9.0}}
    assert (
        differing(before, tables("first", 40, **{**of, **quiet}), ("gossip.hearsay", "gossip.influence", "gossip.rate"))
        == []
    )
