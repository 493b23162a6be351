from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.designs import along, numeric_parameters
from sim.analysis.naming import short_names
from sim.analysis.results import Results
from sim.analysis.samples import KEYS, counted

Made = Callable[..., Results]
HALF_LIFE = "conversation.memory_half_life"


def test_strategies_are_compared_within_settings(made: Made) -> None:
    table = made(strategies=2, seeds=1, vary={HALF_LIFE: [7, 30], "gossip.rate": [0.1]}).labels
    assert table.to_numpy().tolist() == [
        [0, "memory halved after 7, chance of gossip 0.1", "focus"],
        [1, "memory halved after 30, chance of gossip 0.1", "focus"],
        [2, "memory halved after 7, chance of gossip 0.1", "two, disclosed"],
        [3, "memory halved after 30, chance of gossip 0.1", "two, disclosed"],
    ]


def test_without_strategies_the_values_are_compared(made: Made) -> None:
    results = made(strategies=1, seeds=1, vary={HALF_LIFE: [7, 30]})
    for point in results.points:
        del point["values"]["strategy"]
    assert results.labels["variant"].tolist() == ["memory halved after 7", "memory halved after 30"]
    assert results.labels["setting"].tolist() == ["", ""]


def test_names_are_short_where_they_are_unique() -> None:
    names = short_names(["gossip.rate", "experience.rate", "strategy", HALF_LIFE])
    assert list(names.values()) == ["chance of gossip", "experience rate", "strategy", "memory halved after"]


def test_focal_levels_are_means_of_the_focal_people_in_currency_units(twins: Results) -> None:
    table = twins.levels_of()
    people = twins.people[twins.people["focal"] & (twins.people["point"] == 2) & (twins.people["seed"] == 5)]
    row = table[(table["variant"] == "two, tailored") & (table["seed"] == 5)].iloc[0]
    assert row["net_income"] == pytest.approx(people["net_income"].mean())
    assert row["net_loss"] == pytest.approx(people["net_loss"].mean())
    assert len(table) == 5 * 12


def test_population_levels_are_the_group_rows(made: Made) -> None:
    results = made(worlds="population", strategies=2, seeds=3)
    assert results.levels_of()["net_income"].tolist() == results.runs["net_income"].tolist()
    assert results.levels_of()["net_income_median"].tolist() == results.runs["net_income_median"].tolist()


def test_mixed_levels_have_a_row_a_strategy(made: Made) -> None:
    table = made(worlds="mixed", strategies=3, seeds=4).levels_of()
    assert list(table["variant"].cat.categories) == ["focus", "two, disclosed", "two, tailored"]
    assert table.groupby("variant", observed=True).size().tolist() == [4, 4, 4]


def test_individuals_are_the_focal_people_or_all_founders(made: Made, twins: Results) -> None:
    assert len(twins.individuals_of()) == 5 * 12 * 8
    assert len(made(worlds="mixed", strategies=2, seeds=3).individuals_of()) == 3 * 24


def test_the_series_of_focal_worlds_is_that_of_the_focal_people(twins: Results) -> None:
    table = twins.over_time
    assert len(table) == 5 * 12 * 53
    assert table["day"].max() == 364


def test_variants_keep_the_order_of_the_design(made: Made) -> None:
    table = made(strategies=5, seeds=1).levels_of()
    assert list(table["variant"].cat.categories) == [
        "focus",
        "two, disclosed",
        "two, tailored",
        "two, one topic each",
        "five, tailored",
    ]


def test_along_a_parameter_there_is_a_line_for_everything_else(made: Made) -> None:
    results = made(strategies=2, seeds=3, vary={HALF_LIFE: [7, 30], "gossip.rate": [0.1, 0.5]})
    table = along(results, HALF_LIFE)
    assert sorted(table["value"].unique()) == [7.0, 30.0]
    assert len(table) == 2 * 2 * 2 * 3
    assert list(table["variant"].cat.categories) == [
        "focus, chance of gossip 0.1",
        "focus, chance of gossip 0.5",
        "two, disclosed, chance of gossip 0.1",
        "two, disclosed, chance of gossip 0.5",
    ]


def test_where_lines_would_be_too_many_everything_else_stays_at_its_first_value(made: Made) -> None:
    rates = [0.1, 0.2, 0.3, 0.4, 0.5]
    results = made(strategies=2, seeds=3, vary={HALF_LIFE: [7, 30], "gossip.rate": rates})
    table = along(results, HALF_LIFE)
    assert len(table) == 2 * 2 * 3
    kept = results.levels_of()
    first = kept[kept["setting"] == "memory halved after 30, chance of gossip 0.1"]
    np.testing.assert_array_equal(table[table["value"] == 30.0]["recruits"], first["recruits"])


def test_only_numbers_that_differ_can_be_an_axis(made: Made) -> None:
    vary = {
        HALF_LIFE: [7, 30],
        "phases.gossip": [True, False],
        "graph.kind": ["complete"],
        "gossip.rate": [0.1],
    }
    assert numeric_parameters(made(strategies=2, seeds=1, vary=vary, slope=0.0)) == [HALF_LIFE]


def test_few_outcomes_are_the_same_as_those_of_all(twins: Results) -> None:
    few = ["recruits", "net_income"]
    for sampled in (twins.individuals_of, twins.levels_of):
        everything = sampled()
        keys = [name for name in everything.columns if name in {"setting", "variant", "seed", "person"}]
        pd.testing.assert_frame_equal(sampled(only=few), everything[[*keys, *few]])


def test_what_is_varied_together_with_one_value_is_named_once(made: Made) -> None:
    results = made(strategies=1, seeds=2, vary={"company.vita.life.days": [180, 365]})
    for point in results.points:
        point["values"]["company.glow.life.days"] = point["values"]["company.vita.life.days"]
    results.scenario["design"]["together"] = [["company.vita.life.days", "company.glow.life.days"]]
    assert list(results.labels["setting"]) == [f"length of life of 'vita' and 1 more {days}" for days in (180, 365)]
    results.points[1]["values"]["company.glow.life.days"] = 30
    assert list(replace(results).labels["setting"])[1] == "length of life of 'vita' 365, length of life of 'glow' 30"


def test_counted_samples_take_further_columns_without_a_warning() -> None:
    keys = pd.DataFrame({key: [1, 2] for key in KEYS})
    levels = keys.assign(**{f"outcome {number}": [1.0, 2.0] for number in range(70)})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = counted(levels, levels).assign(value=3.0)
    assert table.shape == (2, 3 + 70 + 70 + 1)
