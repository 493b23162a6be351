"""The search: it finds, can be repeated, goes on where it stopped, and does not hang on who lives the worlds."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.core.errors import UserError
from sim.lab.executors import InProcess
from sim.study.calibration import smc
from sim.study.calibration.choosing import next_start
from sim.study.calibration.measuring import NAME, Kept, Measuring
from sim.study.calibration.proposing import NOWHERE, Bell, Start
from sim.study.calibration.smc import HISTORY, SEARCH_SEEDS, Generation, Population, Search, Stop
from tests.study.calibration.standin import SPACE, TOY

pytest.importorskip("pyabc")
STOP = Stop(0.01, 3, 5_000)


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


def run(
    folder: Path, stop: Stop = STOP, rounds: int | None = None, seed: int = 1, start: Start = NOWHERE
) -> tuple[Search, bool, int]:
    """Search until the rule ends it, or so many questions whether to stop were asked."""
    folder.mkdir(exist_ok=True)
    asked = [0]

    def stopped() -> bool:
        asked[0] += 1
        return rounds is not None and asked[0] > rounds

    search = Search(SPACE, TOY, folder, 30, seed, start)
    with Kept(folder, {"seed": seed}) as kept, InProcess(0.0) as crew:
        measuring = Measuring(kept, crew, stopped)
        return search, search.run(measuring, stop), measuring.lived


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Search:
    return run(tmp_path_factory.mktemp("whole") / "x")[0]


def same(one: Population, two: Population) -> bool:
    return np.array_equal(one.shares, two.shares) and np.array_equal(one.weights, two.weights)


def test_the_first_generation_is_the_prior_and_later_ones_come_closer(done: Search) -> None:
    every = done.generations()
    assert [each.accepted for each in every] == [30, 30, 30]
    assert every[0] == Generation(0, smc.WIDEST, 30, 30)
    assert every[1].epsilon > every[2].epsilon > 0
    assert (done.population().distances <= every[2].epsilon).all()


def test_what_was_searched_is_found(done: Search) -> None:
    found = done.population()
    assert found.weights.sum() == pytest.approx(1.0)
    assert float(found.weights @ found.shares[:, 0]) == pytest.approx(0.5, abs=0.15)  # profit .25 of .18 to .32
    assert found.shares[:, 0].std() < 0.2 < 1 / np.sqrt(12)


def test_particles_stand_beside_their_figures_and_distances(done: Search) -> None:
    found = done.population()
    off = found.figures["profit"].to_numpy() - (0.18 + 0.14 * found.shares[:, 0])
    assert np.abs(off).max() < 0.05
    again = [TOY.closeness.distance(row) for row in found.figures.to_dict("records")]
    assert found.distances.tolist() == pytest.approx(again)


@pytest.mark.parametrize("rounds", [20, 45])
def test_interrupted_anywhere_it_comes_to_the_same(done: Search, tmp_path: Path, rounds: int) -> None:
    _, ended, lived = run(tmp_path / "x", rounds=rounds)
    assert not ended
    search, ended, more = run(tmp_path / "x")
    assert ended
    assert same(search.population(), done.population())
    assert search.generations() == done.generations()
    assert lived == rounds
    assert more > 0


def test_it_does_not_hang_on_how_many_are_measured_at_a_time(
    done: Search, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smc, "ROUND", 7)
    assert same(run(tmp_path / "x")[0].population(), done.population())


def test_a_search_goes_on_if_the_rule_is_changed(done: Search, tmp_path: Path) -> None:
    shutil.copytree(done.folder, tmp_path / "x")
    search, ended, _ = run(tmp_path / "x", Stop(0.01, 4, 5_000))
    assert ended
    assert search.generations()[:3] == done.generations()
    assert len(search.generations()) == 4


@pytest.mark.parametrize("stop", [Stop(1e9, 9, 9_999), Stop(0.0, 1, 9_999), Stop(0.0, 9, 1)])
def test_any_rule_ends_it(tmp_path: Path, stop: Stop) -> None:
    search, ended, _ = run(tmp_path / "x", stop)
    assert ended
    assert len(search.generations()) == 1


def test_without_a_whole_generation_there_is_no_population(tmp_path: Path) -> None:
    search, ended, _ = run(tmp_path / "x", rounds=3)
    assert not ended
    assert search.generations() == []
    with pytest.raises(UserError, match=r"holds no whole generation yet; the same command goes on\.$"):
        search.population()


def test_another_search_is_refused(done: Search) -> None:
    with pytest.raises(UserError, match=r"holds another search\. Choose another folder with --out\.$"):
        run(done.folder, seed=2)


@pytest.mark.parametrize("name", [NAME, HISTORY])
def test_damaged_files_are_told(done: Search, tmp_path: Path, name: str) -> None:
    shutil.copytree(done.folder, tmp_path / "x")
    (tmp_path / "x" / name).write_bytes(b"no database, but long enough to be taken for one" * 40)
    with pytest.raises(UserError, match=rf"{name} is damaged\. Remove it: what it held is computed again\.$"):
        run(tmp_path / "x", Stop(0.0, 4, 5_000))


@pytest.mark.parametrize("name", [NAME, HISTORY])
def test_nothing_is_written_through_a_link(tmp_path: Path, name: str) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / name).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="is a link that leads elsewhere; nothing is written through it"):
        run(tmp_path / "x")
    assert not (tmp_path / "elsewhere").exists()


def test_seeds_are_those_of_the_calibration() -> None:
    assert (SEARCH_SEEDS[0], SEARCH_SEEDS[-1]) == (900_001, 909_999)


def test_what_was_learned_spares_a_next_search_worlds_and_leaves_its_posterior(done: Search, tmp_path: Path) -> None:
    learned = next_start(done)
    assert learned.surface is not None
    assert learned.epsilon < done.generations()[-1].epsilon
    anywhere = (Bell(np.zeros(2), np.eye(2)),)  # the prior once more
    aimed = replace(learned, epsilon=done.generations()[1].epsilon, bells=anywhere)
    found = {
        name: run(tmp_path / name, Stop(0.01, 2, 5_000), seed=7, start=start)[0]
        for name, start in (("aimed", aimed), ("bells", replace(aimed, surface=None)))
    }
    tried = {name: search.generations()[1].simulations for name, search in found.items()}
    assert tried["aimed"] < 0.8 * tried["bells"]
    middles = [search.population().weights @ search.population().shares for search in found.values()]
    assert middles[0].tolist() == pytest.approx(middles[1].tolist(), abs=0.15)


def test_of_few_worlds_nothing_is_learned_but_where_they_are(tmp_path: Path) -> None:
    search = Search(SPACE, TOY, tmp_path, 5, 1)
    with Kept(tmp_path, {"seed": 1}) as kept, InProcess(0.0) as crew:
        search.run(Measuring(kept, crew), Stop(0.01, 1, 50))
    assert next_start(search).surface is None
    assert len(next_start(search).bells) == 1
