from __future__ import annotations

import numpy as np

from sim.core.registry import names
from sim.core.rows import one_row
from sim.model.plans.parameters import PlanKind
from sim.model.tables import MINIMUM_PURCHASE
from sim.model.talk.parameters import Pitch
from sim.world.parameters import company_rows, strategy_rows, topics_row
from tests.builders import COMPANIES, scenario


def test_one_row_keeps_whole_numbers_whole() -> None:
    row = one_row({"days": 7, "rate": 0.5, "switch": True})
    assert row.shape == (1,)
    assert [row.dtype[name] for name in ("days", "rate", "switch")] == [np.int64, np.float64, np.int64]
    assert row[0].tolist() == (7, 0.5, 1)


def test_companies_in_cents_and_millionths() -> None:
    exact = {
        "name": "vita",
        "topic": "health",
        "joining_fee": 35.1,
        "minimum_purchase": 99.99,
        "customer_purchase": 0.07,
        "materials": 0,
        "retail_margin": 0.29,
        "supply_cost": 0.07,
        "updates": 1.5,
        "quality": 0.4,
        "regime": "exclusive",
        "detection": 0.25,
        "plan": {"rates": [0.08, 0.05], "compression": False},
    }
    plain = {"name": "clicks", "topic": "advertising"}
    rows = company_rows(scenario(company=[exact, plain], strategy=[{"name": "one", "companies": ["vita"]}]))
    vita = rows[0]
    assert (vita.joining_fee, vita.minimum_purchase, vita.customer_purchase, vita.materials) == (3510, 9999, 7, 0)
    assert (vita.retail_margin, vita.supply_cost, vita.updates, vita.quality) == (290_000, 70_000, 1.5, 0.4)
    assert (vita.levels, vita.compression, vita.topic) == (2, 0, 0)
    assert vita.rate[:3].tolist() == [80_000, 50_000, 0]
    assert (rows[1].topic, rows[1].compression) == (1, 1)
    assert (vita.regime, vita.detection, rows[1].regime, rows[1].detection) == (2, 0.25, 0, 0.1)


def test_plans_in_cents_and_millionths() -> None:
    ranks = [{"name": "a"}, {"name": "b", "own_volume": 1.5, "team_volume": 2.25, "levels": 3, "leg_rate": 0.07}]
    plan = {"leg_rate": 0.29, "cap": 99.99, "width": 5, "qualification": 12.5, "ranks": ranks, "fast_start": 0.07}
    kinds = [{"kind": "geometric", "first": 0.3, "ratio": 0.1, "levels": 3}, {"kind": "binary", **plan}]
    more = {"fast_start_amount": 0.01, "beyond_cap": "carry"}
    kinds = [*kinds, {"kind": "none", **more}, {}, {"kind": "matrix", "rates": [0.2]}]
    companies = [{"name": str(k), "topic": "health", "plan": kind} for k, kind in enumerate(kinds)]
    rows = company_rows(scenario(company=companies, strategy=[{"name": "one", "companies": ["1"]}]))
    assert rows.plan.tolist() == [1, 2, 4, 0, 3]
    assert rows.levels.tolist() == [3, 0, 0, 5, 1]
    assert rows.rate[0, :4].tolist() == [300_000, 30_000, 3_000, 0]
    pairs = rows[1]
    assert (pairs.leg_rate, pairs.cap, pairs.width, pairs.qualification) == (290_000, 99_99, 5, 12_50)
    assert (pairs.ranks, pairs.rank_own[1], pairs.rank_team[1], pairs.rank_levels[1]) == (2, 1_50, 2_25, 3)
    assert pairs.rank_leg_rate[:3].tolist() == [290_000, 70_000, 0]
    assert rows.fast_start.tolist() == [0, 70_000, 0, 0, 0]
    assert rows.fast_start_amount.tolist() == [0, 0, 1, 0, 0]
    assert rows.flushes.tolist() == [1, 1, 0, 1, 1]
    assert rows.qualification[0] == MINIMUM_PURCHASE


def test_kinds_of_plans_have_their_number() -> None:
    assert PlanKind.words() == ("unilevel", "geometric", "binary", "matrix", "none")
    assert PlanKind.words() == names("plan")


def test_strategies_name_companies_in_their_own_order() -> None:
    listed = [
        {
            "name": "two",
            "companies": ["glow", "vita"],
            "pitch": "one-topic-per-contact",
            "hours": "equal",
            "pace": 12,
            "conviction_floor": 0.25,
            "cross_post": "where-allowed",
        },
        {"name": "one", "companies": ["clicks"]},
    ]
    two, one = strategy_rows(scenario(strategy=listed))
    assert (two.companies, two.order[:2].tolist(), two.members) == (2, [2, 0], 0b101)
    assert (two.cross_post, one.cross_post) == (1, 0)
    assert (two.pitch, two.division, two.pace, two.conviction_floor) == (4, 1, 12, 0.25)
    assert two.topic[:3].tolist() == [0, 1, 2]
    assert (one.companies, one.order[0], one.members, one.pitch, one.division) == (1, 1, 0b010, 0, 0)


def test_companies_of_one_industry_share_its_topic() -> None:
    same = [{**COMPANIES[0]}, {**COMPANIES[1]}, {**COMPANIES[2], "topic": "health"}]
    one = scenario(company=same)
    assert company_rows(one).topic.tolist() == [0, 1, 0]
    assert strategy_rows(one)[0].topic[:3].tolist() == [0, 1, 0]
    assert topics_row(one)[0].number == 2


def test_distances_are_declared_or_the_default_and_symmetric() -> None:
    near = [{"between": ["beauty", "health"], "distance": 0.3}]
    apart = topics_row(scenario(conversation={"topic_distance": 0.8}, topic_distance=near))[0].distance
    expected = [[0.0, 0.8, 0.3], [0.8, 0.0, 0.8], [0.3, 0.8, 0.0]]
    np.testing.assert_array_equal(apart[:3, :3], expected)
    assert not apart[3:].any()
    assert not apart[:, 3:].any()


def test_policies_are_those_of_the_schema() -> None:
    assert Pitch.words() == ("focus", "disclose-all", "tailored", "one-topic-per-event", "one-topic-per-contact")
