from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots import gallery
from sim.analysis.plots.survival import staying
from sim.analysis.results import Results
from sim.analysis.survival import survival

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
    assert figure.texts[0].get_text() == "Members still in, by months since they joined"
    assert figure.texts[2].get_text() == "n = 1,200 members in 4 seeds  ·  365 days"
    assert overlaps(figure) == []


def test_shares_are_written_in_percent(made: Made) -> None:
    figure = staying(survival(with_tenure(made(strategies=1, seeds=SEEDS))), seeds=SEEDS)
    assert figure.axes[0].get_ylabel() == "Members still in (%)"
    assert figure.axes[0].yaxis.get_major_formatter()(0.9, 0) == "90"


def test_settings_have_panels(made: Made, overlaps: Overlaps) -> None:
    results = made(strategies=2, seeds=SEEDS, vary={"gossip.rate": [0.1, 0.5]})
    figure = staying(survival(with_tenure(results)), seeds=SEEDS)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["gossip rate = 0.1", "gossip rate = 0.5"]
    assert overlaps(figure) == []


@pytest.mark.parametrize(("loss", "drawn"), [(2, True), (0, False)])
def test_the_gallery_draws_it_once_anybody_leaves(made: Made, loss: int, drawn: bool) -> None:
    results = with_tenure(made(strategies=2, seeds=SEEDS, outcomes=["recruits"]), loss)
    assert ("survival" in [name for name, _ in gallery.figures(results)]) is drawn
