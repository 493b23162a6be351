"""Worlds that are lived with a draw of the posterior each."""

from __future__ import annotations

import pickle
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.errors import ScenarioError
from sim.scenario.vary import value_of
from sim.study import drawn, posterior
from sim.study.drawn import Drawn, stride
from sim.study.posterior import Sample
from tests.builders import scenario

MADE = Sample(
    ("decision.intercept", "company.materials"), ((-6.0, 5.0), (-6.5, 7.0), (-7.0, 9.0), (-7.5, 11.0)), chosen=1
)


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A posterior of four draws."""
    monkeypatch.setattr(posterior, "FILE", MADE.write(tmp_path / "posterior.json"))
    for module in (posterior, drawn):
        monkeypatch.setattr(module, "sample", lambda: MADE)


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No search has left its draws."""
    monkeypatch.setattr(posterior, "FILE", tmp_path / "none.json")


@pytest.mark.usefixtures("there")
def test_every_seed_has_a_draw_of_its_own_and_many_seeds_go_through_all() -> None:
    of, lives = scenario(), Drawn()
    found = [value_of(lives.setting(of, seed), "decision.intercept") for seed in range(1, 5)]
    assert sorted(found) == [-7.5, -7.0, -6.5, -6.0]
    assert [value_of(lives.setting(of, seed), "decision.intercept") for seed in range(5, 9)] == found
    assert lives.table([1, 2])["decision.intercept"].tolist() == found[:2]


@pytest.mark.usefixtures("there")
def test_what_is_to_stay_stays() -> None:
    of = scenario()
    kept = Drawn(("decision.intercept",)).setting(of, 1)
    assert value_of(kept, "decision.intercept") == value_of(of, "decision.intercept")
    assert {float(company.materials) for company in kept.company} != {
        float(company.materials) for company in of.company
    }


@pytest.mark.usefixtures("there")
def test_a_draw_that_does_not_fit_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Any] = []

    def refusing(of: Any, values: dict[str, Any]) -> Any:
        tried.append(values["decision.intercept"])
        if len(tried) == 1:
            raise ScenarioError([])
        return of

    monkeypatch.setattr(drawn, "with_values", refusing)
    Drawn().setting(scenario(), 1)
    assert len(set(tried)) == 2


@pytest.mark.usefixtures("nowhere")
def test_without_a_posterior_every_seed_has_the_values_of_the_scenario() -> None:
    of = scenario()
    assert Drawn().setting(of, 3) is of
    assert Drawn().told() == ""
    assert len(Drawn().table([1, 2]).columns) == 0


@pytest.mark.usefixtures("there")
def test_folders_are_called_by_the_posterior_and_by_what_stays() -> None:
    assert Drawn().told() != Drawn(("decision.intercept",)).told() != ""


def test_few_seeds_spread_over_many_draws() -> None:
    step = stride(200)
    assert sorted(seed * step % 200 for seed in range(200)) == list(range(200))
    rows = sorted(seed * step % 200 for seed in range(20))
    assert max(b - a for a, b in pairwise(rows)) <= 25
    assert stride(1) == 1


def test_workers_can_be_told_of_it() -> None:
    assert pickle.loads(pickle.dumps(Drawn(("a",)))) == Drawn(("a",))
