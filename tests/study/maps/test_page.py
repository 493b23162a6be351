"""The map as a page: as text, and in a browser where there is one, by pointer and keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.study.maps.page import HERE, map_page
from sim.study.maps.places import Map
from sim.study.telling.words import ENGLISH, GERMAN
from tests.alone import SIZES, Opened, asks_nobody, data_of
from tests.study.entries import cell, chart

COLORS = "[...document.querySelectorAll('#people .yields i')].map((each) => getComputedStyle(each).backgroundColor)"
MARKUP = "</script><img src=x onerror=alert(1)>"


def places(*cells: Any) -> list[Any]:
    """Two events by two lives, in the order of a scenario."""
    levels = [{"events.share": share, MARKUP: life} for share in (0.0, 0.5) for life in (1, 2)]
    return [replace(each, where=where) for each, where in zip(cells, levels, strict=True)]


def maps() -> list[Map]:
    less, more = cell(0.02, 0.97, -1500.0, -1), cell(0.7, 0.2, 900.0, 1)
    small, undecided = cell(0.4, 0.45, -10.0, 0, answer="none", enough=None), cell(0.4, 0.5, -50.0, 0)
    held = [replace(cell(0.6, 0.3, 80.0, 1), outsiders=lost) for lost in (0.25, 0.14, None, 0.3)]
    return [chart(cells=places(less, more, small, undecided)), chart("yields", places(*held), at_once=1)]


@pytest.fixture(scope="module")
def text() -> str:
    return map_page(maps(), "en")


def test_the_page_asks_nobody_and_markup_stays_text(text: str) -> None:
    asks_nobody(text.replace("src=x", ""))
    assert "<img" not in text
    assert text.count("</script>") == 2


def test_every_place_has_its_mark_its_numbers_and_what_others_lost(text: str) -> None:
    several, held = data_of(text, "map")["ways"]
    assert [(each["column"], each["row"]) for each in several["fields"]] == [(0, 0), (0, 1), (1, 0), (1, 1)]
    assert [(each["mark"], each["open"]) for each in several["fields"]] == [
        *(("less", False), ("more", False), ("none", False), ("unknown", True))
    ]
    assert [each["strength"] for each in several["fields"]] == [4, 3, 1, 1]
    assert [(each["better"], each["same"], each["worse"]) for each in several["fields"]][:2] == [
        (2, 1, 97),
        (70, 10, 20),
    ]
    assert [each["lost"] for each in held["fields"]] == [25, 14, None, 30]


def test_both_languages_say_everything_that_is_asked_for(text: str) -> None:
    told = data_of(text, "map")["words"]
    assert set(told["en"]) == set(told["de"])
    for name in ENGLISH.table("map"):
        blanks = [re.findall(r"\{\w+\}", words.table("map")[name]) for words in (ENGLISH, GERMAN)]
        assert blanks[0] == blanks[1], name
    sources = "".join((HERE / name).read_text(encoding="utf-8") for name in ("map.js", "map.html"))
    asked = set(re.findall(r"\bwords\.(\w+)|data-(?:word|label)=\"(\w+)\"", sources))
    named = {a or b for a, b in asked} | {"legend_more", "legend_less"}
    assert named == set(told["en"])
    assert told["de"]["named"][0]["fields"][0]["place"].startswith("Ohne Veranstaltungen, ")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory, text: str) -> Path:
    made = tmp_path_factory.mktemp("map") / "map.html"
    made.write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Opened]:
    one = Opened(browser, file)
    yield one
    one.close()


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_everything_has_a_name(browser: Any, file: Path, size: tuple[int, int]) -> None:
    one = Opened(browser, file, size)
    for language in ("de", "en"):
        one.page.click(f"[data-language={language}]")
        assert one.fits()
        assert one.page.evaluate("document.documentElement.lang") == language
    assert one.unnamed() == 0
    assert one.page.locator("table:visible").count() == (2 if size == SIZES[0] else 1)
    one.close()


def test_a_place_that_is_chosen_is_told_in_words(opened: Opened) -> None:
    assert opened.text("#told p:first-child").startswith("Of the same 100 people, 2 ended up better off with two")
    opened.page.click("table .field >> nth=2")
    assert opened.text("#place").startswith("No events, ")
    assert opened.text("#told p:first-child").startswith("Of the same 100 people, 70 ended up better off")
    assert opened.page.locator("#people .hundred").get_attribute("aria-label") == (
        "Of the same 100 people: 70 better off, 10 the same, 20 worse off"
    )
    assert opened.page.locator("#people .hundred i.better").count() == 70
    assert opened.page.locator("[aria-pressed=true].field").count() == 1


def test_keys_go_from_place_to_place_and_on_to_the_next_way(opened: Opened) -> None:
    opened.page.focus("table .field[tabindex='0']")
    for key, way, at in (("ArrowDown", 0, 1), ("ArrowRight", 0, 3), ("ArrowRight", 1, 1), ("ArrowLeft", 0, 3)):
        opened.page.keyboard.press(key)
        focused = opened.page.evaluate("[document.activeElement.dataset.way, document.activeElement.dataset.at].join()")
        assert focused == f"{way},{at}"
    opened.page.keyboard.press("ArrowDown")
    assert opened.text("#told p:last-child") == "About 90 pairs would decide it."


def test_yields_are_grey_and_show_what_others_lose(opened: Opened) -> None:
    opened.page.click("#elsewhere button")
    assert opened.text("#way") == "With one business and yields instead of one"
    assert opened.page.locator("#people .hundred").nth(1).get_attribute("aria-label") == (
        "Of every 100 that people outside pay in: 25 lost, 75 paid out"
    )
    fields = opened.page.locator("table .field.yields")
    assert fields.locator(".lost").all_text_contents() == [
        *("others lose 25 %", "nobody outside paid in", "others lose 14 %", "others lose 30 %")
    ]
    colors = [re.findall(r"[\d.]+", each)[:3] for each in opened.page.evaluate(COLORS)]
    assert all(max(map(float, each)) - min(map(float, each)) <= 13 for each in colors)


def test_signs_tell_without_color(opened: Opened) -> None:
    assert opened.page.locator("table .field.several .sign").all_text_contents() == ["▼", "=", "▲", "?"]
    opened.page.emulate_media(forced_colors="active")
    assert opened.page.locator("table .field.several b").all_text_contents() == ["−95", "−5", "+50", "−10"]


def test_the_way_is_chosen_on_a_narrow_screen(browser: Any, file: Path) -> None:
    one = Opened(browser, file, SIZES[1])
    one.page.click("#switch button:nth-child(2)")
    assert one.page.locator("table:visible caption").count() == 1
    assert one.text("#way") == "With one business and yields instead of one"
    assert one.page.get_attribute("#switch button:nth-child(2)", "aria-pressed") == "true"
    one.close()
