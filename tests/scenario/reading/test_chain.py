"""Files that extend each other, and values that are set."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.reading.chain import chain, settle_aliases, settle_paths
from sim.scenario.vary import value_of

Writer = Callable[..., Path]


def said(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        chain(path, str(path))
    return str(caught.value)


def test_ancestors_come_first(write: Writer) -> None:
    write('extends = "b.toml"\na = 1', "deep/er/a.toml")
    write('extends = "../c.toml"\nb = 1', "deep/er/b.toml")
    write("c = 1", "deep/c.toml")
    links = chain(Path("deep/er/a.toml"), "deep/er/a.toml")
    assert [link.table for link in links] == [{"c": 1}, {"b": 1}, {"a": 1}]
    assert [link.source.name for link in links] == ["deep/c.toml", "deep/er/b.toml", "deep/er/a.toml"]


def test_a_missing_ancestor_is_a_mistake_of_the_file_that_names_it(write: Writer) -> None:
    write("a = 1", "s/base.toml")
    write('title = "x"\nextends = "bas.toml"', "s/x.toml")
    assert said(Path("s/x.toml")) == (
        's/x.toml, line 2: extends = "bas.toml": there is no such file. Did you mean "base.toml"?'
    )


@pytest.mark.parametrize("name", ["base", "base.toml", "scenarios/base.toml"])
def test_a_missing_ancestor_may_be_a_shipped_one(write: Writer, name: str) -> None:
    assert said(write(f'extends = "{name}"')) == (
        f'x.toml, line 1: extends = "{name}": there is no such file. The shipped scenario is "manyhats:base".'
    )


def test_ancestors_of_shipped_scenarios_are_called_as_those_are(write: Writer) -> None:
    links = chain(write('extends = "manyhats:claims/a06_events"'), "x.toml")
    assert [link.source.name for link in links] == [
        *("manyhats:base", "manyhats:newcomers", "manyhats:claims/a06_events"),
        "x.toml",
    ]


@pytest.mark.parametrize("header", ["[time]", "[[company]]"])
def test_extends_below_a_header(write: Writer, header: str) -> None:
    assert said(write(f'{header}\nname = "a"\nextends = "base.toml"')) == (
        'x.toml, line 3: extends = "base.toml": belongs to the top of the file, above the first [section].'
    )


def test_an_ancestor_that_is_a_folder(write: Writer) -> None:
    Path("base").mkdir()
    assert said(write('extends = "base"')) == 'x.toml, line 1: extends = "base" is a folder, not a scenario file.'


def test_an_ancestor_that_is_not_toml(write: Writer) -> None:
    write("a = 1\nb", "base.toml")
    assert said(write('extends = "base.toml"')) == (
        "base.toml, line 2 is not valid TOML: expected '=' after a key in a key/value pair (end of file)."
    )


@pytest.mark.parametrize("value", ["3", '["a.toml", "b.toml"]', "true"])
def test_extends_is_one_name(write: Writer, value: str) -> None:
    assert said(write(f"extends = {value}")) == (
        f'x.toml, line 1: extends = {value.replace(", ", ", ")}: must be the name of one file in "quotes".'
    )


def test_a_file_that_extends_itself(write: Writer) -> None:
    assert said(write('extends = "x.toml"')) == (
        'x.toml, line 1: extends = "x.toml": files extend each other in a circle (x.toml -> x.toml).'
    )


def test_a_circle_through_a_link(write: Writer) -> None:
    write('extends = "c.toml"', "b.toml")
    Path("c.toml").symlink_to("x.toml")
    assert said(write('a = 1\nextends = "b.toml"')) == (
        'b.toml, line 1: extends = "c.toml": files extend each other in a circle (x.toml -> b.toml -> c.toml).'
    )


def test_a_second_spelling_is_moved(write: Writer) -> None:
    (link,) = chain(write("[credibility]\nmemory_half_life = 7\nprior = 1"), "x.toml")
    assert settle_aliases(link) == []
    assert link.table == {"credibility": {"prior": 1}, "conversation": {"memory_half_life": 7}}


def test_both_spellings_are_refused(write: Writer) -> None:
    text = "[conversation]\nmemory_half_life = 30\n[credibility]\nmemory_half_life = 7"
    (link,) = chain(write(text), "x.toml")
    assert [str(problem) for problem in settle_aliases(link)] == [
        "x.toml, line 4: credibility.memory_half_life = 7 is stated twice: credibility.memory_half_life is "
        "another name of conversation.memory_half_life. Keep one of them."
    ]


def test_sections_of_the_wrong_type_are_left_to_the_schema(write: Writer) -> None:
    (link,) = chain(write("conversation = 3\ngraph = 1\ndesign = 2\n[credibility]\nmemory_half_life = 7"), "x")
    assert settle_aliases(link) == []
    settle_paths(link)
    assert link.table == {"conversation": 3, "graph": 1, "design": 2, "credibility": {}}


def test_graph_files_lie_beside_the_file_that_names_them(write: Writer, folder: Path) -> None:
    text = '[graph]\npath = "data/a.txt"\n[design.vary]\n"graph.path" = ["../b.txt", "/c.txt", 3]'
    (link,) = chain(write(text, "s/x.toml"), "s/x.toml")
    settle_paths(link)
    assert link.table["graph"]["path"] == str(folder / "s/data/a.txt")
    assert link.table["design"]["vary"]["graph.path"] == [str(folder / "b.txt"), "/c.txt", 3]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("time.days=30", "time.days", 30),
        (" time.days = 1_000 ", "time.days", 1000),
        ("title=Focus or diversify?", "title", "Focus or diversify?"),
        ('title="a = b"', "title", "a = b"),
        ("title=", "title", ""),
        ("phases.gossip=false", "phases.gossip", False),
        ("graph.kind=complete", "graph.kind", "complete"),
        ("company.vita.quality=0.9", "company.vita.quality", 0.9),
        ("company.vita.joining_fee=35.1", "company.vita.joining_fee", Decimal("35.1")),
        ("company.clicks.plan.rates=[0.1, 0.2]", "company.clicks.plan.rates", [0.1, 0.2]),
        ("strategy.two, tailored.pitch=focus", "strategy.two, tailored.pitch", "focus"),
        ("design.vary.graph.p=[0, 1]", "design.vary", {"graph.p": [0, 1]}),
        ("design.background.two, tailored=1", "design.background", {"two, tailored": 1.0}),
        ("time={days=5}", "time.days", 5),
        ("credibility.memory_half_life=7", "conversation.memory_half_life", 7.0),
    ],
)
def test_one_value_is_set(scenario: Callable[..., Scenario], text: str, name: str, value: Any) -> None:
    assert value_of(scenario(text), name) == value


def test_a_section_that_is_set_keeps_what_is_not_named(scenario: Callable[..., Scenario]) -> None:
    population = scenario("population={networkers=0.5}").population
    assert (population.people, population.networkers) == (100, 0.5)


def test_the_last_one_holds(scenario: Callable[..., Scenario]) -> None:
    assert scenario("time.days=30", "time.days=60").time.days == 60


def test_a_line_break_cannot_smuggle_in_a_second_key(scenario: Callable[..., Scenario]) -> None:
    assert scenario('graph.name="a"\nb = 1').graph.name == '"a"\nb = 1'


def test_a_path_on_the_command_line_is_relative_to_the_working_directory(
    scenario: Callable[..., Scenario], folder: Path
) -> None:
    found = scenario("graph.kind=file", "graph.path=data/friends.txt")
    assert found.graph.path == str(folder / "data/friends.txt")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("time.days", '--set time.days: must have the form key=value, such as "time.days=30".'),
        ("=3", '--set =3: must have the form key=value, such as "time.days=30".'),
        ("population.people=abc", "--set population.people=abc: must be a whole number (people)."),
        ("population.people=1", "--set population.people=1: must be at least 2 (people)."),
        ("time.dys=3", "--set time.dys=3 is not a known key. Did you mean time.days?"),
        ("time.days.x=3", "--set time.days.x=3 is not a known key."),
        ("extends=a.toml", "--set extends=a.toml: extends is stated in a file, not on the command line."),
        (
            "company.vitta.quality=1",
            '--set company.vitta.quality=1: there is no company "vitta" (declared: "vita" or "clicks"). '
            'Did you mean "vita"?',
        ),
        (
            "company.vita.plan.rates=[2]",
            "--set company.vita.plan.rates=[2]: company.vita.plan.rates (entry 1) = 2: must be at most 1 "
            "(share of volume).",
        ),
        ("time=3", "--set time=3: must be a table: write [time]."),
        ("title=2026-01-02", '--set title=2026-01-02: must be text in "quotes".'),
    ],
)
def test_a_mistake_names_the_option(town: Path, text: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(town, [text])
    assert str(caught.value) == sentence


def test_mistakes_on_the_command_line_come_before_those_of_the_file(told: Callable[..., list[str]]) -> None:
    assert told("[time]\ndays = 0", "graph.mm=3", "graph.m=0") == [
        "--set graph.mm=3 is not a known key. Did you mean graph.m?",
        "--set graph.m=0: must be at least 1 (ties).",
        "x.toml, line 3: time.days = 0: must be at least 1 (days).",
    ]


def test_companies_that_are_no_list_are_a_mistake_of_the_file(told: Callable[..., list[str]]) -> None:
    assert told("[company]\nname = 3", "company.vita.quality=1") == [
        '--set company.vita.quality=1: there is no company "vita" (none is declared).',
        "x.toml, line 2: company: must be a list of tables: write [[company]].",
    ]


@pytest.mark.parametrize(
    "key", ["strategy.two, tailored.pace", 'strategy."two, tailored".pace', '"strategy.two, tailored.pace"']
)
def test_keys_may_have_the_quotes_of_a_file(scenario: Callable[..., Scenario], key: str) -> None:
    assert scenario(f"{key}=3").strategy[1].pace == 3
