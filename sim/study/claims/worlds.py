"""Which worlds a claim needs: its own, those of its controls, and those of plausible settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.scenario.checks_claim import compared_rows, levels_of, switched
from sim.scenario.design import Claim, ClaimTest, Design
from sim.scenario.designs import rows
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from sim.study.claims.settings import plausible_settings
from sim.study.judging.effects import Row, needed

if TYPE_CHECKING:
    import pandas as pd

Control = tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """The worlds of plausible settings.

    Attributes
    ----------
    scenario
        A list of points: every setting at every point that the tests read in their core regions.
    drawn
        Values of the guessed parameters, one row a setting.
    block
        Points of one setting, which follow each other.
    """

    scenario: Scenario
    drawn: pd.DataFrame
    block: int

    def points_of(
        self, setting: int, points: list[tuple[str, Row]], varied: Mapping[str, Any]
    ) -> list[tuple[str, Row]]:
        """Return the points of one setting, with what the claim varies only.

        Parameters
        ----------
        setting
            Row of ``drawn``.
        points
            All points, as :func:`sim.study.judging.values.points_of` gives them.
        varied
            What the claim varies.
        """
        mine = points[setting * self.block : (setting + 1) * self.block]
        return [(key, {name: value for name, value in row.items() if name in varied}) for key, row in mine]


def worlds_of(scenario: Scenario) -> Scenario:
    """Return the claim's own worlds: the scenario without the claim."""
    return _made(scenario.model_copy(update={"claim": None}))


def control_of(scenario: Scenario, control: Control) -> Scenario:
    """Return the same worlds with the mechanism switched off."""
    point = with_values(scenario, switched(list(control)))
    return _made(point.model_copy(update={"design": scenario.design}))


def controls(claim: Claim) -> dict[Control, list[int]]:
    """Return every set of switches with the numbers of the tests that use it."""
    found: dict[Control, list[int]] = {}
    for number, test in enumerate(claim.test):
        found.setdefault(tuple(test.control or claim.control), []).append(number)
    return found


def core_of(scenario: Scenario, test: ClaimTest) -> dict[str, list[Any]]:
    """Return the levels at which a test's sensitivity is measured, of everything that it does not compare.

    Those that the claim names as its core, else the last one to which the test is confined.
    """
    claim = _claim(scenario)
    compared = {"level": (), "contrast": (test.factor,), "interaction": (test.factor, test.by)}[test.kind]
    found = {}
    for name, levels in levels_of(scenario).items():
        if name in compared:
            continue
        allowed = [level for level in levels if level in test.where.get(name, levels)]
        found[name] = [level for level in allowed if level in claim.core.get(name, [])] or allowed[-1:]
    return found


def settings_of(scenario: Scenario, many: int) -> Settings:
    """Return the worlds of so many plausible settings."""
    claim, every = _claim(scenario), [dict(row) for row in rows(scenario)]
    compared = compared_rows(scenario)
    read = [row for test in claim.test for row in needed(compared, test, core_of(scenario, test))]
    mixed = scenario.design.worlds == "mixed"
    kept = [row for row in every if any(_has(row, each, mixed=mixed) for each in read)]
    others = _distinct([{name: value for name, value in row.items() if name != "strategy"} for row in kept])
    strategies = _distinct([{"strategy": row["strategy"]} for row in kept if "strategy" in row])
    design = scenario.design.model_copy(update=_STILL | {"vary": {}})
    plain = scenario.model_copy(update={"claim": None, "design": design})
    varied = {name for row in every for name in row}
    values, drawn = plausible_settings(plain, many, {*varied, *claim.fixed})
    points = [setting | other for setting in values for other in others]
    vary = {"strategy": [each["strategy"] for each in strategies]} if strategies else {}
    listed = design.model_copy(update={"kind": "list", "point": points, "vary": vary})
    made = scenario.model_copy(update={"claim": None, "design": listed})
    crossed = len(scenario.strategy) if mixed else max(1, len(strategies))
    return Settings(made, drawn, len(others) * crossed)


def _has(row: Row, wanted: Row, *, mixed: bool) -> bool:
    """Whether a point is one that is read; in mixed worlds it holds every strategy."""
    return all(row.get(name) == value for name, value in wanted.items() if not (mixed and name == "strategy"))


_STILL = {name: Design.model_fields[name].default for name in ("kind", "between", "point", "together", "precision")}


def _distinct(found: list[Row]) -> list[Row]:
    return [row for number, row in enumerate(found) if row not in found[:number]]


def _claim(scenario: Scenario) -> Claim:
    assert scenario.claim is not None
    return scenario.claim


def _made(scenario: Scenario) -> Scenario:
    return Scenario.model_validate(dict(scenario))
