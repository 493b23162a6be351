"""Where a calibration ended, target by target, on seeds that it has not seen and on several graphs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from rich.table import Table

from sim import Scenario, explain
from sim.analysis import style
from sim.lab import Executor, results_of
from sim.scenario import with_values
from sim.study.calibration.search import GUESSES, SEARCH_SEEDS, SETTLE_SEEDS, Study, Values, evaluate
from sim.study.lived import VERDICT_SEEDS
from sim.study.targets import TARGETS, Target
from sim.verification.case import markdown_table

GRAPHS: dict[str, dict[str, Any]] = {
    "default": {},
    "barabasi_albert": {"graph.kind": "barabasi_albert"},
    "watts_strogatz": {"graph.kind": "watts_strogatz"},
    "karate club": {"graph.kind": "dataset", "graph.name": "karate_club"},
}
REAL = "friendships"
ELSEWHERE = 3  # seeds on graphs other than the default one


@dataclass(frozen=True)
class Outcome:
    """The record of a calibration."""

    trials: int  # how long the search was, and from which seed
    seed: int
    values: Values  # what was searched: where it ended, and where it began
    home: Values
    # for each graph the targets with the values before and after, by name: ``{"before": ..., "after": ...}``
    graphs: dict[str, dict[str, Values]]

    def as_json(self) -> str:
        """Return everything as one JSON object."""
        told = {
            "trials": self.trials,
            "seed": self.seed,
            "seeds": {"search": SEARCH_SEEDS, "settling": SETTLE_SEEDS, "check": VERDICT_SEEDS},
            "values": self.values,
            "home": self.home,
            "targets": {name: _as_table(target) for name, target in TARGETS.items()},
            "graphs": _each(self.graphs, lambda value: None if math.isnan(value) else round(value, 5)),
        }
        return json.dumps(told, indent=1)

    @staticmethod
    def read(path: Path) -> Outcome:
        """Read what :meth:`as_json` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        graphs = _each(data["graphs"], lambda value: math.nan if value is None else value)
        return Outcome(data["trials"], data["seed"], data["values"], data["home"], graphs)

    def table(self) -> Table:
        """Lay out the targets, a row each, before and after on the default graph."""
        table = Table("target", "expected", "accepted", "before", "after", "", box=None, pad_edge=False)
        both = self.graphs["default"]
        for name, target in TARGETS.items():
            after = both["after"][name]
            verdict = "met" if target.is_met(after) else "missed"
            table.add_row(
                name, expected(target), accepted(target), digits(both["before"][name]), digits(after), verdict
            )
        return table


def check(
    study: Study, values: Values, executor: Executor, real: Path | None, seeds: Sequence[int] = VERDICT_SEEDS
) -> Outcome:
    """Measure the targets before and after on all graphs."""
    kinds = dict(GRAPHS)
    if real is not None:
        kinds[REAL] = {"graph.kind": "file", "graph.path": str(real)}
    tasks = [(graph, when) for graph in kinds for when in ("before", "after")]
    points = [
        (
            with_values(study.scenario, kinds[graph]),
            study.home if when == "before" else values,
            tuple(seeds if graph == "default" else seeds[:ELSEWHERE]),
        )
        for graph, when in tasks
    ]
    found = dict(zip(tasks, results_of(executor, points, _evaluated), strict=True))
    graphs = {graph: {when: found[graph, when] for when in ("before", "after")} for graph in kinds}
    return Outcome(len(study.points), study.seed, values, study.home, graphs)


def _evaluated(point: tuple[Scenario, Mapping[str, float], Sequence[int]]) -> Values:
    return evaluate(*point)


def digits(value: float) -> str:
    """Write a figure with three digits that count; a dash for none."""
    if math.isnan(value):
        return "–"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:.0f}"


def expected(target: Target) -> str:
    """Write the published value of a target."""
    return "" if target.expected is None else f"{target.expected:g}"


def accepted(target: Target) -> str:
    """Write the accepted range of a target."""
    if math.isinf(target.low):
        return f"at most {target.high:g}"
    return f"{target.low:g} to {target.high:g}" if target.high > target.low else f"{target.low:g}"


def _each(graphs: Any, turned: Callable[[Any], Any]) -> Any:
    """Turn every figure of every graph, before and after."""
    return {
        graph: {when: {name: turned(value) for name, value in got.items()} for when, got in both.items()}
        for graph, both in graphs.items()
    }


def _as_table(target: Target) -> dict[str, Any]:
    return {
        "what": target.what,
        "low": None if math.isinf(target.low) else target.low,
        "high": target.high,
        "expected": target.expected,
        "weight": target.weight,
        "source": target.source,
    }


FARTHEST = 4.0  # half widths from the middle that are drawn; what lies beyond stands at the edge
ROW = 0.34  # inches


