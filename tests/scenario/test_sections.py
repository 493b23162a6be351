"""Names of parameters, and sentences about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from sim.core.errors import KeyPath, UserError
from sim.scenario import Scenario
from sim.scenario.errors import MOST_PROBLEMS, Problem, ScenarioError
from sim.scenario.sections import (
    ALIASES,
    RETIRED,
    canonical,
    dotted,
    field_at,
    fields_in,
    options_of,
    path_of,
    schema_names,
    section_of,
)

DECLARED = {"company": ["vita", "clicks"], "strategy": ["focus", "two, tailored"]}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("time.days", ("time", "days")),
        ("title", ("title",)),
        ("company.clicks.plan.rates", ("company", 1, "plan", "rates")),
        ("strategy.two, tailored.pitch", ("strategy", 1, "pitch")),
        ("design.vary.graph.p", ("design", "vary", "graph.p")),
        ("design.background.two, tailored", ("design", "background", "two, tailored")),
        ("credibility.memory_half_life", ("conversation", "memory_half_life")),
    ],
)
def test_a_dotted_name_has_a_path(name: str, path: KeyPath) -> None:
    assert path_of(name, DECLARED) == path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("time.dys", "time.dys is not a known key. Did you mean time.days?"),
        ("tme", "tme is not a known key. Did you mean time?"),
        ("population.days", "population.days is not a known key. Did you mean time.days?"),
        ("record.zzz", "record.zzz is not a known key. Known here: every."),
        ("time.days.hours", "time.days.hours is not a known key."),
        ("leaving.losses", f"leaving.losses is no longer a key. {RETIRED['leaving.losses']}"),
        ("claim.settings_seeds", f"claim.settings_seeds is no longer a key. {RETIRED['claim.settings_seeds']}"),
        (
            "company.vita.qualty",
            "company.vita.qualty is not a known key. Did you mean company.vita.quality?",
        ),
        (
            "company.vitta.quality",
            'company.vitta.quality: there is no company "vitta" (declared: "vita" or "clicks"). Did you mean "vita"?',
        ),
    ],
)
def test_an_unknown_name_is_a_sentence(name: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        path_of(name, DECLARED)
    assert str(caught.value) == sentence


def test_no_company_at_all() -> None:
    with pytest.raises(ScenarioError) as caught:
        path_of("company.vita.quality", {"company": []})
    assert str(caught.value) == 'company.vita.quality: there is no company "vita" (none is declared).'


def test_paths_are_written_for_readers() -> None:
    data = {"company": [{"name": "vita"}, {}], "topic_distance": [{}]}
    assert dotted(("company", 0, "plan", "rates", 2), data) == "company.vita.plan.rates (entry 3)"
    assert dotted(("company", 1, "topic"), data) == "company (entry 2).topic"
    assert dotted(("design", "vary", "graph.p"), data) == 'design.vary."graph.p"'


def test_aliases_lead_to_parameters() -> None:
    names = list(schema_names())
    assert all(target in names and alias not in names for alias, target in ALIASES.items())
    assert [canonical(alias) for alias in ALIASES] == list(ALIASES.values())
    assert canonical("time.days") == "time.days"


def test_what_took_the_place_of_a_retired_parameter_is_one() -> None:
    names = list(schema_names())
    assert not set(RETIRED) & set(names)
    for sentence in RETIRED.values():
        assert {name for name in re.findall(r"[a-z_]+\.[a-z_]+", sentence) if name not in names} == set()
        assert any(name in sentence for name in names)
        assert sentence.endswith(".")


def test_entries_belong_to_their_field() -> None:
    rates = field_at(("company", 3, "plan", "rates", 1))
    assert rates is not None
    assert rates is field_at(("company", "plan", "rates"))
    assert field_at(("time", "days", "hours")) is None
    assert field_at(("design", "vary", "anything", 0)) is field_at(("design", "vary"))


def test_sections_and_options() -> None:
    outcomes, plan = field_at(("design", "outcomes")), field_at(("company", "plan"))
    assert outcomes is not None
    assert plan is not None
    assert options_of(outcomes.annotation)[0] == "recruits"
    assert section_of(outcomes.annotation) is None
    assert section_of(plan.annotation) is not None
    assert fields_in(("time",)) == ["days"]
    assert fields_in(("time", "days")) == []


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


Told = Callable[..., list[str]]
CODES = [
    ("\\u001b[31m", "U+001B"),
    ("\\u0007", "U+0007"),
    ("\\u202e", "U+202E"),
    ("\\t", "U+0009"),
    ("\\u2028", "U+2028"),
]


@pytest.mark.parametrize(("written", "code"), CODES)
def test_a_title_is_plain(told: Told, written: str, code: str) -> None:
    (sentence,) = told(f'\ntitle = "red {written}"\n')
    assert sentence == f"x.toml, line 3: title: must be one line without control characters (here {code})."


@pytest.mark.parametrize(("written", "code"), CODES)
def test_names_of_strategies_are_plain(told: Told, written: str, code: str) -> None:
    (sentence,) = told(f'[[strategy]]\ncompanies = ["vita"]\nname = "a{written}b"\n')
    assert sentence.startswith("x.toml, line 4: strategy.")
    assert sentence.endswith(f": must be one line without control characters (here {code}).")


@pytest.mark.parametrize("code", [0, 7, 8, 13, 27, 127, 0x85, 0x9B, 0x2028, 0x202E, 0x2066, 0xD800])
@pytest.mark.parametrize(
    "place",
    [
        ("title",),
        ("company", 0, "name"),
        ("company", 0, "topic"),
        ("company", 0, "plan", "ranks", 0, "name"),
        ("strategy", 0, "name"),
        ("strategy", 0, "companies", 0),
    ],
    ids=lambda place: ".".join(map(str, place)),
)
def test_nothing_that_is_shown_holds_control_characters(
    table: dict[str, Any], place: tuple[str | int, ...], code: int
) -> None:
    inside: Any = table
    table["company"][0]["plan"] = {"ranks": [{"name": "silver"}]}
    for part in place[:-1]:
        inside = inside[part]
    inside[place[-1]] = f"a{chr(code)}b"
    with pytest.raises(ValidationError) as caught:
        Scenario.model_validate(table)
    assert place in [error["loc"] for error in caught.value.errors()]


@pytest.mark.parametrize("text", ["pays $5 or $10", "专注", "[/b] <b>", "=1+1", "é 🙂 a\u200db", "x/y"])
def test_everything_else_is_a_name(table: dict[str, Any], text: str) -> None:
    table["title"] = table["strategy"][0]["name"] = text
    scenario = Scenario.model_validate(table)
    assert (scenario.title, scenario.strategy[0].name) == (text, text)
