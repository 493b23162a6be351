from __future__ import annotations

import ast
from pathlib import Path

import pandas as pd
import pytest

from sim.analysis import explained
from sim.analysis.plots import gallery
from sim.analysis.report.figures import CAPTIONS, caption, kind_of


def drawn() -> set[str]:
    """Names of all figures that the sources yield, up to what differs from batch to batch."""
    found = set()
    for module in (gallery, explained):
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                name = node.value.elts[0]
                first = name.values[0] if isinstance(name, ast.JoinedStr) else name
                assert isinstance(first, ast.Constant)
                found.add(str(first.value))
    return found


def test_every_figure_of_a_batch_has_a_caption() -> None:
    names = drawn()
    assert len(names) >= 16
    assert {kind_of(name) for name in names} | {"map"} == set(CAPTIONS)


@pytest.mark.parametrize("kind", CAPTIONS)
def test_captions_are_a_sentence_or_two(kind: str) -> None:
    assert 1 <= CAPTIONS[kind].count(". ") + CAPTIONS[kind].endswith(".") <= 3
    assert 60 < len(CAPTIONS[kind]) < 300


def test_maps_of_an_outcome_are_told_from_those_of_two_parameters() -> None:
    assert kind_of("map-recruits") == "map"
    assert kind_of("map-gossip.rate-decision.interest") == "plane"
    assert kind_of("tree-net_income-2") == "tree"
    assert caption("map-recruits", pd.DataFrame()) == CAPTIONS["map"]


def test_a_figure_without_a_caption_is_refused() -> None:
    with pytest.raises(KeyError, match="no caption for the figure 'pie-recruits'"):
        kind_of("pie-recruits")
