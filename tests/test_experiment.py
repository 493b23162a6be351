from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import sim
from sim import UserError, batch
from sim.lab.work import BatchError
from sim.scenario import Scenario
from tests.command import TOWN


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sim.lab.work.ENGINE", "tests.lab.standin:run")
    Path("town.toml").write_text(TOWN, encoding="utf-8")
    return Path("town.toml")


def test_a_batch_is_run_and_read_back(town: Path) -> None:
    results = batch(town, seeds=2, workers=1, progress="quiet")
    assert (results.path, results.seeds) == (Path("results/town"), [1, 2])
    pd.testing.assert_frame_equal(results.runs, sim.load("results/town").runs)


def test_a_scenario_says_where_its_results_go(town: Path) -> None:
    scenario = Scenario.load(town)
    assert batch(scenario, out="there", seeds=1, workers=1, progress="quiet").path == Path("there")
    with pytest.raises(BatchError) as caught:
        batch(scenario)
    assert str(caught.value) == "out is missing: a scenario that is no file does not say where its results go."


def test_the_public_name_is_the_function() -> None:
    assert batch.__module__ == "sim.experiment"


NO_PATHS = [5, None, b"x", ["x"], 1.5, True]


@pytest.mark.parametrize("path", NO_PATHS)
def test_what_is_no_path_of_a_folder_is_told(town: Path, path: Any) -> None:
    told = f"A folder of results is named by its path, not by a value of type {type(path).__name__}."
    asked = [lambda: sim.load(path), lambda: sim.compare([path, "x"])]
    asked += [lambda: batch(town, out=path, seeds=1)] if path is not None else []
    for ask in asked:
        with pytest.raises(UserError) as caught:
            ask()
        assert str(caught.value) == told


def test_an_unknown_way_to_show_progress_is_told(town: Path) -> None:
    with pytest.raises(BatchError) as caught:
        batch(town, seeds=1, workers=1, progress="quite")  # type: ignore[arg-type]
    assert str(caught.value) == ('progress = "quite": must be "auto", "bar", "lines" or "quiet". Did you mean "quiet"?')


def test_points_are_those_of_a_scenario_of_any_form(town: Path) -> None:
    scenario = Scenario.load(town)
    assert sim.points(town)[0].scenario == sim.points(str(town))[0].scenario == sim.points(scenario)[0].scenario
    with pytest.raises(UserError):
        sim.points(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [5, None, ["time"], b"time"])
def test_what_is_no_name_is_not_explained(name: Any) -> None:
    with pytest.raises(UserError) as caught:
        sim.explain(name)
    assert str(caught.value).startswith("Names are text; ")
