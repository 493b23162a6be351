"""Members who stay, and companies that stay open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots.lasting import (
    curves,
    explained,
    lifetimes,
    of_members,
    staying,
    titled_lifetimes,
    told_lifetimes,
    told_survival,
)
from sim.analysis.plots.subject import Subject
from sim.analysis.results import Results
from sim.analysis.survival import survival
from tests.analysis.plots.frames import persons

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
SEEDS, MONTHS = 4, 6


def with_tenure(results: Results, loss: int = 2) -> Results:
    """Of a hundred members, ``loss`` times (1 + point) leave in each month of each seed."""
    rows = [
        (point["index"], seed, point["strategy"], True, month, 100 - lost * month, lost + (seed % 2) * (loss > 0))
        for point in results.points
        for lost in [loss * (1 + point["index"])]
        for seed in range(1, SEEDS + 1)
        for month in range(MONTHS)
    ]
    columns = ["point", "seed", "strategy", "focal", "month", "at_risk", "left"]
    return replace(results, tenure=pd.DataFrame(rows, columns=columns))


def test_lines_and_bands_are_what_was_computed(made: Made, overlaps: Overlaps) -> None:
    table = survival(with_tenure(made(strategies=3, seeds=SEEDS)))
    figure = staying(table, seeds=SEEDS, whose="the focal people", note="365 days")
    (axes,) = figure.axes
    lines = {str(line.get_label()): line for line in axes.lines}
    for number, name in enumerate(["focus", "two, disclosed", "two, tailored"]):
        block = table[table["variant"] == name]
        np.testing.assert_array_equal(np.asarray(lines[name].get_xdata()), range(MONTHS + 1))
        np.testing.assert_array_equal(np.asarray(lines[name].get_ydata()), block["still_in"])
        assert lines[name].get_drawstyle() == "steps-post"
        band = axes.collections[number].get_paths()[0].vertices
        assert np.min(band[:, 1]) == block["low"].min()
    assert axes.get_xlim() == (0.0, MONTHS)
    assert [text.get_text() for text in axes.texts] == ["focus", "two, disclosed", "two, tailored"]
    ends = table[table["month"] == MONTHS].set_index("variant")["still_in"]
    high, low = f"{100 * ends['focus']:.0f} %", f"{100 * ends['two, tailored']:.0f} %"
    title = figure.texts[0].get_text().replace("\n", " ")
    assert title == f"Positions still worked after {MONTHS} months: {high} under 'focus', {low} under 'two, tailored'"
    assert figure.texts[2].get_text() == "n = 1,200 members in 4 seeds  ·  365 days"
    assert overlaps(figure) == []


def test_shares_are_written_in_percent(made: Made) -> None:
    figure = staying(survival(with_tenure(made(strategies=1, seeds=SEEDS))), seeds=SEEDS)
    assert figure.axes[0].get_ylabel() == "Positions still worked (%)"
    assert figure.axes[0].yaxis.get_major_formatter()(0.9, 0) == "90"


def test_settings_have_panels(made: Made, overlaps: Overlaps) -> None:
    results = made(strategies=2, seeds=SEEDS, vary={"gossip.rate": [0.1, 0.5]})
    figure = staying(survival(with_tenure(results)), seeds=SEEDS)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["chance of gossip 0.1", "chance of gossip 0.5"]
    assert overlaps(figure) == []


@pytest.mark.parametrize(("loss", "drawn"), [(2, True), (0, False)])
def test_the_gallery_draws_it_once_anybody_leaves(made: Made, loss: int, drawn: bool) -> None:
    results = with_tenure(made(strategies=2, seeds=SEEDS, outcomes=["recruits"]), loss)
    assert bool([*of_members(Subject(results))]) is drawn


DAYS, CLOSED = [2.0, 3.0, 3.0, 5.0, 8.0, 8.0], [True, True, False, True, False, False]


def lived(**days: list[float]) -> pd.DataFrame:
    """Companies' lives by variant and, after two underscores, setting; those of eight days are still open."""
    rows = [("at " + name[-1], name[0], day, day < 8) for name, held in days.items() for day in held]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "days", "closed"])
    kinds = {key: pd.CategoricalDtype(list(dict.fromkeys(frame[key])), ordered=True) for key in ("setting", "variant")}
    return frame.astype(kinds)


def test_the_picture_shows_the_estimate(overlaps: Overlaps) -> None:
    lives = lived(a__1=DAYS).assign(closed=CLOSED)
    figure = lifetimes(lives, note="8 days")
    line = figure.axes[0].lines[0]
    assert np.asarray(line.get_xdata()).tolist() == [0.0, 2.0, 3.0, 5.0, 8.0]
    assert np.asarray(line.get_ydata()).tolist() == pytest.approx([100, 500 / 6, 200 / 3, 400 / 9, 400 / 9])
    assert explained(lives) == (
        "Share of companies still open, by age (Kaplan and Meier), with 95 % interval: 3 of 6 closed within 8 days."
    )
    assert overlaps(figure) == []


