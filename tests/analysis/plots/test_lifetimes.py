from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots.lifetimes import lifetimes

TOLD = pd.DataFrame({"days": [2.0, 3.0, 3.0, 5.0, 8.0, 8.0], "closed": [True, True, False, True, False, False]})


def test_the_picture_shows_the_estimate(overlaps: Callable[[Figure], list[tuple[str, str]]]) -> None:
    figure = lifetimes(TOLD, note="8 days")
    line = figure.axes[0].lines[0]
    assert np.asarray(line.get_xdata()).tolist() == [0.0, 2.0, 3.0, 5.0, 8.0]
    assert np.asarray(line.get_ydata()).tolist() == pytest.approx([100, 500 / 6, 200 / 3, 400 / 9, 400 / 9])
    assert overlaps(figure) == []
