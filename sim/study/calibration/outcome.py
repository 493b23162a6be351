"""Where a calibration ended, target by target, on seeds that it has not seen and on several graphs."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.table import Table

from sim.lab.executors import results_of
from sim.lab.work import Executor
from sim.scenario.explain import explain
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from sim.study.calibration.evaluate import evaluate
from sim.study.calibration.study import SEARCH_SEEDS, SETTLE_SEEDS, Study, Values
from sim.study.targets.table import TARGETS, Target
from sim.study.targets.worlds import VERDICT_SEEDS

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
    """The record of a calibration.

    Attributes
    ----------
    trials, seed
        How long the search was, and from which seed.
    values, home
        What was searched: where it ended, and where it began.
    graphs
        For each graph the targets with the values before and after, by name: ``{"before": ..., "after": ...}``.
    """

    trials: int
    seed: int
    values: Values
    home: Values
    graphs: dict[str, dict[str, Values]]

    def as_json(self) -> str:
        """Return everything as one JSON object."""
        found = {
            graph: {when: {name: _plain(value) for name, value in got.items()} for when, got in both.items()}
            for graph, both in self.graphs.items()
        }
        return json.dumps(
            {
                "trials": self.trials,
                "seed": self.seed,
                "seeds": {"search": SEARCH_SEEDS, "settling": SETTLE_SEEDS, "check": VERDICT_SEEDS},
                "values": self.values,
                "home": self.home,
                "targets": {name: _target(target) for name, target in TARGETS.items()},
                "graphs": found,
            },
            indent=1,
        )

    @staticmethod
    def read(path: Path) -> Outcome:
        """Read what :meth:`as_json` wrote."""
        data = json.loads(path.read_text(encoding="utf-8"))
        graphs = {
            graph: {when: {k: math.nan if v is None else v for k, v in got.items()} for when, got in both.items()}
            for graph, both in data["graphs"].items()
        }
        return Outcome(data["trials"], data["seed"], data["values"], data["home"], graphs)

    def table(self) -> Table:
        """Lay out the targets, a row each, before and after on the default graph."""
        table = Table("target", "expected", "accepted", "before", "after", "", box=None, pad_edge=False)
        both = self.graphs["default"]
        for name, target in TARGETS.items():
            after = both["after"][name]
            verdict = "met" if target.low <= after <= target.high else "missed"
            table.add_row(
                name, expected(target), accepted(target), digits(both["before"][name]), digits(after), verdict
            )
        return table


def check(
    study: Study, values: Values, executor: Executor, real: Path | None, seeds: Sequence[int] = VERDICT_SEEDS
) -> Outcome:
    """Measure the targets before and after on all graphs.

    Parameters
    ----------
    study
        The search.
    values
        Where it ended.
    executor
        Who lives the worlds.
    real
        A file with real friendships; none leaves it out.
    seeds
        Seeds that the search has not seen; on other graphs the first three of them.
    """
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


def meaning(name: str) -> str:
    """Return what a parameter means."""
    return explain(name).meaning


def _plain(value: float) -> float | None:
    return None if math.isnan(value) else round(value, 5)


def _target(target: Target) -> dict[str, Any]:
    return {
        "what": target.what,
        "low": None if math.isinf(target.low) else target.low,
        "high": target.high,
        "expected": target.expected,
        "weight": target.weight,
        "source": target.source,
    }
