"""The page in a browser, where there is one: it plays, listens, speaks, and fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.frames import COUNT
from sim.analysis.moving.page import write_evening
from tests.alone import SIZES, Opened
from tests.analysis.moving.evenings import twins

sync_api: Any = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_evening(twins(), tmp_path_factory.mktemp("browser") / "evening.html", title="<b>Two</b>", seed=3)


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Opened]:
    one = Opened(browser, file)
    yield one
    one.close()


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_without_scrolling_sideways(browser: Any, file: Path, size: tuple[int, int]) -> None:
    one = Opened(browser, file, size)
    for language in ("de", "en"):
        one.page.click(f"[data-language={language}]")
        assert one.fits()
    assert one.page.locator("canvas").count() == 2
    one.close()


def test_playing_moves_the_time_and_ends(opened: Opened) -> None:
    opened.page.select_option("#speed", "3")
    opened.page.click("#play")
    assert opened.text("#play") == "Pause"
    sync_api.expect(opened.page.locator("#clock")).to_have_text("minute 2 of 10")  # where the stories meet, it waits
    opened.page.click("#play")
    assert opened.text("#play") == "Play"
    opened.page.keyboard.press("End")
    assert (int(opened.page.input_value("#time")), opened.text("#play")) == (29, "Once more")


def test_while_it_plays_each_frame_draws_each_room_once(opened: Opened) -> None:
    opened.page.evaluate(COUNT)
    opened.page.click("#play")
    rooms: list[int] = []
    while len(rooms) < 5:
        opened.page.wait_for_timeout(20)
        rooms = opened.page.evaluate("drawn.frames.map((each) => each.rooms)")
    assert set(rooms) == {2}


def test_keys_move_and_play(opened: Opened) -> None:
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowLeft")
    assert int(opened.page.input_value("#time")) == 3
    opened.page.keyboard.press("Space")
    assert opened.text("#play") == "Pause"
    opened.page.keyboard.press("Space")
    assert opened.text("#play") == "Play"


def test_a_contradiction_is_told_in_words(opened: Opened) -> None:
    opened.page.click("#next")
    sentence = (
        "Guest 71 heard of health in minute 1, and now stands by as the talk is of advertising. It does not fit, and "
        "the guest says so aloud: all around have now heard both stories."
    )
    assert opened.text("#live") == f"tailored, Minute 2: {sentence}"
    assert opened.text(".panel:first-child .feed li") == f"Minute 2: {sentence}"
    assert opened.page.locator(".count b").all_text_contents() == ["1", "0"]
    opened.page.click("[data-language=de]")
    assert opened.text(".panel:first-child .feed li").startswith("Minute 2: Gast 71 hat in Minute 1 von Gesundheit")


def test_the_switch_plays_the_same_evening_under_the_other_policy(opened: Opened) -> None:
    opened.page.keyboard.press("End")
    assert opened.page.locator(".count b").all_text_contents() == ["3", "0"]
    before = opened.page.evaluate("document.querySelector('canvas').toDataURL()")
    opened.page.check(".panel:first-child input >> nth=1", force=True)
    assert opened.page.locator(".count b").all_text_contents() == ["0", "0"]
    assert opened.text("#live") == "all side by side: no contradiction noticed"
    pictures = opened.page.evaluate("[...document.querySelectorAll('canvas')].map((each) => each.toDataURL())")
    assert pictures[0] == pictures[1] != before


def test_nothing_glides_where_motion_is_not_wanted(browser: Any, file: Path) -> None:
    one = Opened(browser, file, motion="reduce")
    drawn = "evening => document.querySelector('canvas').toDataURL()"
    one.page.click("#next")
    still = one.page.evaluate(drawn)
    one.page.wait_for_timeout(200)
    assert one.page.evaluate(drawn) == still
    one.close()


def test_everything_has_a_name_and_markup_is_text(opened: Opened) -> None:
    assert opened.unnamed() == 0
    assert opened.text(".kind") == "Many Hats · <b>Two</b>"


def test_an_evening_on_which_nothing_meets_says_so(browser: Any, tmp_path: Path) -> None:
    one = Opened(browser, write_evening(twins()[1:], tmp_path / "quiet.html"))
    assert one.page.locator("canvas").count() == 1
    assert one.page.is_disabled("#next")
    assert one.page.is_hidden("#twins")
    assert (one.page.is_visible("#trust"), one.page.is_visible("#trust-none")) == (False, True)
    one.close()
