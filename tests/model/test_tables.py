from __future__ import annotations

import re
from copy import copy
from typing import Any

import numpy as np
import pytest

from sim.core.rows import Row
from sim.model.people.rows import Link, Person, Tie
from sim.model.tables import NONE, SECTIONS, TABLES
from sim.world.build import build
from tests.builders import limits, lived, out_of_range, random_rows, scenario

LIVED = {
    "people": "person",
    "taste": "taste",
    "held": "held",
    "life": "life",
    "tally": "tally",
    "links": "link",
    "ties": "tie",
    "positions": "position",
    "places": "place",
    "said": "said",
    "notes": "note",
    "company": "company",
    "group": "group",
    "strategy": "strategy",
    "topics": "topics",
    "count": "count",
}
BY_NAME = {table.table: table for table in TABLES}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_every_column_says_what_it_is(table: type[Row]) -> None:
    assert re.fullmatch(r"[A-Z].*\.", str(table.__doc__))
    assert len({column.name for column in table.columns}) == len(table.columns)
    for column in table.columns:
        assert column.meaning
        assert column.span
        assert re.fullmatch(r"(\(\d+,( \d+)?\))?[uif][1248]", column.kind)


def kinds(table: type[Row]) -> list[np.dtype[Any]]:
    """Types of the columns, in their order."""
    return [table.dtype[column.name] for column in table.columns]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.table)
def test_rows_are_zero_aligned_and_wide_enough(table: type[Row]) -> None:
    rows = table.rows(3)
    assert rows.shape == (3,)
    assert table.dtype.isalignedstruct or table.dtype.itemsize == sum(entry.itemsize for entry in kinds(table))
    for column in table.columns:
        assert not rows[column.name].any()
        base = rows.dtype[column.name].base
        _, high = limits(column)
        if base.kind in "iu" and np.isfinite(high):
            assert high <= np.iinfo(base).max


def test_rows_that_every_conversation_touches_are_small() -> None:
    assert Person.dtype.itemsize <= 24
    assert Tie.dtype.itemsize <= 48


def test_a_tie_takes_what_its_columns_take() -> None:
    assert [Link.dtype.itemsize, Tie.dtype.itemsize] == [21, 43]


def test_random_rows_cover_the_ends_of_their_range() -> None:
    rows = random_rows(Tie, 500, np.random.default_rng(1))
    assert out_of_range(Tie, rows) == []
    assert (rows.ceiling.min(), rows.ceiling.max()) == (0.0, 1.0)


@pytest.mark.parametrize("pitch", ["focus", "disclose-all", "tailored", "one-topic-per-contact"])
def test_nothing_leaves_its_declared_range_in_a_lively_world(pitch: str) -> None:
    market = lived(scenario(), 0, strategy=pitch)
    for _ in range(65):
        market.step()
        w = market.world.tables
        for name, table in LIVED.items():
            rows = getattr(w, name)
            rows = rows[: w.count[0][name]] if name in ("positions", "said", "notes") else rows
            assert out_of_range(BY_NAME[table], rows, slack=1e-9) == []
        assert w.accounts.balance[: market.world.people].min() >= 0
        for column in ("active", "passive", "capital", "goods", "fees", "materials"):
            assert w.accounts[column].min() >= 0


def test_rows_name_rows_that_exist() -> None:
    w = lived(scenario(), 60, strategy="tailored").world.tables
    held = w.positions[: w.count[0].positions]
    people, ties = np.arange(w.people.size), np.flatnonzero(w.links.other != NONE)
    owners = np.repeat(people, w.people.degree - w.people.met + w.people.spare)
    assert (w.people.met <= w.people.spare).all()
    assert w.people.met.any()
    np.testing.assert_array_equal(w.links.mirror[w.links.mirror[ties]], ties)
    np.testing.assert_array_equal(w.links.other[w.links.mirror[ties]], owners[ties])
    assert (w.links.mirror[w.links.other == NONE] == NONE).all()
    sponsored = held.sponsor != NONE
    assert (held.sponsor[sponsored] < np.flatnonzero(sponsored)).all()
    assert (held.company[held.sponsor[sponsored]] == held.company[sponsored]).all()
    assert (held.person[held.sponsor[sponsored]] != held.person[sponsored]).all()
    for i in people:
        for company, seat in enumerate(w.held.seat[i]):
            works, buys = w.people.works[i] >> company & 1, w.people.buys[i] >> company & 1
            assert works + buys == (seat != NONE)
            if seat != NONE:
                assert (held.person[seat], held.company[seat], held.working[seat]) == (i, company, works)
    assert np.count_nonzero(held.left < 0) == np.count_nonzero(w.held.seat != NONE)
    assert w.count[0].networkers == np.count_nonzero(w.people.works)
    still_in = held.left < 0
    assert not still_in.all()
    direct = np.bincount(held.sponsor[sponsored & (held.working == 1) & still_in], minlength=held.size)
    np.testing.assert_array_equal(held.recruits, direct)
    around = np.zeros_like(w.held.around)
    for seat in held[still_in]:
        first = w.people.first[seat.person]
        known = w.links.other[first : first + w.people.degree[seat.person]]
        around[known[known != NONE], seat.company] += 1
    np.testing.assert_array_equal(w.held.around, around)


@pytest.mark.parametrize("events", [True, False])
def test_the_law_is_what_the_scenario_says(events: bool) -> None:
    of = scenario(phases={"events": events}, events={"share": 0.25})
    law = lived(of, 0).world.tables.law
    assert law.dtype.names == SECTIONS
    for name in SECTIONS:
        said = getattr(of, name).model_dump() | ({} if events or name != "events" else {"share": 0.0})
        assert {key: law[0][name][key].item() for key in law[name].dtype.names} == said


def test_all_worlds_have_the_same_types_of_tables() -> None:
    """Where types are only equal, every hand-over to compiled code compares them column by column."""
    one, grown = lived(scenario(), 0).world, lived(scenario(), 65, seed=5).world
    again = build(scenario(events={"share": 0.25}, gossip={"rate": 0.5}), 3)
    for other in (grown, again, copy(grown)):
        assert [a.dtype is b.dtype for a, b in zip(one.tables[1:], other.tables[1:], strict=True)] == [True] * 24
        assert [a.dtype is b.dtype for a, b in zip(one.handed[1:], other.handed[1:], strict=True)] == [True] * 24
