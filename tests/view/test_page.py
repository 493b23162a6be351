"""The market as a page that stands alone, as text: small, asking nobody, and the same as the window shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sim.core.errors import UserError
from sim.scenario.schema import Scenario
from sim.view.choices import Choices
from sim.view.living import Living
from sim.view.modules import joined
from sim.view.page import MODULES, Market, choices_for, live_market, page, told, write_market
from sim.view.seen import pictures_of
from tests.alone import asks_nobody, data_of
from tests.view.towns import TOWN, town

TITLE = '</script><img src="x" onerror="alert(1)"> & <b>more</b>'


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return Scenario.load(town(tmp_path_factory.mktemp("town"), TOWN.replace("A <b>small</b> town", "Two & two")))


@pytest.fixture(scope="module")
def lived(scenario: Scenario) -> Market:
    return live_market(scenario, choices_for(scenario), 1)


@pytest.fixture(scope="module")
def data(lived: Market) -> dict[str, Any]:
    return told(lived)


def test_the_page_asks_nobody_and_a_title_with_markup_stays_text(data: dict[str, Any]) -> None:
    asks_nobody(page(data, "en"))
    text = page({**data, "title": TITLE}, "de")
    assert "<img" not in text
    assert "<b>more" not in text
    assert text.count("</script>") == 2
    assert '<html lang="de">' in text
    assert data_of(text, "market")["title"] == TITLE


def test_modules_stand_as_one() -> None:
    text = joined(*MODULES)
    assert "import " not in text
    assert text.count("export function fill(") == text.count("export function render(") == 1


def test_circles_come_out_as_they_were_seen(lived: Market, data: dict[str, Any]) -> None:
    sides = [way.so_far() for way in lived.ways]
    assert len(data["circles"]) == len(data["days"]["people"]) == 3
    for place, circles in enumerate(data["circles"]):
        seen = pictures_of(sides, lived.base.design.focal_entry, place)["sides"]
        for side, circle in zip(seen, circles, strict=True):
            assert [[data["table"][n] for n in day] for day in circle["circle"]] == side["circle"]
            assert (circle["person"], circle["contacts"]) == (side["person"], side["contacts"])
    assert data["days"]["sides"][0]["days"] == data["lines"][1]["day"]
    assert data["lines"][0]["day"][-1] == 120
    assert len(data["lines"][0]["money"]) == len(data["lines"][0]["day"])


def test_the_difference_is_told_in_both_languages_with_ways_by_their_names(data: dict[str, Any]) -> None:
    english, german = data["pages"]["en"], data["pages"]["de"]
    assert english["facts"]["ways"] == ["focus", "2 businesses: whatever fits the listener"]
    assert german["facts"]["ways"] == ["focus", "2 Geschäfte: was zum Gegenüber passt"]
    assert "with '2 businesses: whatever fits the listener' than with 'focus'" in english["said"]["sentences"][0]
    assert "mit „2 Geschäfte: was zum Gegenüber passt“ am Ende besser da" in german["said"]["sentences"][0]
    assert english["origin"] == (
        "A market of 120 people with seed 1. 3 people come to it after 30 days and live 120 days; first way: focus; "
        "second way: 2 businesses: whatever fits the listener."
    )


def test_choices_are_those_of_the_window_unless_they_are_stated(scenario: Scenario) -> None:
    assert choices_for(scenario) == Choices()
    assert choices_for(scenario, businesses=1, pitch="focus") == Choices(businesses=1, pitch="focus")


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ({"businesses": 3}, "3 businesses: this scenario has 2 to choose from (vita, clicks)."),
        ({"businesses": 0}, "0 businesses: this scenario has 2 to choose from (vita, clicks)."),
        ({"pitch": "tailord"}, "Nobody tells things 'tailord'; there are "),
    ],
)
def test_what_nobody_can_choose_is_refused(scenario: Scenario, chosen: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as error:
        choices_for(scenario, **chosen)
    assert str(error.value).startswith(sentence)


def test_what_breaks_as_it_is_lived_is_a_sentence_and_leaves_no_page(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise UserError("Nobody lives here.")

    monkeypatch.setattr(Living, "_live", refuse)
    with pytest.raises(UserError, match=r"^Nobody lives here\.$"):
        write_market(scenario, tmp_path / "market.html")
    assert list(tmp_path.iterdir()) == []


def test_another_language_is_refused_before_anything_is_lived(scenario: Scenario, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"does not speak 'fr'"):
        write_market(scenario, tmp_path / "market.html", language="fr")
    assert list(tmp_path.iterdir()) == []
