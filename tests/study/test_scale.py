"""Figures in larger and older markets: which worlds are lived, that none is lived twice, and what the page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sim import Scenario
from sim.scenario import with_values
from sim.study.calibration.page import page
from sim.study.calibration.record import Outcome
from sim.study.lived import Worlds
from sim.study.measures.scale import FIRST_SEED, SCALES, Scale, names, scaled
from tests.places import ROOT

TWO = (Scale(300, 2, 1), Scale(600, 3, 2))
Lived = list[tuple[int, int, tuple[int, ...]]]


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> Lived:
    """People, days and seeds of the worlds that are measured, which give the number of people for every figure."""
    seen: Lived = []

    def measured(worlds: Worlds, wanted: Sequence[str]) -> dict[str, float]:
        people = worlds.scenario.population.people
        seen.append((people, worlds.scenario.time.days, worlds.seeds))
        return dict.fromkeys(wanted, people + 0.123456)

    monkeypatch.setattr("sim.study.measures.scale.measure", measured)
    return seen


def test_each_market_is_lived_once(lived: Lived, tmp_path: Path) -> None:
    base, said = Scenario.load("base"), list[str]()
    found = scaled(base, tmp_path, TWO, said.append)
    assert lived == [(300, 730, (FIRST_SEED,)), (600, 1095, (FIRST_SEED, FIRST_SEED + 1))]
    assert said == ["300 people for 2 years, 1 worlds", "600 people for 3 years, 2 worlds"]
    assert [(each["people"], each["years"], each["seeds"]) for each in found] == [(300, 2, 1), (600, 3, 2)]
    assert found[0]["figures"] == dict.fromkeys(names(), 300.1)
    assert scaled(base, tmp_path, TWO[1:]) == found[1:]
    assert len(lived) == 2
    scaled(with_values(base, {"population.openness": 0.2}), tmp_path, TWO[:1])
    assert len(lived) == 3


def test_no_seed_was_seen_by_a_search_or_a_verdict() -> None:
    seeds = {FIRST_SEED + n for scale in SCALES for n in range(scale.seeds)}
    assert seeds <= set(range(910_601, 911_000))


def test_the_page_lays_markets_side_by_side() -> None:
    outcome = Outcome.read(ROOT / "docs" / "calibration.json")
    told = [{"people": 24_000, "years": 5, "seeds": 3, "figures": dict.fromkeys(names(), 0.25)}]
    text = page(replace(outcome, scale=told))
    assert "| target | role | published | accepted | 24,000 people, 5 years |" in text
    assert "| `top-1` | V | 0.587 | 0.45 to 0.7 | 0.250 |" in text
    assert "pooled over 3 worlds" in text
    assert "What a larger" not in page(replace(outcome, scale=None))
