from __future__ import annotations

from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.scenario import Scenario
from sim.scenario.errors import ScenarioError
from sim.scenario.reading import shipped
from sim.scenario.schema import fingerprint


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_scenario_has_a_title_that_asks_something() -> None:
    listed = shipped.shipped()
    assert len(listed) == 26
    assert [each.name for each in listed] == sorted(each.name for each in listed)
    assert all(len(each.title) > 10 for each in listed)
    assert len(shipped.names()) == len(listed) + 19 + 3 + 1


@pytest.mark.parametrize("name", ["base", "manyhats:base", "manyhats:base.toml", "claims/a06_events"])
def test_a_name_is_enough_anywhere(name: str, elsewhere: Path) -> None:
    stem = name.removeprefix("manyhats:").removesuffix(".toml")
    assert shipped.located(name) == shipped.folder() / f"{stem}.toml"
    assert Scenario.load(name).title == Scenario.load(shipped.folder() / f"{stem}.toml").title


def test_a_file_of_that_name_comes_first(elsewhere: Path) -> None:
    (elsewhere / "base").write_text('extends = "manyhats:base"\ntitle = "my own"\n')
    assert Scenario.load("base").title == "my own"
    assert Scenario.load("manyhats:base").title == "Three thousand people, five companies"


@pytest.mark.parametrize(
    ("name", "near"),
    [("focus_or_diversfy", "focus_or_diversify"), ("manyhats:pnzi", "ponzi"), ("manyhats:claims/a06_event", None)],
)
def test_a_name_that_is_none_is_a_sentence_with_the_nearest(name: str, near: str | None, elsewhere: Path) -> None:
    with pytest.raises(UserError) as error:
        shipped.located(name)
    assert "no shipped scenario" in str(error.value)
    assert str(error.value).endswith(f'Did you mean "{near or "claims/a06_events"}"?')


@pytest.mark.parametrize("text", ["mine.toml", "sub/mine.toml", "/abs/x", "a b"])
def test_paths_stay_paths(text: str, elsewhere: Path) -> None:
    assert shipped.located(text) == Path(text)


def test_a_folder_does_not_hide_a_shipped_scenario(elsewhere: Path) -> None:
    for name in ("ponzi", "mine"):
        (elsewhere / name).mkdir()
    assert shipped.located("ponzi") == shipped.folder() / "ponzi.toml"
    assert shipped.located("mine") == Path("mine")


@pytest.mark.parametrize("path", ["ponzi.toml", "scenarios/ponzi.toml"])
def test_a_file_that_is_not_there_may_be_a_shipped_one(path: str, elsewhere: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        Scenario.load(path)
    assert str(error.value) == f'{path}: there is no such file. The shipped scenario is "manyhats:ponzi".'


def test_a_scenario_of_a_folder_is_offered_by_its_last_name(elsewhere: Path) -> None:
    with pytest.raises(ScenarioError) as error:
        Scenario.load("village.toml")
    assert str(error.value) == 'village.toml: there is no such file. The shipped scenario is "manyhats:lesson/village".'
    assert shipped.copy("lesson/village", elsewhere) == [elsewhere / "village.toml"]
    assert Scenario.load("village.toml").design.seeds == 16


def test_a_file_without_its_ending_is_told_with_it(elsewhere: Path) -> None:
    (elsewhere / "mine.toml").write_text('extends = "manyhats:base"\n')
    with pytest.raises(ScenarioError) as error:
        Scenario.load("mine")
    assert str(error.value) == 'mine: there is no such file. Did you mean "mine.toml"?'


def test_a_copy_is_not_mistaken_for_the_shipped_one(elsewhere: Path) -> None:
    shipped.copy("ponzi", elsewhere)
    with pytest.raises(UserError) as error:
        Scenario.load("ponzi")
    assert str(error.value) == (
        '"ponzi" may be "ponzi.toml" here or the shipped scenario: write "ponzi.toml" or "manyhats:ponzi".'
    )
    assert shipped.located("ponzi.toml") == Path("ponzi.toml")


def test_the_shipped_folder_itself_is_no_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shipped.folder())
    assert shipped.located("ponzi") == shipped.folder() / "ponzi.toml"


def test_what_cannot_be_extended_is_told_with_its_line(elsewhere: Path) -> None:
    (elsewhere / "x.toml").write_text('title = "x"\nextends = "manyhats:bse"\n')
    with pytest.raises(ScenarioError) as error:
        Scenario.load("x.toml")
    assert str(error.value).startswith('x.toml, line 2: extends = "manyhats:bse": there is no shipped scenario "bse" (')
    assert str(error.value).endswith('Did you mean "base"?')


@pytest.mark.parametrize("name", ["focus_or_diversify", "claims/a06_events", "verification/contagion"])
def test_a_copy_is_the_same_world_anywhere(name: str, elsewhere: Path) -> None:
    (copied,) = shipped.copy(name, elsewhere / "new")
    assert fingerprint(Scenario.load(copied)) == fingerprint(Scenario.load(name))


def test_rules_of_its_own_come_along_and_nothing_is_overwritten(elsewhere: Path) -> None:
    assert [path.name for path in shipped.copy("own_rules", elsewhere)] == ["own_rules.toml", "own_rules.py"]
    before = (elsewhere / "own_rules.toml").read_bytes()
    with pytest.raises(UserError) as error:
        shipped.copy("own_rules", elsewhere)
    there = elsewhere / "own_rules.toml"
    assert str(error.value) == (
        f"'{there}' is there already; nothing was copied. Remove it, or name another folder with --to."
    )
    assert there.read_bytes() == before


def test_a_shipped_file_is_called_alike_on_every_machine(elsewhere: Path) -> None:
    assert shipped.called(shipped.find("claims/a06_events")) == "scenarios/claims/a06_events.toml"
    assert shipped.called(elsewhere / "mine.toml") == f"{elsewhere}/mine.toml"


def test_a_link_where_the_copy_would_be_is_not_followed(elsewhere: Path) -> None:
    (elsewhere / "base.toml").symlink_to(elsewhere / "nowhere")
    with pytest.raises(UserError, match="is there already"):
        shipped.copy("base", elsewhere)
    assert not (elsewhere / "nowhere").exists()
