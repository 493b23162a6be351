"""Pictures of a sampled batch: bars of indices, or trees and dependences."""

from __future__ import annotations

from collections.abc import Iterator

from matplotlib.figure import Figure

from sim.analysis.captions import captioned, sampled
from sim.analysis.explained import INDEXED, Explanation, dependence, grow
from sim.analysis.plots.effects import index_bars, screening
from sim.analysis.plots.rules import dependences, leaf_bars
from sim.analysis.sampled import MINUS
from sim.model.outcomes import OUTCOMES


def explained_figures(explanation: Explanation) -> Iterator[tuple[str, Figure]]:
    """Make the figures one after the other, each with the name of its file."""
    sample, note = explanation.sample, explanation.note
    for number, target in enumerate(sample.targets, 1):
        last = f"-{number}" if len(sample.targets) > 1 else ""
        if sample.design.kind in INDEXED:
            bars = sample.design.kind == "saltelli"
            draw, measure = (index_bars, "total") if bars else (screening, "mu_star")
            told = sampled.indices(explanation.frame, target, measure)
            yield f"sensitivity{last}", captioned(draw(explanation.frame, target, note=note), told)
            continue
        for name in explanation.outcomes:
            answer, outcome, sign = sample.answer(name, target), OUTCOMES[name], MINUS in target
            tree = grow(sample.values, answer)
            if tree is not None:
                leaves = leaf_bars(tree, sample.factors, outcome, target, note=note)
                yield f"tree-{name}{last}", captioned(leaves, sampled.tree(tree, sample.factors, outcome, sign=sign))
                fifths = dependence(sample, answer)
                lines = dependences(fifths, outcome, target, note=note)
                yield f"dependence-{name}{last}", captioned(lines, sampled.dependence(fifths, outcome, sign=sign))