def test_a_line_is_a_setting_where_its_variants_live_alike_and_named_at_its_end(overlaps: Overlaps) -> None:
    lives = lived(a__1=[2.0, 8.0], b__1=[2.0, 8.0], a__2=[2.0, 3.0], b__2=[2.0, 3.0])
    figure = lifetimes(lives)
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.texts] == ["at 1", "at 2"]
    ends = {str(line.get_label()): float(np.asarray(line.get_ydata())[-1]) for line in axes.lines}
    assert (ends["at 1"], ends["at 2"]) == (pytest.approx(50.0), pytest.approx(0.0))
    assert overlaps(figure) == []
    apart = curves(lived(a__1=[2.0, 8.0], b__1=[5.0, 6.0], a__2=[2.0, 3.0], b__2=[8.0, 8.0]))
    assert [line.name for line in apart] == ["a, at 1", "b, at 1", "a, at 2", "b, at 2"]


def test_the_title_says_when_half_are_closed() -> None:
    assert titled_lifetimes(curves(lived(a__1=[2.0, 8.0]))) == "Half of the companies are closed by day 2"
    both = curves(lived(a__1=[2.0, 3.0], b__1=[5.0, 6.0]))
    assert titled_lifetimes(both) == "Half of the companies are closed by day 2 (a, at 1), or by day 5 (b, at 1)"
    one = curves(lived(a__1=[2.0, 3.0], b__1=[5.0, 8.0, 8.0]))
    assert titled_lifetimes(one) == "Half of the companies are closed by day 2 (a, at 1), or never (b, at 1)"
    assert titled_lifetimes(curves(lived(a__1=[5.0, 8.0, 8.0]))) == "Fewer than half of the companies close"


def test_where_nothing_differs_there_is_one_line_and_it_is_said_for_whom(overlaps: Overlaps) -> None:
    lives = lived(a__1=[2.0, 8.0], b__1=[8.0, 2.0], a__2=[2.0, 8.0], b__2=[2.0, 8.0])
    assert [line.name for line in curves(lives)] == ["all of them"]
    assert explained(lives).endswith(
        "1 of 2 closed within 8 days, the same ones on the same days at all 4 points of the design."
    )
    assert overlaps(lifetimes(lives)) == []


def test_variants_that_live_alike_share_a_line() -> None:
    lives = lived(a__1=[2.0, 8.0], b__1=[2.0, 8.0], c__1=[2.0, 8.0], d__1=[3.0, 8.0], e__1=[3.0, 8.0])
    assert [line.name for line in curves(lives)] == ["a, at 1 and 2 others", "d, at 1 and e, at 1"]


def test_of_many_lines_the_first_the_shortest_and_the_longest_are_named(overlaps: Overlaps) -> None:
    ages = [3.0, 1.0, 2.0, 4.0, 5.0, 6.0, 7.0, 2.5, 3.5, 4.5]
    lives = lived(**{f"{name}__1": [age, 8.0] for age, name in zip(ages, "abcdefghij", strict=True)})
    figure = lifetimes(lives)
    assert [text.get_text() for text in figure.axes[0].texts] == ["a, at 1", "b, at 1", "g, at 1"]
    assert overlaps(figure) == []


@pytest.mark.parametrize(("last", "told"), [(1, "Still in after 1 month: "), (3, "Still in after 3 months: ")])
def test_members_are_compared_at_the_last_month_that_all_reach(last: int, told: str) -> None:
    rows = [("", name, month, 1.0 - 0.1 * month) for name, end in (("a", 5), ("b", last)) for month in range(end + 1)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "month", "still_in"])
    share = f"{100 - 10 * last} %"
    assert told_survival(frame) == f"{told}{share} under 'a', {share} under 'b'."


def test_companies_are_told_by_when_half_are_closed() -> None:
    lives = persons("days", a=[5.0, 9.0, 20.0, 20.0], b=[7.0, 20.0, 20.0, 20.0])
    lives["closed"] = lives["days"] < 20
    assert told_lifetimes(lives) == (
        "Of the companies that can close fewer than half of all close; at the end left are 50 % under 'a', 75 % under "
        "'b'."
    )
    lives["closed"] = True
    assert "half of all are closed by day 20" in told_lifetimes(lives)
    assert told_lifetimes(lives).endswith("at the end 0 % are left.")
