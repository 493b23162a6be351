"""People studied in the default market: twins from one burn-in, and intervals over worlds."""

from __future__ import annotations

import numpy as np
import pytest

from sim.verification.studied import (
    AGAIN,
    FIRST,
    SHORT,
    WAYS,
    half_width,
    market,
    ratio,
    studied_in,
    town_at_entry,
    twins,
    until,
)


def test_everybody_else_works_a_single_business() -> None:
    of = market(SHORT, 3)
    ways = {each.name: len(each.companies) for each in of.strategy}
    assert {name: ways[name] for name in WAYS} == WAYS
    assert ways[AGAIN] == 1
    assert {ways[name] for name in of.design.background} == {1}
    assert {of.strategy[0].companies[0]} < {each.companies[0] for each in of.strategy}
    assert of.design.focal_people == 3


def test_twins_come_from_one_morning_and_live_as_they_would_alone() -> None:
    of = market(SHORT, 3, entry=30, days=75)
    one, three = (tables for tables in twins(of, FIRST, ["one", "three"]))
    assert studied_in(one).tolist() == studied_in(three).tolist()
    assert studied_in(one).size == 3
    alone = until(town_at_entry(of, FIRST).branch("three"), 75).world.tables
    assert alone.positions.tobytes() == three.positions.tobytes()


def test_a_share_of_sums_has_the_interval_of_paired_worlds() -> None:
    whole = np.array([10.0, 20.0, 30.0, 40.0])
    assert ratio(whole / 2, whole) == pytest.approx((0.5, 0.0))
    share, width = ratio(whole / 2 + np.array([1.0, -1.0, 1.0, -1.0]), whole)
    assert share == pytest.approx(0.5)
    assert width == pytest.approx(1.96 * np.sqrt(4 / 3 / 4) / 25)


def test_intervals_of_independent_means_add_their_variances() -> None:
    a, b = np.array([0.0, 2.0]), np.array([0.0, 4.0])
    assert half_width(a, b) == pytest.approx(1.96 * np.sqrt(2 / 2 + 8 / 2))
