from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from sim.analysis.plots import gallery
from sim.analysis.plots.usefulness import SHARE, usefulness, worn
from sim.analysis.results import Results

Made = Callable[..., Results]
DAYS = (7, 14)
LEVELS = {0.0: 1.0, 0.5: 0.6, 1.0: 0.2}  # after so many weeks as there are days above, all the same


def spammed(made: Made, **vary: list[object]) -> Results:
    """Results in whose worlds vita's group wears out with the share of cross-posters, and glow's never does."""
    results = made(
        worlds="population", strategies=1, seeds=3, vary={SHARE: list(LEVELS), **vary}, outcomes=["recruits"]
    )
    rows = [
        (point["index"], seed, day, company, LEVELS[point["values"][SHARE]] + 0.01 * (seed - 2) if worn_out else 1.0)
        for point in results.points
        for seed in (1, 2, 3)
        for day in DAYS
        for company in ("vita", "glow")
        for worn_out in [company == "vita" and point["values"][SHARE] > 0]
    ]
    columns = ["point", "seed", "day", "company", "usefulness"]
    return replace(results, companies=pd.DataFrame(rows, columns=columns))


def test_a_line_a_share_and_only_groups_that_wore_out(made: Made) -> None:
    frame = worn(spammed(made))
    assert frame["variant"].cat.categories.tolist() == ["0%", "50%", "100%"]
    assert frame["setting"].cat.categories.tolist() == ["vita, strategy = focus"]
    assert len(frame) == 3 * 3 * 2
    medians = frame.groupby("variant", observed=True)["usefulness"].median()
    assert medians.tolist() == pytest.approx([1.0, 0.6, 0.2])


def test_other_varied_values_have_panels_of_their_own(made: Made) -> None:
    frame = worn(spammed(made, **{"company.vita.regime": ["free", "exclusive"]}))
    assert frame["setting"].cat.categories.tolist() == [
        "vita, strategy = focus, regime = free",
        "vita, strategy = focus, regime = exclusive",
    ]


def test_without_cross_posts_there_is_nothing_to_see(made: Made) -> None:
    results = spammed(made)
    still = replace(results, companies=results.companies.assign(usefulness=1.0))
    assert worn(still).empty
    assert worn(made(seeds=2)).empty
    assert "usefulness" in [name for name, _ in gallery.figures(results)]
    assert "usefulness" not in [name for name, _ in gallery.figures(still)]


def test_lines_are_medians_with_the_middle_of_the_seeds(
    made: Made, overlaps: Callable[[Figure], list[tuple[str, str]]]
) -> None:
    figure = usefulness(worn(spammed(made)), note="14 days")
    lines = [line for line in figure.axes[0].lines if line.get_linewidth() == 2.0 and len(line.get_xdata()) == 2]
    assert [np.asarray(line.get_ydata()).round(9).tolist() for line in lines] == [[1.0, 1.0], [0.6, 0.6], [0.2, 0.2]]
    assert figure.axes[0].get_ylabel() == "Usefulness (scale of 0 to 1)"
    assert overlaps(figure) == []


def test_strategies_are_lines_where_no_share_is_varied(made: Made) -> None:
    results = made(worlds="population", strategies=2, seeds=2, outcomes=["recruits"])
    companies = results.companies.assign(usefulness=0.5)
    frame = worn(replace(results, companies=companies))
    assert frame["variant"].cat.categories.tolist() == ["focus", "two, disclosed"]
    assert frame["setting"].cat.categories.tolist() == ["vita"]
