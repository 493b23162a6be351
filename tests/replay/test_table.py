"""A replay in a terminal."""

from __future__ import annotations

import io
import math
from dataclasses import replace

import numpy as np
import pytest
from rich.console import Console

from sim.replay.command import as_group
from sim.replay.statistics import Statistics, measure
from sim.replay.telling import POLICIES, Estimate, Outcome
from tests.replay.lists import event

NEVER, SOME = Estimate(0.0, 0.0, 0.0), Estimate(0.24, 0.2213, 0.2584)
OUTCOMES = [Outcome(policy, SOME, Estimate(50.257, 48.0, 52.0), NEVER, SOME, 25) for policy in POLICIES]


@pytest.fixture
def found() -> Statistics:
    return measure(event((0, 3, 1, 2), (2, 16, 1, 3)))


def shown(found: Statistics, width: int = 100) -> list[str]:
    page = io.StringIO()
    Console(file=page, width=width).print(as_group("An evening", found, OUTCOMES), markup=False, highlight=False)
    return [line.rstrip() for line in page.getvalue().splitlines()]


def test_measures_have_the_digits_of_the_field(found: Statistics) -> None:
    lines = [" ".join(line.split()) for line in shown(found)]
    assert lines[:10] == [
        "An evening",
        "",
        "circles of 2 / 3 / 4 / 5 and more people 0.987 / 0.013 / 0.000 / 0.000",
        "people in a circle, mean 2.01",
        "seconds of a talk, mean 527",
        "talks of 60 s and more / over 300 s 1.000 / 0.667",
        "partners of a person and day (60 s and more) 1.2",
        "first talks of a day with a witness 0.333",
        "first talks with a contradiction, if tailored 0.167",
        "talks joined by a partner of 10 / 60 minutes ago 0.000 / 0.000",
    ]


def test_policies_stand_side_by_side(found: Statistics) -> None:
    rows = [line.split() for line in shown(found)]
    assert ["pitch", "policy", "stories", "meet", "same", "day", "earlier", "credibility"] in rows
    assert ["tailored", *["0.240", "[0.221,", "0.258]"], "50.26", "0.00", *["0.240", "[0.221,", "0.258]"]] in rows
    assert [row[0] for row in rows if row[-1:] == ["0.258]"]] == [policy.pitch for policy in POLICIES]


def test_eighty_columns_are_enough(found: Statistics) -> None:
    lines = shown(found, width=80)
    assert max(map(len, lines)) <= 80
    assert "first talks with a contradiction, if tailored" in " ".join(lines)
    assert sum(line.endswith("0.240 [0.221, 0.258]") for line in lines) == len(POLICIES)


def test_what_never_happened_is_a_dash(found: Statistics) -> None:
    nothing = replace(found, partners=np.empty(0, np.int64), rejoined=(math.nan, math.nan))
    text = "\n".join(shown(nothing))
    assert "(60 s and more)" in text
    assert "– / –" in text
    assert "nan" not in text


def test_the_number_of_businesses_is_told(found: Statistics) -> None:
    assert "The same event with networkers of 2 businesses" in shown(found)
    assert "The same event with networkers of 1 business" in shown(replace(found, businesses=1))
