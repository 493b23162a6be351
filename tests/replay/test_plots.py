"""Pictures of a replay: what they show, and that a reader can read it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from matplotlib.figure import Figure

from sim.replay.plots import MEANING, event_figure, policies_figure
from sim.replay.policies import POLICIES, Estimate, Outcome, Policy, play
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, measure, take_apart
from tests.analysis.plots.conftest import overlaps

__all__ = ["overlaps"]
Overlaps = Callable[[Figure], list[tuple[str, str]]]
NEVER = Estimate(0.0, 0.0, 0.0)


def texts(figure: Figure, panel: int) -> list[str]:
    return [text.get_text() for text in figure.axes[panel].texts]


def test_policies_are_explained_and_numbered(small: Event, outcomes: list[Outcome], overlaps: Overlaps) -> None:
    figure = policies_figure("An evening", small, measure(small), outcomes)
    assert overlaps(figure) == []
    labels = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert labels == [f"{policy.name}\n{MEANING[policy.name]}" for policy in POLICIES]
    met = [one.contradiction.mean for one in outcomes]
    assert texts(figure, 0) == [f"{100 * mean:.1f} %" if mean else "never" for mean in met]
    assert texts(figure, 2) == [f"{one.credibility.mean:.3f}" for one in outcomes]
    assert figure.axes[2].lines[0].get_xdata() == [0.5, 0.5]


def test_intervals_are_drawn_as_lines(small: Event, outcomes: list[Outcome]) -> None:
    figure = policies_figure("An evening", small, measure(small), outcomes)
    ends = [tuple(line.get_xdata()) for line in figure.axes[0].lines if len(line.get_xdata()) == 2]
    assert ends == [(100 * one.contradiction.low, 100 * one.contradiction.high) for one in outcomes]


@pytest.mark.parametrize("pitch", ["focus", "tailored"])
def test_a_single_policy_gets_a_picture_of_its_own_look(small: Event, overlaps: Overlaps, pitch: str) -> None:
    figure = policies_figure("An evening", small, measure(small, 1), [play(small, Policy(pitch))])
    assert overlaps(figure) == []
    assert {line.get_marker() for line in figure.axes[0].lines} == {"None", {"focus": "o", "tailored": "^"}[pitch]}
    assert "a networker with 1 business. " in figure.texts[1].get_text()
    assert ("draws" in figure.texts[2].get_text()) is (pitch == "tailored")


def test_large_numbers_fit_as_well(small: Event, overlaps: Overlaps) -> None:
    all_of_it = Estimate(1.0, 0.99, 1.0)
    often = Estimate(1234.5, 1200.0, 1300.0)
    outcomes = [Outcome(policy, all_of_it, often, NEVER, Estimate(0.05, 0.04, 0.06), 25) for policy in POLICIES]
    assert overlaps(policies_figure("An evening", small, measure(small, 16), outcomes)) == []


def test_the_event_in_four_pictures(small: Event, overlaps: Overlaps) -> None:
    found = measure(small)
    figure = event_figure("An evening", small, found)
    assert overlaps(figure) == []
    circles, durations, partners, witnesses = figure.axes
    assert [bar.get_height() for bar in circles.patches] == [100 * found.share_of_circles(n) for n in (2, 3, 4, 5)]
    assert witnesses.patches[0].get_height() == pytest.approx(100 * (1 - found.witness))
    assert sum(bar.get_height() for bar in partners.patches) == pytest.approx(100)
    assert durations.lines[0].get_ydata()[0] == 100.0
    points = {line.get_xdata()[0]: line.get_ydata()[0] for line in durations.lines[1:]}
    assert points == {60: 100 * found.long, 300: 100 * found.very_long}


@pytest.mark.parametrize(("slot", "first"), [(1, 0.9), (10, 9.0), (20, 18.0), (300, 18.0)])
def test_the_shortest_talk_lies_in_the_panel(overlaps: Overlaps, tmp_path: Path, slot: int, first: float) -> None:
    path = tmp_path / "list.txt"
    pairs = [Random(n).sample(range(60), 2) for n in range(300)]
    path.write_text("".join(f"{slot * n} {a} {b}\n" for n, (a, b) in enumerate(pairs)))
    event = take_apart(read_contacts(path, slot)[0], slot)
    found = measure(event)
    figure = event_figure("Slots", event, found)
    assert overlaps(figure) == []
    durations = figure.axes[1]
    assert durations.get_xlim()[0] == pytest.approx(first)
    assert durations.lines[0].get_xdata()[0] == found.seconds.min() >= durations.get_xlim()[0]


def test_labels_of_equal_shares_lie_apart(overlaps: Overlaps, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("".join(f"{20 * n} {n % 3} 3\n{20 * n} {n % 2} 4\n" for n in range(600)))
    event = take_apart(read_contacts(path)[0])
    assert measure(event).long == measure(event).very_long == 1.0
    assert overlaps(event_figure("Long talks", event, measure(event))) == []


def test_an_event_of_glances_is_drawn_too(overlaps: Overlaps, tmp_path: Path) -> None:
    path = tmp_path / "glances.txt"
    path.write_text("".join(f"{100 * n} 1 2\n" for n in range(60)))
    glances = take_apart(read_contacts(path)[0])
    figure = event_figure("Glances", glances, measure(glances))
    assert overlaps(figure) == []
    assert figure.axes[2].get_title(loc="left") == "How many one meets in a day (nobody a minute)"
