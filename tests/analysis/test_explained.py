from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.explained import Leaf, Tree, condition, dependence, explain_sample, grow, told
from sim.analysis.plots import pictures
from sim.analysis.results import Results
from sim.analysis.sampled import sample_of
from sim.model.outcomes import OUTCOMES

from .sampled_worlds import batch_of, ishigami, linear


def screen(results: Results) -> str:
    console = Console(file=io.StringIO(), width=120)
    for part in explain_sample(results).table():
        console.print(part, highlight=False, markup=False)
    return console.file.getvalue()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("saltelli", ["sensitivity"]),
        ("morris", ["sensitivity"]),
        ("sobol", ["tree-recruits", "dependence-recruits"]),
        ("latin-hypercube", ["tree-recruits", "dependence-recruits"]),
    ],
)
def test_every_sampled_design_has_its_figures(kind: str, names: list[str]) -> None:
    results = batch_of(ishigami, kind, 32)
    assert [each.name for each in pictures(results)] == names


def test_the_factor_that_matters_most_is_on_top() -> None:
    lines = screen(batch_of(linear, "morris", 8, ends=(0.0, 2.0))).splitlines()
    start = lines.index("Recruits: two − focus")
    assert lines[start + 1].split() == ["Size", "of", "the", "effect", "Unevenness"]
    assert [line.split()[0] for line in lines[start + 2 : start + 5]] == ["intercept", "work", "social"]
    assert "6 [6, 6]" in lines[start + 2]
    start = lines.index("Share with a net loss: two − focus")
    assert lines[start + 1] == "  the same at every point"


def test_the_sign_of_a_falling_effect_is_shown() -> None:
    assert "(−) 6 [6, 6]" in screen(batch_of(lambda x, y, z: -3.0 * x, "morris", 8, ends=(0.0, 2.0)))


def test_indices_are_written_as_numbers(tmp_path: Path) -> None:
    explained = explain_sample(batch_of(ishigami, "saltelli", 16))
    (file,) = explained.write(tmp_path / "deep")
    assert file.name == "sensitivity.csv"
    back = pd.read_csv(file)
    assert list(back.columns) == ["outcome", "target", "factor", "measure", "value", "low", "high", "remark"]
    assert back["value"].tolist() == pytest.approx(explained.frame["value"].tolist(), nan_ok=True)


def test_trees_are_written_as_rules(tmp_path: Path) -> None:
    explained = explain_sample(batch_of(linear, "latin-hypercube", 40))
    numbers, text = explained.write(tmp_path)
    lines = text.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("Recruits, two − focus: tree with cross-validated R² = 0.")
    assert "Share with a net loss, two − focus: too few points with different values for a tree." in lines
    assert lines[-1] == "All of this holds in the model, within the ranges of this scenario."
    assert pd.read_csv(numbers).columns.tolist() == [
        "outcome", "target", "factor", "part", "at", "n", "mean", "low", "high",
    ]  # fmt: skip
    assert lines[1] in screen(batch_of(linear, "latin-hypercube", 40))


GAIN = "two − focus"
INF = float("inf")


def corner(x: float, y: float, z: float) -> float:
    """Two businesses win in one corner only."""
    return 2.0 if x > 0.5 and y > 0.25 else -1.0


def test_a_tree_finds_the_corner_in_which_two_businesses_win() -> None:
    sample = sample_of(batch_of(corner, "sobol", 256, ends=(0.0, 1.0)))
    tree = grow(sample.values, sample.answer("recruits", GAIN))
    assert tree is not None
    assert tree.explained > 0.9
    assert [leaf.mean for leaf in tree.leaves] == [-1.0] * (len(tree.leaves) - 1) + [2.0]
    best = tree.leaves[-1]
    assert {factor: low for factor, low, high in best.bounds if high == INF} == pytest.approx(
        {0: 0.5, 1: 0.25}, abs=0.02
    )
    assert (best.points, best.positive) == (96, 1.0)
    assert sum(leaf.points for leaf in tree.leaves) == 256


def test_a_tree_says_when_it_knows_nothing() -> None:
    chance = np.random.default_rng(3)
    tree = grow(chance.random((60, 3)), chance.normal(size=60))
    assert tree is not None
    assert tree.explained < 0.1
    assert told(tree, ["a", "b", "c"], OUTCOMES["recruits"], GAIN)[0] == (
        f"Recruits, {GAIN}: tree with cross-validated R² = −{-tree.explained:.2f}; it predicts next to nothing."
    )


def test_few_or_equal_answers_grow_no_tree() -> None:
    chance = np.random.default_rng(3)
    values = chance.random((30, 2))
    answer = chance.random(30)
    assert grow(values, np.where(np.arange(30) < 11, np.nan, answer)) is None
    assert grow(values, np.zeros(30)) is None
    assert told(None, [], OUTCOMES["recruits"], GAIN) == [
        f"Recruits, {GAIN}: too few points with different values for a tree."
    ]


def test_rules_are_readable() -> None:
    leaf = Leaf(((0, -INF, 0.5), (1, 2.0, INF), (2, 10.0, 30.0)), 12, 1.5, 0.75)
    tree = Tree((leaf,), 0.5)
    assert condition(leaf, ["a", "b", "c"]) == "a ≤ 0.5 and b > 2 and 10 < c ≤ 30"
    assert condition(Leaf((), 12, 1.5, 0.75), []) == "everywhere"
    assert told(tree, ["a", "b", "c"], OUTCOMES["recruits"], GAIN)[1] == (
        "  +1.50 where a ≤ 0.5 and b > 2 and 10 < c ≤ 30 (12 points, above 0 at 75 % of them)"
    )
    assert told(tree, ["a", "b", "c"], OUTCOMES["recruits"], "two")[1].endswith("(12 points)")


def test_dependence_is_the_mean_in_each_fifth() -> None:
    sample = sample_of(batch_of(linear, "latin-hypercube", 200, ends=(0.0, 1.0)))
    answer = sample.answer("recruits", GAIN)
    frame = dependence(sample, answer)
    assert frame["n"].tolist() == [40] * 15
    first = frame[frame["factor"] == "intercept"]
    assert first["at"].tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.9], abs=0.005)
    assert first["mean"].tolist() == pytest.approx([0.8, 1.4, 2.0, 2.6, 3.2], abs=0.12)
    inside = answer[sample.unit[:, 0] < 0.2]
    half = 2.0227 * inside.std(ddof=1) / np.sqrt(40)
    assert first["high"].iloc[0] - first["mean"].iloc[0] == pytest.approx(half, rel=1e-3)
    in_vain = frame[frame["factor"] == "social proof"]
    assert ((in_vain["low"] < 2.0) & (in_vain["high"] > 2.0)).all()
