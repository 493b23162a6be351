"""What is found beside a search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.core.errors import UserError
from sim.study.calibration.choosing import CHEAP, foreseen
from sim.study.calibration.command import Where
from sim.study.calibration.measuring import Job
from sim.study.calibration.record import PREDICTED, PREDICTIVE_SEEDS
from sim.study.measures import beside
from sim.study.posterior import Sample
from sim.study.targets import TARGETS

NAME = "population.openness"
SAMPLE = Sample((NAME,), ((0.1,), (0.1,), (0.1,), (0.2,), (0.9,)), 0)


class Foreseeing:
    """Answers with the value itself, and refuses the last one."""

    def __init__(self, *, over: bool = True) -> None:
        self.jobs: list[Job] = []
        self.over = over

    def all(self, bench: Any, jobs: list[Job]) -> list[dict[str, float]] | None:
        self.jobs = jobs
        at = [dict(job.at)[NAME] for job in jobs]
        return [{"gini": each} if each < 0.5 else {"refused": 1.0} for each in at] if self.over else None


def stand_in(monkeypatch: pytest.MonkeyPatch, by: Foreseeing) -> None:
    @contextmanager
    def measuring_in(*_: Any) -> Iterator[Foreseeing]:
        yield by

    monkeypatch.setattr(beside, "measuring_in", measuring_in)


def test_each_draw_is_lived_once_and_counts_as_often_as_it_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, said = Foreseeing(), list[str]()
    stand_in(monkeypatch, by)
    found = beside.predicted(Path("base"), tmp_path, SAMPLE, where=Where(1), say=said.append)
    assert said == [f"3 different draws, {PREDICTED} worlds of each kind"]
    assert [dict(job.at)[NAME] for job in by.jobs] == [0.1, 0.2, 0.9]
    assert by.jobs[1].seeds == tuple(PREDICTIVE_SEEDS[PREDICTED * 3 : PREDICTED * 4])  # those of its first row
    levels = [float(value) for value in np.quantile([0.1, 0.1, 0.1, 0.2], [0.05, 0.25, 0.5, 0.75, 0.95])]
    assert found["predictive"]["gini"] == pytest.approx(levels, abs=1e-5)
    assert found["draws"] == 3
    assert json.loads((tmp_path / beside.PREDICTION).read_text(encoding="utf-8")) == found


def test_what_is_interrupted_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, Foreseeing(over=False))
    with pytest.raises(UserError, match=r"prediction; the same command goes on\.$"):
        beside.predicted(Path("base"), tmp_path, SAMPLE, where=Where(1))
    assert not (tmp_path / beside.PREDICTION).exists()


def test_figures_are_asked_world_by_world() -> None:
    worlds = [TARGETS[name].world for name in foreseen().names]
    assert set(worlds) == set(CHEAP)
    assert worlds == sorted(worlds, key=worlds.index)
    assert "S" not in {TARGETS[name].role for name in foreseen().names}
