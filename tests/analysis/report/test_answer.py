from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.analysis.report.answer import Cell, at_a_glance, lead
from sim.analysis.results import Results
from tests.analysis.test_finding import hand_made

Made = Callable[..., Results]


@pytest.mark.parametrize(
    ("differences", "sentence"),
    [
        (
            ([-1.0, -1.2, -0.8] * 4, None),
            "Recruits are lower under 'two' than under 'focus', by 1.00 (95 % interval 0.90 to 1.08).",
        ),
        (
            ([-1.0, -1.2, -0.8] * 4, [-0.5] * 12),
            "Recruits are lower under 'three' and 'two' than under 'focus', by 0.50 (95 % interval 0.50 to 0.50) under "
            "'three' to 1.00 (95 % interval 0.90 to 1.08) under 'two'.",
        ),
        (
            ([0.5] * 12, [1.0, -1.0] * 6),
            "Recruits are higher under 'two' than under 'focus', by 0.50 (95 % interval 0.50 to 0.50). They cannot be "
            "told apart from that under 'focus' under 'three'.",
        ),
        (([0.0] * 12, None), "Recruits are the same in every seed as under 'focus' under 'two'."),
        (([1.0], None), "Recruits cannot be judged against 'focus' under 'two'."),
    ],
)
def test_the_answer_is_a_sentence(differences: tuple[list[float], list[float] | None], sentence: str) -> None:
    assert lead(hand_made(differences[0], third=differences[1])) == sentence


def test_settings_are_counted(made: Made) -> None:
    results = made(strategies=2, seeds=12, vary={"gossip.rate": [0.0, 0.3]})
    assert lead(results) == (
        "Compared with 'focus', recruits under 'two, disclosed' are lower in 1 of 2 settings "
        "and cannot be told apart in 1."
    )


def test_a_single_thing_is_spoken_of_as_one(made: Made) -> None:
    results = made(strategies=2, seeds=12, vary={"gossip.rate": [0.0, 0.3]}, outcomes=["credibility"])
    assert lead(results) == "Compared with 'focus', credibility under 'two, disclosed' is lower in 2 of 2 settings."


def test_one_point_has_no_answer(made: Made) -> None:
    results = made(strategies=1, seeds=3)
    assert (lead(results), at_a_glance(results)) == ("", None)


def test_a_glance_says_direction_size_and_who_is_better() -> None:
    found = at_a_glance(hand_made([-1.0, -1.2, -0.8] * 4, third=[0.0] * 12))
    assert found is not None
    assert (found.reference, found.heads, found.hidden) == ("focus", ["Recruits (direct recruits)"], 0)
    assert found.rows == [
        ("", "two", [Cell("lower", "worse", "▼", "−1.00", "−1.08 to −0.90", "is lower")]),
        ("", "three", [Cell("same", "", "=", "", "", "is the same")]),
    ]


def test_less_is_better_at_a_glance(made: Made) -> None:
    found = at_a_glance(made(strategies=5, seeds=12, outcomes=["contradictions"]))
    assert found is not None
    assert (found.rows[-1][2][0].direction, found.rows[-1][2][0].gain) == ("higher", "worse")
