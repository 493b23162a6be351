from __future__ import annotations

from sim.scenario import load
from sim.scenario.schema import Scenario
from sim.scenario.vary import Guess, with_values
from sim.study.claims.settings import all_guesses, plausible_settings, unit_settings
from tests.places import SCENARIOS

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
