"""The posterior sample: draws as overrides."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.scenario.vary import value_of, with_values
from sim.study import posterior
from sim.study.posterior import Sample, overrides, spread
from tests.builders import scenario

MADE = Sample(
    ("decision.intercept", "company.materials"), ((-6.0, 5.0), (-6.5, 7.0), (-7.0, 9.0), (-7.5, 11.0)), chosen=1
)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A posterior in a folder of its own."""
    monkeypatch.setattr(posterior, "FILE", tmp_path / "posterior.json")
    monkeypatch.setattr(posterior, "sample", lambda: Sample.read(tmp_path / "posterior.json"))
    return MADE.write(tmp_path / "posterior.json")


def test_a_sample_is_read_as_it_was_written(there: Path) -> None:
    assert Sample.read(there) == MADE
    assert len(there.read_text().splitlines()) == 10


def test_a_sample_that_calls_the_chosen_draw_medoid_is_read_too(there: Path) -> None:
    text = there.read_text(encoding="utf-8")
    assert text.count('"chosen": 1') == 1
    there.write_text(text.replace('"chosen"', '"medoid"'), encoding="utf-8")
    assert Sample.read(there) == MADE


def test_draws_are_overrides_of_a_scenario(there: Path) -> None:
    of = scenario()
    draws = posterior.posterior(of)
    assert len(draws) == 4
    changed = with_values(of, draws[2])
    assert value_of(changed, "decision.intercept") == -7.0
    assert {float(company.materials) for company in changed.company} == {9.0}
    assert posterior.chosen() == {"decision.intercept": -6.5, "company.materials": 7.0}


def test_few_draws_are_spread_over_the_sample_and_more_begin_again(there: Path) -> None:
    assert [draw["decision.intercept"] for draw in posterior.posterior(many=2)] == [-6.5, -7.5]
    assert list(spread(3, 5)) == [0, 1, 2, 0, 1]


def test_whole_numbers_stay_whole() -> None:
    assert overrides(scenario(), {"conversation.most_per_day": 4.0})["conversation.most_per_day"] == 4


def test_without_a_search_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        UserError, match=r"^No posterior sample stands in posterior\.json; 'manyhats calibrate' writes it"
    ):
        Sample.read(tmp_path / "posterior.json")
