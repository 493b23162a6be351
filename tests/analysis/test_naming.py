from __future__ import annotations

import pytest

from sim.analysis.naming import SHORT, general, setting_in_words, short_names, value_in_words
from sim.scenario.explain import explain

ENTRIES = {"company": "company.vita", "strategy": "strategy.focus"}


@pytest.mark.parametrize("name", SHORT)
def test_every_short_name_is_that_of_a_parameter(name: str) -> None:
    first, _, rest = name.partition(".")
    told = explain(f"{ENTRIES.get(first, first)}.{rest}")
    assert told.meaning


def test_short_names_are_all_different() -> None:
    assert len(set(SHORT.values())) == len(SHORT)


def test_a_company_is_named_where_several_vary() -> None:
    assert short_names(["company.vita.life.days"]) == {"company.vita.life.days": "length of life"}
    both = short_names(["company.vita.life.days", "company.glow.life.days"])
    assert list(both.values()) == ["length of life of 'vita'", "length of life of 'glow'"]
    assert general("company.vita.life.days") == ("company.life.days", "vita")


def test_what_has_no_short_name_is_called_by_its_last_part() -> None:
    names = short_names(["gossip.delay", "own.rate", "advertising.rate"])
    assert list(names.values()) == ["delay", "own rate", "advertising rate"]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.5, "share", "50 %"),
        (0.125, "probability a month", "12.5 % a month"),
        (0.009, "per day", "0.9 % a day"),
        (7, "days", "7 days"),
        (1_000_000, "days", "without end"),
        (0.4, "0..1", "0.4"),
        (True, "", "yes"),
        (None, "share", "none"),
        ("binary", "", "binary"),
        (2_500, "currency units", "2,500 currency units"),
    ],
)
def test_values_are_read_with_their_unit(value: object, unit: str, text: str) -> None:
    assert value_in_words(value, unit) == text


def test_a_setting_is_read_as_words() -> None:
    values = {"strategy": "focus", "events.share": 0.5, "population.honesty": 0.4}
    names = short_names(["events.share", "population.honesty"])
    text = setting_in_words(values, names, {"events.share": "share", "population.honesty": "0..1"})
    assert text == "share of talks at events 50 %, honesty 0.4"
