"""The search: it finds, can be repeated, and goes on where it stopped."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.core.errors import UserError
from sim.lab import InProcess
from sim.scenario.schema import Scenario
from sim.study.calibration.search import (
    EARLIER,
    JOURNAL,
    SEARCH_SEEDS,
    SETTLE_SEEDS,
    SETTLED,
    TOGETHER,
    Point,
    Study,
    _sampler,
    home,
)
from sim.study.lived import VERDICT_SEEDS
from tests.builders import scenario
from tests.study.calibration import standin

pytest.importorskip("optuna")
BASE = scenario()
EVALUATE = "sim.study.calibration.search.evaluate"


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EVALUATE, standin.evaluate)
    monkeypatch.setattr("os.fsync", lambda _: None)


def searched(folder: Path, trials: int, seed: int = 1, of: Scenario = BASE, stop_after: int = 10**6) -> Study:
    study = Study(of, standin.NAMES, folder, seed)
    told: list[Point] = []
    with InProcess() as crew:
        study.search(trials, crew, lambda: len(told) >= stop_after, None, told.append)
    assert told == study.points
    return study


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A search that nobody interrupted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EVALUATE, standin.evaluate)
        patch.setattr("os.fsync", lambda _: None)
        return searched(tmp_path_factory.mktemp("whole"), 40)


def test_it_begins_at_home_and_where_an_earlier_search_ended_and_gets_better(whole: Study) -> None:
    points = whole.points
    assert points[0].at == home(standin.NAMES)
    assert points[1].at == {name: EARLIER[name] for name in standin.NAMES}
    best = min(points, key=lambda point: point.loss)
    assert best.loss < 0.3 * points[0].loss
    assert best.at["company.retail_margin"] == pytest.approx(0.4, abs=0.05)
    assert best.at["conversation.most_per_day"] == round(best.at["conversation.most_per_day"])


def test_the_same_seed_is_the_same_search_and_another_is_not(tmp_path: Path, whole: Study) -> None:
    assert searched(tmp_path / "same", 20).points == whole.points[:20]
    assert searched(tmp_path / "other", 8, seed=2).points[5:] != whole.points[5:8]


def test_an_interrupted_search_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Study
) -> None:
    part = tmp_path / "part"
    assert len(searched(part, 40, stop_after=10).points) == 12
    with (part / JOURNAL).open("a") as file:
        file.write('{"op_code": 4, "torn')
    calls = []
    monkeypatch.setattr(EVALUATE, lambda *a, **k: calls.append(1) or standin.evaluate(*a, **k))
    assert searched(part, 40).points == whole.points
    assert len(calls) == 40 - 12
    assert len(searched(part, 40).points) == 40
    assert len(calls) == 28


def dying(real: Callable[..., Any], when: int, calls: list[int]) -> Callable[..., Any]:
    """Something that notes its calls and dies at one of them."""

    def call(*arguments: Any, **more: Any) -> Any:
        calls.append(1)
        if len(calls) == when:
            raise MemoryError
        return real(*arguments, **more)

    return call


def test_a_search_that_died_while_a_point_was_lived_lives_only_that_one_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Study
) -> None:
    calls: list[int] = []
    with monkeypatch.context() as patch:
        patch.setattr(EVALUATE, dying(standin.evaluate, 7, calls))
        with pytest.raises(RuntimeError, match=r"(?s)Traceback.*MemoryError"):
            searched(tmp_path, 16)
    assert len(calls) == 2 * TOGETHER
    monkeypatch.setattr(EVALUATE, dying(standin.evaluate, 0, calls))
    assert searched(tmp_path, 16).points == whole.points[:16]
    assert len(calls) == 16 + 1


def test_a_search_that_died_while_points_were_proposed_goes_on_where_it_died(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Study
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sim.study.calibration.search._sampler", dying(_sampler, 7, []))
        with pytest.raises(MemoryError):
            searched(tmp_path, 16)
    assert searched(tmp_path, 16).points == whole.points[:16]


def test_points_are_proposed_together_whatever_is_asked(tmp_path: Path) -> None:
    assert len(searched(tmp_path, 5).points) == 2 * TOGETHER


def test_the_time_can_be_over(tmp_path: Path) -> None:
    study = Study(BASE, standin.NAMES, tmp_path, 1)
    with InProcess() as crew:
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


@pytest.mark.parametrize("content", [b"\n", b"\xff\xfe\n", b"[1]\n", b'{"seed": 2}\n'])
def test_a_journal_that_is_none_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / JOURNAL).write_bytes(content)
    with pytest.raises(UserError) as caught:
        searched(tmp_path, 4)
    assert str(caught.value) == f"{tmp_path / JOURNAL} is damaged. Remove it: what it held is computed again."
    assert (tmp_path / JOURNAL).read_bytes() == content


def test_nothing_is_written_through_a_link_and_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    for name in ("link", "pipe"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine").write_text("precious")
    (tmp_path / "link" / JOURNAL).symlink_to(tmp_path / "mine")
    with pytest.raises(UserError, match="is a link that leads elsewhere"):
        searched(tmp_path / "link", 4)
    assert (tmp_path / "mine").read_text() == "precious"
    os.mkfifo(tmp_path / "pipe" / JOURNAL)
    with pytest.raises(UserError, match="is not a regular file"):
        searched(tmp_path / "pipe", 4)


def test_the_best_points_are_lived_again_with_other_seeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, whole: Study
) -> None:
    shutil.copytree(whole.folder, tmp_path, dirs_exist_ok=True)
    study = searched(tmp_path, 40)
    seen = []
    monkeypatch.setattr(EVALUATE, lambda *a, **k: seen.append(k["seeds"]) or standin.evaluate(*a, **k))
    told: list[Point] = []
    with InProcess() as crew:
        best = study.settle(crew, told.append)
        assert study.settle(crew, told.append) == best
    assert seen == [SETTLE_SEEDS] * SETTLED
    assert best.loss == min(point.loss for point in told)


def test_no_seed_serves_two_purposes() -> None:
    seeds = [*SEARCH_SEEDS, *SETTLE_SEEDS, *VERDICT_SEEDS]
    assert len(seeds) == len(set(seeds))
