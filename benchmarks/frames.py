"""Frames a second of an evening in a browser, and what drawing one costs: a page of 100 guests, played in Chromium."""

from __future__ import annotations

import shutil
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.evenings import GUESTS, HOURS, KNOBS
from benchmarks.report import Form, Measure, SkippedError, at_least, at_most
from sim.analysis.moving import Twin, write_evening
from sim.core.chance import seed_key
from sim.model.events.circles import circle_day
from sim.model.events.floor import CONSTANTS, empty_floor
from sim.model.talk.rows import Heard
from sim.record.evening import Evening

LEAST_FRAMES, MOST_MILLISECONDS = 30.0, 1000.0 / 30
SIZES = {"1,280 px": (1280, 900, 1), "390 px": (390, 844, 3)}
"""Width, height, and points of the screen for each pixel of the page."""
PAST_THE_FIRST = 6_000
"""Milliseconds after which the evening has gone on from its first contradiction, at which it stands still."""
NO_BROWSER = "Frames are counted in Chromium by Playwright, and one of them is not installed."
COUNT = """
() => {
  const drawn = (window.drawn = { frames: [], rooms: 0 });
  const paint = CanvasRenderingContext2D.prototype.fillRect;
  CanvasRenderingContext2D.prototype.fillRect = function (x, y, width, height) {
    if (width === this.canvas.width && height === this.canvas.height) drawn.rooms += 1;
    paint.call(this, x, y, width, height);
  };
  const ask = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (call) => ask((now) => {
    const [before, began] = [drawn.rooms, performance.now()];
    call(now);
    const rooms = drawn.rooms - before;
    if (rooms) drawn.frames.push({ rooms, took: performance.now() - began });
  });
}
"""
"""From when on every frame in which rooms are drawn is noted: how many, and how many milliseconds it took."""


def twins(guests: int = GUESTS, hours: int = HOURS) -> list[Twin]:
    """Return an evening as the model lets people circle, told in two ways; under the first, stories meet all along."""
    contacts = circle_day(empty_floor(guests), seed_key(1), 0, hours * 180, KNOBS, CONSTANTS)
    speaker = int(np.bincount(contacts[1:].ravel()).argmax())
    slots, listeners = _heard(contacts, speaker)
    made = []
    for pitch in ("tailored", "disclose-all"):
        rows = Heard.rows(slots.size)
        rows.slot, rows.listener = slots, listeners
        tailored = pitch == "tailored"
        turns = np.arange(slots.size) % 2
        rows.topics = 1 + turns if tailored else 3
        again = np.array([listener in listeners[:n] for n, listener in enumerate(listeners)])
        rows.noticed = np.where(tailored & again, 1 + turns, 0)
        people, topics = np.arange(guests), ["health", "advertising"]
        made.append(Twin(pitch, Evening(1, people, speaker, pitch, topics, 60.0 * hours, contacts, rows)))
    return made


def _heard(contacts: Any, speaker: int) -> tuple[Any, Any]:
    """Return when somebody hears the networker, and who: each minute that they face each other."""
    slot, first, second = contacts
    mine = ((first == speaker) | (second == speaker)) & (slot % 3 == 0)
    return slot[mine], np.where(first == speaker, second, first)[mine]


def played(page: Any, milliseconds: int) -> list[float]:
    """Play an opened evening past its first contradiction, and return what each frame took that was drawn."""
    page.evaluate(COUNT)
    page.click("#play")
    page.wait_for_timeout(PAST_THE_FIRST)
    page.evaluate("drawn.frames.length = 0")
    page.wait_for_timeout(milliseconds)
    took: list[float] = page.evaluate("drawn.frames.map((each) => each.took)")
    return took


def run(form: Form) -> list[Measure]:
    """Measure the page on a wide and on a narrow screen, for two seconds each in the quick form and else for ten."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        program = None
    if program is None:
        raise SkippedError(NO_BROWSER)
    seconds, measures = 2 if form.quick else 10, []
    with TemporaryDirectory() as folder, sync_playwright() as play:
        file = write_evening(twins(), Path(folder) / "evening.html")
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (width, height, sharp) in SIZES.items():
            screen = {"viewport": {"width": width, "height": height}, "device_scale_factor": sharp}
            page = browser.new_context(offline=True, **screen).new_page()
            page.goto(file.as_uri())
            measures += _measures(name, played(page, 1000 * seconds), seconds, judged=not form.quick)
        browser.close()
    return measures


def _measures(name: str, frames: list[float], seconds: int, *, judged: bool) -> list[Measure]:
    named = f"evening of {GUESTS} guests in two rooms, {name}"
    counted = Measure(f"{named}: frames drawn", len(frames) / seconds, "a second")
    ends = quantiles(frames, n=20)
    drawing = Measure(f"{named}: drawing a frame", median(frames), "ms", ends[0], ends[-1])
    return [
        at_least(LEAST_FRAMES, counted, judged=judged),
        at_most(round(MOST_MILLISECONDS, 1), drawing, judged=judged),
    ]
