"""The figures of a batch, each with what a reader must find on it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim.analysis.designs import along
from sim.analysis.differences import summarize
from sim.analysis.plots.credibility import over_days
from sim.analysis.plots.curves import curves
from sim.analysis.plots.differences import forest
from sim.analysis.plots.distributions import distributions
from sim.analysis.plots.sides import side_by_side
from sim.analysis.results import Results
from sim.analysis.samples import pooled
from sim.analysis.table import comparison
from sim.model.outcomes import OUTCOMES

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
HALF_LIFE = "conversation.memory_half_life"


@pytest.fixture(scope="module")
def swept(made: Made) -> Results:
    return made(strategies=3, seeds=4, vary={HALF_LIFE: [7, 30, 90, 365]}, slope=0.001)


def words(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.texts]


def rows(figure: Figure) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]


@pytest.mark.parametrize("name", ["net_income", "recruits", "credibility", "contradictions"])
def test_distributions_name_quantity_unit_and_numbers(twins: Results, overlaps: Overlaps, name: str) -> None:
    figure = distributions(twins.individuals_of(), OUTCOMES[name], note="365 days")
    title, _, footer = words(figure)
    assert title == f"{OUTCOMES[name].label} of a networker"
    assert footer.startswith("n = 9")
    assert footer.endswith(" people in 12 seeds  ·  365 days")
    assert figure.axes[0].get_xlabel() == OUTCOMES[name].axis
    assert rows(figure) == [*dict.fromkeys(twins.individuals_of()["variant"])]
    assert overlaps(figure) == []


def test_heavy_tails_are_shown_on_a_bent_axis_and_said_so(twins: Results) -> None:
    figure = distributions(twins.individuals_of(), OUTCOMES["net_income"])
    told = words(figure)[1].replace("\n", " ")
    assert told.endswith("The axis is linear up to ±1,000 and logarithmic beyond.")
    assert figure.axes[0].get_xscale() == "function"


def test_the_words_beside_a_distribution_are_its_numbers(twins: Results) -> None:
    persons = twins.individuals_of()
    figure = distributions(persons, OUTCOMES["net_income"])
    focus = persons[persons["variant"] == "focus"]["net_income"]
    median, mean = OUTCOMES["net_income"].write_all([focus.median(), focus.mean()])
    below = f"{(focus < 0).mean() * 100:.0f} % below 0"
    assert figure.axes[0].texts[0].get_text() == f"median person {median}\nmean {mean}\n{below}"


def test_shares_are_shown_seed_by_seed_from_nothing_to_all(twins: Results, overlaps: Overlaps) -> None:
    figure = distributions(twins.levels_of(), OUTCOMES["net_loss"], unit="seed")
    assert words(figure)[0] == "Share with a net loss, seed by seed"
    assert words(figure)[2] == "n = 12 seeds"
    low, high = figure.axes[0].get_xlim()
    assert low < 0.0 < 1.0 < high
    row = pooled(twins.levels_of(), twins.weights_of(), ["net_loss"]).iloc[0]
    share, low, high = OUTCOMES["net_loss"].write_all([row["mean"], row["mean_low"], row["mean_high"]])
    assert figure.axes[0].texts[0].get_text() == f"mean {share} %\n{low} to {high}"
    figure = distributions(twins.levels_of(), OUTCOMES["net_loss"], unit="seed", people=twins.weights_of())
    assert figure.axes[0].texts[0].get_text() == f"{share} % of 96 people\n{low} to {high}"
    assert overlaps(figure) == []


@pytest.mark.parametrize("name", ["costs", "credibility", "recruits"])
def test_values_that_are_all_the_same_have_an_axis(twins: Results, name: str) -> None:
    low, high = distributions(twins.individuals_of().assign(**{name: 0.5}), OUTCOMES[name]).axes[0].get_xlim()
    assert low < 0.5 < high


def test_settings_are_headings(swept: Results, overlaps: Overlaps) -> None:
    figure = distributions(swept.individuals_of(), OUTCOMES["recruits"])
    assert rows(figure)[:4] == [f"memory half life = {days}" for days in (7, 30, 90, 365)]
    assert figure.axes[0].get_yticklabels()[0].get_fontweight() == "bold"
    assert overlaps(figure) == []


def test_the_forest_shows_means_and_intervals(twins: Results, overlaps: Overlaps) -> None:
    pairs = twins.differences
    figure = forest(pairs, twins.outcomes, "focus", note="365 days")
    title, subtitle, footer = words(figure)
    assert title == "Paired differences to 'focus'"
    assert subtitle.startswith("Mean difference, paired by seed, with 95 % bootstrap interval.")
    assert footer == "n = 12 seeds  ·  20 comparisons  ·  365 days"
    assert [axes.get_title(loc="left") for axes in figure.axes[:5]] == [OUTCOMES[n].label for n in twins.outcomes]
    row = summarize(pairs, ["recruits"]).iloc[0]
    zero, line, mark = figure.axes[0].lines[:3]
    assert list(zero.get_xdata()) == [0.0, 0.0]
    assert list(line.get_xdata()) == [row["low"], row["high"]]
    assert list(mark.get_xdata()) == [row["difference"]]
    assert overlaps(figure) == []


def test_what_cannot_be_told_apart_is_hollow(twins: Results) -> None:
    pairs = twins.differences
    pairs["recruits"] = np.where(pairs["variant"] == "five, tailored", -1.0, 1.0) * (1.0 + pairs["seed"] % 3)
    pairs.loc[pairs["variant"] == "two, tailored", "recruits"] = np.tile([-1.0, 1.0], 6)
    marks = forest(pairs, ["recruits"], "focus").axes[0].lines[2::2]
    assert [mark.get_markerfacecolor() == "#ffffff" for mark in marks] == [False, True, False, False]


def test_one_seed_has_no_interval_but_a_picture(made: Made) -> None:
    figure = forest(made(strategies=2, seeds=1).differences, ["recruits", "net_loss"], "focus")
    assert figure.axes[0].lines[2].get_markerfacecolor() == "#ffffff"


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
    assert words(figure)[0] == "Credibility over time"
    assert words(figure)[2] == "n = 12 seeds  ·  365 days"
    axes = figure.axes[0]
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("", "Credibility (scale of 0 to 1)")
    focus = table[table["variant"] == "focus"].groupby("day")["credibility"]
    np.testing.assert_allclose(axes.lines[0].get_ydata(), focus.quantile(0.1))
    np.testing.assert_allclose(axes.lines[2].get_ydata(), focus.mean())
    assert {text.get_text() for text in axes.texts} == set(table["variant"])
    assert overlaps(figure) == []


def test_every_setting_has_a_panel_over_time(swept: Results, overlaps: Overlaps) -> None:
    figure = over_days(swept.over_time)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert list(filter(None, titles)) == list(swept.over_time["setting"].cat.categories)
    assert overlaps(figure) == []


def test_a_world_of_one_day_is_drawn_without_a_word(twins: Results, recwarn: pytest.WarningsRecorder) -> None:
    table = twins.over_time
    over_days(table[table["day"] == table["day"].min()])
    assert [str(each.message) for each in recwarn] == []


def test_a_thin_panel_shows_how_many_still_work(twins: Results) -> None:
    table = twins.over_time
    figure = over_days(table, whom="the focal people")
    above, thin = figure.axes
    assert (thin.get_xlabel(), thin.get_ylabel(), thin.get_ylim()) == ("Day", "At work\n(%)", (0.0, 1.05))
    assert [label.get_text() for label in thin.get_yticklabels()] == ["0", "100"]
    assert thin.get_xlim() == above.get_xlim()
    assert len(thin.lines) == 5
    focus = twins.series[(twins.series["strategy"] == "focus") & twins.series["focal"]]
    share = (focus["networkers"] / focus["people"]).groupby(focus["day"]).mean()
    np.testing.assert_allclose(thin.lines[0].get_ydata(), share)
    assert words(figure)[1].startswith("Mean over the focal people, those who left included: the line is")


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


def test_curves_have_a_line_a_strategy(swept: Results, overlaps: Overlaps) -> None:
    samples = along(swept, HALF_LIFE)
    figure = curves(samples, swept.outcomes, label="memory half life (days)")
    assert words(figure)[0] == "Outcomes by memory half life (days)"
    axes = figure.axes[0]
    assert axes.get_xscale() == "log"
    assert list(axes.lines[0].get_xdata()) == [7.0, 30.0, 90.0, 365.0]
    focus = samples[samples["variant"] == "focus"].groupby("value")["recruits"].mean()
    np.testing.assert_allclose(axes.lines[0].get_ydata(), focus)
    assert overlaps(figure) == []


def test_sides_show_means_with_intervals_and_the_median_person(twins: Results, overlaps: Overlaps) -> None:
    table = comparison(twins)
    figure = side_by_side(twins.levels_of(), table, ["recruits", "net_loss"], note="365 days")
    assert words(figure)[2] == "n = 12 seeds  ·  365 days"
    focus = table[(table["variant"] == "focus") & (table["outcome"] == "recruits")].iloc[0]
    line, mark, diamond = figure.axes[0].lines[:3]
    assert list(line.get_xdata()) == [focus["mean_low"], focus["mean_high"]]
    assert list(mark.get_xdata()) == [focus["mean"]]
    assert list(diamond.get_xdata()) == [twins.persons().query("variant == 'focus'")["recruits"].median()]
    assert len(figure.axes[1].lines) == 2 * 5
    assert overlaps(figure) == []


def test_long_settings_above_neighboring_panels_do_not_run_into_each_other(made: Made) -> None:
    vary: dict[str, list[object]] = {"company.vita.quality": [0.3, 0.5], "gossip.rate": [0.4, 0.95]}
    figure = over_days(made(strategies=2, seeds=3, days=60, vary=vary).over_time)
    titles = [axes.get_title(loc="left") for axes in figure.axes if axes.get_title(loc="left")]
    assert titles[0] == "quality = 0.3, gossip\nrate = 0.4"
    assert len(titles) == 4
