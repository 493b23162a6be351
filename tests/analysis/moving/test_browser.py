"""The page in a browser, where there is one: it plays, listens, speaks, and fits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.analysis.moving.page import write_evening
from tests.analysis.moving.evenings import twins

sync_api: Any = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
SIZES = ((1280, 900), (390, 844))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_evening(twins(), tmp_path_factory.mktemp("browser") / "evening.html", title="<b>Two</b>", seed=3)


class Opened:
    """The page, opened offline, and all that went wrong or was asked for."""

    def __init__(
        self, browser: Any, file: Path, size: tuple[int, int] = SIZES[0], motion: str = "no-preference"
    ) -> None:
        self.context = browser.new_context(
            offline=True, viewport={"width": size[0], "height": size[1]}, reduced_motion=motion
        )
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(file.as_uri())

    def text(self, selector: str) -> str:
        return str(self.page.text_content(selector))

    def at(self) -> int:
        return int(self.page.input_value("#time"))


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Opened]:
    one = Opened(browser, file)
    yield one
    assert one.wrong == []
    assert [url for url in one.asked if not url.startswith(("file:", "data:"))] == []
    one.context.close()


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_without_scrolling_sideways(browser: Any, file: Path, size: tuple[int, int]) -> None:
    one = Opened(browser, file, size)
    for language in ("de", "en"):
        one.page.click(f"[data-language={language}]")
        assert one.page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert one.page.locator("canvas").count() == 2
    assert one.wrong == []
    one.context.close()


def test_playing_moves_the_time_and_ends(opened: Opened) -> None:
    opened.page.select_option("#speed", "3")
    opened.page.click("#play")
    assert opened.text("#play") == "Pause"
    sync_api.expect(opened.page.locator("#clock")).to_have_text("minute 2 of 10")  # where the stories meet, it waits
    opened.page.click("#play")
    assert opened.text("#play") == "Play"
    opened.page.keyboard.press("End")
    assert (opened.at(), opened.text("#play")) == (29, "Once more")


def test_keys_move_and_play(opened: Opened) -> None:
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("ArrowLeft")
    assert opened.at() == 3
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
    one.context.close()


def test_everything_has_a_name_and_markup_is_text(opened: Opened) -> None:
    unnamed = opened.page.evaluate(
        "[...document.querySelectorAll('button, input, select, canvas')].filter((each) => "
        "!(each.getAttribute('aria-label') || each.textContent.trim() || each.closest('label'))).length"
    )
    assert unnamed == 0
    assert opened.text(".kind") == "Many Hats · <b>Two</b>"


def test_an_evening_on_which_nothing_meets_says_so(browser: Any, tmp_path: Path) -> None:
    one = Opened(browser, write_evening(twins()[1:], tmp_path / "quiet.html"))
    assert one.page.locator("canvas").count() == 1
    assert one.page.is_disabled("#next")
    assert one.page.is_hidden("#twins")
    assert (one.page.is_visible("#trust"), one.page.is_visible("#trust-none")) == (False, True)
    assert one.wrong == []
    one.context.close()
