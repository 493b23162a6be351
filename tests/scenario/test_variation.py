from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.scenario import Scenario
from sim.scenario.checks_design import variable_names


@pytest.mark.parametrize(
    ("vary", "sentence"),
    [
        (
            '"conversation.memory_halflife" = [7]',
            'design.vary."conversation.memory_halflife" = [7] is not a parameter that can vary. '
            'Did you mean "conversation.memory_half_life"?',
        ),
        (
            '"company.vitta.quality" = [0.5]',
            'design.vary."company.vitta.quality" = [0.5] is not a parameter that can vary. '
            'Did you mean "company.vita.quality"?',
        ),
        (
            "strategies = ['focus']",
            'design.vary.strategies = ["focus"] is not a parameter that can vary. Did you mean "strategy"?',
        ),
        ('"design.seeds" = [1]', 'design.vary."design.seeds" = [1] is not a parameter that can vary.'),
        (
            '"strategy.focus.name" = ["a"]',
            'design.vary."strategy.focus.name" = ["a"] is not a parameter that can vary. '
            'Did you mean "strategy.focus.pace"?',
        ),
        ('"graph.p" = []', 'design.vary."graph.p" = []: must have 1 to 1000 values, not 0.'),
        ('"graph.p" = 0.5', 'design.vary."graph.p" = 0.5: must be a list: write [0.5].'),
        (
            "company = { vita = { quality = [0.1] } }",
            'design.vary.company: must be a list: a name with dots needs quotes, "company.vita.quality" = […].',
        ),
        ('"graph.p" = [0.5, 2]', 'design.vary."graph.p" (entry 2) = 2: must be at most 1 (probability).'),
        ('"graph.p" = [0, 1, 0.0]', 'design.vary."graph.p" (entry 3) = 0.0 is listed twice.'),
        ('"graph.m" = ["many"]', 'design.vary."graph.m" (entry 1) = "many": must be a whole number (ties).'),
        (
            'strategy = ["focus", "two"]',
            'design.vary.strategy (entry 2) = "two": must be a declared strategy: "focus" or "two, tailored".',
        ),
        ('strategy = ["focus", "focus"]', 'design.vary.strategy (entry 2) = "focus" is listed twice.'),
        (
            'strategy = [["focus"]]',
            'design.vary.strategy (entry 1) = ["focus"]: must be a declared strategy: "focus" or "two, tailored".',
        ),
        (
            '"conversation.memory_half_life" = [1], "credibility.memory_half_life" = [2]',
            'design.vary."credibility.memory_half_life" = [2] is varied twice: it is another name of '
            "conversation.memory_half_life.",
        ),
        (
            '"graph.m" = [3, 50], "population.people" = [100, 20]',
            "design.vary: graph.m = 50: must be less than population.people = 20. "
            "This is the point where graph.m = 50, population.people = 20.",
        ),
    ],
)
def test_what_cannot_vary(told: Callable[..., list[str]], vary: str, sentence: str) -> None:
    assert told(f"[design]\nvary = {{ {vary} }}") == [f"x.toml, line 3: {sentence}"]


def test_what_can_vary(scenario: Callable[..., Scenario]) -> None:
    vary = (
        'design.vary={strategy=["focus", "two, tailored"], "credibility.memory_half_life"=[7, 30], '
        '"company.vita.plan.rates"=[[0.1], [0.2, 0.1]], "strategy.two, tailored.companies"=[["vita"], ["clicks"]]}'
    )
    assert list(scenario(vary).design.vary) == [
        "strategy",
        "credibility.memory_half_life",
        "company.vita.plan.rates",
        "strategy.two, tailored.companies",
    ]


def test_values_that_only_fit_together_are_judged_together(scenario: Callable[..., Scenario]) -> None:
    found = scenario("graph.m=60", "design.vary.population.people=[20]", "design.vary.graph.m=[3]")
    assert found.design.vary == {"population.people": [20], "graph.m": [3]}


def test_long_designs_are_not_tried_to_the_last_point(scenario: Callable[..., Scenario]) -> None:
    shares = [i / 1000 for i in range(1000)]
    vary = {f"population.{name}": shares for name in ("networkers", "openness", "honesty", "close_ties")}
    pairs = ", ".join(f'"{name}" = {values}' for name, values in vary.items())
    assert scenario(f"design.vary={{{pairs}}}").design.vary == vary


def test_names_and_the_design_itself_do_not_vary(scenario: Callable[..., Scenario]) -> None:
    names = variable_names(scenario())
    assert {"strategy", "graph.name", "company.vita.quality", "strategy.two, tailored.pitch"} <= set(names)
    assert not {"title", "design.seeds", "company.vita.name", "strategy.focus.name", "record.every"} & set(names)
