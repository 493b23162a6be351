"""What is typical: the share of all people, the median person, the mean; never a median of means or of shares."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from sim.analysis.designs import cells
from sim.analysis.finding import finding
from sim.analysis.plots.along import told_curve
from sim.analysis.plots.over_time import bands, told_over_time
from sim.analysis.report.answer import persons_table
from sim.analysis.results import Results
from sim.analysis.samples import counted, mean_of_people, over_people
from sim.analysis.sides import together
from sim.analysis.statistics import bootstrap, mean_of_sums
from sim.analysis.table import NOTE, NOTE_TWINS, comparison, texts
from sim.model.outcomes import OUTCOMES

LOSERS = {"focus": [3, 3, 3, 4, 5], "two": [4, 4, 4, 3, 2]}
"""Of ten people a seed: medians of the shares say 30 % against 40 %, all fifty people say 36 % against 34 %."""


def tens(worlds: str = "focal", losers: dict[str, list[int]] | None = None, sizes: list[int] | None = None) -> Results:
    """Five seeds of ten people; those who lose lose 50, the others gain 10, one in each seed 1,000."""
    losers, sizes = losers or LOSERS, sizes or [10] * 5
    points = [{"index": i, "strategy": name, "values": {"strategy": name}} for i, name in enumerate(losers)]
    people = pd.concat(
        [
            _world(point, seed, size, losers[point["strategy"]][seed - 1], worlds)
            for point in points
            for seed, size in enumerate(sizes, 1)
        ],
        ignore_index=True,
    )
    by = ["point", "seed", "strategy", "focal"]
    runs = people.groupby(by)[["net_loss", "net_income"]].mean().reset_index()
    runs.insert(4, "people", people.groupby(by).size().to_numpy())
    runs["gini"] = runs["seed"] / 10.0
    scenario = {
        "title": "",
        "time": {"days": 30},
        "strategy": [{"name": name} for name in losers],
        "design": {"worlds": worlds, "outcomes": ["net_loss", "net_income", "gini"]},
    }
    return Results({"scenario": scenario, "points": points}, runs, people, runs)


def _world(point: dict[str, Any], seed: int, size: int, lose: int, worlds: str) -> pd.DataFrame:
    income = np.where(np.arange(size) < lose, -50.0, 10.0)
    income[-1] = 1_000.0
    common = {"point": point["index"], "seed": seed, "strategy": point["strategy"], "focal": worlds == "focal"}
    return pd.DataFrame({**common, "person": np.arange(size), "net_loss": income < 0, "net_income": income})


def row_of(table: pd.DataFrame, outcome: str, variant: str = "focus") -> pd.Series:
    return table[(table["outcome"] == outcome) & (table["variant"] == variant)].iloc[0]


def test_a_share_is_one_of_all_people_of_all_seeds() -> None:
    table = comparison(tens())
    assert [row_of(table, "net_loss", name)["mean"] for name in LOSERS] == pytest.approx([0.36, 0.34])
    assert [row_of(table, "net_loss", name)["people"] for name in LOSERS] == [50, 50]
    shown = texts(table).query("Outcome == 'Share with a net loss'")
    assert shown["Mean (median person)"].tolist() == ["36.0 %", "34.0 %"]
    assert shown["Difference"].tolist() == ["reference", "−2.0"]


def test_the_interval_is_that_of_the_share_that_is_shown() -> None:
    row = row_of(comparison(tens()), "net_loss")
    sums = np.array([[lost, 10.0] for lost in LOSERS["focus"]])
    assert (row["mean_low"], row["mean_high"]) == bootstrap(sums, mean_of_sums)
    assert row["mean_low"] < 0.36 < row["mean_high"]


def test_the_median_person_is_one_of_all_people_and_stands_beside_the_mean() -> None:
    row = row_of(comparison(tens()), "net_income")
    assert row["p50"] == 10.0  # the median of the five means is 86
    assert row["mean"] == pytest.approx((18 * -50 + 27 * 10 + 5 * 1_000) / 50)
    shown = texts(comparison(tens())).query("Outcome == 'Net income' and Variant == 'focus'")
    assert shown["Mean (median person)"].tolist() == ["87.40 (10.00)"]


@pytest.mark.parametrize("worlds", ["population", "focal"])
def test_large_worlds_count_for_more(worlds: str) -> None:
    results = tens(worlds, {"focus": [0, 0, 0, 0, 45]}, [10, 10, 10, 10, 60])
    row = row_of(comparison(results), "net_loss")
    assert row["mean"] == pytest.approx(0.45)  # the median of the shares is 0, their mean 0.15
    assert row["people"] == 100
    assert "Share with a net loss: 45.0 % of 100 people" in finding(results)


def test_what_a_world_has_and_no_person_is_averaged_over_worlds() -> None:
    results = tens("population", {"focus": [1] * 5}, [10, 10, 10, 10, 60])
    row = row_of(comparison(results), "gini")
    assert (row["mean"], row["people"]) == (pytest.approx(0.3), 5)
    assert "Gini of commissions: mean 0.300" in finding(results)


def test_people_without_a_value_do_not_count() -> None:
    results = tens()
    unknown = results.people.assign(net_income=results.people["net_income"].astype(float))
    unknown.loc[(unknown["seed"] == 1) & (unknown["person"] < 9), "net_income"] = np.nan
    row = row_of(comparison(replace(results, people=unknown)), "net_income")
    assert row["people"] == 41
    assert row["mean"] == pytest.approx((15 * -50 + 21 * 10 + 5 * 1_000) / 41)


def test_batches_are_pooled_as_well() -> None:
    both = together({"a": tens(), "b": tens(losers={"focus": [1] * 5, "two": [1] * 5})}, lambda each: each.weights_of())
    assert both["net_loss"].tolist() == [10] * 20
    assert list(both["variant"].cat.categories) == ["a", "b"]


def test_the_report_names_mean_and_median_person() -> None:
    sheet = persons_table(comparison(tens()))
    heads = ["", "Mean or share", "The lowest tenth ends at", "Median person", "The highest tenth begins at"]
    assert sheet.heads == heads
    loss, income = sheet.blocks
    assert loss.rows[0][1].startswith("36.0 % (30.0 to 4")
    assert loss.rows[0][2:] == ["", "", ""]
    assert income.rows[0][3].startswith("10")


def test_lines_end_at_the_mean_of_the_table() -> None:
    uneven = tens("population", sizes=[10, 10, 10, 10, 50], losers={"focus": [3, 3, 3, 3, 30], "two": [5] * 5})
    days = uneven.runs.assign(setting="", variant=uneven.runs["strategy"], day=30).astype({"net_income": float})
    days = days.astype({name: pd.CategoricalDtype(list(dict.fromkeys(days[name]))) for name in ("setting", "variant")})
    means = comparison(uneven).query("outcome == 'net_income'")["mean"].to_numpy()
    np.testing.assert_allclose(over_people(days, "variant", ["net_income"])["net_income"], means)
    figure, axes = plt.subplots()
    bands(axes, days, "net_income", ["focus", "two"])
    lines = [line for line in axes.lines if line.get_label() in ("focus", "two")]
    assert [float(np.asarray(line.get_ydata())[-1]) for line in lines] == pytest.approx(means)
    plt.close(figure)
    ends = [float(part.replace("−", "-")) for part in re.findall(r"\(([−\d.]+)\)", told_over_time(days, "net_income"))]
    assert ends == pytest.approx(sorted(means), abs=0.51)


def test_without_numbers_of_people_seeds_count_alike() -> None:
    frame = pd.DataFrame({"day": [1, 1, 2], "recruits": [1.0, 2.0, 4.0], "at_work": [1.0, np.nan, 0.5]})
    assert over_people(frame, "day", ["recruits", "at_work"]).to_numpy().tolist() == [[1.5, 1.0], [4.0, 0.5]]
    counted = frame.assign(**{"recruits people": [3, 1, 1]}, people=[1, 9, 1])
    assert over_people(counted, "day", ["recruits"])["recruits"].tolist() == [1.25, 4.0]


def test_curves_and_maps_show_the_mean_of_the_table() -> None:
    uneven = tens("population", sizes=[10, 10, 10, 10, 50], losers={"focus": [3, 3, 3, 3, 30], "two": [5] * 5})
    names = pd.DataFrame([(0, "1", "focus"), (1, "1", "two")], columns=["point", "setting", "variant"])
    samples = counted(uneven.levels_of(names), uneven.weights_of(names)).assign(value=1.0)
    table = comparison(uneven).query("outcome == 'net_loss'").reset_index()
    assert table["mean"].tolist() == pytest.approx([42 / 90, 25 / 90])
    for (_, group), (_, row) in zip(samples.groupby("variant", observed=True), table.iterrows(), strict=True):
        assert mean_of_people(group, "net_loss") == row[["seeds", "people", "mean", "mean_low", "mean_high"]].to_dict()
    crossing = samples.assign(row=samples["variant"], column=samples["value"])
    assert cells(crossing, OUTCOMES["net_loss"])["mean"].tolist() == pytest.approx(table["mean"].tolist())
    assert told_curve(samples, "net_loss").endswith("46.7 to 46.7 % under 'focus', 27.8 to 27.8 % under 'two'.")


def test_of_worlds_of_other_sizes_it_is_said_that_differences_weigh_seeds_alike() -> None:
    assert "seeds count alike, however many people they have" in NOTE
    assert "count alike" not in NOTE_TWINS
    assert NOTE_TWINS.endswith("Twins: share of the same people who do better than the reference (ties count half).")
