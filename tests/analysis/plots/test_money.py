"""Who lost and who gained, and where income comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from sim.analysis.drawing import scales
from sim.analysis.plots.money import (
    GAINED,
    LOST,
    can_show,
    edges_of,
    incomes,
    of_incomes,
    of_losers,
    shares,
    titled_winners,
    told_incomes,
    told_sides,
    told_winners,
    winners,
)
from sim.analysis.plots.subject import Subject
from sim.analysis.results import Results
from tests.analysis.plots.frames import persons, series

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]


def with_incomes(results: Results, capital: float = 0.0) -> Results:
    """Incomes that grow day by day: active by 2 + seed / 100, passive by 1 + point, costs by 9."""
    day = results.series["day"]
    return replace(
        results,
        series=results.series.assign(
            active_income=(2 + results.series["seed"] / 100) * day,
            passive_income=(1 + results.series["point"]) * day,
            capital_income=capital * day,
            costs=9 * day,
        ),
    )


def test_incomes_are_stacked_and_costs_drawn_over_them(made: Made, overlaps: Overlaps) -> None:
    frame = with_incomes(made(strategies=2, seeds=3)).over_time
    figure = incomes(frame, whom="the focal people", note="365 days")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["focus", "two, disclosed", "", ""]
    for point, axes in enumerate(figure.axes[:2]):
        active, passive = (np.max(area.get_paths()[0].vertices[:, 1]) for area in axes.collections)
        assert active == pytest.approx(2.02 * 364)
        assert passive - active == pytest.approx((1 + point) * 364)
        (costs,) = axes.lines
        np.testing.assert_allclose(np.asarray(costs.get_ydata())[[0, 1, -1]], [0.0, 0.0, 9.0 * 364])
        assert axes.get_ylim() == (0.0, pytest.approx(2.0 * 9.0 * 364))
    assert figure.texts[2].get_text() == "n = 3 seeds  ·  365 days"
    assert overlaps(figure) == []


def test_below_every_panel_stands_how_many_still_work(made: Made, overlaps: Overlaps) -> None:
    """Five panels in two rows: the blank place has neither, and every panel has its days."""
    results = with_incomes(made(strategies=5, seeds=2))
    figure = incomes(results.over_time, whom="the focal people")
    shown = [axes for axes in figure.axes if axes.get_visible()]
    thin = [axes for axes in shown if not axes.get_title(loc="left")]
    assert (len(figure.axes), len(shown), len(thin)) == (12, 10, 5)
    for axes in thin:
        (line,) = axes.lines
        np.testing.assert_allclose(np.asarray(line.get_ydata())[[0, -1]], [1.0, 10 / 24])
        assert (axes.get_xlabel(), line.get_color()) == ("Day", "#1a1a1a")
        assert all(label.get_visible() for label in axes.get_xticklabels())
    assert [axes.get_ylabel() for axes in thin] == ["At work\n(%)", "", "", "At work\n(%)", ""]
    said = " ".join(figure.texts[1].get_text().split())
    assert "means over the focal people, those who left included, of all seeds" in said
    assert overlaps(figure) == []


def test_an_older_series_has_no_thin_panel_and_says_whom_it_covers(made: Made, overlaps: Overlaps) -> None:
    results = with_incomes(made(strategies=2, seeds=3))
    old = replace(results, series=results.series.drop(columns="people"))
    figure = incomes(old.over_time, whom="the focal people")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["focus", "two, disclosed"]
    said = " ".join(figure.texts[1].get_text().split())
    assert said.startswith(
        "Income by kind and costs so far: means over the focal people of all seeds, in currency units"
    )
    assert figure.texts[2].get_text() == (
        "n = 3 seeds  ·  Covers only those who worked on the day: results of an older version."
    )
    assert overlaps(figure) == []


def test_the_legend_of_a_panel_tells_its_shares(made: Made) -> None:
    figure = incomes(with_incomes(made(strategies=2, seeds=3)).over_time)
    legends = [axes.get_legend() for axes in figure.axes]
    assert [[text.get_text() for text in legend.get_texts()] for legend in legends if legend] == [
        ["costs", "passive 33 %", "active 67 %"],
        ["costs", "passive 50 %", "active 50 %"],
    ]
    assert [legend.get_title().get_text() for legend in legends if legend] == ["shares of income after 364 days"] * 2


def test_capital_has_its_layer_when_there_is_any(made: Made) -> None:
    figure = incomes(with_incomes(made(strategies=1, seeds=3), capital=0.97).over_time)
    top = np.max(figure.axes[0].collections[2].get_paths()[0].vertices[:, 1])
    assert top == pytest.approx((2.02 + 1.0 + 0.97) * 364)
    legend = figure.axes[0].get_legend()
    assert legend is not None
    assert legend.get_texts()[1].get_text() == "capital 24 %"


def kinds(rows: dict[int, tuple[float, float, float]]) -> pd.DataFrame:
    columns = ["active_income", "passive_income", "capital_income"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def test_shares_are_told_at_the_end_of_years() -> None:
    """The last day recorded within a year stands for its end."""
    table = kinds({360: (9, 1, 0), 390: (5, 5, 0), 730: (6, 2, 0), 800: (0, 1, 0)})
    assert shares(table) == ("shares of income after 1, 2 years", {"active": "90, 75 %", "passive": "10, 25 %"})
    assert shares(table.loc[:390]) == ("shares of income after 1 year", {"active": "90 %", "passive": "10 %"})


def test_without_income_there_are_no_shares() -> None:
    assert shares(kinds({30: (0, 0, 0)})) == ("no income", {})
    later = kinds({365: (0, 0, 0), 730: (1, 0, 0)})
    assert shares(later) == ("shares of income after 1, 2 years", {"active": "–, 100 %"})


def test_what_older_stores_lack_cannot_be_shown(made: Made) -> None:
    frame = made(strategies=1, seeds=1).over_time
    assert not can_show(frame)
    full = with_incomes(made(strategies=1, seeds=1)).over_time
    assert can_show(full)
    assert not can_show(full.assign(active_income=0.0, passive_income=0.0, costs=0.0))


@pytest.mark.parametrize(("outcomes", "drawn"), [(["costs"], True), (["net_loss"], True), (["recruits"], False)])
def test_the_gallery_draws_it_when_money_is_asked_about(made: Made, outcomes: list[str], drawn: bool) -> None:
    of = Subject(with_incomes(made(strategies=2, seeds=2, outcomes=outcomes)))
    names = [each.name for draw in (of_losers, of_incomes) for each in draw(of)]
    assert names == (["winners", "income"] if drawn else [])


def sides(figure: Figure, panel: int) -> dict[str, StepPatch]:
    bars = [patch for patch in figure.axes[panel].patches if isinstance(patch, StepPatch)]
    names = {to_rgba(LOST): "lost", to_rgba(GAINED): "gained"}
    return {names[bar.get_facecolor()]: bar for bar in bars}  # type: ignore[index]


def test_both_sides_are_drawn_with_their_shares(twins: Results, overlaps: Overlaps) -> None:
    persons = twins.individuals_of()
    figure = winners(persons, note="365 days")
    assert len(figure.axes) == 5
    for panel, name in enumerate(persons["variant"].cat.categories):
        net = persons[persons["variant"] == name]["net_income"]
        bars = sides(figure, panel)
        assert bars["lost"].get_data().values.sum() == pytest.approx((net < 0).mean())
        assert bars["gained"].get_data().values.sum() == pytest.approx((net > 0).mean())
        edges = bars["lost"].get_data().edges
        assert (bars["lost"].get_data().values[edges[:-1] >= 0] == 0).all()
        assert (bars["gained"].get_data().values[edges[1:] <= 0] == 0).all()
        assert tuple(text.get_text() for text in figure.axes[panel].texts) == told_sides(net.to_numpy())
        assert figure.axes[panel].get_title(loc="left") == name
        assert [0.0, 0.0] in [list(np.asarray(line.get_xdata())) for line in figure.axes[panel].lines]
    assert figure.texts[2].get_text() == "n = 96 people in 12 seeds  ·  365 days"
    assert "The axis is linear up to ±1,000 and logarithmic beyond." in figure.texts[1].get_text().replace("\n", " ")
    assert overlaps(figure) == []


def test_losers_and_winners_are_counted_in_words() -> None:
    assert told_sides(np.array([-300.0, -100.0, -200.0, 50.0])) == (
        "75 % lost\nmedian loss 200",
        "25 % gained\nmedian gain 50.00",
    )
    assert told_sides(np.array([-300.0, 0.0])) == ("50 % lost\nmedian loss 300", "nobody gained\n50 % broke even")
    assert told_sides(np.array([-1.0, -1.0]))[0].startswith("all lost")


def test_a_few_among_many_are_not_rounded_away() -> None:
    lost, gained = told_sides(np.array([-500.0] * 300 + [20.0]))
    assert lost.startswith("over 99 % lost")
    assert gained.startswith("under 1 % gained")


def test_who_broke_even_stands_on_the_line(twins: Results) -> None:
    persons = twins.individuals_of().copy()
    persons.loc[persons.index[::4], "net_income"] = 0.0
    figure = winners(persons)
    first = persons[persons["variant"] == "focus"]["net_income"]
    (line,) = figure.axes[0].collections
    np.testing.assert_allclose(line.get_paths()[0].vertices, [[0.0, 0.0], [0.0, (first == 0).mean()]])


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=50))
def test_no_bar_holds_both_sides(drawn: list[float]) -> None:
    values = np.array(drawn)
    turn = scales.threshold(values)
    edges = edges_of(values, turn)
    at = scales.forward(values, turn)
    assert np.isclose(edges, 0.0, atol=0.0).any()
    assert edges[0] <= at.min()
    assert edges[-1] >= at.max()
    np.testing.assert_allclose(np.diff(edges), edges[1] - edges[0])


def test_many_panels_are_cut_and_said_so(made: Callable[..., Results]) -> None:
    results = made(strategies=5, seeds=2, vary={"gossip.rate": [0.1, 0.2, 0.3]})
    figure = winners(results.individuals_of())
    assert len(figure.axes) == 12
    assert figure.texts[2].get_text().endswith("The first 12 of 15 panels; the table has all of them.")
    assert figure.axes[0].get_title(loc="left") == "focus (chance of gossip 0.1)"


def test_losers_and_winners_are_shares_of_all_people() -> None:
    told = told_winners(persons("net_income", a=[-5.0, 0.0, 10.0, 20.0], b=[-1.0, -2.0, 3.0, 4.0]))
    assert told == "Of all people lost and gained 25 % and 50 % under 'a', 50 % and 50 % under 'b'."
    whom = "those who worked on the first day"
    told = told_winners(persons("net_income", a=[-1.0, 1.0, 1.0, 1.0]), whom=whom)
    assert told == f"Of {whom} lost and gained 25 % and 75 % under 'a'."


def earned(costs: list[float]) -> pd.DataFrame:
    frame = series("active_income", a=[0.0, 5.0], b=[0.0, 1.0])
    return frame.assign(passive_income=[9.0, 2.0, 9.0, 2.0], capital_income=0.0, costs=costs)


def test_the_largest_income_is_that_of_the_last_day() -> None:
    assert told_incomes(earned([0.0, 6.0, 0.0, 6.0])) == (
        "On the last day active income is the largest part in 1 of 2 panels; passive income is the largest part in 1 "
        "of 2 panels; costs exceed all income under 'b'."
    )
    assert told_incomes(earned([0.0, 0.0, 0.0, 0.0])).endswith("costs exceed all income in no panel.")
    assert told_incomes(earned([0.0, 9.0, 0.0, 9.0])).endswith("costs exceed all income in every panel.")


def test_the_title_leaves_nobody_out() -> None:
    few = persons("net_income", a=[-1.0] * 399 + [1.0], b=[1.0] * 399 + [-1.0])
    title = titled_winners(few)
    assert "over 99 %" in title
    assert "under 1 %" in title
    assert "100 %" not in title
