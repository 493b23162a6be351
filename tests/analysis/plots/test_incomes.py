from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots import gallery
from sim.analysis.plots.incomes import can_show, incomes, shares
from sim.analysis.results import Results

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
        assert axes.get_ylim() == (0.0, pytest.approx(1.6 * 9.0 * 364))
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
    assert "Means over the focal people, those who left included, of all seeds" in figure.texts[1].get_text()
    assert overlaps(figure) == []


def test_an_older_series_has_no_thin_panel_and_says_whom_it_covers(made: Made, overlaps: Overlaps) -> None:
    results = with_incomes(made(strategies=2, seeds=3))
    old = replace(results, series=results.series.drop(columns="people"))
    figure = incomes(old.over_time, whom="the focal people")
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["focus", "two, disclosed"]
    assert figure.texts[1].get_text().startswith("Means over the focal people of all seeds, in currency units")
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
    names = [name for name, _ in gallery.figures(with_incomes(made(strategies=2, seeds=2, outcomes=outcomes)))]
    assert [name for name in names if name in ("winners", "income")] == (["winners", "income"] if drawn else [])
