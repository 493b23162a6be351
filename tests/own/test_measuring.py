from __future__ import annotations

import numpy as np
import pytest

from sim.market import Market
from sim.model.shares.closure import lifetime
from sim.own import RuleError
from sim.record.own import own_columns
from sim.runs import run
from sim.world.pools import NEVER

from .conftest import Make


def measure(returned: str) -> str:
    return f'@measure("mine")\ndef mine(world, who):\n    return {returned}\n'


def life(returned: str) -> str:
    return f'@life("mine")\ndef mine(draw, company):\n    return {returned}\n'


def refused(make: Make, returned: str) -> str:
    market = Market(make(measure(returned), own={"measures": ["mine"]}), 1, collect=False)
    with pytest.raises(RuleError) as caught:
        own_columns(market.world, np.arange(3))
    return str(caught.value).removeprefix(f'{market.scenario.own.files[0].path}, line 3: the measure "mine" ')


def test_a_measure_is_a_column_of_people_and_a_mean_of_groups(make: Make) -> None:
    found = run(make(measure("who * 2.0"), own={"measures": ["mine"]}), 1)
    assert (found.people["mine"] == 2.0 * found.people["person"]).all()
    assert found.people["mine"].dtype == np.float64
    plain = run(make(measure("who * 2.0")), 1)
    assert found.groups.drop(columns="mine").equals(plain.groups)
    assert found.people.drop(columns="mine").equals(plain.people)
    market = Market(make(measure("who * 2.0")), 1, collect=False)
    while market.running:
        market.step()
    ever = np.flatnonzero(market.world.tables.tally.joined >= 0)
    assert found.groups["mine"][0] == pytest.approx(2.0 * ever.mean())


def test_what_nobody_has_is_nan_and_left_out_of_the_mean(make: Make) -> None:
    found = run(make(measure("np.where(who == who.min(), 5.0, np.nan)"), own={"measures": ["mine"]}), 1)
    assert found.groups["mine"][0] == 5.0


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        ("1.0", "must return one number a person, shape (3,), not ()."),
        ("np.zeros(world.people)", "must return one number a person, shape (3,), not (80,)."),
        ("['a', 'b', 'c']", 'must return numbers, not ["a", "b", "c"].'),
        ("['1', '2', '3']", 'must return numbers, not ["1", "2", "3"].'),
        (
            "[10**400] * 3",
            "must return numbers, not [a number of very many digits, a number of very many digits….",
        ),
        ("np.zeros(3, complex)", "must return numbers, not [0.+0.j 0.+0.j 0.+0.j]."),
        ("np.zeros(3, 'M8[D]')", "must return numbers, not ['1970-01-01' '1970-01-01' '1970-01-01']."),
        ("np.array([1.0, np.inf, 0.0])", "must return finite numbers, or nan where there is nothing to measure."),
    ],
)
def test_what_is_no_column_is_refused(make: Make, returned: str, sentence: str) -> None:
    assert refused(make, returned) == sentence


@pytest.mark.parametrize(
    "returned",
    [
        "[1, None, True]",
        "np.array([1, None, 1], object)",
        "np.ma.array([1.0, 9.0, 1.0], mask=[0, 1, 0])",
        "np.float32([1, np.nan, 1])",
    ],
)
def test_what_is_missing_or_masked_is_nothing_to_measure(make: Make, returned: str) -> None:
    market = Market(make(measure(returned), own={"measures": ["mine"]}), 1, collect=False)
    assert np.array_equal(own_columns(market.world, np.arange(3))["mine"], [1.0, np.nan, 1.0], equal_nan=True)


def test_a_measure_cannot_change_who_is_asked_for(make: Make) -> None:
    market = Market(make(measure("who.sort() or who"), own={"measures": ["mine"]}), 1, collect=False)
    who = np.array([2, 1])
    own_columns(market.world, who)
    assert who.tolist() == [2, 1]


def test_a_company_lives_by_an_own_law(make: Make) -> None:
    scenario = make(
        life("company.life.days + 10 * (draw > 0)"),
        company=[
            {"name": "vita", "topic": "health", "life": {"law": "mine", "days": 20}},
            {"name": "clicks", "topic": "advertising"},
            {"name": "glow", "topic": "beauty", "life": {"law": "mine", "days": 25.5}},
        ],
    )
    market = Market(scenario, 1, collect=False)
    assert market.world.tables.pools.ends.tolist() == [30, -1, 35]
    while market.running:
        market.step()
    assert market.world.tables.pools.closed.tolist() == [30, -1, 35]


def test_a_law_may_let_a_company_live_for_ever(make: Make) -> None:
    for returned, ends in (("float('inf')", -1), ("1e300", NEVER)):
        companies = [{"name": n, "topic": n, "life": {"law": "mine"}} for n in ("vita", "clicks", "glow")]
        market = Market(make(life(returned), company=companies), 1, collect=False)
        assert market.world.tables.pools.ends.tolist() == [ends] * 3


@pytest.mark.parametrize("returned", ["-1", "float('nan')", "None", "'a'"])
def test_a_law_that_gives_no_days_is_refused(make: Make, returned: str) -> None:
    companies = [{"name": n, "topic": n, "life": {"law": "mine"}} for n in ("vita", "clicks", "glow")]
    scenario = make(life(returned), company=companies)
    with pytest.raises(RuleError, match=r'the law of a company\'s life "mine" must return days, 0 or more, not '):
        lifetime(scenario.company[0], 0.5, scenario.own)
