"""Designs that can be carried out, and those that cannot."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.scenario import Scenario
from sim.scenario.checks_design import variable_names
from sim.scenario.design import level_of, measured


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
            '"credibility.memory_half_life" = [2], "conversation.memory_half_life" = [1]',
            'design.vary."conversation.memory_half_life" = [1] is varied twice: credibility.memory_half_life is '
            "another name of it.",
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


Told = Callable[..., list[str]]
SAMPLED = '"latin-hypercube", "sobol", "saltelli" or "morris"'


@pytest.mark.parametrize(
    ("design", "sentence"),
    [
        ('kind = "sobol"', 'kind = "sobol": needs [design.between], the ranges from which points are sampled.'),
        ('kind = "list"', 'kind = "list": needs at least one [[design.point]].'),
        ('kind = "one-at-a-time"', 'kind = "one-at-a-time": needs a parameter in [design.vary].'),
        (
            'kind = "latin"',
            'kind = "latin": must be "grid", "list", "one-at-a-time", "latin-hypercube", "sobol", "saltelli" or '
            '"morris".',
        ),
        (
            'points = 100\nkind = "saltelli"\nbetween = { "gossip.rate" = [0, 1] }',
            'points = 100: must be a power of two for kind = "saltelli", such as 64 or 128.',
        ),
        (
            'between = { "gossip.rate" = [0, 1] }',
            'between = { "gossip.rate" = [0, 1] } is not read by kind = "grid"; ranges need kind = ' + SAMPLED + ".",
        ),
        (
            'point = [{ "gossip.rate" = 0 }]',
            'point is not read by kind = "grid"; points need kind = "list".',
        ),
    ],
)
def test_a_kind_has_what_it_needs_and_reads_what_is_given(told: Told, design: str, sentence: str) -> None:
    line = 3 if design.startswith(("kind", "between", "point =")) or "points" in design else 2
    assert told(f"[design]\n{design}") == [f"x.toml, line {line}: design.{sentence}"]


@pytest.mark.parametrize(
    ("between", "sentence"),
    [
        (
            '"gossip.rat" = [0, 1]',
            '."gossip.rat" = [0, 1] is not a parameter that can vary. Did you mean "gossip.rate"?',
        ),
        (
            "gossip = { rate = [0, 1] }",
            '.gossip: must be a list: a name with dots needs quotes, "gossip.rate" = […].',
        ),
        ('"gossip.rate" = [0.5]', '."gossip.rate" = [0.5]: must be two numbers, [low, high], or [low, high, "log"].'),
        (
            '"gossip.rate" = [false, true]',
            '."gossip.rate" = [false, true]: must be two numbers, [low, high], or [low, high, "log"].',
        ),
        (
            '"gossip.rate" = [0.1, 0.5, "ln"]',
            '."gossip.rate" = [0.1, 0.5, "ln"]: may have "log" as its third entry, and nothing else.',
        ),
        ('"gossip.rate" = [0.5, 0.5]', '."gossip.rate" = [0.5, 0.5]: must go from a lower number to a higher one.'),
        ('"gossip.rate" = [0.5, 1.5]', '."gossip.rate" (entry 2) = 1.5: must be at most 1 (probability).'),
        (
            '"gossip.rate" = [0, 0.5, "log"]',
            '."gossip.rate" = [0, 0.5, "log"]: must begin above 0: there is no logarithm of the low end. '
            'Leave "log" out.',
        ),
        ('"graph.m" = [1.5, 3]', '."graph.m" = [1.5, 3]: must go from one whole number to another.'),
        (
            '"phases.gossip" = [0, 1]',
            '."phases.gossip" = [0, 1]: has no range: it is not a number. List its values in design.vary, or the '
            'points with kind = "list".',
        ),
        (
            "strategy = [0, 1]",
            ".strategy = [0, 1]: has no range: it is not a number. List its values in design.vary, or the points "
            'with kind = "list".',
        ),
        (
            '"conversation.memory_half_life" = [1, 2], "credibility.memory_half_life" = [1, 2]',
            '."credibility.memory_half_life" = [1, 2] is varied twice: it is another name of '
            "conversation.memory_half_life.",
        ),
    ],
)
def test_ranges_are_checked(told: Told, between: str, sentence: str) -> None:
    text = f'[design]\nkind = "morris"\nbetween = {{ {between} }}'
    assert told(text) == [f"x.toml, line 4: design.between{sentence}"]


def test_only_strategies_are_crossed_with_a_sample(told: Told) -> None:
    text = '[design]\nkind = "morris"\nbetween = { "gossip.rate" = [0, 1] }\nvary = { "graph.p" = [0, 1] }'
    assert told(text) == [
        'x.toml, line 5: design.vary."graph.p" = [0, 1]: cannot be crossed with kind = "morris"; only strategy can.'
    ]


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        ('"gossip.rate" = 2', ' (entry 2)."gossip.rate" = 2: must be at most 1 (probability).'),
        (
            '"gossip.rat" = 1',
            ' (entry 2)."gossip.rat" = 1 is not a parameter that can vary. Did you mean "gossip.rate"?',
        ),
        ('"gossip.rate" = 0', " (entry 2) is listed twice."),
        (
            "gossip.rate = 1",
            " (entry 2).gossip = { rate = 1 } is not a parameter that can vary. "
            'Write its whole name in quotes, such as "gossip.…" = ….',
        ),
        ('"graph.p" = 0', " (entry 2): must have the names of the first point: gossip.rate."),
    ],
)
def test_listed_points_are_checked(told: Told, second: str, sentence: str) -> None:
    text = f'[design]\nkind = "list"\n[[design.point]]\n"gossip.rate" = 0\n[[design.point]]\n{second}'
    first, *_ = told(text)
    assert first.partition(": ")[2] == f"design.point{sentence}"


def test_points_whose_values_do_not_fit_are_named(told: Told) -> None:
    text = '[design]\nkind = "list"\n[[design.point]]\n"graph.m" = 50\n"population.people" = 20'
    assert told(text) == [
        "x.toml, line 4: design.point: graph.m = 50: must be less than population.people = 20. "
        "This is the point where graph.m = 50, population.people = 20."
    ]


@pytest.mark.parametrize(
    ("together", "sentence"),
    [
        ('["graph.p"]', ' (entry 1) = ["graph.p"]: must have at least two names.'),
        (
            '["graph.p", "gossip.rat"]',
            ' (entry 1) = ["graph.p", "gossip.rat"]: "gossip.rat" is not among what varies '
            '(design.vary, design.between). Did you mean "gossip.rate"?',
        ),
        (
            '["strategy", "graph.p"]',
            ' (entry 1) = ["strategy", "graph.p"]: must name parameters, each of them once.',
        ),
        (
            '["graph.p", "gossip.rate"]',
            ' (entry 1) = ["graph.p", "gossip.rate"]: must have equally many values, not 2 and 3.',
        ),
    ],
)
def test_what_varies_together_is_checked(told: Told, together: str, sentence: str) -> None:
    vary = '"graph.p" = [0, 1], "gossip.rate" = [0, 0.5, 1], strategy = ["focus"]'
    found = told(f"[design]\ntogether = [{together}]\nvary = {{ {vary} }}")
    assert found == [f"x.toml, line 3: design.together{sentence}"]


@pytest.mark.parametrize(
    ("precision", "sentence"),
    [
        ('outcome = "net_incom"', '.outcome = "net_incom" is not an outcome. Did you mean "net_income"?'),
        (
            'outcome = "recruits.q100"',
            '.outcome = "recruits.q100" is not known after recruits: .mean, .median, or .q01 to .q99 for quantiles '
            "over people.",
        ),
        ('outcome = "recruits", max_seeds = 5', ".max_seeds = 5: must be at least min_seeds = 10."),
        ('outcome = "recruits", half_width = 0', ".half_width = 0: must be more than 0 (unit of the outcome)."),
        (
            'outcome = "recruits", difference = true',
            ".difference = true: needs strategies to compare: name them in design.vary.strategy.",
        ),
    ],
)
def test_a_wish_for_precision_is_checked(told: Told, precision: str, sentence: str) -> None:
    assert told(f"[design]\nprecision = {{ {precision} }}") == [f"x.toml, line 3: design.precision{sentence}"]


def test_a_sampled_design_can_be_changed_from_the_command_line(scenario: Callable[..., Scenario]) -> None:
    design = scenario(
        "design.kind=sobol",
        "design.points=32",
        "design.between.gossip.rate=[0, 1]",
        "design.precision.outcome=recruits",
    ).design
    assert (design.kind, design.points, design.between) == ("sobol", 32, {"gossip.rate": [0, 1]})
    assert design.precision.outcome == "recruits"


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("recruits", ("recruits", "mean")),
        ("recruits.mean", ("recruits", "mean")),
        ("net_income_median", ("net_income", "median")),
        ("net_income.median", ("net_income", "median")),
        ("credibility.q05", ("credibility", "q05")),
    ],
)
def test_an_outcome_may_be_spelled_with_its_quantity(outcome: str, found: tuple[str, str]) -> None:
    assert measured(outcome) == found


@pytest.mark.parametrize("outcome", ["recruits.", "recruits.q00", "recruits.max", "recruits.median.q10", "x.median"])
def test_other_spellings_are_refused(outcome: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        measured(outcome)


def test_quantiles_have_levels() -> None:
    assert [level_of(name) for name in ("median", "q10", "q99")] == [0.5, 0.1, 0.99]
