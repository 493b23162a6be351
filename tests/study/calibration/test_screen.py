"""Which guesses matter."""

from __future__ import annotations

import math

from sim.study.calibration.evaluate import GUESSES
from sim.study.calibration.screen import moved, points, ranked
from sim.study.targets.table import TARGETS
from tests.study.calibration.standin import met


def test_each_guess_is_moved_to_both_ends() -> None:
    assert points()[0] == {}
    assert len(points()) == 1 + 2 * len(GUESSES)
    name = next(iter(GUESSES))
    assert points()[1:3] == [{name: GUESSES[name].low}, {name: GUESSES[name].high}]


def test_moves_are_counted_in_half_widths_and_what_could_not_be_measured_is_left_out() -> None:
    one, two = met(), {**met(), "retention-12": 0.60, "gini": math.nan}
    moves = moved(one, two)
    assert "gini" not in moves
    assert round(moves["retention-12"], 9) == 2.0
    assert sum(moves.values()) == moves["retention-12"]


def test_the_strongest_comes_first_and_no_target_counts_more_than_three() -> None:
    found = [met() for _ in points()]
    names = list(GUESSES)
    found[2 * 7 + 1] = {**met(), "retention-12": 9.0}
    found[2 * 3 + 2] = {**met(), "retention-12": 0.56}
    rows = ranked(found)
    assert [row[0] for row in rows[:2]] == [names[7], names[3]]
    assert rows[0][1] == 3.0 / len(TARGETS)
    assert rows[0][2] == "retention-12"
