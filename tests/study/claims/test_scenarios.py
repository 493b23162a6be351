"""The nineteen claims as they are shipped."""

from __future__ import annotations

import pytest

from sim.scenario.checks import warnings
from sim.scenario.checks_claim import compared_rows
from sim.scenario.design import CALIBRATION_SEEDS
from sim.scenario.identity import fingerprint
from sim.study.claims.catalogue import catalogue, claimed
from sim.study.claims.examine import looks_of
from sim.study.claims.worlds import control_of, controls, core_of, settings_of, worlds_of
from sim.study.judging.effects import needed
from tests.places import SCENARIOS

SHIPPED = catalogue(SCENARIOS / "claims")


def test_there_are_all_of_them() -> None:
    assert list(SHIPPED) == [f"A{number}" for number in range(1, 20)]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_claim_is_stated_in_full(name: str) -> None:
    scenario = claimed(SHIPPED[name])
    claim = scenario.claim
    assert claim is not None
    assert scenario.title.startswith(f"{name}: ")
    assert claim.says.endswith(".")
    assert [test.question for test in claim.test if "?" not in test.question] == []
    assert warnings(scenario) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_seeds_of_the_calibration_are_not_used(name: str) -> None:
    scenario = claimed(SHIPPED[name])
    claim = scenario.claim
    assert claim is not None
    first = scenario.design.first_seed
    most = max(*looks_of(claim, quick=False), *looks_of(claim, quick=True), claim.settings_seeds)
    assert not set(range(first, first + most)) & set(CALIBRATION_SEEDS)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_control_changes_the_worlds_and_nothing_that_is_compared(name: str) -> None:
    scenario = claimed(SHIPPED[name])
    claim = scenario.claim
    assert claim is not None
    own = worlds_of(scenario)
    for control in controls(claim):
        off = control_of(scenario, control)
        assert off.design == own.design
        assert fingerprint(off) != fingerprint(own)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_test_reads_points_that_are_there(name: str) -> None:
    scenario = claimed(SHIPPED[name])
    claim = scenario.claim
    assert claim is not None
    rows = compared_rows(scenario)
    sides = {"level": 1, "contrast": 2, "interaction": 4}
    for test in claim.test:
        read = needed(rows, test, core_of(scenario, test))
        assert len(read) >= sides[test.kind]
        assert len(read) <= 2 * sides[test.kind] + len(test.against)


@pytest.mark.parametrize("name", ["A1", "A6", "A8", "A13", "A15"])
def test_settings_are_whole_blocks_of_points(name: str) -> None:
    from sim.lab.points import points

    scenario = claimed(SHIPPED[name])
    made = settings_of(scenario, 3)
    there = points(made.scenario)
    crossed = len(scenario.strategy) if scenario.design.worlds == "mixed" else 1
    assert len(there) * crossed == 3 * made.block
    assert len(made.drawn) == 3
