from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.agreement import OUTCOMES, Outcomes, compare, market_outcomes, outcomes_of, twin_outcomes
from benchmarks.mesa_money import Company, Position
from benchmarks.mesa_sparse import SparseTwin
from benchmarks.mesa_twin import Opinion, RecruitTwin
from benchmarks.report import Measure
from benchmarks.scenarios import NOT_IN_PYTHON, RECRUIT
from sim.scenario.schema import Scenario

SEEDS, FEW = range(1, 13), range(1, 7)
FOUNDERS = 30
LIVELY = (
    "population.people=600",
    "time.days=65",
    "population.networkers=0.05",
    "decision.intercept=-14",
    "decision.work_intercept=-13",
    *NOT_IN_PYTHON,
)


def lively(*overrides: str) -> Scenario:
    """A small world in which many join."""
    return Scenario.load(RECRUIT, [*LIVELY, *overrides])


def lived(twin: RecruitTwin) -> RecruitTwin:
    """The twin after all its days."""
    for _ in range(twin.asked.time.days):
        twin.step()
    return twin


def sample(once: Callable[[Scenario, int], Outcomes], seeds: range, *overrides: str) -> list[Outcomes]:
    """Outcomes of some seeds."""
    scenario = lively(*overrides)
    return [once(scenario, seed) for seed in seeds]


@pytest.fixture(scope="module")
def market() -> list[Outcomes]:
    return sample(market_outcomes, SEEDS)


@pytest.fixture(scope="module")
def twin() -> list[Outcomes]:
    return sample(twin_outcomes, SEEDS)


def by_name(measures: list[Measure]) -> dict[str, Measure]:
    return {measure.name.split(":")[0]: measure for measure in measures}


def test_market_and_twin_agree_in_every_outcome(market: list[Outcomes], twin: list[Outcomes]) -> None:
    found = by_name(compare(market, twin))
    assert list(found) == list(OUTCOMES)
    assert [name for name, measure in found.items() if not measure.met] == []
    assert found["networkers"].value == pytest.approx(0.0, abs=15.0)  # percent
    assert found["credibility"].value == pytest.approx(0.0, abs=5.0)
    assert found["cash"].value == pytest.approx(0.0, abs=5.0)


def test_the_worlds_compared_are_lively(market: list[Outcomes]) -> None:
    assert sum(run["networkers"] for run in market) / len(market) > 2 * FOUNDERS
    assert sum(run["customers"] for run in market) / len(market) > 2 * FOUNDERS


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ("decision.work_intercept=-11", "networkers"),
        ("credibility.contradiction=0.5", "credibility"),
        ("population.allowance=1000", "cash"),
    ],
)
def test_another_rule_does_not_pass_for_agreement(market: list[Outcomes], change: str, outcome: str) -> None:
    assert by_name(compare(market, sample(twin_outcomes, FEW, change)))[outcome].met is False


def test_waking_fewer_people_changes_no_outcome(twin: list[Outcomes]) -> None:
    sparse = [outcomes_of(lived(SparseTwin(lively(), seed))) for seed in FEW]
    assert [measure.name for measure in compare(sparse, twin) if not measure.met] == []


def test_hearing_counts_evidence_as_the_rules_say() -> None:
    scenario = lively()
    opinion = Opinion(close=True)
    assert opinion.credibility(scenario) == pytest.approx(0.7)  # first impression
    opinion.hear("health", 0, scenario)
    opinion.hear("health", 5, scenario)
    assert (opinion.good, opinion.bad, opinion.ceiling) == (0.05, 0.0, 1.0)
    opinion.hear("travel", 35, scenario)  # a half-life later
    assert (opinion.good, opinion.bad, opinion.ceiling) == pytest.approx((0.05, 1.0, 0.95))
    assert opinion.credibility(scenario) == pytest.approx((0.05 + 0.7 * 2) / (1.05 + 2))
    opinion.hear("beauty", 35 + 30 * 5, scenario)  # forgotten: weight 1/32 is below what is noticed
    assert opinion.bad == pytest.approx(1.0)
    opinion.hear("health", 35 + 30 * 5, scenario)  # the second change that is noticed weighs half
    assert opinion.bad == pytest.approx(2.0)
    for _ in range(8):
        opinion.hear("health", 200, scenario)
    assert (opinion.talks, opinion.bad) == (13, pytest.approx(2.0 + 4 * 0.02))


def test_every_cent_of_the_people_is_accounted_for() -> None:
    twin = RecruitTwin(lively(), 3)
    before = sum(person.cash for person in twin.agents)
    after = outcomes_of(lived(twin))
    allowances = 2 * 600 * 150_00
    assert after["cash"] == before + allowances + after["income"] - after["costs"]
    assert after["income"] > 0


def test_commission_passes_over_who_did_not_qualify() -> None:
    twin = RecruitTwin(lively(), 1)
    people, company = list(twin.agents)[:4], Company.of(twin.asked.company[0])
    chain: list[Position] = []
    for person in people:
        person.cash = 0
        chain.append(Position(person, company, chain[-1] if chain else None, 0.5, working=True, qualified=True))
    chain[2].qualified = False
    chain[3].volume = 100_00
    chain[3].pay_commission()
    assert [person.cash for person in people] == [5_00, 8_00, 0, 0]
    assert company.cash == -13_00
