"""The window in a browser, where there is one: offline, without an error, by pointer and keyboard, narrow and wide.

It has its own command, ``make view-test``: a server lives worlds meanwhile, which takes its time.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.schema import load
from sim.view.server import LOOPBACK
from tests.view.towns import town

if not os.environ.get("MANYHATS_VIEW"):
    pytest.skip("The window is tried in a browser by make view-test.", allow_module_level=True)
pytest.importorskip("panel", reason="Panel is not installed.")
sync_api: Any = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
SIZES = ((1280, 900), (390, 844))
PATIENCE = 60_000  # milliseconds
NO_NAME = """
() => {
  const below = (each) => [each, ...(each.shadowRoot ? inside(each.shadowRoot) : [])];
  const inside = (root) => [...root.querySelectorAll("*")].flatMap(below);
  const labelled = (each) => each.labels?.length || each.closest("label") || each.getAttribute("aria-label");
  return inside(document)
    .filter((each) => each.matches("button, input, select, a, [role=img]") && each.offsetParent !== null)
    .filter((each) => !labelled(each) && !(each.matches("button, a") && each.textContent.trim()))
    .map((each) => each.outerHTML);
}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("window")
    town(made)
    return made


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind((LOOPBACK, 0))
        port = free.getsockname()[1]
    program = [sys.executable, "-c", "from sim.cli import main; main()", "view", "town.toml"]
    asked = [*program, "--no-open", "--port", str(port)]
    server = subprocess.Popen(asked, cwd=folder, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    assert server.stdout.readline() == f"The window is open at http://{LOOPBACK}:{port}/\n"
    yield f"http://{LOOPBACK}:{port}/"
    server.send_signal(2)
    assert server.wait(30) == 0


class Opened:
    """The window, and all that went wrong or was asked for beyond this machine."""

    def __init__(self, browser: Any, address: str, size: tuple[int, int] = SIZES[0], language: str = "en") -> None:
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]})
        self.wrong: list[str] = []
        self.outside: list[str] = []
        self.context.route("**/*", self._loopback_only)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", lambda message: message.type == "error" and self.wrong.append(message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(f"{address}?language={language}")
        self.page.wait_for_selector(".difference .lead, .difference .small")
        self.page.wait_for_selector(".pictures[data-days='120']")

    def _loopback_only(self, route: Any) -> None:
        if route.request.url.startswith((f"http://{LOOPBACK}:", "data:", "blob:")):
            route.continue_()
        else:
            self.outside.append(route.request.url)
            route.abort()

    def text(self, selector: str) -> str:
        return str(self.page.text_content(selector))

    def lived(self) -> int:
        """Number of what is shown, counted from the first that was asked for."""
        return int(self.page.get_attribute(".pictures[data-number]", "data-number"))

    def wait_for(self, number: int) -> None:
        """Wait until something else has been lived to its end."""
        self.page.wait_for_selector(f".pictures[data-number='{number}'][data-days='120']")

    def close(self) -> None:
        self.context.close()
        assert self.wrong == []
        assert self.outside == []


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Opened]:
    one = Opened(browser, address)
    yield one
    one.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "de"])
def test_it_fits_and_everything_has_a_name(browser: Any, address: str, size: tuple[int, int], language: str) -> None:
    one = Opened(browser, address, size, language)
    assert one.page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert one.page.evaluate("document.documentElement.lang") == language
    assert one.page.evaluate(NO_NAME) == []
    one.page.click("#tab-evening")
    assert one.page.evaluate("document.documentElement.scrollWidth") == size[0]
    assert one.page.evaluate(NO_NAME) == []
    one.close()


def test_a_title_with_markup_stays_text(opened: Opened) -> None:
    assert opened.text(".kind") == "Many Hats · A <b>small</b> town"
    assert opened.page.locator("b", has_text="small").count() == 0
    assert opened.page.input_value("#save-title") == "A <b>small</b> town"


def test_controls_do_what_they_say(opened: Opened) -> None:
    number = opened.lived()
    opened.page.select_option("#pitch", "disclose-all")
    opened.wait_for(number + 1)
    opened.page.focus("#businesses")
    opened.page.keyboard.press("ArrowLeft")
    assert opened.text("#businesses-is") == "1: vita"
    opened.wait_for(number + 2)
    opened.page.focus("#evenings")
    opened.page.keyboard.press("ArrowRight")
    assert opened.text("#evenings-is") == "10 %"
    opened.wait_for(number + 3)
    opened.page.click("#another")
    opened.wait_for(number + 4)
    assert opened.text("#seed").startswith("Seed 2: ")


def test_days_are_dragged_and_played(opened: Opened) -> None:
    assert opened.text("#market #clock") == "day 120 since they came, of 120"
    opened.page.focus("#day")
    opened.page.keyboard.press("Home")
    sync_api.expect(opened.page.locator("#market #clock")).to_have_text("day 1 since they came, of 120")
    label = opened.page.get_attribute(".way1 canvas.circle", "aria-label")
    assert label.startswith("your way, day 1: of ")
    opened.page.click("#market #play")
    sync_api.expect(opened.page.locator("#market #play")).to_have_text("Pause")
    opened.page.click("#market #play")
    sync_api.expect(opened.page.locator("#market #play")).to_have_text("Play")


def test_somebody_else_is_followed(opened: Opened) -> None:
    label = opened.page.locator(".way1 canvas.circle")
    before = label.get_attribute("aria-label")
    opened.page.select_option("#follow", "1")
    sync_api.expect(label).not_to_have_attribute("aria-label", before)
    assert opened.page.input_value("#follow") == "1"


def test_a_scenario_is_saved_and_can_be_read(opened: Opened, folder: Path) -> None:
    opened.page.click("summary:has-text('Save as scenario')")
    opened.page.fill("#save-title", "Mine & <i>yours</i>")
    opened.page.fill("#save-file", "mine.toml")
    opened.page.click("#save")
    told = "Saved as mine.toml. It runs with: manyhats run mine.toml"
    sync_api.expect(opened.page.locator("#told")).to_have_text(told)
    assert load(folder / "mine.toml").title == "Mine & <i>yours</i>"
    opened.page.fill("#save-file", "mine.toml")
    opened.page.click("#save")
    sync_api.expect(opened.page.locator("#told")).to_contain_text("nothing is overwritten")


def test_the_evening_plays_by_keyboard(opened: Opened) -> None:
    opened.page.focus("#tab-market")
    opened.page.keyboard.press("ArrowRight")
    assert opened.page.get_attribute("#tab-evening", "aria-selected") == "true"
    assert opened.page.is_hidden("#market")
    opened.page.click("#evening-now")
    opened.page.wait_for_selector(".stage canvas")
    assert opened.text("#evening-note") == "In this market nobody goes out; for this evening they do."
    assert opened.page.locator(".stage .panel").count() == 2
    opened.page.focus(".stage #time")
    opened.page.keyboard.press("ArrowRight")
    assert opened.text(".stage #clock").startswith("minute 1 of ")
    opened.page.locator(".stage .panel").first.locator("input").nth(0).check(force=True)
    assert opened.page.locator(".stage .panel").first.locator("input").nth(0).is_checked()


def test_the_server_answers_nobody_else(address: str) -> None:
    host = socket.gethostbyname(socket.gethostname())
    if host.startswith("127."):
        pytest.skip("This machine has no other address.")
    port = int(address.rstrip("/").rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError), socket.create_connection((host, port), timeout=3):
        pass
    assert urllib.request.urlopen(f"{address}alive").status == 200
