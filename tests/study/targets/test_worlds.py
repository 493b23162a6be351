"""The worlds in which targets are measured, and the table of targets."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from sim.scenario.vary import difference
from sim.study.targets.table import TARGETS, measure
from sim.study.targets.worlds import DAYS, VERDICT_SEEDS, Worlds, fee_heavy, neglected
from tests.builders import scenario


def test_the_other_worlds_differ_in_one_respect() -> None:
    base = scenario()
    names = {each.name for each in difference(base, neglected(base))}
    assert names == {"teams.care_hours"}
    dear = fee_heavy(base)
    keys = {each.name.rsplit(".", 1)[-1] for each in difference(base, dear)}
    assert keys <= {"joining_fee", "minimum_purchase", "materials", "retail_margin", "rates", "fast_start"}
    assert {company.joining_fee for company in dear.company} == {Decimal(250)}
    assert {company.plan.fast_start for company in dear.company} == {0.4}


def test_every_target_is_measured() -> None:
    worlds = Worlds(scenario(), (1,))
    found = measure(worlds)
    assert list(found) == list(TARGETS)
    assert worlds.default.days == DAYS
    assert sum(math.isnan(value) for value in found.values()) <= 3


@pytest.mark.parametrize("name", list(TARGETS))
def test_targets_have_sensible_ranges(name: str) -> None:
    target = TARGETS[name]
    assert target.low <= target.high
    assert target.width > 0
    assert 0 < target.weight <= 2
    assert target.expected is None or target.low <= target.expected <= target.high


def test_seeds_of_verdicts_are_of_their_own() -> None:
    assert list(VERDICT_SEEDS) == list(range(910_001, 910_011))
