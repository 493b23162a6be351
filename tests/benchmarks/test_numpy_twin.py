from __future__ import annotations

import numpy as np
import pytest

from benchmarks.agreement import OUTCOMES, Outcomes, compare, market_outcomes, numpy_outcomes
from benchmarks.numpy_twin import NumpyTwin
from sim.market import Market
from sim.scenario.schema import Scenario
from tests.benchmarks.test_mesa_twin import FEW, SEEDS, lively


def twin_of(scenario: Scenario, seed: int) -> NumpyTwin:
    """The NumPy version on a market's first morning."""
    return NumpyTwin(Market(scenario, seed, collect=False).world, seed)


def sample(change: str = "time.days=65") -> list[Outcomes]:
    return [numpy_outcomes(lively(change), seed) for seed in FEW]


@pytest.fixture(scope="module")
def market() -> list[Outcomes]:
    return [market_outcomes(lively(), seed) for seed in SEEDS]


def test_market_and_columns_agree_in_every_outcome(market: list[Outcomes]) -> None:
    columns = [numpy_outcomes(lively(), seed) for seed in SEEDS]
    found = {measure.name: measure for measure in compare(market, columns, "NumPy")}
    assert list(found) == [f"{outcome}: market - NumPy" for outcome in OUTCOMES]
    assert [name for name, measure in found.items() if not measure.met] == []
    assert found["networkers: market - NumPy"].value == pytest.approx(0.0, abs=15.0)  # percent
    assert found["credibility: market - NumPy"].value == pytest.approx(0.0, abs=5.0)
    assert found["cash: market - NumPy"].value == pytest.approx(0.0, abs=5.0)


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ("decision.work_intercept=-10", "networkers"),
        ("credibility.contradiction=0.5", "credibility"),
        ("population.allowance=1000", "cash"),
    ],
)
def test_another_rule_does_not_pass_for_agreement(market: list[Outcomes], change: str, outcome: str) -> None:
    found = {measure.name.partition(":")[0]: measure for measure in compare(market, sample(change))}
    assert found[outcome].met is False


def test_two_stories_of_a_day_on_one_tie_are_heard_one_after_the_other() -> None:
    twin = twin_of(lively(), 1)
    tie, law = np.array([7, 7, 9]), twin.asked.credibility
    twin.hear(tie, np.array([0, 1, 2]))
    assert twin.claimed[[7, 9]].tolist() == [2, 3]
    assert (twin.talks[7], twin.changes[7]) == (2, 1)
    assert (twin.bad[7], twin.ceiling[7]) == (law.contradiction, 1.0 - law.ceiling_loss)
    assert (twin.good[9], twin.bad[9]) == (0.0, 0.0)


def test_every_cent_of_the_people_is_accounted_for() -> None:
    twin = twin_of(lively(), 3)
    before, people = twin.cash.sum(), twin.cash.size
    for _ in range(65):
        twin.step()
    income = twin.active.sum() + twin.passive.sum()
    assert twin.cash.sum() == before + 2 * people * 150_00 + income - twin.costs.sum()
    assert income > 0
    assert twin.cash.min() >= 0


def test_contacts_see_who_joins() -> None:
    twin = twin_of(lively(), 2)
    for _ in range(65):
        twin.step()
    counted = np.zeros_like(twin.around)
    held = twin.positions
    for person, company in zip(held.person, held.company, strict=True):
        contacts = twin.other[twin.first[person] : twin.first[person] + twin.degree[person]]
        counted[contacts, company] += 1
    assert held.size > 60
    assert np.array_equal(counted, twin.around)


def test_commission_passes_over_those_who_did_not_qualify() -> None:
    held = twin_of(lively(), 1).positions
    held.sponsor = np.array([-1, 0, 1, 2])
    held.qualified = np.array([True, True, False, True])
    assert held.nearest_qualified().tolist() == [-1, 0, 1, 1]
