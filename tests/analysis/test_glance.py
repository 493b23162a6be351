from __future__ import annotations

from collections.abc import Callable

from sim.analysis.finding import Cell, at_a_glance
from sim.analysis.results import Results
from tests.analysis.test_finding import hand_made

Made = Callable[..., Results]


def test_one_point_has_nothing_to_glance_at(made: Made) -> None:
    assert at_a_glance(made(strategies=1, seeds=3)) is None


def test_a_glance_says_direction_size_and_who_is_better() -> None:
    found = at_a_glance(hand_made([-1.0, -1.2, -0.8] * 4, third=[0.0] * 12))
    assert found is not None
    assert (found.reference, found.heads, found.hidden) == ("focus", ["Recruits (direct recruits)"], 0)
    assert found.rows == [
        ("", "two", [Cell("lower", "worse", "▼", "−1.00", "−1.11 to −0.89", "matters")]),
        ("", "three", [Cell("same", "", "=", "", "", "the same in every world")]),
    ]


def test_less_is_better_at_a_glance(made: Made) -> None:
    found = at_a_glance(made(strategies=5, seeds=12, outcomes=["contradictions"]))
    assert found is not None
    assert (found.rows[-1][2][0].direction, found.rows[-1][2][0].gain) == ("higher", "worse")


def test_what_is_too_small_to_matter_is_neither_better_nor_worse() -> None:
    found = at_a_glance(hand_made([-0.1, -0.12, -0.08] * 4))
    assert found is not None
    assert (found.rows[0][2][0].gain, found.rows[0][2][0].words) == ("", "small")
