"""What captions say of people holds for the numbers that the figure shows."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.analysis.captions import people
from sim.model.outcomes import OUTCOMES


def persons(name: str, **values: list[float]) -> pd.DataFrame:
    """A row a person, one variant after the other, of one seed."""
    rows = [("", variant, 1, number, value) for variant, held in values.items() for number, value in enumerate(held)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "seed", "person", name])
    kinds = {key: pd.CategoricalDtype(list(dict.fromkeys(frame[key])), ordered=True) for key in ("setting", "variant")}
    return frame.astype(kinds)


def series(name: str, **values: list[float]) -> pd.DataFrame:
    """A row a day, one variant after the other, of one seed."""
    return persons(name, **values).rename(columns={"person": "day"})


def test_few_have_much_only_where_most_lie_below_the_mean() -> None:
    skewed = people.distribution(persons("net_income", a=[0.0] * 8 + [100.0] * 2), OUTCOMES["net_income"])
    assert skewed == (
        "Net income (currency units) of the median person, and of the middle eight of ten: 0 (0 to 100) under 'a'. "
        "Below the mean of their row lie 80 % of the people: few have much, and the mean says little about most."
    )
    even = people.distribution(persons("credibility", a=[0.1, 0.2, 0.3, 0.4]), OUTCOMES["credibility"])
    assert even.endswith("Below the mean of their row lie 50 % of the people.")
    low = people.distribution(persons("credibility", a=[0.0, 0.9, 0.9, 0.9, 0.9]), OUTCOMES["credibility"])
    assert low.endswith("lie 20 % of the people: few have little, and the mean says little about most.")


def test_rows_that_differ_in_skew_are_not_called_skewed() -> None:
    both = people.distribution(
        persons("recruits", a=[0.0, 0.0, 0.0, 9.0], b=[0.0, 9.0, 9.0, 9.0]), OUTCOMES["recruits"]
    )
    assert both.endswith("Below the mean of their row lie 25 to 75 % of the people.")


def test_who_all_have_the_same_are_on_no_side() -> None:
    same = people.distribution(persons("recruits", a=[0.1] * 3, b=[0.2] * 3), OUTCOMES["recruits"])
    assert same.endswith("0.10 (0.10 to 0.10) under 'a', 0.20 (0.20 to 0.20) under 'b'.")
    assert (
        people.distribution(persons("recruits", a=[0.0] * 3), OUTCOMES["recruits"]) == "Recruits: 0.00 for everybody."
    )


def test_of_many_rows_the_ends_are_told() -> None:
    many = {f"v{number}": [float(number), float(number + 1)] for number in range(7)}
    told = people.distribution(persons("recruits", **many), OUTCOMES["recruits"])
    assert "from 0.50 (0.10 to 0.90) under 'v0' to 6.50 (6.10 to 6.90) under 'v6'." in told


def test_a_share_is_that_of_all_people() -> None:
    samples = persons("net_loss", a=[0.3, 0.3, 0.3, 0.4, 0.5]).assign(seed=range(5)).drop(columns="person")
    told = people.shares(samples, samples.assign(net_loss=10), OUTCOMES["net_loss"])
    assert told == "Share with a net loss, of all people: 36.0 % under 'a'. A dot is a seed and no person."
    world = samples.rename(columns={"net_loss": "gini"})
    told = people.shares(world, world.assign(gini=1), OUTCOMES["gini"])
    assert told == "Gini of commissions, mean of all seeds: 0.360 under 'a'. A dot is a seed and no person."


def test_lines_are_told_by_where_they_end() -> None:
    told = people.over_time(
        series("credibility", a=[0.5, 0.6, 0.7], b=[0.5, 0.6, 0.4], c=[0.1, 0.9, 0.6]), "credibility"
    )
    assert told == (
        "Credibility on day 2 is lowest under 'b' (0.400) and highest under 'a' (0.700); at first these two had 0.500 "
        "and 0.500."
    )
    nan = float("nan")
    alone = people.over_time(series("credibility", a=[nan, 0.6, 0.7]), "credibility")
    assert alone == "Credibility: 0.600 at first, 0.700 on day 2."
    assert people.over_time(series("credibility", a=[nan]), "credibility") == "Credibility has no value on any day."


def test_usefulness_falls_where_it_does() -> None:
    frame = series("usefulness", a=[1.0, 0.9], b=[1.0, 1.0])
    assert people.usefulness(frame) == (
        "It fell in 1 of 2 lines from the first day to the last; lowest at the end is 0.90 under 'a'."
    )


def test_losers_and_winners_are_shares_of_all_people() -> None:
    told = people.winners(persons("net_income", a=[-5.0, 0.0, 10.0, 20.0], b=[-1.0, -2.0, 3.0, 4.0]))
    assert told == "Of all people lost and gained 25 and 50 % under 'a', 50 and 50 % under 'b'."


@pytest.mark.parametrize(("last", "told"), [(1, "Still in after 1 month: "), (3, "Still in after 3 months: ")])
def test_members_are_compared_at_the_last_month_that_all_reach(last: int, told: str) -> None:
    rows = [("", name, month, 1.0 - 0.1 * month) for name, end in (("a", 5), ("b", last)) for month in range(end + 1)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "month", "still_in"])
    share = f"{100 - 10 * last} %"
    assert people.survival(frame) == f"{told}{share} under 'a', {share} under 'b'."


def test_results_of_the_first_day_are_not_told_of_all() -> None:
    whom = "those who worked on the first day"
    some = persons("net_income", a=[-1.0, 1.0, 1.0, 1.0])
    assert people.winners(some, whom=whom) == f"Of {whom} lost and gained 25 and 75 % under 'a'."
    told = people.distribution(some, OUTCOMES["net_income"], whom=whom)
    assert told.startswith(
        f"Net income (currency units) of the median person among {whom}, and of the middle eight of ten: "
    )
    same = people.distribution(persons("recruits", a=[0.0] * 3), OUTCOMES["recruits"], whom=whom)
    assert same == f"Recruits: 0.00 for all {whom}."
