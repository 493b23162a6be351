"""The market as a page in Chromium, by ``make view-test``: it plays, follows, speaks and fits, offline."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.schema import Scenario
from sim.view.page import write_market
from tests.alone import SIZES, Opened
from tests.view.towns import town

if not os.environ.get("MANYHATS_VIEW"):
    pytest.skip("The market is tried in a browser by make view-test.", allow_module_level=True)
sync_api: Any = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
CLOCK = "#pictures #clock"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("market")
    return write_market(Scenario.load(town(folder)), folder / "market.html")


def drawn(browser: Any, file: Path, size: tuple[int, int] = SIZES[0]) -> Opened:
    """Open the page, and wait for its last day."""
    one = Opened(browser, file, size)
    sync_api.expect(one.page.locator(CLOCK)).to_have_text("day 120 since they came, of 120")
    return one


@pytest.fixture
def opened(browser: Any, file: Path) -> Iterator[Opened]:
    one = drawn(browser, file)
    yield one
    one.close()


@pytest.mark.parametrize("size", SIZES)
def test_it_fits_and_everything_has_a_name_in_both_languages(browser: Any, file: Path, size: tuple[int, int]) -> None:
    one = drawn(browser, file, size)
    assert one.fits()
    one.page.click("[data-language=de]")
    sync_api.expect(one.page.locator(CLOCK)).to_have_text("Tag 120 seit dem Einstieg, von 120")
    assert one.page.evaluate("document.documentElement.lang") == "de"
    assert one.fits()
    assert one.unnamed() == 0
    assert one.page.locator("canvas[role=img][aria-label]").count() == 6
    one.close()


def test_a_title_with_markup_stays_text(opened: Opened) -> None:
    assert opened.text(".kind") == "Many Hats · A <b>small</b> town"


def test_days_are_dragged_and_played(opened: Opened) -> None:
    opened.page.focus("#day")
    opened.page.keyboard.press("Home")
    sync_api.expect(opened.page.locator(CLOCK)).to_have_text("day 1 since they came, of 120")
    assert str(opened.page.get_attribute("#money", "aria-label")).startswith("Net income so far (mean), day 1. focus: ")
    opened.page.click("#play")
    sync_api.expect(opened.page.locator("#play")).to_have_text("Pause")
    opened.page.click("#play")
    sync_api.expect(opened.page.locator("#play")).to_have_text("Play")


def test_a_rule_goes_with_the_day(opened: Opened) -> None:
    picture = "document.getElementById('money').toDataURL()"
    before = opened.page.evaluate(picture)
    opened.page.focus("#day")
    opened.page.keyboard.press("ArrowLeft")
    sync_api.expect(opened.page.locator(CLOCK)).to_have_text("day 113 since they came, of 120")
    assert opened.page.evaluate(picture) != before


def test_somebody_else_is_followed(opened: Opened) -> None:
    circle = opened.page.locator(".way1 canvas.circle")
    before = circle.get_attribute("aria-label")
    others = [n for n in ("0", "1", "2") if n != opened.page.input_value("#follow")]
    opened.page.select_option("#follow", others[0])
    sync_api.expect(circle).not_to_have_attribute("aria-label", str(before))


def test_the_difference_is_told_in_words(opened: Opened) -> None:
    assert opened.text(".difference .lead").startswith("Of the same 3 people, ")
    assert opened.text("#origin").startswith("A market of 120 people with seed 1.")
    opened.page.click("[data-language=de]")
    sync_api.expect(opened.page.locator(".difference .lead")).to_contain_text("Von denselben 3 Menschen")
