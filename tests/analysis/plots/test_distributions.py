"""Outcomes over persons and over seeds: what is drawn, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots.distributions import Spread, distributions, titled, told, told_persons, told_seeds
from sim.analysis.results import Results
from sim.analysis.samples import pooled
from sim.model.outcomes import OUTCOMES
from tests.analysis.plots.frames import persons, words

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
HALF_LIFE = "conversation.memory_half_life"
NO_PERSONS = "Its line is an interval over seeds and shows no persons."


def rows(figure: Figure) -> list[str]:
    return [label.get_text().replace("\n", " ") for label in figure.axes[0].get_yticklabels()]


def spread(frame: pd.DataFrame, name: str) -> Spread:
    return Spread(OUTCOMES[name], frame, is_of_persons="person" in frame.columns)


def test_outcomes_have_panels_and_variants_rows(twins: Results, overlaps: Overlaps) -> None:
    names = ["net_income", "recruits", "credibility"]
    shown = [spread(twins.individuals_of(), name) for name in names] + [spread(twins.levels_of(), "net_loss")]
    figure = distributions(shown, twins.weights_of(), title="It is so", note="365 days")
    title, subtitle, footer = words(figure)
    assert title == "It is so"
    assert "Dot: the median person." in subtitle
    assert "Hollow circle: the share" in subtitle
    assert footer == "n = 96 people in 12 seeds  ·  365 days"
    labels = [OUTCOMES[name].label for name in [*names, "net_loss"]]
    assert [axes.get_title(loc="left") for axes in figure.axes][:4] == labels
    assert rows(figure) == [*dict.fromkeys(twins.individuals_of()["variant"])]
    assert overlaps(figure) == []


def test_marks_are_median_mean_and_tenths(twins: Results) -> None:
    persons = twins.individuals_of()
    (axes,) = distributions([spread(persons, "recruits")]).axes
    focus = persons[persons["variant"] == "focus"]["recruits"]
    eight, half, middle, mean = axes.lines[:4]
    assert list(eight.get_xdata()) == pytest.approx([focus.quantile(0.1), focus.quantile(0.9)])
    assert list(half.get_xdata()) == pytest.approx([focus.quantile(0.25), focus.quantile(0.75)])
    assert list(middle.get_xdata()) == [focus.median()]
    assert list(mean.get_xdata()) == [focus.mean()]


def test_heavy_tails_are_shown_on_a_bent_axis_and_said_so() -> None:
    heavy = persons("net_income", a=[0.0, 1.0, 2.0, 3.0, 4.0], b=[1.0, 2.0, 3.0, 9000.0, 90000.0])
    figure = distributions([spread(heavy, "net_income")])
    assert words(figure)[1].endswith("Where people lie far apart, an axis is logarithmic away from 0.")
    assert figure.axes[0].get_xscale() == "function"


def test_shares_are_of_all_people_with_an_interval(twins: Results) -> None:
    (axes,) = distributions([spread(twins.levels_of(), "net_loss")], twins.weights_of()).axes
    row = pooled(twins.levels_of(), twins.weights_of(), ["net_loss"]).iloc[0]
    line, mark = axes.lines[:2]
    assert list(line.get_xdata()) == [row["mean_low"], row["mean_high"]]
    assert list(mark.get_xdata()) == [row["mean"]]


@pytest.mark.parametrize("name", ["costs", "credibility", "recruits"])
def test_values_that_are_all_the_same_have_an_axis(twins: Results, name: str) -> None:
    same = twins.individuals_of().assign(**{name: 0.5})
    low, high = distributions([spread(same, name)]).axes[0].get_xlim()
    assert low < 0.5 < high


def test_settings_are_headings(swept: Results, overlaps: Overlaps) -> None:
    figure = distributions([spread(swept.individuals_of(), "recruits")])
    assert rows(figure)[:4] == [f"memory halved after {days}" for days in (7, 30, 90, 365)]
    assert figure.axes[0].get_yticklabels()[0].get_fontweight() == "bold"
    assert overlaps(figure) == []


def test_the_title_says_on_which_side_of_the_mean_most_are() -> None:
    def title(**values: list[float]) -> str:
        return titled([spread(persons("net_income", **values), "net_income")], pd.DataFrame())

    assert title(a=[0.0] * 8 + [100.0] * 2) == "Net income: a few have much, most have less than the mean"
    assert title(a=[0.0, 9.0, 9.0, 9.0]) == "Net income: a few have little, most have more than the mean"
    assert title(a=[1.0, 2.0, 3.0, 4.0]) == "Net income: 50 % of the people have less than the mean"
    assert title(a=[1.0, 1.0]) == "Net income: the same for all who do alike"


def test_a_caption_names_the_outcome_of_which_it_speaks() -> None:
    both = [spread(persons("recruits", a=[0.0, 0.0, 9.0]), "recruits")]
    both += [spread(persons("credibility", a=[0.1, 0.2, 0.9]), "credibility")]
    said = told(both, pd.DataFrame())
    assert said.endswith("Credibility: 67 % of the people lie below the mean of their row.")


def test_few_have_much_only_where_most_lie_below_the_mean() -> None:
    skewed = told_persons(persons("net_income", a=[0.0] * 8 + [100.0] * 2), OUTCOMES["net_income"])
    assert skewed == (
        "Net income (currency units) of the median person, and of the middle eight of ten: 0 (0 to 100) under 'a'. "
        "Below the mean of their row lie 80 % of the people: few have much, and the mean says little about most."
    )
    even = told_persons(persons("credibility", a=[0.1, 0.2, 0.3, 0.4]), OUTCOMES["credibility"])
    assert even.endswith("Below the mean of their row lie 50 % of the people.")
    low = told_persons(persons("credibility", a=[0.0, 0.9, 0.9, 0.9, 0.9]), OUTCOMES["credibility"])
    assert low.endswith("lie 20 % of the people: few have little, and the mean says little about most.")


def test_rows_that_differ_in_skew_are_not_called_skewed() -> None:
    both = told_persons(persons("recruits", a=[0.0, 0.0, 0.0, 9.0], b=[0.0, 9.0, 9.0, 9.0]), OUTCOMES["recruits"])
    assert both.endswith("Below the mean of their row lie 25 to 75 % of the people.")


def test_who_all_have_the_same_are_on_no_side() -> None:
    same = told_persons(persons("recruits", a=[0.1] * 3, b=[0.2] * 3), OUTCOMES["recruits"])
    assert same.endswith("0.10 (0.10 to 0.10) under 'a', 0.20 (0.20 to 0.20) under 'b'.")
    assert told_persons(persons("recruits", a=[0.0] * 3), OUTCOMES["recruits"]) == "Recruits: 0.00 for everybody."


def test_of_many_rows_the_ends_are_told() -> None:
    many = {f"v{number}": [float(number), float(number + 1)] for number in range(7)}
    told = told_persons(persons("recruits", **many), OUTCOMES["recruits"])
    assert "from 0.50 (0.10 to 0.90) under 'v0' to 6.50 (6.10 to 6.90) under 'v6'." in told


def test_a_share_is_that_of_all_people() -> None:
    samples = persons("net_loss", a=[0.3, 0.3, 0.3, 0.4, 0.5]).assign(seed=range(5)).drop(columns="person")
    said = told_seeds(samples, samples.assign(net_loss=10), OUTCOMES["net_loss"])
    assert said == "Share with a net loss, of all people: 36.0 % under 'a'. " + NO_PERSONS
    world = samples.rename(columns={"net_loss": "gini"})
    said = told_seeds(world, world.assign(gini=1), OUTCOMES["gini"])
    assert said == "Gini of commissions, mean of all seeds: 0.360 under 'a'. " + NO_PERSONS


def test_results_of_the_first_day_are_not_told_of_all() -> None:
    whom = "those who worked on the first day"
    some = persons("net_income", a=[-1.0, 1.0, 1.0, 1.0])
    told = told_persons(some, OUTCOMES["net_income"], whom=whom)
    assert told.startswith(
        f"Net income (currency units) of the median person among {whom}, and of the middle eight of ten: "
    )
    same = told_persons(persons("recruits", a=[0.0] * 3), OUTCOMES["recruits"], whom=whom)
    assert same == f"Recruits: 0.00 for all {whom}."
