from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import ScenarioError
from sim.scenario.reading.chain import chain, settle_aliases, settle_paths

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
    assert [link.source.name for link in links] == ["manyhats:base", "manyhats:claims/a06_events", "x.toml"]


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
