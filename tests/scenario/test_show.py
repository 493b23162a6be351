from __future__ import annotations

from rich.console import Console, RenderableType

from sim.scenario.explain import explain
from sim.scenario.show import render, render_difference
from sim.scenario.vary import Difference


def printed(what: RenderableType, width: int = 100) -> list[str]:
    console = Console(width=width, force_terminal=False)
    with console.capture() as capture:
        console.print(what)
    return [line.rstrip() for line in capture.get().rstrip().splitlines()]


def test_a_value_is_a_list_of_its_properties() -> None:
    assert printed(render(explain("credibility.memory_half_life"))) == [
        "conversation.memory_half_life  Time in which the memory of a story loses half its weight.",
        "credibility.memory_half_life is another name of conversation.memory_half_life.",
        "  type     number",
        "  unit     days",
        "  default  30.0",
        "  allowed  more than 0, at most 36500",
        "  source   assumed. Plausible: 7 to 120.",
    ]


def test_a_section_is_a_table_of_its_fields() -> None:
    assert printed(render(explain("record"))) == [
        "record  What is kept.",
        "parameter  default  meaning and source",
        "every      7 days   Interval of the time series.",
        "                    assumed",
    ]


def test_sections_inside_sections_follow() -> None:
    lines = printed(render(explain("company")), width=200)
    assert lines[0] == "company  Companies."
    assert "company.plan  Compensation plan." in lines
    plan = lines.index("company.plan  Compensation plan.")
    assert lines[plan - 1] == ""
    assert any(line.startswith("rates") for line in lines[plan:])


def test_everything_fits_the_terminal() -> None:
    lines = printed(render(explain()), width=80)
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("memory_half_life") for line in lines) == 1


def test_brackets_are_not_markup() -> None:
    found = [Difference("company.vita.plan.rates", "[0.1]", "[bold]")]
    assert printed(render_difference(found, "a.toml", "b.toml")) == [
        "parameter                a.toml  b.toml",
        "company.vita.plan.rates  [0.1]   [bold]",
    ]


def test_no_difference_is_a_sentence() -> None:
    assert printed(render_difference([], "a.toml", "b.toml")) == ["a.toml and b.toml are the same scenario."]
