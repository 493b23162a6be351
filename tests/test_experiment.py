from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import sim
from sim import batch
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
