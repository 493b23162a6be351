from __future__ import annotations

from collections.abc import Callable

from sim.analysis.plots.layout import Row, left_out, positions, rows_of
from sim.analysis.results import Results

Made = Callable[..., Results]


def test_rows_follow_the_design(made: Made) -> None:
    samples = made(strategies=2, seeds=1, vary={"conversation.memory_half_life": [7, 30]}).levels_of()
    assert rows_of(samples) == [
        Row("memory half life = 7", "focus", 0),
        Row("memory half life = 7", "two, disclosed", 1),
        Row("memory half life = 30", "focus", 0),
        Row("memory half life = 30", "two, disclosed", 1),
    ]


def test_every_setting_gets_a_heading_of_its_own() -> None:
    rows = [Row("a", "x", 0), Row("a", "y", 1), Row("b", "x", 0)]
    assert positions(rows) == ([0.75, 1.75, 3.5], [(0.0, "a"), (2.75, "b")])
    assert positions([Row("", "x", 0), Row("", "y", 1)]) == ([0.0, 1.0], [])


def test_settings_that_do_not_fit_are_mentioned(made: Made) -> None:
    samples = made(strategies=1, seeds=1, vary={"conversation.memory_half_life": list(range(1, 10))}).levels_of()
    assert len(rows_of(samples)) == 6
    assert left_out(samples) == "The first 6 of 9 settings; the table has all of them."
