from __future__ import annotations

import pytest

from sim.core.errors import UserError
from sim.scenario.errors import MOST_PROBLEMS, Problem, ScenarioError


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (
            Problem("must be at most 1 (share).", "population.networkers", 1.5),
            "population.networkers = 1.5: must be at most 1 (share).",
        ),
        (
            Problem("is not a known key.", "conversation.memory_halflife", 7, "scenarios/x.toml", 12),
            "scenarios/x.toml, line 12: conversation.memory_halflife = 7 is not a known key.",
        ),
        (
            Problem("is missing.", "company.vita.topic", file="x.toml"),
            "x.toml: company.vita.topic is missing.",
        ),
        (Problem("is empty.", file="x.toml"), "x.toml is empty."),
        (Problem("there is no such file.", file="x.toml"), "x.toml: there is no such file."),
        (
            Problem("must be true or false.", "phases.study", None),
            "phases.study = None: must be true or false.",
        ),
        (Problem("nothing else."), "nothing else."),
    ],
)
def test_a_problem_is_a_sentence(problem: Problem, sentence: str) -> None:
    assert str(problem) == sentence


def test_what_a_terminal_would_obey_is_escaped() -> None:
    assert str(Problem("is not a known key.", "\x1b[31m\n\udcff", 1)) == ("\\x1b[31m\\n\\udcff = 1 is not a known key.")


def test_every_problem_has_a_line() -> None:
    error = ScenarioError([Problem("first."), Problem("second.")])
    assert isinstance(error, UserError)
    assert str(error) == "first.\nsecond."


def test_hundreds_of_problems_are_counted_not_printed() -> None:
    lines = str(ScenarioError(Problem(f"{i}.") for i in range(MOST_PROBLEMS + 5))).splitlines()
    assert len(lines) == MOST_PROBLEMS + 1
    assert lines[-1] == "... and 5 more problems."
