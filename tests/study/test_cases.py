"""The study's cases of the verification: every target is in one, and yield systems."""

from __future__ import annotations

import numpy as np
import pytest

from sim.study.cases import (
    STAKE,
    SYSTEMS,
    TITLES,
    checks,
    gains_with_two_closed,
    lifetimes,
    one_cycle,
    portfolio,
    remark,
    survival,
    worlds_of_all,
)
from sim.study.lived import VERDICT_SEEDS, Worlds
from sim.study.measures.adpack import adpack, at_all_moments
from sim.study.targets import TARGETS
from sim.verification.cases import all_cases


def test_every_target_belongs_to_a_case() -> None:
    assert {target.case for target in TARGETS.values()} <= set(all_cases())
    assert set(TITLES) <= {target.case for target in TARGETS.values()}
    assert {name: all_cases()[name].kind for name in TITLES} == dict.fromkeys(TITLES, "target")


def test_the_worlds_are_those_of_the_default_scenario() -> None:
    assert worlds_of_all(True).seeds == VERDICT_SEEDS[:2]
    assert worlds_of_all(False).seeds == VERDICT_SEEDS
    assert worlds_of_all(True).scenario.title == "Three thousand people, five companies"


@pytest.mark.parametrize("group", list(TITLES))
def test_each_case_checks_its_targets(group: str, worlds: Worlds) -> None:
    found = checks(group, worlds)
    wanted = [target for target in TARGETS.values() if target.case == group]
    assert [(check.what, check.low, check.high) for check in found] == [(t.what, t.low, t.high) for t in wanted]
    assert [check.got for check in found] == pytest.approx([t.get(worlds) for t in wanted], nan_ok=True)
    said = remark(group, worlds)
    assert said == "" or said.endswith(".")


def test_survival_counts_who_is_alive_on_a_day() -> None:
    closed = np.array([-1, 10, 28, 29])
    assert survival(closed, 28) == 0.75
    assert survival(closed, 29) == 0.5


def test_fives_with_two_closed_gain_if_they_pay_back_more_than_five() -> None:
    closed = np.array([True, True, True, False, False, False])
    back = np.array([0.9, 0.85, 0.8, 1.1, 1.1, 1.1])  # 3.3 and 1.75, 1.70 or 1.65
    assert gains_with_two_closed(closed, back) == (3, 1)
    assert gains_with_two_closed(np.zeros(6, np.bool_), np.full(6, 1.1)) == (0, 0)


def test_a_portfolio_pays_back_a_cycle_unless_its_system_closes() -> None:
    closed, back = one_cycle(1)
    assert closed.size == back.size == SYSTEMS
    assert back[~closed] == pytest.approx(1.1)
    assert (back[closed] < 1.1).all()
    assert 0 < closed.sum() < SYSTEMS


def test_stakes_are_equal_and_nothing_is_bought_again() -> None:
    of = portfolio(60)
    assert float(of.population.savings) == SYSTEMS * STAKE
    assert of.strategy[0].portfolio.reinvest == 0.0
    assert {company.life.law for company in of.company if company.kind == "revshare"} == {"lognormal"}


def test_lives_are_as_long_whatever_is_watched() -> None:
    short, long = lifetimes(4, 30), lifetimes(4, 60)
    assert ((short < 0) == ((long < 0) | (long >= 30))).all()
    assert (short[short >= 0] == long[short >= 0]).all()


def test_the_large_system_is_the_shipped_one_with_few_people_a_world() -> None:
    of = adpack()
    assert [company.kind for company in of.company] == ["revshare"]
    assert of.company[0].revshare.enter == "random"
    assert of.population.people == 5


def test_what_is_re_bought_is_the_share_people_re_buy() -> None:
    found = at_all_moments(range(4))
    assert found.re_bought == pytest.approx(0.73, abs=0.02)
    assert found.result.size == found.commission.size == 20
