"""The search: it finds, can be repeated, and goes on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.scenario.schema import Scenario
from sim.study.calibration import study as module
from sim.study.calibration.evaluate import home
from sim.study.calibration.space import EARLIER
from sim.study.calibration.study import SETTLE_SEEDS, SETTLED, TOGETHER, Point, Study
from sim.study.calibration.workers import Crew
from sim.study.targets.worlds import VERDICT_SEEDS
from tests.builders import scenario
from tests.study.calibration import standin

pytest.importorskip("optuna")
BASE = scenario()


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "evaluate", standin.evaluate)


def searched(folder: Path, trials: int, seed: int = 1, of: Scenario = BASE, stop_after: int = 10**6) -> Study:
    study = Study(of, standin.NAMES, folder, seed)
    told: list[Point] = []
    with Crew(1) as crew:
        study.search(trials, crew, lambda: len(told) >= stop_after, None, told.append)
    assert told == study.points
    return study


def test_it_begins_at_home_and_where_an_earlier_search_ended_and_gets_better(tmp_path: Path) -> None:
    points = searched(tmp_path, 80).points
    assert points[0].at == home(standin.NAMES)
    assert points[1].at == {name: EARLIER[name] for name in standin.NAMES}
    best = min(points, key=lambda point: point.loss)
    assert best.loss < 0.3 * points[0].loss
    assert best.at["company.retail_margin"] == pytest.approx(0.4, abs=0.05)
    assert best.at["conversation.most_per_day"] == round(best.at["conversation.most_per_day"])


def test_the_same_seed_is_the_same_search_and_another_is_not(tmp_path: Path) -> None:
    one, two = searched(tmp_path / "1", 40).points, searched(tmp_path / "2", 40).points
    assert one == two
    assert searched(tmp_path / "3", 40, seed=2).points[5:] != one[5:]


def test_an_interrupted_search_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = searched(tmp_path / "whole", 40).points
    part = tmp_path / "part"
    assert len(searched(part, 40, stop_after=10).points) == 12
    with (part / "trials.jsonl").open("a") as file:
        file.write('{"number": 12, "at": {"torn')
    calls = []
    monkeypatch.setattr(module, "evaluate", lambda *a, **k: calls.append(1) or standin.evaluate(*a, **k))
    assert searched(part, 40).points == whole
    assert len(calls) == 40 - 12
    assert len(searched(part, 40).points) == 40
    assert len(calls) == 28


def test_points_are_proposed_together_whatever_is_asked(tmp_path: Path) -> None:
    assert len(searched(tmp_path, 5).points) == 2 * TOGETHER


def test_the_time_can_be_over(tmp_path: Path) -> None:
    study = Study(BASE, standin.NAMES, tmp_path, 1)
    with Crew(1) as crew:
        study.search(40, crew, lambda: False, -1.0, lambda _: None)
    assert study.points == []


@pytest.mark.parametrize("other", [scenario(time={"days": 66}), BASE])
def test_another_search_does_not_go_into_the_same_folder(tmp_path: Path, other: Scenario) -> None:
    searched(tmp_path, 4)
    with pytest.raises(UserError, match=r"holds another search. Choose another folder with --out"):
        searched(tmp_path, 8, seed=2 if other is BASE else 1, of=other)


def test_a_value_that_is_searched_may_differ_in_the_scenario(tmp_path: Path) -> None:
    one = searched(tmp_path, 4).points
    moved = scenario(decision={"intercept": -6.0, "interest": 2.0, "knowledge": 2.0, "credibility": 3.0})
    assert searched(tmp_path, 4, of=moved).points == one


def test_a_stored_point_that_was_not_proposed_is_refused(tmp_path: Path) -> None:
    searched(tmp_path, 4)
    file = tmp_path / "trials.jsonl"
    lines = file.read_text().splitlines()
    row = json.loads(lines[3])
    row["at"]["decision.intercept"] = -8.88
    file.write_text("\n".join([*lines[:3], json.dumps(row), *lines[4:]]) + "\n")
    with pytest.raises(UserError, match="went another way at point 2"):
        searched(tmp_path, 4)


def test_the_best_points_are_lived_again_with_other_seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    study = searched(tmp_path, 40)
    seen = []
    monkeypatch.setattr(module, "evaluate", lambda *a, **k: seen.append(k["seeds"]) or standin.evaluate(*a, **k))
    told: list[Point] = []
    with Crew(1) as crew:
        best = study.settle(crew, told.append)
        assert study.settle(crew, told.append) == best
    assert seen == [SETTLE_SEEDS] * SETTLED
    assert best.loss == min(point.loss for point in told)
    lines = (tmp_path / "settled.jsonl").read_text().splitlines()
    assert len(lines) == 1 + SETTLED


def test_no_seed_serves_two_purposes() -> None:
    seeds = [*module.SEARCH_SEEDS, *SETTLE_SEEDS, *VERDICT_SEEDS]
    assert len(seeds) == len(set(seeds))
