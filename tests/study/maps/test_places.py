"""The map: the same people with another way than one business, place by place."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Scenario
from sim.analysis.results import Results
from sim.study.maps.places import MATTERS, by_seed, chart, compared, decided, from_told, way_of
from tests.places import SCENARIOS

SEEDS, PEOPLE = range(1, 41), range(10)
STRATEGIES = {
    "one": {"at_once": 1, "portfolio": {"systems": []}},
    "two": {"at_once": 2, "portfolio": {"systems": []}},
    "two again": {"at_once": 2, "portfolio": {"systems": []}},
    "yields": {"at_once": 1, "portfolio": {"systems": ["pool"], "capital": 0.3}},
}
GAINS = {"one": 0.0, "two": -100.0, "two again": 900.0, "yields": 50.0}


def store() -> Results:
    """Two places; two businesses cost the first nine of ten people a hundred where all talks are at events."""
    rows = [
        {"strategy": name, "events.share": share, "company.a.life.days": life, "company.b.life.days": life}
        for (share, life), name in product([(0.0, 340), (1.0, 340)], STRATEGIES)
    ]
    points = [{"index": n, "strategy": row["strategy"], "values": row} for n, row in enumerate(rows)]
    people = pd.DataFrame(
        [
            {
                "point": point["index"],
                "seed": seed,
                "person": person,
                "focal": person < 9,
                "net_income": 1000.0 * seed + _gain(point["values"], seed, person),
            }
            for point, seed, person in product(points, SEEDS, PEOPLE)
        ]
    )
    firms = [
        {"point": p["index"], "seed": s, "day": d, "crowd_in": 5.0 * d, "crowd_lost": 1.2 * d}
        for p, s, d in product(points, SEEDS, (10, 20))
    ]
    scenario = {
        "time": {"days": 700},
        "strategy": [{"name": name, **held} for name, held in STRATEGIES.items()],
        "company": [
            {"name": "a", "kind": "product"},
            {"name": "pool", "kind": "revshare", "revshare": {"deposits_growth": 0.009}},
        ],
        "design": {"focal_entry": 160, "focal_people": 9, "together": [["company.a.life.days", "company.b.life.days"]]},
    }
    return Results({"scenario": scenario, "points": points}, people[:0], people, people[:0], pd.DataFrame(firms))


def _gain(row: dict[str, Any], seed: int, person: int) -> float:
    if row["strategy"] == "two" and row["events.share"] == 0.0:
        return 100.0 if (seed + person) % 2 else -100.0
    return GAINS[row["strategy"]]


def test_every_way_is_one_strategy_and_is_compared_with_one_business() -> None:
    two, yields = chart(store())
    assert [(each.kind, each.way, each.at_once, each.against) for each in (two, yields)] == [
        ("several", "two", 2, "one"),
        ("yields", "yields", 1, "one"),
    ]
    assert [cell.where for cell in two.cells] == [
        {"events.share": share, "company.a.life.days": 180} for share in (0.0, 1.0)
    ]
    assert (two.days, two.people, two.worlds, two.pairs) == (540, 9, 8 * 40, 40)


def test_a_place_says_how_many_of_the_same_people_are_better_off_and_by_how_much() -> None:
    quiet, loud = chart(store())[0].cells
    assert (loud.better, loud.worse, loud.typical, loud.mean) == (0.0, 1.0, -100.0, -100.0)
    assert (loud.answer, loud.sign, loud.outsiders) == ("matters", -1, None)
    assert quiet.better == pytest.approx(0.5)
    assert (quiet.answer, quiet.sign) == ("none", 0)
    assert quiet.low < 0.0 < quiet.high


def test_beside_a_gain_of_yields_stands_which_share_people_outside_lost() -> None:
    yields = chart(store())[1]
    assert [cell.outsiders for cell in yields.cells] == pytest.approx([0.24, 0.24])
    assert (yields.capital, yields.growth) == (0.3, 0.009)
    assert all(cell.sign == 1 for cell in yields.cells)


def test_own_goods_are_counted_at_their_price_beside_where_they_were_measured() -> None:
    assert [cell.priced for found in chart(store()) for cell in found.cells] == [None] * 4
    found = store()
    two = {point["index"] for point in found.points if point["strategy"] == "two"}
    found.people["goods"] = [150.0 if point in two else 0.0 for point in found.people["point"]]
    several, yields = chart(found)
    lost = several.cells[1]
    assert (lost.better, lost.worse, lost.typical) == (0.0, 1.0, -100.0)
    assert lost.priced == (1.0, 0.0, 50.0)
    assert yields.cells[1].priced == (1.0, 0.0, 50.0)
    assert from_told(json.loads(json.dumps(several.told()))) == several


def sample(mean: float, spread: float, many: int = 30) -> np.ndarray:
    """Values of pairs with exactly this mean and spread."""
    values = np.random.default_rng(7).standard_normal(many)
    return mean + spread * (values - values.mean()) / values.std(ddof=1)


def test_the_rate_of_false_discoveries_is_that_of_all_places() -> None:
    border = sample(MATTERS * 1.5, MATTERS * 1.5 / 2.2 * 30**0.5)  # alone p is about .036
    assert decided([border])[0][:2] == ("matters", 1)
    noise = [sample(0.0, 1.0)] * 7
    assert decided([border, *noise])[0][:2] == ("open", 0)
    clear = [sample(0.5, 0.3)] * 7
    assert decided([border, *clear])[0][:2] == ("matters", 1)


def test_a_small_difference_is_told_from_none_and_from_what_is_open() -> None:
    small, none, wide = sample(0.05, 0.05), sample(0.0, 0.1), sample(0.1, 0.9)
    found = decided([small, none, wide])
    assert [(answer, sign) for answer, sign, _ in found] == [("small", 1), ("none", 0), ("open", 0)]
    assert found[2][2] is not None
    assert found[2][2] > 30
    assert [enough for _, _, enough in found[:2]] == [None, None]


def test_incomes_that_are_the_same_to_a_cent_count_for_neither() -> None:
    index = pd.MultiIndex.from_product([[1, 2], [0, 1]], names=["seed", "person"])
    assert by_seed(pd.Series([0.001, -0.001, 5.0, 0.0], index)).tolist() == [0.0, 0.5]
    (cell,) = compared([{}], [pd.Series([0.001, -0.001, 5.0, 0.0], index)])
    assert (cell.better, cell.worse) == (0.25, 0.0)


def test_a_map_is_told_and_read_back() -> None:
    for made in chart(store()):
        assert from_told(json.loads(json.dumps(made.told()))) == made


@pytest.mark.parametrize(("at_once", "systems"), [(1, []), (2, []), (1, ["pool"])])
def test_a_way_is_told_by_businesses_at_once_and_yields(at_once: int, systems: list[str]) -> None:
    assert way_of({"at_once": at_once, "portfolio": {"systems": systems}}) == (at_once, bool(systems))


def test_the_first_places_have_the_fixed_costs_of_the_default_market() -> None:
    scenario, base = Scenario.load(SCENARIOS / "headline.toml"), Scenario.load(SCENARIOS / "base.toml")
    products = [each for each in base.company if each.kind == "product"]
    for each in products:
        for key in ("materials", "joining_fee"):
            assert scenario.design.vary[f"company.{each.name}.{key}"] == [getattr(each, key), 0]
    assert scenario.design.vary["policies.minimum_purchase_cap"] == [products[0].minimum_purchase, 0]
