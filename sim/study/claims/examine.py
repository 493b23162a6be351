"""One claim, from its worlds to its verdict."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import ceil
from pathlib import Path
from typing import Any

from sim.analysis.results import Results, load
from sim.lab.executors import Executor
from sim.lab.identity import model_version
from sim.lab.progress import Kind
from sim.lab.runner import batch
from sim.running import run
from sim.scenario.checks_claim import levels_of
from sim.scenario.design import Claim, ClaimTest
from sim.scenario.identity import resolved
from sim.scenario.schema import Scenario
from sim.study.claims import worlds
from sim.study.claims.worlds import Control
from sim.study.judging.effects import Effect, effects, effects_at
from sim.study.judging.judging import Judged, Rule, judge, neutrality
from sim.study.judging.sensitivity import Sensitivity, sensitivity
from sim.study.judging.values import points_of, values
from sim.study.judging.verdicts import ClaimVerdict, TestVerdict, control_of, over_regions

LOOKS = 3
SETTINGS = 48
QUICK_SEEDS = 4
QUICK_SETTINGS = 8


@dataclass(frozen=True)
class Lab:
    """Where the worlds of claims are run.

    Attributes
    ----------
    out
        Folder of all results; each claim has one in it.
    executor
        Runs worlds.
    quick
        Whether few seeds and settings suffice.
    progress
        Of the batches.
    say
        Told what is being done.
    """

    out: Path
    executor: Executor
    quick: bool = False
    progress: Kind = "quiet"
    say: Callable[[str], None] = lambda _: None

    def run(self, scenario: Scenario, folder: Path, seeds: int) -> Results:
        """Run what is missing of a batch, and read back its first seeds.

        The folder is called by what is run as well, so that an edited scenario or model begins a new one.
        """
        folder = folder.with_name(f"{folder.name}-{key_of(scenario)}")
        batch(scenario, folder, seeds, progress=self.progress, run=run, executor=self.executor)
        return first_seeds(load(folder), scenario.design.first_seed + seeds)


def key_of(scenario: Scenario) -> str:
    """Name what a batch is, but for its seeds: model, scenario and points, as 8 hexadecimal digits."""
    table = resolved(scenario)
    table["design"] |= {"seeds": 0, "outcomes": []}
    text = json.dumps([model_version(), table], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Examined:
    """What came of a claim.

    Attributes
    ----------
    scenario
        With the claim.
    verdict
        Computed.
    results
        The claim's own worlds.
    seeds
        Seeds of every point of these.
    worlds
        Numbers of worlds run: ``own``, ``control`` and ``settings``.
    """

    scenario: Scenario
    verdict: ClaimVerdict
    results: Results
    seeds: int
    worlds: dict[str, int]


def examine(scenario: Scenario, lab: Lab) -> Examined:
    """Put a claim to the test.

    Seeds are added until every region is decided and every control is clear, at most as many as the claim allows.

    Parameters
    ----------
    scenario
        With a claim.
    lab
        Where to run.
    """
    claim = scenario.claim
    assert claim is not None
    steps, folder = looks_of(claim, quick=lab.quick), lab.out / claim.id
    for seeds in steps:
        lab.say(f"{claim.id}: {seeds} seeds")
        results = lab.run(worlds.worlds_of(scenario), folder / "worlds", seeds)
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
    many = {"own": points * seeds, "control": points * seeds * len(worlds.controls(claim)), "settings": settings}
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
    for number, (control, tests) in enumerate(worlds.controls(claim).items(), 1):
        made: Scenario = worlds.control_of(scenario, control)
        results = lab.run(made, folder / f"control-{number}", seeds)
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
    made, varied = worlds.settings_of(scenario, many), levels_of(scenario)
    results = lab.run(made.scenario, folder / f"settings-{many}", seeds)
    points, found = points_of(results), []
    for test in claim.test:
        measured, core = values(results, test.outcome), worlds.core_of(scenario, test)
        each = [effects_at(measured, made.points_of(setting, points, varied), test, core) for setting in range(many)]
        found.append(sensitivity(test, each, made.drawn))
    return found, len(results.points) * seeds


def control_named(claim: Claim, test: ClaimTest) -> Control:
    """Return the switches of a test's control."""
    return tuple(test.control or claim.control)
