"""What is shown while others wait: how far it is, and how an outcome stands."""

from __future__ import annotations

import builtins
import io
import re
import sys
from collections.abc import Callable
from importlib.machinery import ModuleSpec
from math import inf
from types import ModuleType, SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from scipy import stats

from sim.lab.points import points
from sim.lab.progress import Bar, Lines, Mean, Progress, Standing, level_of, progress_of
from sim.lab.work import Done, Job
from sim.scenario import Scenario


def test_lines_come_at_every_tenth(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines() as view:
        view.start(40, 10)
        for _ in range(30):
            view.advance(1, 0)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "40 runs (10 are there already)"
    assert [line.split(",")[0] for line in lines[1:]] == [f"{n}/40 runs" for n in (12, 16, 20, 24, 28, 32, 36, 40)]
    assert lines[1].endswith("s left")
    assert lines[-1].endswith("a second")


def test_lines_count_failures(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines() as view:
        view.start(2, 0)
        view.advance(2, 1)
    assert capsys.readouterr().err.splitlines()[1].endswith(", 1 failed")


def test_lines_tell_how_the_first_outcome_stands_and_what_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with Lines() as view:
        view.start(2, 0)
        view.say("A part is damaged.")
        view.advance(1, 0, "recruits: 3 ± 1.4 so far (5 worlds)")
    said, line = capsys.readouterr().err.splitlines()[1:]
    assert said == "A part is damaged."
    assert line.startswith("1/2 runs, ")
    assert line.endswith(" s left; recruits: 3 ± 1.4 so far (5 worlds)")


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress() as view:
        view.start(2, 0)
        view.say("A part is damaged.")
        view.advance(2, 1)
    assert capsys.readouterr() == ("", "")


class ZMQInteractiveShell:
    """What a notebook's cells run in, by its name."""


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A cell of a notebook with ipywidgets: what stands below it, the latest state alone."""
    shown: list[str] = []

    class Output:
        def __enter__(self) -> None: ...
        def __exit__(self, *_: object) -> None: ...
        def clear_output(self, wait: bool) -> None:
            shown.clear()

    def display(what: Any) -> None:
        if not isinstance(what, Output):
            text = re.sub("<[^>]+>", "", what._repr_mimebundle_([], [])["text/html"])
            shown.extend(filter(None, map(str.strip, text.splitlines())))

    spec = ModuleSpec("ipywidgets", None)
    monkeypatch.setattr(builtins, "get_ipython", ZMQInteractiveShell, raising=False)
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", SimpleNamespace(display=display))
    monkeypatch.setitem(sys.modules, "ipywidgets", SimpleNamespace(Output=Output, __spec__=spec))
    return shown


def test_a_notebook_has_a_bar_below_its_cell(cell: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    view = progress_of("auto")
    assert isinstance(view, Bar)
    with view:
        view.start(3, 0)
        view.advance(2, 0)
        view.advance(1, 0)
    assert [re.findall(r"\d/3", line) for line in cell] == [["3/3"]]  # each state takes the place of the one before
    assert capsys.readouterr() == ("", "")


def test_a_notebook_without_widgets_has_lines(cell: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    monkeypatch.setattr("sim.lab.progress.find_spec", lambda _: None)
    assert isinstance(progress_of("auto"), Lines)
    assert isinstance(progress_of("bar"), Bar)


def test_the_bar_shows_how_far_it_is() -> None:
    view, screen = Bar(), io.StringIO()
    view.view.live.console = Console(file=screen, force_terminal=True, width=140)
    with view:
        view.start(4, 1)
        view.advance(3, 2, "recruits: 3 ± 1.4")
    assert "recruits: 3 ± 1.4" in screen.getvalue()
    assert "4/4" in screen.getvalue()
    assert "2 failed" in screen.getvalue()


def test_auto_takes_lines_where_there_is_no_terminal() -> None:
    assert isinstance(progress_of("auto"), Lines)
    assert isinstance(progress_of("bar"), Bar)
    assert isinstance(progress_of("quiet"), Progress)


Make = Callable[..., Scenario]


def done(scenario: Scenario, point: int, seed: int, recruits: float) -> Done:
    frame = pd.DataFrame({"strategy": ["focus"], "focal": [False], "people": [3], "recruits": [recruits]})
    return Done(Job(point, seed, "focus", scenario), {"runs": frame})


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=40))
def test_mean_and_half_width_are_those_of_all_numbers(values: list[float]) -> None:
    mean = Mean()
    for value in values:
        mean.add(value)
    assert mean.mean == pytest.approx(np.mean(values), abs=1e-6)
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / len(values) ** 0.5
    assert mean.half_width == pytest.approx(half, abs=1e-2, rel=1e-6)


def test_one_number_has_no_interval() -> None:
    mean = Mean()
    mean.add(3.0)
    assert (mean.mean, mean.half_width) == (3.0, inf)


def test_levels_of_a_single_point_are_averaged_over_seeds(scenario: Make) -> None:
    standing = Standing(points(scenario()), "recruits")
    standing.add([done(scenario(), 0, seed, float(seed)) for seed in range(1, 5)])
    assert str(standing) == ""
    standing.add([done(scenario(), 0, 5, 5.0)])
    assert str(standing) == "recruits: 3 ± 2 so far (5 worlds)"


def test_large_numbers_are_written_out(scenario: Make) -> None:
    standing = Standing(points(scenario()), "recruits")
    standing.add([done(scenario(), 0, seed, 1016.0 + 100 * (seed % 3)) for seed in range(6)])
    assert str(standing) == "recruits: 1,120 ± 94 so far (6 worlds)"


def test_differences_are_taken_within_a_seed_whichever_comes_first(scenario: Make) -> None:
    plan = scenario(vary={"strategy": ["focus", "two"]})
    standing = Standing(points(plan), "recruits", 40)
    for seed in range(6):
        pair = [done(plan, 0, seed, 10.0 * seed), done(plan, 1, seed, 10.0 * seed + 2.0 + seed % 2)]
        standing.add(pair if seed % 2 else pair[::-1])
    standing.add([done(plan, 1, 99, 1e9), Done(Job(0, 98, "focus", plan), error="no")])
    assert str(standing) == "recruits, 'two' minus 'focus': +2.5 ± 0.57 so far (6 of 40 worlds)"


def test_points_beyond_the_second_do_not_count(scenario: Make) -> None:
    plan = scenario(vary={"gossip.rate": [0.1, 0.2, 0.3]})
    standing = Standing(points(plan), "recruits")
    standing.add([done(plan, point, seed, float(point)) for seed in range(5) for point in (0, 2, 1)])
    assert str(standing) == "recruits, 'gossip.rate 0.2' minus 'gossip.rate 0.1': +1 ± 0 so far (5 worlds)"


def test_a_level_is_that_of_the_focal_people_if_there_are_any() -> None:
    runs = pd.DataFrame({"focal": [False, True, True], "people": [90, 1, 3], "net_income": [1.0, 100.0, 500.0]})
    assert level_of(runs, "net_income") == 400.0
    assert level_of(runs.assign(focal=False), "people") == pytest.approx((90 * 90 + 1 + 9) / 94)
    assert np.isnan(level_of(runs.iloc[:0], "net_income"))
    assert np.isnan(level_of(runs, "sales"))
