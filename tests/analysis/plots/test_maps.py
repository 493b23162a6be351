"""Maps of two factors: cells of means, and surfaces of differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sim.analysis.designs import Crossed, cells, crossed, gaps
from sim.analysis.plots.maps import (
    ABOVE,
    BELOW,
    DIVERGING,
    Plane,
    difference_map,
    heat_map,
    of_factors,
    of_plane,
    scale_of,
    told_cells,
)
from sim.analysis.plots.subject import Subject
from sim.analysis.results import Results
from sim.model.outcomes import OUTCOMES
from tests.analysis.drawing.test_style import lightness

Made = Callable[..., Results]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
HALF_LIFE = "conversation.memory_half_life"
PLANE = ("conversation.memory_half_life", "gossip.rate")
TWO: dict[str, list[float]] = {PLANE[0]: [7, 30, 90], PLANE[1]: [0.0, 50.0, 100.0]}
LABELS = ("strategy", "memory halved after (days)")


@pytest.fixture(scope="module")
def crossing(made: Made) -> Crossed:
    found = crossed(made(strategies=3, seeds=6, vary={HALF_LIFE: [7, 30, 90]}, slope=0.0))
    assert found is not None
    return found


def frames(figure: Figure) -> list[Rectangle]:
    return [patch for patch in figure.axes[0].patches if isinstance(patch, Rectangle)]


def test_every_cell_holds_its_mean(crossing: Crossed, overlaps: Overlaps) -> None:
    figure = heat_map(crossing, OUTCOMES["net_income"], labels=LABELS, note="365 days")
    (axes,) = figure.axes
    means = crossing.samples.groupby(["row", "column"], observed=True)["net_income"].mean()
    written = {text.get_position(): text.get_text().removesuffix(" ≈") for text in axes.texts}
    expected = OUTCOMES["net_income"].write_all(list(means))
    assert written == {(i % 3, i // 3): text for i, text in enumerate(expected)}
    np.testing.assert_allclose(np.asarray(axes.collections[0].get_array()).ravel(), means)
    assert [label.get_text() for label in axes.get_xticklabels()] == ["7", "30", "90"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["focus", "two, disclosed", "two, tailored"]
    assert axes.yaxis_inverted()
    assert figure.texts[0].get_text().startswith("Net income is best with '")
    assert figure.texts[2].get_text() == "n = 6 seeds per cell  ·  8 comparisons  ·  365 days"
    assert overlaps(figure) == []


def test_the_best_cell_is_framed_and_what_cannot_be_told_from_it_dashed(crossing: Crossed) -> None:
    samples = crossing.samples.assign(recruits=crossing.samples["recruits"] / 100)
    for (row, column), wave in {("focus", 7.0): 0.0, ("two, tailored", 90.0): 1.0}.items():
        here = (samples["row"] == row) & (samples["column"] == column)
        samples.loc[here, "recruits"] = 5.0 + wave * np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.1])
    table = cells(samples, OUTCOMES["recruits"])
    assert table["level"].sum() == 1
    figure = heat_map(replace(crossing, samples=samples), OUTCOMES["recruits"], labels=LABELS)
    thick = [frame for frame in frames(figure) if frame.get_linestyle() == "-"]
    assert len(thick) == 1
    assert len(frames(figure)) == 2
    assert [text.get_position() for text in figure.axes[0].texts if text.get_text().endswith(" ≈")] == [(2, 2)]
    best = table[table["best"]].iloc[0]
    (bold,) = [text for text in figure.axes[0].texts if text.get_fontweight() == "bold"]
    place = [7.0, 30.0, 90.0].index(best["column"]), list(crossing.samples["row"].cat.categories).index(best["row"])
    assert bold.get_position() == place
    x, y = thick[0].get_xy()
    assert (round(x + thick[0].get_width() / 2), round(y + thick[0].get_height() / 2)) == place


def test_where_less_is_better_the_frame_says_lowest(crossing: Crossed) -> None:
    figure = heat_map(crossing, OUTCOMES["net_loss"], labels=LABELS)
    assert "Thick frame: the lowest mean." in figure.texts[1].get_text().replace("\n", " ")


def test_two_numbers_grow_to_the_right_and_upward(made: Made, overlaps: Overlaps) -> None:
    found = crossed(made(strategies=1, seeds=3, vary={HALF_LIFE: [7, 30], "gossip.rate": [0.5, 0.1]}))
    assert found is not None
    figure = heat_map(found, OUTCOMES["credibility"], labels=("chance of gossip", "memory halved after (days)"))
    assert [label.get_text() for label in figure.axes[0].get_yticklabels()] == ["0.1", "0.5"]
    assert not figure.axes[0].yaxis_inverted()
    assert figure.axes[0].get_ylabel() == "chance of gossip"
    assert overlaps(figure) == []


def test_money_is_colored_around_zero_on_both_sides_alike() -> None:
    colors, norm = scale_of(pd.Series([-300.0, 0.0, 100.0]), OUTCOMES["net_income"])
    assert (norm(-300.0), norm(0.0), norm(300.0)) == (0.0, 0.5, 1.0)
    assert colors is DIVERGING
    assert colors(0.0) == pytest.approx(to_rgba(BELOW[0]), abs=0.01)
    assert colors(1.0) == pytest.approx(to_rgba(ABOVE[-1]), abs=0.01)


def test_all_else_is_colored_from_least_to_most() -> None:
    colors, norm = scale_of(pd.Series([0.2, 0.6]), OUTCOMES["credibility"])
    assert (colors.name, norm(0.2), norm(0.6)) == ("cividis", 0.0, 1.0)
    assert scale_of(pd.Series([0.2, 0.2]), OUTCOMES["credibility"])[1](0.2) == 0.0


def test_equal_steps_of_money_are_equal_steps_of_lightness() -> None:
    for side in (BELOW, ABOVE[::-1]):
        shades = [lightness(color) for color in (*side, "#F3F3F3")]
        assert np.diff(shades) == pytest.approx([13.0] * 4, abs=1.0)


def test_the_gallery_draws_a_map_for_each_outcome_of_a_crossed_design(made: Made) -> None:
    def maps(strategies: int) -> list[str]:
        results = made(
            strategies=strategies, seeds=2, vary={HALF_LIFE: [7, 30]}, outcomes=["recruits", "net_loss"]
        )  # fmt: skip
        return [each.name for each in of_factors(Subject(results))]

    assert maps(2) == ["map-recruits", "map-net_loss"]
    assert maps(1) == []


@pytest.fixture(scope="module")
def results(made: Made) -> Results:
    return made(strategies=3, seeds=3, vary=TWO, outcomes=["recruits", "net_loss"])


@pytest.fixture(scope="module")
def surfaces(results: Results) -> Figure:
    plane = Plane.of(gaps(results, PLANE), ["recruits", "net_loss"])
    return difference_map(plane, "focus", labels=("days", "rate"), note="x")


def test_a_grid_of_two_numbers_gets_a_map(results: Results) -> None:
    (picture,) = of_plane(Subject(results))
    assert picture.name == "map-conversation.memory_half_life-gossip.rate"


def test_a_map_has_a_panel_for_every_outcome_and_variant(surfaces: Figure) -> None:
    panels = [axes for axes in surfaces.axes if axes.get_title(loc="left")]
    assert [axes.get_title(loc="left") for axes in panels] == [
        "Recruits\ntwo, disclosed",
        "Share with a net loss\ntwo, disclosed",
        "Recruits\ntwo, tailored",
        "Share with a net loss\ntwo, tailored",
    ]
    assert panels[0].get_xscale() == "log"
    assert [text.get_text() for text in panels[2].get_xticklabels()] == ["7", "30", "90"]
    assert panels[2].get_xlabel() == "days"
    assert panels[0].get_ylabel() == "rate"
    assert "n = 3 seeds per point  ·  x" in [text.get_text() for text in surfaces.texts]


def test_the_colors_are_even_around_zero(surfaces: Figure) -> None:
    low, high = surfaces.axes[0].collections[0].get_clim()
    assert low == -high < 0


def test_without_any_value_there_is_no_map(results: Results) -> None:
    frame = gaps(results, PLANE).assign(recruits=float("nan"))
    assert Plane.of(frame, ["recruits"]).names == []


def test_a_map_of_some_strategies_and_outcomes_names_them(made: Made) -> None:
    frame = gaps(made(strategies=5, seeds=3, vary=TWO), PLANE)
    told = "two, disclosed, two, tailored, two, one topic each (3 of 4 that are compared)"
    assert Plane.of(frame, ["recruits"]).cut == f" Shown: {told}; the table has all."
    frame = frame.assign(credibility=float("nan"))
    assert Plane.of(frame, ["recruits", "credibility"]).cut.endswith("; 1 of 2 outcomes; the table has all.")


@pytest.mark.parametrize(
    ("heights", "others"),
    [([5.0, 1.0, 0.0], "no other cell is"), ([5.0, 5.0, 0.0], "1 other cell is"), ([5.0] * 3, "2 other cells are")],
)
def test_the_best_cell_is_named(heights: list[float], others: str) -> None:
    rows = [(str(at), "focus", seed, "focus", at, height) for at, height in enumerate(heights, 1) for seed in range(3)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "seed", "row", "column", "recruits"])
    crossing = Crossed("strategy", "events.share", frame)
    told = told_cells(crossing, OUTCOMES["recruits"])
    assert told == f"The best mean, 5.00, is that of 'focus' with share at 1; {others} not told from it."
