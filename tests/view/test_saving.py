"""A scenario that is saved is the scenario that was lived."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.scenario.schema import fingerprint, load
from sim.view.choices import Choices, choices_of, in_the_window, lived_with
from sim.view.saving import save_scenario, scenario_text
from tests.command import Command
from tests.view.towns import town

TITLE = 'Two, "told" & <b>tailored</b>'
CHOSEN = Choices(2, "disclose-all", evenings=0.3, hours=10.0, minimum=40.0, life="a year")


def test_what_is_written_is_what_is_read(tmp_path: Path) -> None:
    opened = town(tmp_path)
    lived = lived_with(in_the_window(load(opened)), CHOSEN)
    file = save_scenario(lived, opened, tmp_path / "mine", TITLE)
    assert file == tmp_path / "mine.toml"
    assert tomllib.loads(file.read_text(encoding="utf-8"))["extends"] == "town.toml"
    saved = load(file)
    assert (fingerprint(saved), saved.title) == (fingerprint(lived), TITLE)
    assert saved.design.vary == {"strategy": ["focus", "your way"]}


def test_a_saved_scenario_opens_as_it_was(tmp_path: Path) -> None:
    opened = town(tmp_path)
    lived = lived_with(in_the_window(load(opened)), CHOSEN)
    again = load(save_scenario(lived, opened, tmp_path / "mine.toml"))
    assert choices_of(again) == Choices(2, "disclose-all", evenings=0.3, hours=10.0)
    assert fingerprint(lived_with(in_the_window(again), choices_of(again))) == fingerprint(lived)


def test_a_shipped_scenario_is_extended_by_its_name(tmp_path: Path) -> None:
    lived = lived_with(in_the_window(load("event_nights")), CHOSEN)
    text = scenario_text(lived, "event_nights", tmp_path)
    assert 'extends = "manyhats:event_nights"' in text
    file = tmp_path / "mine.toml"
    file.write_text(text, encoding="utf-8")
    assert fingerprint(load(file)) == fingerprint(lived)


def test_only_what_differs_is_stated(tmp_path: Path) -> None:
    opened = town(tmp_path)
    stated = tomllib.loads(scenario_text(in_the_window(load(opened)), opened, tmp_path))
    assert stated == {
        "extends": "town.toml",
        "title": "A <b>small</b> town",
        "strategy": [{"name": "your way", "companies": ["vita"]}],
        "design": {"vary": {"strategy": ["focus", "your way"]}},
    }


def test_a_saved_scenario_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    manyhats = Command(tmp_path, monkeypatch, capfd)
    opened = town(tmp_path)
    save_scenario(lived_with(in_the_window(load(opened)), Choices(2)), opened, "mine.toml", TITLE)
    told = manyhats("run", "mine.toml", "--strategy", "your way", "--quiet")
    assert (told.code, told.err) == (0, "")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        (" ", "Give the file a name, such as mine.toml."),
        ("mine.py", '"mine.py": a scenario is a file that ends in .toml.'),
        ("town.toml", '"town.toml" is there already, and nothing is overwritten; choose another name.'),
    ],
)
def test_mistakes_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str) -> None:
    monkeypatch.chdir(tmp_path)
    opened = town(tmp_path)
    with pytest.raises(UserError) as error:
        save_scenario(load(opened), opened, name)
    assert str(error.value) == sentence
    assert [each.name for each in tmp_path.iterdir()] == ["town.toml"]
