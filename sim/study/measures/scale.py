"""What size and age of the market change in its figures: published ones are of larger and older markets than ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim import Scenario
from sim.core.files import probe, write_text
from sim.lab import model_version
from sim.scenario import fingerprint, with_values
from sim.study.lived import Worlds
from sim.study.targets import TARGETS, measure

FIRST_SEED = 910_601
YEAR = 365
NAME = "scale.json"
Told = dict[str, Any]


@dataclass(frozen=True)
class Scale:
    """A market of some size and age."""

    people: int
    years: int
    seeds: int  # worlds that are pooled


SCALES = (Scale(3_000, 5, 10), Scale(24_000, 5, 3), Scale(3_000, 10, 10))
"""The default market, one eight times as large, and one twice as old."""


def names() -> list[str]:
    """Return the figures that are measured in the market itself, but for those that hold nearly by construction."""
    return [name for name, target in TARGETS.items() if target.world == "default" and target.role != "S"]


def scaled(
    scenario: Scenario,
    folder: Path,
    scales: Sequence[Scale] = SCALES,
    say: Callable[[str], None] = lambda _: None,
) -> list[Told]:
    """Measure the figures of a scenario in markets of several sizes and ages.

    Parameters
    ----------
    scenario
        The default scenario.
    folder
        Where they are kept after each market; what it holds of the same scenario and model is not lived again.
    scales
        Which markets.
    say
        Told in a sentence before each market.

    Returns
    -------
    list of dict
        For each ``people``, ``years`` and ``seeds``, and the ``figures`` by the names of targets.
    """
    probe(folder)
    file, of = folder / NAME, [fingerprint(scenario), model_version()]
    kept = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    found: list[Told] = kept["found"] if kept.get("of") == of else []
    for scale in scales:
        if any(asdict(scale).items() <= each.items() for each in found):
            continue
        say(f"{scale.people:,} people for {scale.years} years, {scale.seeds} worlds")
        market = with_values(scenario, {"population.people": scale.people})
        seeds = range(FIRST_SEED, FIRST_SEED + scale.seeds)
        figures = measure(Worlds(market, seeds, days=scale.years * YEAR), names())
        found.append(asdict(scale) | {"figures": {name: float(f"{value:.4g}") for name, value in figures.items()}})
        write_text(file, json.dumps({"of": of, "found": found}, indent=1) + "\n")
    return [next(each for each in found if asdict(scale).items() <= each.items()) for scale in scales]
