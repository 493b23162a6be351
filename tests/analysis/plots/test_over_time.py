"""Means over time: credibility, and the usefulness of groups."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.drawing import style
from sim.analysis.plots.over_time import (
    CROSS_POSTERS,
    of_groups,
    over_days,
    titled,
    told_over_time,
    told_usefulness,
    usefulness,
    worn,
)
from sim.analysis.plots.subject import Subject
from sim.analysis.results import Results
from tests.analysis.plots.frames import series, words

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
HALF_LIFE = "conversation.memory_half_life"


def test_a_single_day_stands_inside_the_panel(twins: Results) -> None:
    last = twins.series["day"].max()
    once = replace(twins, series=twins.series[twins.series["day"] == last]).over_time
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = over_days(once)
    assert figure.axes[0].get_xlim() == (0, last + 1)


def test_credibility_over_time_has_mean_and_band(twins: Results, overlaps: Overlaps) -> None:
    table = twins.over_time
    figure = over_days(table, note="365 days")
    assert words(figure)[1].startswith("Mean over the strategy's networkers, those who left included: the line is")
    assert words(figure)[2] == "n = 12 seeds  ·  365 days"
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Day", "Credibility (scale of 0 to 1)")
    focus = table[table["variant"] == "focus"].groupby("day")["credibility"]
    np.testing.assert_allclose(axes.lines[0].get_ydata(), focus.mean())
    assert np.min(axes.collections[0].get_paths()[0].vertices[:, 1]) == pytest.approx(focus.quantile(0.1).min())
    assert {text.get_text() for text in axes.texts} == set(table["variant"])
    assert overlaps(figure) == []


def test_of_many_lines_three_are_loud(twins: Results) -> None:
    table = twins.over_time
    figure = over_days(table)
    drawn = {
        str(line.get_label()): line for line in figure.axes[0].lines if str(line.get_label()) in set(table["variant"])
    }
    loud = [name for name, line in drawn.items() if line.get_color() != style.QUIET.color]
    last = (
        table[table["day"] == table["day"].max()].groupby("variant", observed=True)["credibility"].mean().drop("focus")
    )
    assert set(loud) == {"focus", last.idxmax(), last.idxmin()}
    assert len(figure.axes[0].collections) == 3
    assert words(figure)[1].endswith("Gray: all others.")


def test_a_title_names_the_highest_and_the_lowest_end() -> None:
    lines = series("credibility", a=[0.5, 0.6, 0.7], b=[0.5, 0.6, 0.4], c=[0.1, 0.9, 0.6])
    assert titled(lines, "credibility") == "Credibility in the end: 0.700 under 'a', 0.400 under 'b'"
    assert titled(series("credibility", a=[0.6, 0.7]), "credibility") == "Credibility in the end: 0.700"
    assert titled(series("credibility", a=[float("nan")]), "credibility") == "Credibility has no value on any day"


def test_every_setting_has_a_panel_over_time(swept: Results, overlaps: Overlaps) -> None:
    figure = over_days(swept.over_time)
    titles = [axes.get_title(loc="left").replace("\n", " ") for axes in figure.axes]
    assert list(filter(None, titles)) == list(swept.over_time["setting"].cat.categories)
    assert overlaps(figure) == []


def test_a_world_of_one_day_is_drawn_without_a_word(twins: Results, recwarn: pytest.WarningsRecorder) -> None:
    table = twins.over_time
    over_days(table[table["day"] == table["day"].min()])
    assert [str(each.message) for each in recwarn] == []


def test_an_older_series_has_no_thin_panel_and_says_whom_it_covers(twins: Results, overlaps: Overlaps) -> None:
    old = replace(twins, series=twins.series.drop(columns="people"))
    figure = over_days(old.over_time, whom="the focal people", note="365 days")
    (axes,) = figure.axes
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("Day", "Credibility (scale of 0 to 1)")
    assert words(figure)[1].startswith("Mean over the focal people: the line is")
    assert words(figure)[2] == (
        "n = 12 seeds  ·  365 days  ·  Covers only those who worked on the day: results of an older version."
    )
    assert overlaps(figure) == []


def test_long_settings_above_neighboring_panels_do_not_run_into_each_other(made: Made) -> None:
    vary: dict[str, list[object]] = {"company.vita.quality": [0.3, 0.5], "gossip.rate": [0.4, 0.95]}
    figure = over_days(made(strategies=2, seeds=3, days=60, vary=vary).over_time)
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.get_title(loc="left")]
    assert titles[0] == "quality of the product\n0.3, chance of gossip\n0.4"
    assert len(titles) == 4


def test_lines_are_told_by_where_they_end() -> None:
    told = told_over_time(series("credibility", a=[0.5, 0.6, 0.7], b=[0.5, 0.6, 0.4], c=[0.1, 0.9, 0.6]), "credibility")
    assert told == (
        "Credibility on day 2 is lowest under 'b' (0.400) and highest under 'a' (0.700); at first these two had 0.500 "
        "and 0.500."
    )
    nan = float("nan")
    alone = told_over_time(series("credibility", a=[nan, 0.6, 0.7]), "credibility")
    assert alone == "Credibility: 0.600 at first, 0.700 on day 2."
    assert told_over_time(series("credibility", a=[nan]), "credibility") == "Credibility has no value on any day."


def test_usefulness_falls_where_it_does() -> None:
    frame = series("usefulness", a=[1.0, 0.9], b=[1.0, 1.0])
    assert told_usefulness(frame) == (
        "It fell in 1 of 2 lines from the first day to the last; lowest at the end is 0.90 under 'a'."
    )


DAYS = (7, 14)
LEVELS = {0.0: 1.0, 0.5: 0.6, 1.0: 0.2}  # after so many weeks as there are days above, all the same


def spammed(made: Made, **vary: list[object]) -> Results:
    """Results in whose worlds vita's group wears out with the share of cross-posters, and glow's never does."""
    results = made(
        worlds="population", strategies=1, seeds=3, vary={CROSS_POSTERS: list(LEVELS), **vary}, outcomes=["recruits"]
    )
    rows = [
        (point["index"], seed, day, company, LEVELS[share] + 0.01 * (seed - 2) if company == "vita" and share else 1.0)
        for point in results.points
        for share in [point["values"][CROSS_POSTERS]]
        for seed in (1, 2, 3)
        for day in DAYS
        for company in ("vita", "glow")
    ]
    columns = ["point", "seed", "day", "company", "usefulness"]
    return replace(results, companies=pd.DataFrame(rows, columns=columns))


def test_a_line_a_share_and_only_groups_that_wore_out(made: Made) -> None:
    frame = worn(spammed(made))
    assert frame["variant"].cat.categories.tolist() == ["0%", "50%", "100%"]
    assert frame["setting"].cat.categories.tolist() == ["vita, strategy focus"]
    assert len(frame) == 3 * 3 * 2
    medians = frame.groupby("variant", observed=True)["usefulness"].median()
    assert medians.tolist() == pytest.approx([1.0, 0.6, 0.2])


def test_other_varied_values_have_panels_of_their_own(made: Made) -> None:
    frame = worn(spammed(made, **{"company.vita.regime": ["free", "exclusive"]}))
    assert frame["setting"].cat.categories.tolist() == [
        "vita, strategy focus, rules on other networks free",
        "vita, strategy focus, rules on other networks exclusive",
    ]


def test_without_cross_posts_there_is_nothing_to_see(made: Made) -> None:
    results = spammed(made)
    still = replace(results, companies=results.companies.assign(usefulness=1.0))
    assert worn(still).empty
    assert worn(made(seeds=2)).empty
    assert [each.name for each in of_groups(Subject(results))] == ["usefulness"]
    assert [*of_groups(Subject(still))] == []


def test_lines_are_medians_with_the_middle_of_the_seeds(
    made: Made, overlaps: Callable[[Figure], list[tuple[str, str]]]
) -> None:
    figure = usefulness(worn(spammed(made)), note="14 days")
    lines = [line for line in figure.axes[0].lines if line.get_linewidth() > 1.5 and len(line.get_xdata()) == 2]
    assert [np.asarray(line.get_ydata()).round(9).tolist() for line in lines] == [[1.0, 1.0], [0.6, 0.6], [0.2, 0.2]]
    assert figure.axes[0].get_ylabel() == "Usefulness (scale of 0 to 1)"
    assert overlaps(figure) == []


def test_strategies_are_lines_where_no_share_is_varied(made: Made) -> None:
    results = made(worlds="population", strategies=2, seeds=2, outcomes=["recruits"])
    companies = results.companies.assign(usefulness=0.5)
    frame = worn(replace(results, companies=companies))
    assert frame["variant"].cat.categories.tolist() == ["focus", "two, disclosed"]
    assert frame["setting"].cat.categories.tolist() == ["vita"]
