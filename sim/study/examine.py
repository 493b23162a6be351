"""One claim, from its worlds to its verdict."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import Results, Scenario, load, points, run
from sim.core.money import CENTS
from sim.lab import Executor, Kind, model_version, run_batch
from sim.model import money_in
from sim.scenario import Claim, ClaimTest, levels_of, resolved
from sim.study.effects import Effect, effects, effects_at, points_of, values
from sim.study.headline import Map, chart
from sim.study.judging import Judged, Rule, Sensitivity, judge, neutrality, sensitivity
from sim.study.verdicts import ClaimVerdict, TestVerdict, control_of, over_regions
from sim.study.worlds import Control, controls, core_of, settings_of, switched_off, worlds_of

DIGITS = 16


def digest(people: pd.DataFrame) -> str:
    """Hash what became of the persons of one run: names and bytes of all columns, in their order.

    Money counts in cents, which are whole, so that worlds are known by the digests of versions that stored cents.
    """
    found = hashlib.sha256()
    for name in people.columns:
        column = people[name]
        numbers = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)
        found.update(name.encode())
        if name in money_in("people"):
            column = np.rint(column * CENTS)
        found.update(_bytes(column.to_numpy("float64")) if numbers else "\n".join(map(str, column)).encode())
    return found.hexdigest()[:DIGITS]


def _bytes(values: Any) -> bytes:
    """Bytes of numbers, every nan written the same way."""
    return bytes(np.where(np.isnan(values), np.nan, values).tobytes())


def stored_digest(results: Results) -> str:
    """Hash the first run of a batch as it is stored."""
    people, point, seed = results.people, results.points[0]["index"], results.seeds[0]
    mine = people[(people["point"] == point) & (people["seed"] == seed)]
    return digest(mine.drop(columns=["point", "seed"]))


def fresh_digest(scenario: Scenario) -> str:
    """Run the first world of a claim again and hash it."""
    first = points(worlds_of(scenario))[0]
    return digest(run(first.scenario, scenario.design.first_seed, strategy=first.strategy).people)


LOOKS = 3
SETTINGS = 48
QUICK_SEEDS = 4
QUICK_SETTINGS = 8


@dataclass(frozen=True)
class Lab:
    """Where the worlds of claims are run."""

    out: Path  # folder of all results; each claim has one in it
    executor: Executor  # runs worlds
    quick: bool = False  # whether few seeds and settings suffice
    progress: Kind = "quiet"  # of the batches
    say: Callable[[str], None] = lambda _: None  # told what is being done

    def run(self, scenario: Scenario, folder: Path, seeds: int) -> Results:
        """Run what is missing of a batch, and read back its first seeds.

        The folder is called by what is run as well, so that an edited scenario or model begins a new one.
        """
        folder = folder.with_name(f"{folder.name}-{key_of(scenario)}")
        run_batch(scenario, folder, seeds, progress=self.progress, run=run, executor=self.executor)
        return first_seeds(load(folder), scenario.design.first_seed + seeds)


def key_of(scenario: Scenario) -> str:
    """Name what a batch is, but for its seeds: model, scenario and points, as 8 hexadecimal digits."""
    table = resolved(scenario)
    table["design"] |= {"seeds": 0, "outcomes": []}
    text = json.dumps([model_version(), table], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Examined:
    """What came of a claim."""

    scenario: Scenario  # with the claim
    verdict: ClaimVerdict  # computed
    results: Results  # the claim's own worlds
    seeds: int  # seeds of every point of these
    worlds: dict[str, int]  # numbers of worlds run: ``own``, ``control`` and ``settings``


def examine(scenario: Scenario, lab: Lab) -> Examined:
    """Put a claim to the test.

    Seeds are added until every region is decided and every control is clear, at most as many as the claim allows.
    """
    claim = scenario.claim
    assert claim is not None
    steps, folder = looks_of(claim, quick=lab.quick), lab.out / claim.id
    for seeds in steps:
        lab.say(f"{claim.id}: {seeds} seeds")
        results = lab.run(worlds_of(scenario), folder / "worlds", seeds)
        rule = rule_of(claim, seeds, quick=lab.quick)
        looks = 1 if rule == "few" else len(looks_of(claim, quick=False))
        found = [judge(effects(results, test), test.expects, looks, rule) for test in claim.test]
        switched = _controls(scenario, claim, lab, folder, seeds)
        tests = [
            _verdict_on(test, judged, switched[number], rule)
            for number, (test, judged) in enumerate(zip(claim.test, found, strict=True))
        ]
        if all(_is_decided(each) for each in tests):
            break
    felt, settings = _sensitivities(scenario, claim, lab, folder)
    tests = [replace(each, sensitivity=one) for each, one in zip(tests, felt, strict=True)]
    points = len(results.points)
    many = {"own": points * seeds, "control": points * seeds * len(controls(claim)), "settings": settings}
    return Examined(scenario, ClaimVerdict(claim.id, claim.says, tests, lab.quick), results, seeds, many)


def looks_of(claim: Claim, *, quick: bool) -> list[int]:
    """Return the numbers of seeds after which anybody looks: few once, or three from the fewest to the most."""
    if quick:
        return [min(QUICK_SEEDS, claim.max_seeds)]
    low, high = claim.min_seeds, claim.max_seeds
    return sorted({low, ceil((low * high) ** 0.5), high})


def rule_of(claim: Claim, seeds: int, *, quick: bool) -> Rule:
    """Return by which rule so many seeds are judged; a quick test that has all seeds of a full one is a full one."""
    if not quick or seeds >= claim.max_seeds:
        return "full"
    return "first" if seeds >= claim.min_seeds else "few"


def first_seeds(results: Results, end: int) -> Results:
    """Leave out seeds from ``end`` on, which an earlier call may have run."""
    kept = {name: _before(getattr(results, name), end) for name in ("runs", "people", "companies")}
    return Results(results.manifest, series=results.runs[:0], path=None, **kept)


def _before(frame: Any, end: int) -> Any:
    return frame[frame["seed"] < end] if "seed" in frame.columns else frame


def _controls(scenario: Scenario, claim: Claim, lab: Lab, folder: Path, seeds: int) -> dict[int, list[Effect]]:
    found: dict[int, list[Effect]] = {}
    for number, (control, tests) in enumerate(controls(claim).items(), 1):
        results = lab.run(switched_off(scenario, control), folder / f"control-{number}", seeds)
        found |= {test: effects(results, claim.test[test]) for test in tests}
    return found


def _verdict_on(test: ClaimTest, judged: list[Judged], switched: list[Effect], rule: Rule) -> TestVerdict:
    control = judge(switched, test.expects, 1, rule)
    states = [each.state for each in control] if test.kind == "level" else neutrality(switched, rule)
    return TestVerdict(
        test,
        judged,
        control,
        control_of(test, states),
        over_regions([each.state for each in judged]),
        rehearsed=rule != "full",
    )


def _is_decided(verdict: TestVerdict) -> bool:
    return verdict.neutral != "unclear" and all(each.state != "undecided" for each in verdict.regions)


def _sensitivities(scenario: Scenario, claim: Claim, lab: Lab, folder: Path) -> tuple[list[Sensitivity], int]:
    many = QUICK_SETTINGS if lab.quick else SETTINGS
    seeds = 1 if lab.quick else claim.settings_seeds
    lab.say(f"{claim.id}: {many} plausible settings")
    made, varied = settings_of(scenario, many), levels_of(scenario)
    results = lab.run(made.scenario, folder / f"settings-{many}", seeds)
    points, found = points_of(results), []
    for test in claim.test:
        measured, core = values(results, test.outcome), core_of(scenario, test)
        each = [effects_at(measured, made.points_of(setting, points, varied), test, core) for setting in range(many)]
        found.append(sensitivity(test, each, made.drawn))
    return found, len(results.points) * seeds


def control_named(claim: Claim, test: ClaimTest) -> Control:
    """Return the switches of a test's control."""
    return tuple(test.control or claim.control)


MAPPED = Path("headline.toml")
"""Beside the folder of the claims."""
YIELDS = ("large",)
MAPS = "headline"


def charted(folder: Path, lab: Lab) -> list[Map]:
    """Run what is missing of the headline's worlds and say who does best where, a map for each kind of portfolio."""
    scenario = Scenario.load(folder.parent / MAPPED)
    lab.say(f"the map: {scenario.design.seeds} seeds")
    results = lab.run(scenario, lab.out / MAPS, scenario.design.seeds)
    return [chart(results, yields) for yields in YIELDS]
