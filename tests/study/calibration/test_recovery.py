"""Known parameters are recovered, and intervals cover them as often as they say."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.lab.executors import InProcess
from sim.study.calibration import adjusting, choosing
from sim.study.calibration.closeness import Bench, Closeness
from sim.study.calibration.measuring import Job, Kept, Measuring
from sim.study.calibration.record import EVERY
from sim.study.calibration.recovery import by_search, by_table, table_of, truths_of
from sim.study.calibration.screening import Screening, correlated
from sim.study.calibration.smc import Stop
from sim.study.posterior import Sample
from sim.study.targets import TARGETS
from tests.study.calibration.standin import NAMES, SPACE, TOY


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


def measuring(folder: Path) -> Measuring:
    folder.mkdir(exist_ok=True)
    return Measuring(Kept(folder, {}), InProcess(0.0))


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> tuple[np.ndarray, object]:
    made = table_of(SPACE, TOY, measuring(tmp_path_factory.mktemp("table") / "x"), 500, 3)
    assert made is not None
    return made


def test_intervals_cover_as_often_as_they_say(table: tuple) -> None:
    found = by_table(SPACE, TOY.closeness, *table, 100)
    assert found.truths == 100
    assert 0.38 <= found.overall(0.5) <= 0.62
    assert 0.80 <= found.overall(0.9) <= 0.97
    assert found.error["company.retail_margin"] < 0.35  # one figure tells it, but for its noise


def test_a_search_recovers_known_parameters(tmp_path: Path) -> None:
    pytest.importorskip("pyabc")
    truths = truths_of(SPACE, 4, 5)

    def folder(number: int) -> Path:
        (tmp_path / str(number)).mkdir(exist_ok=True)
        return tmp_path / str(number)

    found = by_search(
        SPACE,
        TOY,
        folder,
        truths,
        lambda _, number: measuring(tmp_path / str(number)),
        size=40,
        stop=Stop(0.02, 3, 2_000),
    )
    assert found.truths == 4
    assert found.error["company.retail_margin"] < 0.6
    assert found.overall(0.9) >= 0.5


def test_a_screening_says_which_figure_informs_what(table: tuple, tmp_path: Path) -> None:
    found = correlated(NAMES, *table)
    assert list(found.informing("company.retail_margin")) == ["profit", "gini"]
    assert list(found.informing("decision.intercept")) == ["gini"]
    assert found.ranked() == ["company.retail_margin", "decision.intercept"]
    file = found.write(tmp_path)
    assert Screening.read(file) == found
    assert json.loads(file.read_text())["draws"] == 500
    assert found.table(NAMES).row_count == 2


def test_the_adjustment_moves_particles_to_where_the_figures_would_be_those_observed() -> None:
    chance = np.random.default_rng(1)
    figures = chance.random((400, 1))
    logits = 2.0 * (figures[:, 0] - 0.5) + chance.normal(0.0, 0.05, 400)
    shares = 1.0 / (1.0 + np.exp(-logits[:, None]))
    weights, far = np.full(400, 1 / 400), np.abs(figures[:, 0] - 0.5)
    places, weights = adjusting.adjusted(shares, weights, figures, np.array([0.5]), far)
    assert places.mean() == pytest.approx(0.5, abs=0.01)
    assert places.std() < 0.02 < shares.std()
    assert weights.sum() == pytest.approx(1.0)
    assert weights[far.argmax()] == pytest.approx(0.0, abs=1e-6)


def test_the_adjustment_does_not_go_beyond_what_was_simulated() -> None:
    chance = np.random.default_rng(2)
    figures = chance.random((200, 1))
    shares = 0.3 + 0.4 * figures
    weights, far = np.full(200, 1 / 200), np.abs(figures[:, 0] - 9.0)
    places, _ = adjusting.adjusted(shares, weights, figures, np.array([9.0]), far)
    assert places.max() < 0.75
    few, _ = adjusting.adjusted(shares[:4], weights[:4], figures[:4], np.array([9.0]), far[:4])
    assert few.tolist() == shares[:4].tolist()


def test_figures_that_are_missing_or_the_same_do_not_move_anything() -> None:
    shares, weights = np.full((4, 1), 0.3), np.full(4, 0.25)
    figures = np.column_stack([np.ones(4), [1.0, np.nan, 2.0, 3.0]])
    places, _ = adjusting.adjusted(shares, weights, figures, np.zeros(2), np.arange(4.0))
    assert places.tolist() == shares.tolist()


def test_draws_are_as_many_as_weights_say() -> None:
    draws = adjusting.drawn(np.array([[0.1], [0.2], [0.3]]), np.array([0.5, 0.0, 0.5]), 10)
    assert draws[:, 0].tolist() == [0.1] * 5 + [0.3] * 5


def test_the_medoid_is_the_draw_nearest_to_all_others() -> None:
    draws = np.array([[0.0, 0.0], [1.0, 100.0], [0.4, 55.0], [0.9, 0.0]])
    assert adjusting.medoid(draws) == 2
    assert adjusting.medoid(np.ones((3, 2))) == 0


def test_what_is_told_of_a_posterior() -> None:
    even = (np.arange(1000) + 0.5)[:, None] / 1000
    assert adjusting.width(even) == pytest.approx([1.0], abs=0.01)
    assert adjusting.contraction(even) == pytest.approx([0.0], abs=0.01)
    assert adjusting.leaning(even).tolist() == [0]
    assert adjusting.leaning(even**4).tolist() == [-1]
    assert adjusting.contraction(0.5 + even / 100)[0] > 0.99


def test_a_figure_of_which_only_a_range_is_known_is_held_while_others_move() -> None:
    chance = np.random.default_rng(7)
    shares = 0.25 + 0.5 * chance.random((600, 2))
    low, high = TARGETS["participation"].low, TARGETS["participation"].high
    work = low + (high - low) * (0.1 + 0.8 * shares[:, 0])  # inside the range, by the first parameter alone
    known = 0.04 + 0.1 * shares[:, 0] + 0.1 * shares[:, 1]  # below what was published, by both
    figures = pd.DataFrame({"participation": work, "expertise": known})
    population = adjusting.Population(shares, np.full(600, 1 / 600), np.full(600, 1.0), figures, 1.0)
    places, _ = adjusting.posterior_of(population, Closeness(("participation", "expertise")))
    moved = places.mean(axis=0) - shares.mean(axis=0)
    assert moved[1] > 0.15
    assert abs(moved[0]) < moved[1] / 4
    alone, _ = adjusting.posterior_of(population, Closeness(("expertise",)))
    assert (alone.mean(axis=0) - shares.mean(axis=0))[0] > 3 * abs(moved[0])


def test_a_figure_outside_of_its_published_values_is_moved_to_the_nearest_though_it_is_accepted() -> None:
    chance = np.random.default_rng(8)
    shares = 0.25 + 0.5 * chance.random((600, 1))
    losers = pd.DataFrame({"fee-heavy": 0.98 + 0.02 * shares[:, 0]})  # .985 to .995; published were .96 to .98
    population = adjusting.Population(shares, np.full(600, 1 / 600), np.full(600, 1.0), losers, 1.0)
    places, _ = adjusting.posterior_of(population, Closeness(("fee-heavy",)))
    assert places.mean() - shares.mean() < -0.2


def test_no_particle_stands_for_all_the_others() -> None:
    lonely = np.array([0.91] + [0.001] * 90)
    assert adjusting.effective(lonely / lonely.sum()) == pytest.approx(1.2, abs=0.02)
    cut = adjusting.truncated(lonely)
    assert cut.sum() == pytest.approx(1.0)
    assert cut[0] / cut[1] == pytest.approx(lonely.mean() * 91**0.5 / 0.001)
    assert cut[0] < 0.6
    even = np.full(50, 0.02)
    assert adjusting.truncated(even) == pytest.approx(even)
    assert adjusting.effective(even) == pytest.approx(50.0)


def test_particles_stay_where_they_are_without_the_regression() -> None:
    chance = np.random.default_rng(3)
    shares, distances = chance.random((40, 2)), chance.random(40)
    figures = pd.DataFrame({"expertise": shares[:, 0], "profit": shares[:, 1]})
    population = adjusting.Population(shares, np.full(40, 1 / 40), distances, figures, 1.0)
    places, weights = adjusting.posterior_of(population, Closeness(("expertise", "profit")), adjust=False)
    assert (places == shares).all()
    assert weights[distances.argmin()] == weights.max() > weights[distances.argmax()]


def test_of_the_draws_that_predict_best_the_one_stands_for_all_that_does_so_again() -> None:
    bench = Bench(None, Closeness(("expertise",)), beside=1)  # type: ignore[arg-type]
    search = SimpleNamespace(bench=bench)
    draws = tuple((float(row // EVERY),) for row in range(5 * EVERY))
    sample = Sample(("a",), (*draws[:-EVERY], *draws[EVERY : 2 * EVERY]), 0)  # the last one is the second once more
    predicted = [{"expertise": each} for each in (0.05, 0.15, 0.3, 0.14, 0.16)]
    assert choosing.finalists(search, sample, predicted) == [4 * EVERY, 3 * EVERY, 0, 2 * EVERY]  # type: ignore[arg-type]

    class Again:
        def all(self, bench: Bench, jobs: list[Job]) -> list[dict[str, float]]:
            assert bench.beside is None  # before one is chosen, all kinds of worlds are lived with all seeds
            assert len({seed for job in jobs for seed in job.seeds}) == 4 * choosing.FINAL
            return [{"expertise": 0.155 if dict(job.at)["a"] == 3.0 else 0.1} for job in jobs]

    best = choosing.represented(search, Again(), sample, predicted)  # type: ignore[arg-type]
    assert best is not None
    assert best.chosen == 3 * EVERY
