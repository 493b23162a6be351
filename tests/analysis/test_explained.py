from __future__ import annotations

import io
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.explained import explain_sample
from sim.analysis.load import Results
from sim.analysis.plots import pictures

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
    assert [line.split()[0] for line in lines[start + 2 : start + 5]] == ["intercept", "interest", "knowledge"]
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
