from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text

from sim.analysis.results import Results
from tests.analysis.conftest import make


def visible_texts(figure: Figure) -> Iterator[Text]:
    """Every text a reader sees; ticks beyond the ends of an axis are not drawn."""
    hidden: set[Text] = set()
    for axes in figure.axes:
        for axis, at in ((axes.xaxis, 0), (axes.yaxis, 1)):
            hidden |= set(axis.get_minorticklabels()) | outside(axis, at)
            if not axes.get_visible() or not axes.axison:
                hidden |= set(axis.findobj(Text))
        if not axes.get_visible():
            hidden |= set(axes.findobj(Text))
    for text in figure.findobj(Text):
        if text not in hidden and text.get_visible() and text.get_text().strip():
            yield text


def outside(axis: Axis, at: int) -> set[Text]:
    low, high = sorted(axis.get_view_interval())
    slack = 1e-9 * (high - low)
    return {
        label for label in axis.get_majorticklabels() if not low - slack <= label.get_position()[at] <= high + slack
    }


@pytest.fixture(scope="session")
def swept() -> Results:
    """Three strategies at four values of a number."""
    vary = {"conversation.memory_half_life": [7, 30, 90, 365]}
    return make(strategies=3, seeds=4, vary=vary, slope=0.001)


@pytest.fixture(scope="session")
def overlaps() -> Callable[[Figure], list[tuple[str, str]]]:
    """Finds texts that cover each other, or leave the figure."""

    def find(figure: Figure) -> list[tuple[str, str]]:
        figure.draw_without_rendering()
        texts = [(text.get_text(), text.get_window_extent()) for text in visible_texts(figure)]
        page = figure.bbox.padded(1.0)
        lost = [(name, "outside") for name, box in texts if not page.contains(*box.min) or not page.contains(*box.max)]
        both = combinations([(name, box.padded(-1.0)) for name, box in texts], 2)
        return lost + [(a, b) for (a, first), (b, second) in both if first.overlaps(second)]

    return find
