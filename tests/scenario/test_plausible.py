"""Plausible ranges: declared with the parameter, around its default."""

from __future__ import annotations

import pytest

from sim.scenario.explain import explain
from sim.scenario.schema import load
from sim.scenario.vary import Guess, guesses, value_of, with_values
from tests.places import SCENARIOS

GUESSES = guesses()


def test_there_are_as_many_as_were_declared() -> None:
    names = [guess.name for guess in GUESSES]
    assert len(names) == len(set(names)) == 75
    assert {"credibility.contradiction", "company.retail_margin", "decision.intercept"} <= set(names)


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.name)
def test_the_default_lies_within(guess: Guess) -> None:
    default = float(explain(guess.name).default)
    assert guess.low < guess.high
    assert guess.low <= default <= guess.high


@pytest.mark.parametrize("guess", GUESSES, ids=lambda guess: guess.name)
def test_both_ends_are_allowed_in_the_default_scenario(guess: Guess) -> None:
    base = load(SCENARIOS / "base.toml")
    for end in (guess.low, guess.high):
        value = round(end) if guess.whole else end
        changed = with_values(base, dict.fromkeys(guess.at(base), value))
        assert {float(value_of(changed, name)) for name in guess.at(base)} == {float(value)}


def test_a_value_of_companies_is_that_of_every_product_company() -> None:
    base = load(SCENARIOS / "base.toml")
    found = next(guess for guess in GUESSES if guess.name == "company.quality").at(base)
    assert found == [f"company.{name}.quality" for name in ("vita", "clicks", "glow", "volt", "trip")]
    assert next(guess for guess in GUESSES if guess.name == "gossip.rate").at(base) == ["gossip.rate"]
