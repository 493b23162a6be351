from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim import Scenario, UserError
from sim.levels import DIALS, restored, sales_per_adult
from sim.scenario.vary import with_values
from tests.command import Command

SEEDS = (1, 2, 3)
TOWN: dict[str, Any] = {
    "population": {"people": 300, "networkers": 0.05, "openness": 0.0},
    "time": {"days": 420},
    "graph": {"kind": "random_regular", "k": 40},
    "decision": {"intercept": -19.0},
    "company": [{"name": "a", "topic": "health"}],
    "strategy": [{"name": "one", "companies": ["a"]}],
    "phases": {"leaving": False},
}


@pytest.fixture(scope="module")
def town() -> Scenario:
    return Scenario.model_validate(TOWN)


def test_sales_are_those_of_the_last_year_and_of_everybody(town: Scenario) -> None:
    """Fifteen founders who buy their minimum and nobody else: twelve times 100 from a twentieth of all people."""
    alone = with_values(town, {"phases.decisions": False, "population.savings": 100_000})
    assert sales_per_adult(alone, [1]) == pytest.approx(12 * 100 * 0.05)


def test_a_level_is_restored(town: Scenario) -> None:
    harder = with_values(town, {"decision.knowledge": 12.0})
    assert sales_per_adult(harder, SEEDS) < 0.7 * sales_per_adult(town, SEEDS)
    found = restored(town, harder, seeds=SEEDS, within=0.05)
    assert found.apart <= 0.05
    assert 0.5 < found.shift < 4.0
    assert found.values == {dial: getattr(town.decision, dial.partition(".")[2]) + found.shift for dial in DIALS}
    assert sales_per_adult(found.scenario, SEEDS) == found.reached
    assert found.wanted == sales_per_adult(town, SEEDS)


def test_the_same_world_needs_no_shift(town: Scenario) -> None:
    assert restored(town, town, seeds=SEEDS).shift == 0.0


def test_what_is_out_of_reach_is_said(town: Scenario) -> None:
    mute = with_values(town, {"phases.conversations": False})
    with pytest.raises(UserError, match=r"Sales of [\d.,]+ per adult and year are not restored within 1 logits: "):
        restored(town, mute, seeds=SEEDS[:1], reach=1.0, most=3)
    idle = with_values(town, {"phases.month_end": False})
    with pytest.raises(UserError, match="Nothing is sold in the last year"):
        restored(idle, town, seeds=SEEDS[:1])


def test_the_command_prints_what_is_to_be_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    manyhats = Command(tmp_path, monkeypatch, capfd)
    told = manyhats("level", "town.toml", "--seeds", "1", "--set", "gossip.rate=0")
    assert (told.code, told.err) == (0, "")
    first, second = told.out.splitlines()
    assert first.startswith("Sales per adult and year: ")
    assert second == "--set decision.intercept=-26.75 --set decision.work_intercept=-27"
    odd = manyhats("level", "town.toml", "--seeds", "1", "--set", "population.networkers=0.9", "--within", "0.0001")
    assert odd.code == 2
    assert odd.err.startswith("Sales of ")
