from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import StepPatch

from sim.analysis.plots import scales
from sim.analysis.plots.winners import GAINED, LOST, edges_of, told, winners
from sim.analysis.results import Results

Overlaps = Callable[[Figure], list[tuple[str, str]]]


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
        assert tuple(text.get_text() for text in figure.axes[panel].texts) == told(net.to_numpy())
        assert figure.axes[panel].get_title(loc="left") == name
        assert [0.0, 0.0] in [list(np.asarray(line.get_xdata())) for line in figure.axes[panel].lines]
    assert figure.texts[2].get_text() == "n = 96 people in 12 seeds  ·  365 days"
    assert "The axis is linear up to ±1,000 and logarithmic beyond." in figure.texts[1].get_text().replace("\n", " ")
    assert overlaps(figure) == []


def test_losers_and_winners_are_counted_in_words() -> None:
    assert told(np.array([-300.0, -100.0, -200.0, 50.0])) == (
        "75 % lost\nmedian loss 200",
        "25 % gained\nmedian gain 50.00",
    )
    assert told(np.array([-300.0, 0.0])) == ("50 % lost\nmedian loss 300", "nobody gained\n50 % broke even")
    assert told(np.array([-1.0, -1.0]))[0].startswith("all lost")


def test_a_few_among_many_are_not_rounded_away() -> None:
    lost, gained = told(np.array([-500.0] * 300 + [20.0]))
    assert lost.startswith("over 99 % lost")
    assert gained.startswith("under 1 % gained")


def test_who_broke_even_stands_on_the_line(twins: Results) -> None:
    persons = twins.individuals_of()
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
    assert figure.axes[0].get_title(loc="left") == "focus (gossip rate = 0.1)"
