"""What an artefact of the rules would turn upside down: each pair of worlds differs in one thing people would like."""

from __future__ import annotations

from typing import Any

import pytest

from sim.scenario.schema import Scenario
from tests.builders import all_working, lived, scenario

SEEDS = range(1, 13)
LEAST = 0.98


def guessing(noise: float, **more: Any) -> Scenario:
    """Networkers tell the one topic of their three that they guess the listener to like, with this much noise."""
    return scenario(
        time={"days": 120},
        population={"people": 400, "networkers": 0.03, "openness": 0.0},
        graph={"kind": "watts_strogatz", "k": 30, "p": 0.3},
        conversation={"guess_noise": noise},
        decision={"intercept": -10.5, "interest": 5.0, "knowledge": 4.0, "satiation": 1.0, "refusal": 0.5, **more},
        strategy=all_working("tailored"),
    )


def customers_won(of: Scenario) -> int:
    """How many purchases were begun in worlds of several seeds; a second company of the same person counts again."""
    return sum(int(lived(of, None, seed).world.tables.tally.sales.sum()) for seed in SEEDS)


@pytest.mark.parametrize("more", [{}, {"leaning": 0.0}, {"satiation": 0.0, "refusal": 0.0}], ids=str)
def test_guessing_well_does_not_lower_customers(more: dict[str, float]) -> None:
    blind, well = (customers_won(guessing(noise, **more)) for noise in (1.0, 0.0))
    assert blind > 100
    assert well >= LEAST * blind
