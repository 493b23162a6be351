"""What a page is told, in plain data: of a scenario, and of days that were lived for the pictures and the lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sim.analysis.moving.page import spoken
from sim.analysis.plots.evening import color_of
from sim.scenario.schema import Scenario
from sim.view.choices import businesses_of
from sim.view.looks import BELIEVED, BOND, STRUCK, Circle, Looks
from sim.view.words import words_of

Message = dict[str, Any]


def facts_of(base: Scenario, language: str) -> dict[str, Any]:
    """Return what pictures of a scenario of the window show in a language, whatever is chosen."""
    topics, names = base.topics, spoken()[language]["topics"]
    return {
        "words": words_of(language),
        "language": language,
        "businesses": businesses_of(base),
        "topics": [names.get(topic, topic) for topic in topics],
        "colors": [color_of(1 << bit) for bit in range(len(topics))],
        "companies": [each.name for each in base.company],
        "topicOf": [topics.index(each.topic) for each in base.company],
        "bits": {"struck": STRUCK, "believed": BELIEVED, "bond": BOND},
        "all": base.time.days - base.design.focal_entry,
    }


def pictures_of(sides: Sequence[Message], entry: int, followed: int) -> Message:
    """Return what circles and trees are drawn from: days since ``entry``, positions, and the circle of the followed.

    Parameters
    ----------
    sides
        Both ways as :meth:`sim.view.living.Way.report` or :meth:`sim.view.living.Way.so_far` tell them.
    entry
        Day of the world on which people came.
    followed
        Whose circle: a place in the order in which they were drawn; past the last, the last.
    """
    pictures = []
    for side in sides:
        looks: Looks = side["looks"]
        part = slice(side["first"], side["last"])
        days = {"first": side["first"], "days": since(looks, part, entry), "positions": side["positions"]}
        pictures.append({**days, **_circle(looks, part, followed)})
    people = [[circle.person, len(circle.contacts)] for circle in sides[0]["looks"].circles]
    return {"entry": entry, "people": people, "followed": followed, "sides": pictures}


def lines_of(sides: Sequence[Message], entry: int) -> list[Message]:
    """Return money and credibility of both ways by day, None where nobody has heard of those who came."""
    found = []
    for side in sides:
        looks: Looks = side["looks"]
        part = slice(side["first"], side["last"])
        belief = [None if math.isnan(value) else value for value in looks.belief[part]]
        days = since(looks, part, entry)
        found.append({"first": side["first"], "day": days, "money": looks.money[part], "belief": belief})
    return found


def since(looks: Looks, part: slice, entry: int) -> list[int]:
    """Return the days that were looked at, counted from the one on which people came."""
    return [day - entry for day in looks.days[part]]


def most_happens(circles: Sequence[Circle]) -> int:
    """Return around whom most happens: a place in the order in which they were drawn."""
    return max(range(len(circles)), key=lambda place: circles[place].happened())


def _circle(looks: Looks, part: slice, followed: int) -> Message:
    if not looks.circles:
        return {"person": -1, "contacts": [], "close": [], "circle": []}
    circle = looks.circles[min(followed, len(looks.circles) - 1)]
    found = {"person": circle.person, "contacts": list(circle.contacts), "close": list(circle.close)}
    return {**found, "circle": circle.days[part]}
