"""The command: search, settle, check, write down."""

from __future__ import annotations

import shutil
import signal
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.scenario.schema import Scenario
from sim.scenario.vary import value_of
from sim.study.calibration.command import MARK, Effort, calibrate, refuse_what_is_missing
from sim.study.calibration.record import REAL, Outcome
from sim.study.calibration.search import GUESSES, SETTLED
from sim.study.targets import TARGETS
from tests.places import SCENARIOS
from tests.study.calibration import standin

pytest.importorskip("optuna")


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.study.calibration.search.evaluate", standin.evaluate)
    monkeypatch.setattr("os.fsync", lambda _: None)
    monkeypatch.setattr("sim.study.calibration.record.evaluate", standin.evaluate)
    monkeypatch.setattr("sim.study.calibration.command.SEARCHED", standin.NAMES)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The default scenario in a folder of its own."""
    return Path(shutil.copy(SCENARIOS / "base.toml", tmp_path / "base.toml"))


def test_everything_is_written_and_the_scenario_stays(base: Path, tmp_path: Path) -> None:
    before, told = base.read_text(), []
    done = calibrate(base, tmp_path / "out", Effort(24), workers=1, say=told.append)
    assert base.read_text() == before
    assert sorted(path.name for path in done.files) == ["calibration.json", "calibration.png", "calibration.svg"]
    assert Outcome.read(tmp_path / "out" / "calibration.json").values == done.outcome.values
    assert set(done.outcome.graphs["default"]["after"]) == set(TARGETS)
    assert f"intercept = {done.outcome.values['decision.intercept']}" in done.suggestion
    assert told[0].startswith("point 1 of 24: loss")
    assert sum(line.startswith("lived again") for line in told) == SETTLED


def test_the_values_can_be_applied(base: Path, tmp_path: Path) -> None:
    done = calibrate(base, tmp_path / "out", Effort(8), workers=1, write=True)
    scenario = Scenario.load(base)
    for name, value in done.outcome.values.items():
        assert {float(value_of(scenario, at)) for at in GUESSES[name].at(scenario)} == {value}
    assert base in done.files
    assert MARK in base.read_text()


def test_real_friendships_are_measured_too(base: Path, tmp_path: Path) -> None:
    friends = tmp_path / "friends.csv"
    friends.write_text("".join(f"{k} {k + 1}\n" for k in range(50)))
    done = calibrate(base, tmp_path / "out", Effort(4), workers=1, real=friends)
    assert list(done.outcome.graphs)[-1] == REAL


def test_without_time_nothing_is_tried_and_it_is_said(base: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"^0 points are in .*out; the same command goes on"):
        calibrate(base, tmp_path / "out", Effort(4, seconds=-1.0), workers=1)


def test_after_a_wish_to_stop_the_search_can_go_on(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def stopping(*a: object, **k: object) -> dict[str, float]:
        asked.append(a)
        if len(asked) == 1:
            signal.raise_signal(signal.SIGINT)
        return standin.evaluate(*a, **k)  # type: ignore[arg-type]

    monkeypatch.setattr("sim.study.calibration.search.evaluate", stopping)
    with pytest.raises(UserError, match=r"^4 points are in"):
        calibrate(base, tmp_path / "out", Effort(12), workers=1)
    assert calibrate(base, tmp_path / "out", Effort(12), workers=1).outcome.trials == 12


def test_friendships_that_cannot_be_read_are_told_before_the_search(base: Path, tmp_path: Path) -> None:
    friends = tmp_path / "friends.txt"
    friends.write_text("")
    with pytest.raises(UserError, match="friends"):
        refuse_what_is_missing(base, friends, write=False)
    refuse_what_is_missing(base, None, write=False)
