"""Which worlds claims need: those of the nineteen as they are shipped, and plausible settings."""

from __future__ import annotations

import pytest

from sim.scenario.checks import warnings
from sim.scenario.checks_claim import levels_of
from sim.scenario.design import CALIBRATION_SEEDS
from sim.scenario.designs import rows
from sim.scenario.schema import fingerprint
from sim.study.claims import catalogue, claimed
from sim.study.examine import MOST_WORLDS, looks_of
from sim.study.worlds import controls, core_of, drawn_for, switched_off, worlds_of
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
    most = max(*looks_of(scenario, quick=False), *looks_of(scenario, quick=True))
    assert not set(range(first, first + most)) & set(CALIBRATION_SEEDS)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_control_changes_the_worlds_and_nothing_that_is_compared(name: str) -> None:
    scenario = claimed(SHIPPED[name])
    claim = scenario.claim
    assert claim is not None
    own = worlds_of(scenario)
    for control in controls(claim):
        off = switched_off(scenario, control)
        assert off.design == own.design
        assert fingerprint(off) != fingerprint(own)


@pytest.mark.parametrize("name", SHIPPED)
def test_sensitivity_is_measured_at_levels_that_are_there(name: str) -> None:
    scenario = claimed(SHIPPED[name])
    claim = scenario.claim
    assert claim is not None
    levels = levels_of(scenario)
    for test in claim.test:
        core = core_of(scenario, test)
        assert all(set(map(str, held)) <= set(map(str, levels[name])) and held for name, held in core.items())


def test_all_claims_together_stay_within_what_can_be_run() -> None:
    """At the most; what decides sooner, and what so many seeds would not decide, ends sooner."""
    full = first = quick = 0
    for file in SHIPPED.values():
        scenario = claimed(file)
        many = len(rows(scenario))
        full += many * looks_of(scenario, quick=False)[-1]
        first += many * looks_of(scenario, quick=True)[0]
        quick += many * looks_of(scenario, quick=True)[-1]
        assert many * looks_of(scenario, quick=False)[-1] <= max(MOST_WORLDS, many * 10)
    assert full <= 10_000
    assert first <= 800
    assert quick <= 1_500


def test_what_varies_is_switched_or_belongs_to_the_claim_stays_as_it_is() -> None:
    scenario = claimed(SHIPPED["A4"])
    claim = scenario.claim
    assert claim is not None
    assert {*claim.fixed, "strategy"} <= set(drawn_for(scenario).still)
    assert "conversation.topic_distance" in drawn_for(scenario, ("conversation.topic_distance=0",)).still
