"""One visitor of the window: what they chose, what is lived for them, and what their browser is told."""

from __future__ import annotations

import os
import threading
import traceback
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from sim.core.errors import UserError
from sim.core.wording import CONTROL
from sim.scenario.schema import Scenario
from sim.view.choices import (
    HOURS,
    LIVES,
    MOST_AT_PURCHASE,
    NEVER,
    PITCHES,
    Choices,
    businesses_of,
    choices_of,
    in_the_window,
    lived_with,
    reference_of,
)
from sim.view.evenings import played
from sim.view.living import FAILED, Living, Message, Mornings, drained
from sim.view.saving import save_scenario
from sim.view.seen import facts_of, lines_of, most_happens, pictures_of
from sim.view.told import LEAD, differences, over_worlds, sentences
from sim.view.words import words_of

LONGEST_TITLE = 200
CONTROLS, PICTURES, LINES, EVENING = "controls", "pictures", "lines", "evening"
"""Whom a message is for."""


class Opened(NamedTuple):
    """The scenario of the window: the file it came from, what was read, and how it opens."""

    file: Path
    scenario: Scenario
    seed: int = 1
    language: str = "en"


class Told(NamedTuple):
    """A message of plain data, and for which part of the page it is."""

    whom: str
    message: Message


class Session:
    """What one visitor chose, and the worlds that are lived for them.

    Parameters
    ----------
    opened
        The scenario.
    mornings
        Worlds that visitors share.
    """

    def __init__(self, opened: Opened, mornings: Mornings) -> None:
        self.opened, self.language, self.seed = opened, opened.language, opened.seed
        self.base = in_the_window(opened.scenario)
        self.chosen = choices_of(opened.scenario)
        self.scenario = lived_with(self.base, self.chosen)
        self.reference = reference_of(self.base)
        self.followed, self._by_hand = 0, False
        self._living = Living(mornings)
        self._evenings: SimpleQueue[Message] = SimpleQueue()
        self._number, self._asked_evening, self._shown = 0, 0, 0
        self._words: list[Told] = []
        self._gains: dict[Choices, dict[int, float]] = defaultdict(dict)

    def facts(self) -> dict[str, Any]:
        """Everything that the page shows before a world is lived, in plain data."""
        return {
            **facts_of(self.base, self.language),
            "title": self.opened.scenario.title,
            "seed": self.seed,
            "chosen": vars(self.chosen),
            "pitches": list(PITCHES),
            "hours": list(HOURS),
            "hoursStated": self.opened.scenario.design.focal_hours is not None,
            "mostAtPurchase": MOST_AT_PURCHASE,
            "lives": ["", NEVER, *LIVES],
            "file": _free_name(Path.cwd(), self.opened.file.stem),
            "ways": [self.reference, words_of(self.language)["yours"]],
        }

    def live(self) -> None:
        """Live the present choices from the day on which people come."""
        self._number = self._living.ask(self.scenario, self.chosen, self.seed)

    def close(self) -> None:
        """Leave off living."""
        self._living.stop()

    def hear(self, message: Message) -> list[Told]:
        """Do what the browser asks for, and return what it is told at once.

        Parameters
        ----------
        message
            With ``kind``: ``ready``, ``choose``, ``another``, ``follow``, ``save`` or ``evening``. What cannot be done
            is told in a sentence.
        """
        kind = str(message.get("kind", ""))
        try:
            if kind == "ready":
                return self._all_so_far()
            if kind == "choose":
                return self._choose(message)
            if kind == "another":
                self.seed, self._by_hand = self.seed + 1, False  # other people, of whom nobody was chosen
                self.live()
                return [Told(CONTROLS, {"kind": "seed", "seed": self.seed})]
            if kind == "follow":
                self.followed, self._by_hand = max(0, int(message.get("person", 0))), True
                return self._all_so_far()
            if kind == "save":
                return [Told(CONTROLS, self._save(message))]
            if kind == "evening":
                self._ask_evening()
        except UserError as error:
            return [Told(CONTROLS, {"kind": "trouble", "sentence": str(error)})]
        except (TypeError, ValueError):
            return [Told(CONTROLS, {"kind": "trouble", "sentence": f"{kind}: this cannot be read."})]
        return []

    def news(self) -> list[Told]:
        """Return what has been lived since this was last asked."""
        found: list[Told] = []
        for message in drained(self._living.messages):
            if message["number"] == self._number:
                found += self._passed_on(message)
        found += [Told(EVENING, message) for message in drained(self._evenings)]
        return found

    def _choose(self, message: Message) -> list[Told]:
        known = {key: value for key, value in dict(message["chosen"]).items() if key in vars(self.chosen)}
        chosen = replace(self.chosen, **known).within(len(businesses_of(self.base)))
        if chosen != self.chosen:
            self.scenario = lived_with(self.base, chosen)  # what does not fit is said before anything is lost
            self.chosen = chosen
            self.live()
        return []

    def _save(self, message: Message) -> Message:
        title = CONTROL.sub(" ", str(message.get("title", "")))[:LONGEST_TITLE]
        file = save_scenario(self.scenario, self.opened.file, str(message.get("file", "")), title)
        name = os.path.relpath(file)
        sentence = words_of(self.language)["saved"].format(file=name)
        return {"kind": "saved", "sentence": sentence, "next": _free_name(Path.cwd(), self.opened.file.stem)}

    def _ask_evening(self) -> None:
        """Live an evening in a thread of its own; of several that were asked for, the last is told."""
        self._asked_evening += 1
        asked = (self._asked_evening, self.base, self.chosen, self.seed)
        threading.Thread(target=self._play, args=asked, name="evening of a window", daemon=True).start()

    def _play(self, number: int, base: Scenario, chosen: Choices, seed: int) -> None:
        try:
            told = {"kind": "evening", "data": played(base, chosen, seed, self.language), "share": chosen.evenings}
        except UserError as error:
            told = {"kind": "trouble", "sentence": str(error)}
        except Exception:  # otherwise the stage would wait for ever
            traceback.print_exc()
            told = {"kind": "trouble", "sentence": FAILED}
        if number == self._asked_evening:
            self._evenings.put(told)

    def _passed_on(self, message: Message) -> list[Told]:
        """What the page is told of a message from the worlds."""
        kind = message["kind"]
        if kind == "days":
            self._shown, self._words = self._number, []
            return self._days(message["sides"])
        if kind == "done":
            self._words = [Told(PICTURES, {"kind": "words", **self._in_words(*message["days"])})]
            return self._all_so_far() if self._follows_another() else self._words
        return [Told(PICTURES, message)]

    def _follows_another(self) -> bool:
        """Follow the one around whom most happens your way, if nobody was chosen by hand; tell whether that is new."""
        before, circles = self.followed, self._living.ways[1].looks.circles
        if not self._by_hand and circles:
            self.followed = most_happens(circles)
        return self.followed != before

    def _all_so_far(self) -> list[Told]:
        """Everything that was seen of the present worlds, for a page that has nothing yet."""
        if self._shown != self._number or not self._living.ways:
            return []
        return [*self._days([way.so_far() for way in self._living.ways]), *self._words]

    def _days(self, sides: list[Message]) -> list[Told]:
        entry = self.base.design.focal_entry
        pictures = {"kind": "days", "number": self._number, **pictures_of(sides, entry, self.followed)}
        return [Told(PICTURES, pictures), Told(LINES, {"number": self._number, "sides": lines_of(sides, entry)})]

    def _in_words(self, first: dict[str, list[float]], yours: dict[str, list[float]]) -> Message:
        """The difference in this world, and over all worlds so far that were lived with the same choices."""
        gains = self._gains[self.chosen]
        gains[self.seed] = differences(first, yours)[LEAD]
        told = sentences(first, yours, self.reference, self.language)
        worlds = over_worlds(list(gains.values()), self.language)
        return {"sentences": told, "worlds": worlds, "caution": words_of(self.language)["caution"]}


def _free_name(folder: Path, stem: str) -> str:
    """A file name that is not taken yet, such as ``mine.toml`` or ``mine-2.toml``."""
    tries = [f"{stem}-mine.toml", *(f"{stem}-mine-{n}.toml" for n in range(2, 100))]
    return next((name for name in tries if not (folder / name).exists()), tries[-1])
