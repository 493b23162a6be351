from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim import UserError
from sim.study.why.decomposition import decompose
from sim.study.why.measuring import Stopped
from sim.study.why.structure import structures, verdict
from sim.study.why.worlds import Pair, Question, pairs_of
from tests.study.why.standin import WAYS, Toy, measuring, twins

PAIRS = [Pair((), 1 + number) for number in range(12)]


def test_parts_sum_to_the_difference_and_are_shared_fairly(tmp_path: Path) -> None:
    with measuring(tmp_path, Toy(twins(), WAYS)) as here:
        found = decompose(here, PAIRS, 12, 1)
    for name in ("net", "better"):
        told = found[name]
        parts = told["rest"][0] + sum(each[0] for each in told["adds"].values())
        assert parts == pytest.approx(told["total"][0], abs=1e-9)
    adds = found["net"]["adds"]
    assert adds["costs"][0] == pytest.approx(-330.0)  # half of what both do together
    assert adds["budget"][0] == pytest.approx(-130.0)
    assert adds["clarity"] == pytest.approx([0.0, 0.0, 0.0])
    assert found["net"]["total"][1] < -310.0 < found["net"]["total"][2]
    assert found["idle"] == ["risk"]
    assert found["all"]
    assert found["coalitions"] == 64
    assert found["apart"] == pytest.approx(0.01)


def test_nothing_is_lived_twice_and_each_level_is_found_once(tmp_path: Path) -> None:
    toy = Toy(twins(), WAYS)
    with measuring(tmp_path, toy) as here:
        first = decompose(here, PAIRS[:3], 12, 1)
        assert here.lived == len(toy.lived) == 63 + 64 * 3
        more = decompose(here, PAIRS[:4], 12, 1)
        assert here.lived == 63 + 64 * 4
    levels = [job for job in toy.lived if job.kind == "level"]
    assert len({job.key for job in levels}) == len(levels) == 63
    with measuring(tmp_path, toy) as again:
        assert decompose(again, PAIRS[:3], 12, 1) == first != more
        assert again.lived == 0


def test_worlds_are_lived_at_the_level_that_was_found(tmp_path: Path) -> None:
    toy = Toy(twins(), WAYS)
    with measuring(tmp_path, toy) as here:
        here.compare([{}, {"teams.reaction": 0.0}], [Pair((("decision.intercept", -21.0),), 1)], "Both")
    as_it_is, changed = (dict(job.values) for job in toy.lived if job.kind == "pair")
    assert as_it_is == {"decision.intercept": -21.0}
    assert changed == {"decision.intercept": -20.75, "decision.work_intercept": -19.75, "teams.reaction": 0.0}


def test_a_wish_to_stop_keeps_what_is_there(tmp_path: Path) -> None:
    toy = Toy(twins(), WAYS)
    with measuring(tmp_path, toy) as here:
        here.patience.over = True
        with pytest.raises(Stopped, match="the same command goes on"):
            decompose(here, PAIRS, 12, 1)
    assert toy.lived == []


def test_a_level_out_of_reach_is_said(tmp_path: Path) -> None:
    with (
        measuring(tmp_path, Toy(twins(), WAYS, lost=("teams.reaction",))) as here,
        pytest.raises(UserError, match=r"cannot be restored without .*upline's reaction"),
    ):
        decompose(here, PAIRS[:3], 12, 1)


def test_choices_that_turn_a_headline_are_found(tmp_path: Path) -> None:
    def turned(values: dict[str, object]) -> float:
        return 400.0 if values.get("phases.leaving") is False else 0.0 if "leaving.prune" in values else -400.0

    with measuring(tmp_path, Toy(twins(), WAYS, formula=turned, lost=("graph.p",))) as here:
        found = structures(here, PAIRS)
    verdicts = {key: told["verdict"] for key, told in found["choices"].items()}
    assert verdicts["staying"] == "turns"
    assert verdicts["pruning"] in ("fades", "holds", "turns")
    assert verdicts["purse"] == verdicts["random"] == verdicts["founders"] == "holds"
    assert "ring" not in verdicts
    assert "out of reach" in found["left_out"]["ring"]


@pytest.mark.parametrize(
    ("base", "other", "told"),
    [
        ((1, 0.5, 2), (1, 0.1, 2), "holds"),
        ((1, 0.5, 2), (-1, -2, -0.1), "turns"),
        ((1, 0.5, 2), (1, -0.1, 2), "fades"),
        ((1, -0.5, 2), (1, 0.1, 2), "appears"),
        ((1, -0.5, 2), (1, -0.1, 2), "open"),
    ],
)
def test_verdicts(base: tuple[float, ...], other: tuple[float, ...], told: str) -> None:
    assert verdict(base, other) == told


def test_questions_without_twins_are_refused() -> None:
    with pytest.raises(UserError, match="There is no strategy 'five'; the scenario has: focus; two"):
        Question.of(twins(), ("focus", "five"))
    with pytest.raises(UserError, match="Two different ways"):
        Question.of(twins(), ("two", "two"))
    with pytest.raises(UserError, match=r"only design.worlds = .focal."):
        Question.of(twins(design={"worlds": "population", "focal_entry": 0}), WAYS)


def test_pairs_have_seeds_of_their_own() -> None:
    assert len({pair.seed for pair in pairs_of(twins(), 20)}) == 20


def test_a_real_pair_has_the_figures_that_are_promised() -> None:
    from sim.study.why.worlds import Job

    found = Question.of(twins(), WAYS).live(Job("pair", (), 5))
    assert set(found) == {"one", "two", "net", "better", "turnover"}
    assert found["net"] == pytest.approx(found["two"] - found["one"])
    assert 0.0 <= found["better"] <= 1.0
    assert all(math.isfinite(value) for value in found.values())
