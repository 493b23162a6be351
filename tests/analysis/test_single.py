"""Pictures for a notebook, of a batch and of one run: a figure that nobody has shown or closed."""

from __future__ import annotations

import sys

import pytest
from matplotlib.figure import Figure

from sim.analysis.results import Results
from sim.analysis.single import results_of
from sim.core.errors import UserError
from sim.record.run import Run
from sim.runs import run
from tests.builders import scenario

SIDE_BY_SIDE = [
    {"name": "focus", "companies": ["vita"], "share": 0.5},
    {"name": "both", "companies": ["vita", "clicks"], "pitch": "tailored", "share": 0.5},
]


@pytest.fixture(scope="module")
def ran() -> Run:
    return run(scenario(title="Who wins?", time={"days": 65}), 3)


def test_a_picture_of_a_batch_is_asked_for_by_its_name(twins: Results) -> None:
    figure = twins.plot("differences")
    assert isinstance(figure, Figure)
    assert {axes.get_title(loc="left") for axes in figure.axes} >= {"Recruits", "Net income"}
    assert twins.plot().texts[0].get_text() == figure.texts[0].get_text()  # the first on the page
    assert twins.plot("credibility").axes[0].get_xlabel() == "Day"


def test_a_notebook_shows_it_and_pyplot_does_not_know_it(twins: Results) -> None:
    picture = twins.plot("differences")._repr_png_()  # type: ignore[attr-defined]
    assert picture.startswith(b"\x89PNG")
    pyplot = sys.modules.get("matplotlib.pyplot")
    assert pyplot is None or pyplot.get_fignums() == []


def test_a_wrong_name_is_told_with_those_that_there_are(twins: Results, ran: Run) -> None:
    with pytest.raises(UserError) as caught:
        twins.plot("diferences")
    told = str(caught.value)
    assert told.startswith('There is no picture "diferences" of these results: "differences", "distribution", ')
    assert told.endswith(' Did you mean "differences"?')
    with pytest.raises(UserError) as caught:
        ran.plot("differences")  # there is nothing to compare in it
    assert str(caught.value) == (
        'There is no picture "differences" of these results: "distribution", "winners", "income", "credibility" or '
        '"survival".'
    )


def test_a_run_is_drawn_like_the_results_of_one_seed(ran: Run) -> None:
    assert ran.plot().texts[-1].get_text().startswith("n = ")
    figure = ran.plot("credibility")
    last = ran.series["credibility"].iloc[-1]
    assert figure.axes[0].lines[0].get_ydata()[-1] == pytest.approx(last)  # type: ignore[index]
    assert figure.texts[2].get_text() == "n = 1 seed  ·  65 days  ·  population worlds  ·  Who wins?"
    assert figure.texts[0].get_text() == f"Credibility in the end: {last:.3f}"


def test_one_run_as_results_has_its_frames_and_its_question(ran: Run) -> None:
    results = results_of(ran)
    assert (results.title, results.seeds, results.days, results.worlds) == ("Who wins?", [3], 65, "population")
    assert results.points == [{"index": 0, "strategy": "focus", "values": {}}]
    assert results.runs.drop(columns=["point", "seed"]).equals(ran.groups)
    assert len(results.people) == len(ran.people)


def test_strategies_side_by_side_are_compared_in_one_run() -> None:
    ran = run(scenario(time={"days": 65}, design={"worlds": "mixed"}, strategy=SIDE_BY_SIDE), 3)
    assert results_of(ran).points[0]["strategy"] is None
    assert list(results_of(ran).levels["variant"]) == ["focus", "both"]
    assert ran.plot("differences").axes[0].get_yticklabels()[0].get_text() == "both"
