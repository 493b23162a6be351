"""Outcomes over persons and over seeds: what is drawn, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from matplotlib.figure import Figure

from sim.analysis.plots.distributions import distributions, told_persons, told_seeds
from sim.analysis.results import Results
from sim.analysis.samples import pooled
from sim.model.outcomes import OUTCOMES
from tests.analysis.plots.frames import persons, words

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
HALF_LIFE = "conversation.memory_half_life"


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
    assert rows(figure)[:4] == [f"memory halved after {days}" for days in (7, 30, 90, 365)]
    assert figure.axes[0].get_yticklabels()[0].get_fontweight() == "bold"
    assert overlaps(figure) == []


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
    told = told_seeds(samples, samples.assign(net_loss=10), OUTCOMES["net_loss"])
    assert told == "Share with a net loss, of all people: 36.0 % under 'a'. A dot is a seed and no person."
    world = samples.rename(columns={"net_loss": "gini"})
    told = told_seeds(world, world.assign(gini=1), OUTCOMES["gini"])
    assert told == "Gini of commissions, mean of all seeds: 0.360 under 'a'. A dot is a seed and no person."


def test_results_of_the_first_day_are_not_told_of_all() -> None:
    whom = "those who worked on the first day"
    some = persons("net_income", a=[-1.0, 1.0, 1.0, 1.0])
    told = told_persons(some, OUTCOMES["net_income"], whom=whom)
    assert told.startswith(
        f"Net income (currency units) of the median person among {whom}, and of the middle eight of ten: "
    )
    same = told_persons(persons("recruits", a=[0.0] * 3), OUTCOMES["recruits"], whom=whom)
    assert same == f"Recruits: 0.00 for all {whom}."