def draw(outcome: Outcome) -> Figure:
    """Draw where each target was before the search and where it is after it, on the default graph."""
    names = list(TARGETS)
    figure = style.canvas(
        ROW * (len(names) + 1),
        "The whole model against what was published",
        "Gray: what is accepted, from -1 to 1; a line where the published value lies. Open: before; full: after.",
        "Pooled over ten seeds that the search has not seen; what lies farther out than is drawn stands at the edge.",
        width=10.5,
    )
    axes = figure.add_subplot()
    before, after = outcome.graphs["default"]["before"], outcome.graphs["default"]["after"]
    for row, name in enumerate(reversed(names)):
        target = TARGETS[name]
        left, right = placed(target, target.low), placed(target, target.high)
        axes.add_patch(Rectangle((left, row - 0.33), max(right - left, 0.04), 0.66, color="#e3e3e3", lw=0))
        if target.expected is not None:
            middle = placed(target, target.expected)
            axes.plot([middle, middle], [row - 0.33, row + 0.33], color=style.SOFT, lw=1.2)
        inside = target.is_met(after[name])
        color = style.look(3 if inside else 4).color
        open_dot: dict[str, Any] = {"mfc": style.PAPER, "mec": style.INK, "mew": 1.2, "clip_on": False}
        axes.plot(placed(target, before[name]), row, "o", ms=7, zorder=3, **open_dot)
        axes.plot(placed(target, after[name]), row, "o", ms=7, color=color, zorder=4, clip_on=False)
        axes.text(FARTHEST + 0.3, row, digits(after[name]), va="center", ha="left", fontsize=9, color=color)
        axes.text(FARTHEST + 1.25, row, accepted(target), va="center", ha="left", fontsize=9, color=style.SOFT)
    axes.set_yticks(range(len(names)), list(reversed(names)))
    axes.set_ylim(-0.7, len(names) - 0.3)
    axes.set_xlim(-FARTHEST, FARTHEST)
    axes.set_xlabel("half widths of the accepted range from its middle")
    axes.text(FARTHEST + 0.3, len(names) - 0.2, "after", fontsize=9, color=style.INK)
    axes.text(FARTHEST + 1.25, len(names) - 0.2, "accepted", fontsize=9, color=style.INK)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    return figure


def placed(target: Target, value: float) -> float:
    """Return where a value is drawn: half widths from the middle of the accepted range, cut off at the edges."""
    if math.isnan(value):
        return -FARTHEST
    middle = target.high - target.width if math.isinf(target.low) else (target.low + target.high) / 2
    return max(-FARTHEST, min(FARTHEST, (value - middle) / target.width))


BLOCK = re.compile(r"<!-- generated: (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)


def targets(_: Outcome) -> str:
    """Every target: what is measured, what is accepted, how it is weighed and why, and its source."""
    rows = (
        (f"`{name}`", each.what, expected(each), accepted(each), f"{each.weight:g}", each.why, each.source)
        for name, each in TARGETS.items()
    )
    return markdown_table(("target", "what", "published", "accepted", "weight", "because", "source"), rows)


def space(outcome: Outcome) -> str:
    """What was searched: plausible range, where it began and where it ended."""
    rows = (
        (
            f"`{name}`",
            explain(name).meaning,
            f"{GUESSES[name].low:g} to {GUESSES[name].high:g}",
            f"{outcome.home[name]:g}",
            f"{value:g}",
        )
        for name, value in outcome.values.items()
    )
    return markdown_table(("parameter", "meaning", "plausible", "default", "calibrated"), rows)


def ended(outcome: Outcome) -> str:
    """Target by target on the default graph: before and after."""
    both = outcome.graphs["default"]
    rows = []
    for name, target in TARGETS.items():
        before, after = both["before"][name], both["after"][name]
        verdict = "met" if target.is_met(after) else "**missed**"
        rows.append((f"`{name}`", expected(target), accepted(target), digits(before), digits(after), verdict))
    return markdown_table(("target", "published", "accepted", "before", "after", ""), rows)


def graphs(outcome: Outcome) -> str:
    """Target by target after the calibration, on every graph; what is not accepted is in bold."""
    rows = []
    for name, target in TARGETS.items():
        got = [outcome.graphs[graph]["after"][name] for graph in outcome.graphs]
        cells = [digits(value) if target.is_met(value) else f"**{digits(value)}**" for value in got]
        rows.append((f"`{name}`", accepted(target), *cells))
    return markdown_table(("target", "accepted", *outcome.graphs), rows)


BLOCKS: dict[str, Callable[[Outcome], str]] = {"targets": targets, "space": space, "ended": ended, "graphs": graphs}


def render(text: str, outcome: Outcome) -> str:
    """Return a document with all its blocks made anew."""

    def anew(block: re.Match[str]) -> str:
        return f"<!-- generated: {block['name']} -->\n{BLOCKS[block['name']](outcome)}<!-- end -->"

    return BLOCK.sub(anew, text)
