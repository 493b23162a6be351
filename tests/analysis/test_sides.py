"""Batches side by side speak like one: the same sentences, every number of which stands in the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sim.analysis.finding import judged
from sim.analysis.results import FRAMES, Results, compare
from sim.analysis.sides import Sides
from tests.analysis.told import checked

Made = Callable[..., Results]


def later(results: Results, by: int) -> Results:
    """The same results under later seeds."""
    frames = {name: getattr(results, name).assign(seed=getattr(results, name)["seed"] + by) for name in FRAMES}
    return replace(results, **frames)


def fed(results: Results) -> Results:
    """The same results of a scenario whose only way holds a system that lives on outside money."""
    system = {"name": "clicks", "kind": "revshare", "revshare": {"deposits": 900.0, "deposits_growth": 0.009}}
    ways = [{"name": "focus", "companies": ["clicks"]}]
    return replace(
        results, manifest=results.manifest | {"scenario": results.scenario | {"company": [system], "strategy": ways}}
    )


@pytest.mark.parametrize("worlds", ["focal", "population", "mixed"])
def test_every_number_and_direction_is_that_of_the_table(made: Made, worlds: str) -> None:
    options: dict[str, Any] = {"worlds": worlds, "strategies": 1, "seeds": 12}
    sides = Sides({"town": made(**options), "village": made(shift=0.5, **options)})
    assert checked(sides) > 8


def test_batches_are_told_like_ways_people_first(made: Made) -> None:
    both = compare([made(strategies=1, seeds=12), made(strategies=1, seeds=12, shift=0.5)])
    (people, typical, meaning), name = both.found.lead, "Focus or diversify?"
    gain = both.frame.query(f"variant == '{name} (2)' and outcome == 'recruits'").iloc[0]
    assert people.startswith(f"Of the same 96 people, {round(gain['ahead'] * 96)} (")
    assert f"won more recruits with '{name} (2)' than with '{name} (1)'" in people
    assert typical.startswith(f"The typical difference is +{gain['typical']:.2f} (")
    assert meaning.startswith("That is a difference that matters")
    assert both.found.basis == (
        "This rests on 12 worlds of 1 year (seeds 1 to 12) in each batch; the same 96 people live in both."
    )
    assert both.glance is not None
    assert both.glance.rows[0][2][0].sign == "▲"
    assert both.finding().startswith(people)


def test_equal_batches_yield_no_finding(made: Made) -> None:
    one = made(strategies=2, seeds=12)
    sides = Sides({"a": one, "b": one})
    assert set(judged(sides)["answer"]) == {"none"}
    assert set(judged(sides)["direction"]) == {"same"}


def test_worlds_of_their_own_are_told_apart_and_say_how_many(made: Made) -> None:
    town = made(worlds="population", strategies=1, seeds=12)
    other = later(made(worlds="population", strategies=1, seeds=15, shift=0.5), 100)
    both = compare([town, other], anyway=True)
    names = both.frame["variant"].unique().tolist()
    assert both.found.basis == (
        f"This rests on worlds of 1 year: 12 in '{names[0]}' (seeds 1 to 12) and 15 in '{names[1]}' (seeds 101 to 115)."
    )
    row = both.frame.query(f"variant == '{names[1]}' and outcome == 'recruits'").iloc[0]
    means = [each.levels_of()["recruits"].mean() for each in (other, town)]
    assert (row["n"], row["difference"]) == (12, pytest.approx(means[0] - means[1]))
    assert both.found.lead[0].startswith(f"Recruits: {row['mean']:.2f} with '{names[1]}', ")
    assert both.found.lead[0].endswith("(independent worlds).")
    assert both.finding().endswith(both.notes[-1])


def test_outside_money_of_one_batch_stands_in_the_same_breath(made: Made) -> None:
    plain, other = made(strategies=1, seeds=12), made(strategies=1, seeds=12, shift=0.5)
    grows = "only as long as outside money that grows by 0.9 % a day flows into the yield systems, which is assumed"
    assert compare([plain, fed(other)]).found.lead[0].endswith(f" the same, {grows}.")
    assert grows not in str(compare([plain, other]).found)
    both = compare([fed(plain), fed(other)]).found
    assert grows not in both.lead[0]
    assert both.basis.endswith(f"All of it holds {grows}.")


def test_the_middle_is_that_of_people_and_money_is_in_currency_units(made: Made) -> None:
    options: dict[str, Any] = {"strategies": 1, "seeds": 12, "outcomes": ["net_income"]}
    one, two = made(**options), made(shift=0.5, **options)
    row = compare([one, two]).frame.set_index("variant").loc["Focus or diversify? (2)"]
    keys = ["seed", "person"]
    gains = two.persons().set_index(keys)["net_income"] - one.persons().set_index(keys)["net_income"]
    assert row["typical"] == pytest.approx(gains.median())
    assert row["p50"] == pytest.approx(two.people[two.people["focal"]]["net_income"].median())
    assert row["difference"] == pytest.approx(gains.mean())
