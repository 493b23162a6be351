"""One claim, from its worlds to its verdict."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim import Results, Scenario, load, points
from sim.core.money import CENTS
from sim.lab import Executor, Kind, model_version, run_batch
from sim.model import money_in
from sim.scenario import Claim, ClaimTest, resolved, rows
from sim.study.drawn import Drawn
from sim.study.effects import AGAINST, Effect, Row, effects
from sim.study.judging import Judged, Neutral, Rule, judge, neutrality
from sim.study.maps.places import Map, chart
from sim.study.sensitivity import Sensitivity, sensitivity
from sim.study.verdicts import FEW, FINDING, ClaimVerdict, Switch, TestVerdict, control_of, shown_by
from sim.study.worlds import Control, controls, core_of, drawn_for, switched_off, worlds_of

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
    lived = drawn_for(scenario)(first.scenario, scenario.design.first_seed, strategy=first.strategy)
    return digest(lived.people)


MOST_WORLDS = 480
"""Worlds of a claim itself, without its controls, beyond which no seeds are added."""
FIRST_SEEDS, QUICK_WORLDS, MOST_QUICK_SEEDS = 10, 96, 24
"""Seeds after which a quick test looks first; worlds of a claim itself and seeds beyond which it adds none."""


@dataclass(frozen=True)
class Lab:
    """Where the worlds of claims are run."""

    out: Path  # folder of all results; each claim has one in it
    executor: Executor  # runs worlds
    quick: bool = False  # whether few seeds suffice
    progress: Kind = "quiet"  # of the batches
    say: Callable[[str], None] = lambda _: None  # told what is being done

    def run(self, scenario: Scenario, folder: Path, seeds: int, drawn: Drawn) -> Results:
        """Run what is missing of a batch, every seed with its draw, and read back its first seeds.

        The folder is called by what is run as well, so that an edited scenario or model, and another posterior, begins
        a new one.
        """
        folder = folder.with_name(f"{folder.name}-{key_of(scenario, drawn)}")
        run_batch(scenario, folder, seeds, progress=self.progress, run=drawn, executor=self.executor)
        return first_seeds(load(folder), scenario.design.first_seed + seeds)


def key_of(scenario: Scenario, drawn: Drawn) -> str:
    """Name what a batch is, but for its seeds: model, scenario, points and draws, as 8 hexadecimal digits."""
    table = resolved(scenario)
    table["design"] |= {"seeds": 0, "outcomes": []}
    text = json.dumps([model_version(), table, *filter(None, [drawn.told()])], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


@dataclass(frozen=True)
class Examined:
    """What came of a claim."""

    scenario: Scenario  # with the claim
    verdict: ClaimVerdict  # computed
    results: Results  # the claim's own worlds
    seeds: int  # seeds of every point of these
    worlds: dict[str, int]  # numbers of worlds run: ``own`` and ``control``


def examine(scenario: Scenario, lab: Lab) -> Examined:
    """Put a claim to the test.

    Seeds are added until every region of every finding is decided and every control that matters is clear, at most as
    many as the claim allows.
    """
    claim = scenario.claim
    assert claim is not None
    looks, many = looks_of(scenario, quick=lab.quick), 0
    for seeds in looks:
        lab.say(f"{claim.id}: {seeds} seeds")
        results = lab.run(worlds_of(scenario), lab.out / claim.id / "worlds", seeds, drawn_for(scenario))
        rule = rule_of(scenario, seeds, quick=lab.quick)
        spent = len(looks if rule == "few" else looks_of(scenario, quick=False))
        found = [effects(results, test) for test in claim.test]
        judged = [judge(each, spent, rule) for each in found]
        ask = {n for n, test in enumerate(claim.test) if _hangs_on_control(test, judged[n])}
        off, many = _controls(scenario, lab, ask, [each for each in looks if each <= seeds], rule)
        tests = [
            _verdict_on(test, judged[n], off.get(n), rule, _felt(scenario, test, found[n]))
            for n, test in enumerate(claim.test)
        ]
        verdict = ClaimVerdict(claim.id, claim.says, tests, lab.quick)
        if _is_enough(verdict, looks[-1]):
            break
    worlds = {"own": len(results.points) * seeds, "control": many}
    return Examined(scenario, verdict, results, seeds, worlds)


def looks_of(scenario: Scenario, *, quick: bool) -> list[int]:
    """Return the numbers of seeds after which anybody looks: two in a quick test, three in a full one."""
    claim, many = _claim(scenario), max(1, len(rows(scenario)))
    high = max(claim.min_seeds, min(claim.max_seeds, MOST_WORLDS // many))
    if quick:
        first = min(FIRST_SEEDS, high)
        return sorted({first, min(max(first, min(QUICK_WORLDS // many, MOST_QUICK_SEEDS)), high)})
    return sorted({claim.min_seeds, ceil((claim.min_seeds * high) ** 0.5), high})


def rule_of(scenario: Scenario, seeds: int, *, quick: bool) -> Rule:
    """Return by which rule so many seeds are judged; a quick test that has all seeds of a full one is a full one."""
    if not quick or seeds >= looks_of(scenario, quick=False)[-1]:
        return "full"
    return "first" if seeds >= _claim(scenario).min_seeds else "few"


def first_seeds(results: Results, end: int) -> Results:
    """Leave out seeds from ``end`` on, which an earlier call may have run."""
    kept = {name: _before(getattr(results, name), end) for name in ("runs", "people", "companies")}
    return Results(results.manifest, series=results.runs[:0], path=None, **kept)


def _before(frame: Any, end: int) -> Any:
    return frame[frame["seed"] < end] if "seed" in frame.columns else frame


def _hangs_on_control(test: ClaimTest, judged: list[Judged]) -> bool:
    """Whether a control has a say: only where something is found that might be there without the mechanism."""
    return shown_by(test) == FINDING and any(each.as_said(test.expects) for each in judged)


Switched = tuple[list[Effect], list[Judged]]


def _controls(
    scenario: Scenario, lab: Lab, ask: set[int], looks: list[int], rule: Rule
) -> tuple[dict[int, Switched], int]:
    """Effects of the tests that ask, with the mechanism off, and how many worlds; seeds are added while unclear."""
    claim, found, worlds = _claim(scenario), dict[int, Switched](), 0
    for number, (control, tests) in enumerate(controls(claim).items(), 1):
        mine = [test for test in tests if test in ask]
        folder, many = lab.out / claim.id / f"control-{number}", 0
        for seeds in looks if mine else []:
            results = lab.run(switched_off(scenario, control), folder, seeds, drawn_for(scenario, control))
            many = len(results.points) * seeds
            for test in mine:
                felt = effects(results, claim.test[test])
                found[test] = felt, judge(felt, 1, rule)
            if all(_control(claim.test[test], found[test], rule) != "unclear" for test in mine):
                break
        worlds += many
    return found, worlds


def _control(test: ClaimTest, off: Switched, rule: Rule) -> Neutral:
    return control_of(test, neutrality(off[0], rule), off[1])


def _verdict_on(
    test: ClaimTest, judged: list[Judged], off: Switched | None, rule: Rule, felt: Sensitivity | None
) -> TestVerdict:
    neutral: Switch = "not run" if off is None else _control(test, off, rule)
    return TestVerdict(test, judged, [] if off is None else off[1], neutral, felt, rehearsed=rule != "full")


def _is_enough(verdict: ClaimVerdict, most: int) -> bool:
    """Whether to stop: all is decided; or, in a quick test, the word is, or so many seeds would not decide it."""
    undecided = [each for each in verdict.tests if shown_by(each.test) == FINDING and not _is_decided(each)]
    if not undecided or not verdict.quick:
        return not undecided
    return verdict.word != FEW or not any(_is_near(each, most) for each in undecided)


def _is_near(verdict: TestVerdict, most: int) -> bool:
    """Whether so many seeds may well decide what is open, as far as the spread so far can tell."""
    return verdict.neutral == "unclear" or any(
        each.answer == "open" and each.enough is not None and each.enough <= most for each in verdict.regions
    )


def _is_decided(verdict: TestVerdict) -> bool:
    return verdict.neutral != "unclear" and all(each.answer != "open" for each in verdict.regions)


def _felt(scenario: Scenario, test: ClaimTest, found: list[Effect]) -> Sensitivity | None:
    """How the test fares over the draws, in the regions that are its core."""
    core = core_of(scenario, test)
    mine = [each for each in found if _is_core(each.region, core)] or found
    seeds = sorted({int(seed) for each in mine for seed in each.seeds})
    return sensitivity(test, mine, drawn_for(scenario).table(seeds))


def _is_core(region: Row, core: dict[str, list[Any]]) -> bool:
    return all(value in core.get(name, [value]) for name, value in region.items() if name != AGAINST)


def _claim(scenario: Scenario) -> Claim:
    assert scenario.claim is not None
    return scenario.claim


def control_named(claim: Claim, test: ClaimTest) -> Control:
    """Return the switches of a test's control."""
    return tuple(test.control or claim.control)


MAPPED = Path("headline.toml")
"""Beside the folder of the claims."""
MAPS = "headline"


def charted(folder: Path, lab: Lab) -> list[Map]:
    """Run what is missing of the headline's worlds and compare every way with one business, place by place."""
    scenario = Scenario.load(folder.parent / MAPPED)
    lab.say(f"the map: {scenario.design.seeds} pairs a place")
    varied = {name for row in rows(scenario) for name in row}
    return chart(lab.run(scenario, lab.out / MAPS, scenario.design.seeds, Drawn(tuple(sorted(varied)))))
