"""Effects: what a test finds, region by region."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.results import Results
from sim.study.effects import Effect, effects, effects_at, outcome_of, points_of, values
from tests.study.judged import question

PEOPLE = 2
GRID = {"strategy": ["one", "two", "five"], "events.share": [0.0, 0.5, 1.0]}
BRINGS = {"one": 0.0, "two": 1.0, "five": 2.0}


def store(worlds: str = "focal", vary: dict[str, list[Any]] | None = None, together: Any = ()) -> Results:
    """At seed s, person p has 10 s + p recruits, and what their strategy brings times the share of events."""
    grid = GRID if vary is None else vary
    points = [
        {"index": i, "strategy": row.get("strategy"), "values": row}
        for i, levels in enumerate(product(*grid.values()))
        if (row := dict(zip(grid, levels, strict=True))) is not None
    ]
    people = pd.DataFrame(
        [
            {
                "point": point["index"],
                "seed": seed,
                "person": person,
                "strategy": point["strategy"] or name,
                "focal": worlds == "focal",
                "recruits": 10.0 * seed + person + _brought(point["values"], name),
                "conversations": 100.0,
                "net_income": 1.0 * (seed + person),
            }
            for point, seed, person in product(points, (1, 2, 3), range(PEOPLE))
            for name in (["one", "two"] if worlds == "mixed" else [point["strategy"] or "one"])
        ]
    )
    runs = people.groupby(["point", "seed", "strategy", "focal"])[["recruits", "net_income"]].mean().reset_index()
    scenario = {
        "strategy": [{"name": "one"}, {"name": "two"}],
        "company": [{"name": "vita", "kind": "product"}, {"name": "y", "kind": "revshare"}],
        "design": {"worlds": worlds, "together": list(together)},
    }
    firms = [(p["index"], s, d, c) for p, s, d, c in product(points, (1, 2, 3), (30, 60), ("vita", "y"))]
    companies = pd.DataFrame(firms, columns=["point", "seed", "day", "company"])
    companies["volume"] = np.where(companies["day"] == 60, 200, 1)
    companies["consumer_volume"] = np.where(companies["company"] == "vita", 120, 180)
    companies["closed"] = np.where(companies["company"] == "y", 44, -1)
    companies["cause"] = np.where(companies["company"] == "y", 3, 0)
    return Results({"scenario": scenario, "points": points}, runs, people, people[:0], companies)


def _brought(row: dict[str, Any], name: str) -> float:
    return BRINGS[row.get("strategy", name)] * row.get("events.share", 1.0)


def told(found: list[Effect]) -> list[tuple[dict[str, Any], list[float]]]:
    return [(each.region, each.sample.tolist()) for each in found]


def test_a_contrast_has_a_region_for_every_combination_of_what_else_varies() -> None:
    found = effects(store(), question(better="five", against=["one", "two"]))
    assert [each.region for each in found[:3]] == [
        {"against": "one", "events.share": 0.0},
        {"against": "two", "events.share": 0.0},
        {"against": "one", "events.share": 0.5},
    ]
    assert [each.estimate for each in found] == pytest.approx([0.0, 0.0, 1.0, 0.5, 2.0, 1.0])
    assert [each.sample.size for each in found] == [3] * 6


def test_where_confines_it() -> None:
    one = effects(store(), question(better="five", where={"events.share": [1.0]}))
    assert told(one) == [({}, [2.0, 2.0, 2.0])]
    two = effects(store(), question(better="five", where={"events.share": [0.5, 1.0]}))
    assert [each.region for each in two] == [{"events.share": 0.5}, {"events.share": 1.0}]


def test_an_interaction_is_the_change_of_a_difference() -> None:
    found = effects(store(), question(kind="interaction", better="five", by="events.share", low=0.0, high=1.0))
    assert told(found) == [({}, [2.0, 2.0, 2.0])]
    back = effects(store(), question(kind="interaction", better="five", by="events.share", low=1.0, high=0.0))
    assert told(back) == [({}, [-2.0, -2.0, -2.0])]


def test_a_level_is_compared_with_its_value() -> None:
    chosen = {"strategy": ["one"], "events.share": [0.0]}
    found = effects(store(), question(kind="level", value=20.0, better=None, against=[], where=chosen))
    assert told(found) == [({}, [-9.5, 0.5, 10.5])]


def test_what_matters_may_be_a_share_of_what_is_compared_with() -> None:
    test = question(better="five", where={"events.share": [1.0]}, matters=0.1, relative=True)
    (found,) = effects(store(), test)
    assert (found.base, found.matters) == pytest.approx((20.5, 2.05))


def test_who_has_no_value_in_one_world_is_compared_in_neither() -> None:
    results = store()
    last = (results.people["point"] == 2) & (results.people["person"] == 1) & (results.people["seed"] == 1)
    results.people.loc[last, "recruits"] = np.nan
    results.people.loc[(results.people["point"] == 2) & (results.people["seed"] == 3), "recruits"] = np.nan
    (found,) = effects(results, question(better="five", where={"events.share": [1.0]}))
    assert (found.sample.tolist(), found.lost) == ([2.0, 2.0], 1)


def test_mixed_worlds_compare_strategies_of_the_same_world() -> None:
    results = store("mixed", {"teams.reaction": [0.0, 1.0]})
    assert [key for key, _ in points_of(results)] == ["0 one", "0 two", "1 one", "1 two"]
    found = effects(results, question(better="two", against=["one"]))
    assert told(found) == [({"teams.reaction": 0.0}, [1.0] * 3), ({"teams.reaction": 1.0}, [1.0] * 3)]


def test_of_names_that_vary_together_the_first_stands_for_all() -> None:
    results = store(vary={"strategy": ["one", "two"], "a.x": [1], "a.y": [1]}, together=[["a.x", "a.y"]])
    assert [row for _, row in points_of(results)] == [{"strategy": name, "a.x": 1} for name in ("one", "two")]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("recruits / conversations", (10.0 + 11.0) / 200.0),
        ("recruits.median", 10.5),
        ("net_income", None),
        ("company.volume", 400.0),
        ("company.consumer_volume / company.volume", 0.75),
        ("company.closed / company.systems", 1.0),
        ("company.closed_software", 1.0),
        ("company.closed_insolvent", 0.0),
    ],
)
def test_measures(measure: str, expected: float | None) -> None:
    found = values(store(), measure)
    first = found[(found["point"] == "0") & (found["seed"] == 1)]["value"].tolist()
    assert first == ([1.0, 2.0] if expected is None else [pytest.approx(expected)])


def test_measures_are_called_by_their_parts() -> None:
    assert outcome_of("recruits / conversations").label == "Recruits / Conversations"
    assert outcome_of("net_income.q10").label == "Net income, 10 % quantile of a world"
    share = outcome_of("company.closed / company.systems")
    assert (share.label, share.kind) == ("closed of companies / systems of companies", "share")
    assert outcome_of("company.volume").kind == "money"


def test_effects_can_be_confined_to_a_core() -> None:
    results = store()
    test = question(better="five", against=["one"])
    found = effects_at(values(results, "recruits"), points_of(results), test, {"events.share": [0.5]})
    assert told(found) == [({}, [1.0, 1.0, 1.0])]
