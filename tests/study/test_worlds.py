"""Which worlds claims need: those of the nineteen as they are shipped, and plausible settings."""

from __future__ import annotations

import pytest

from sim.scenario import load
from sim.scenario.checks import warnings
from sim.scenario.checks_claim import compared_rows
from sim.scenario.design import CALIBRATION_SEEDS
from sim.scenario.schema import Scenario, fingerprint
from sim.scenario.vary import Guess, with_values
from sim.study.claims import catalogue, claimed
from sim.study.effects import needed
from sim.study.examine import looks_of
from sim.study.worlds import (
    all_guesses,
    controls,
    core_of,
    plausible_settings,
    settings_of,
    switched_off,
    unit_settings,
    worlds_of,
)
from tests.places import SCENARIOS

SHIPPED = catalogue(SCENARIOS / "claims")


@pytest.fixture(autouse=True)
def _no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings are drawn from the priors, whether a search has left its draws or not."""
    monkeypatch.setattr("sim.study.worlds.has_posterior", lambda: False)


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
        off = switched_off(scenario, control)
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


BASE = SCENARIOS / "base.toml"


def base() -> Scenario:
    return load(BASE)


def test_all_claims_see_the_same_settings() -> None:
    first, again = (plausible_settings(base(), 6, set())[1] for _ in range(2))
    assert first.equals(again)
    other = plausible_settings(load("scenarios/claims/a08_uplines.toml"), 6, {"teams.reaction"})[1]
    shared = [name for name in other.columns if name in first.columns]
    assert len(shared) > 60
    assert other[shared].equals(first[shared])


def test_they_fill_every_range_evenly_and_stay_within() -> None:
    guesses = all_guesses()
    assert unit_settings(8).shape == (8, len(guesses))
    drawn = plausible_settings(base(), 8, set())[1]
    for guess in guesses:
        column = drawn[guess.name]
        assert column.between(guess.low, guess.high).all()
        if guess.whole:
            assert (column == column.round()).all()
        else:
            fifths = ((column - guess.low) / (guess.high - guess.low) * 8).clip(upper=7.999).astype(int)
            assert fifths.nunique() >= 7


def test_what_varies_or_belongs_to_the_claim_stays_as_it_is() -> None:
    values, drawn = plausible_settings(base(), 2, {"gossip.rate", "company.vita.quality", "company.updates"})
    assert "gossip.rate" not in values[0]
    assert "company.vita.quality" not in values[0]
    assert values[0]["company.clicks.quality"] == drawn["company.quality"][0]
    assert not [name for name in values[0] if name.endswith(".updates")]


def test_a_setting_that_is_refused_is_drawn_again() -> None:
    refusing = with_values(base(), {"population.part_time_hours": 45.0, "population.full_time_hours": 50.0})
    values, drawn = plausible_settings(refusing, 8, set())
    plain = plausible_settings(base(), 8, set())[1]
    assert (drawn["population.full_time_hours"] >= 45.0).all()
    assert (plain["population.full_time_hours"] < 45.0).any()
    kept = plain["population.full_time_hours"] >= 45.0
    assert drawn[kept].equals(plain[kept])
    for each in values:
        with_values(refusing, each)


def test_guesses_are_read_once() -> None:
    assert all_guesses() is all_guesses()
    assert all(isinstance(guess, Guess) for guess in all_guesses())
