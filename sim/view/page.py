"""The market as a page that stands alone: two ways through it, day by day, and the difference in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.analysis.moving.alone import LANGUAGES, Alone, alone, refuse_language, templates
from sim.analysis.moving.page import drawing
from sim.core.errors import UserError
from sim.core.files import expanded, probe_file, write_text, written
from sim.core.wording import listed, meant
from sim.scenario.schema import Scenario
from sim.view.choices import PITCHES, Choices, businesses_of, choices_of, in_the_window, lived_with, reference_of
from sim.view.living import Living, Message, Mornings, Way
from sim.view.modules import HERE, joined, text_of
from sim.view.seen import facts_of, lines_of, most_happens, pictures_of
from sim.view.told import sentences
from sim.view.words import number_in, words_of

MODULES = ("lines.js", "pictures.js", "market.js")


@dataclass(frozen=True)
class Market:
    """Two ways that were lived to their end.

    Attributes
    ----------
    base
        The scenario of the window (:func:`sim.view.choices.in_the_window`).
    chosen
        What the second way stands for.
    seed
        Of the world.
    ways
        The first that the scenario compares, and the chosen one.
    """

    base: Scenario
    chosen: Choices
    seed: int
    ways: list[Way]


def choices_for(scenario: Scenario, *, businesses: int | None = None, pitch: str | None = None) -> Choices:
    """Return what a scenario stands for in the window, with what is stated here.

    Raises
    ------
    sim.core.errors.UserError
        If it has not so many businesses, or nobody tells things that way.
    """
    names, chosen = businesses_of(scenario), choices_of(scenario)
    if businesses is not None and not 1 <= businesses <= len(names):
        raise UserError(f"{businesses} businesses: this scenario has {len(names)} to choose from ({', '.join(names)}).")
    if pitch is not None and pitch not in PITCHES:
        raise UserError(f"Nobody tells things '{pitch}'; there are {listed(PITCHES)}.{meant(pitch, PITCHES)}")
    return replace(chosen, businesses=businesses or chosen.businesses, pitch=pitch or chosen.pitch)


def write_market(
    scenario: Scenario, file: str | Path, chosen: Choices | None = None, *, seed: int = 1, language: str = "en"
) -> Path:
    """Live two ways through a market, write them as a self-contained page, and return where.

    Parameters
    ----------
    scenario
        What is lived: as in the window, at most 1,000 people, and some who come late.
    file
        Where to.
    chosen
        The second way; by default that for which the scenario stands (:func:`choices_for`).
    seed
        Of the world.
    language
        ``en`` or ``de``: the one that the page opens in; it carries both.

    Raises
    ------
    sim.core.errors.UserError
        If the language is another, the choices do not fit the scenario, or the file cannot be written.
    """
    refuse_language(language)
    target = expanded(file)
    probe_file(target)
    market = live_market(scenario, chosen or choices_for(scenario), seed)
    with written(target):
        write_text(target, page(told(market), language))
    return target


def live_market(scenario: Scenario, chosen: Choices, seed: int) -> Market:
    """Live both ways to their end.

    Raises
    ------
    sim.core.errors.UserError
        If what is chosen does not fit the scenario.
    """
    base = in_the_window(scenario)
    lived, living = lived_with(base, chosen), Living(Mornings())
    living.ask(lived, chosen, seed)
    message: Message = {"kind": ""}
    while message["kind"] not in ("done", "trouble"):
        message = living.messages.get()
    living.stop()
    if message["kind"] == "trouble":
        raise UserError(message["sentence"])
    return Market(base, chosen, seed, living.ways)


def told(market: Market) -> dict[str, Any]:
    """Return what the page shows, in plain data: days once, circles of everybody studied, and words by language.

    Numbers of contacts (:class:`sim.view.looks.Circle`) stand once in ``table``; a circle's days hold places in it.
    """
    sides, entry = [way.so_far() for way in market.ways], market.base.design.focal_entry
    circles = market.ways[1].looks.circles
    everybody = [pictures_of(sides, entry, place) for place in range(max(1, len(circles)))]
    shared = everybody[0] | {"followed": most_happens(circles) if circles else 0}
    places: dict[int, int] = {0: 0}
    return {
        "title": market.base.title,
        "days": shared | {"sides": [_without_circle(side) for side in shared["sides"]]},
        "circles": [[_circle(side, places) for side in each["sides"]] for each in everybody],
        "table": list(places),
        "lines": lines_of(sides, entry),
        "pages": {language: _in(market, language) for language in LANGUAGES},
    }


def page(data: dict[str, Any], language: str) -> str:
    """Return the page as text, from what :func:`told` says."""
    words = words_of(language)
    body = (
        templates(HERE)
        .get_template("market.html")
        .render(words=words, language=language, languages=LANGUAGES, title=data["title"])
    )
    looks = {"looks": text_of("view.css")}  # of what stands in a shadow root, as in the window
    style, module = text_of("window.css") + text_of("market.css"), drawing() + joined(*MODULES)
    return alone(Alone(words["title"], body, style, module, "market", data | looks), language)


def _without_circle(side: Message) -> Message:
    return {name: side[name] for name in ("first", "days", "positions")}


def _circle(side: Message, places: dict[int, int]) -> Message:
    """One circle of one way; numbers that were not there yet get the next place."""
    days = [[places.setdefault(number, len(places)) for number in day] for day in side["circle"]]
    return {"person": side["person"], "contacts": side["contacts"], "close": side["close"], "circle": days}


def _in(market: Market, language: str) -> dict[str, Any]:
    """Everything that is said in one language."""
    words, base, chosen = words_of(language), market.base, market.chosen
    first, facts = reference_of(base), facts_of(base, language)
    phrase = words["wayOne"] if chosen.businesses == 1 else words["way"]
    second = phrase.format(count=chosen.businesses, pitch=words["pitches"].get(chosen.pitch, chosen.pitch))
    measured = [way.outcomes for way in market.ways]
    people = number_in(language, f"{base.population.people or 0:,}")
    origin = {"people": people, "came": len(market.ways[1].looks.circles), "seed": market.seed}
    days = {"entry": base.design.focal_entry, "all": facts["all"]}
    return {
        "facts": facts | {"ways": [first, second]},
        "said": {
            "sentences": sentences(measured[0], measured[1], first, language, second),
            "worlds": words["pageWorld"],
            "caution": words["caution"],
        },
        "origin": words["pageOrigin"].format(first=first, second=second, **origin, **days),
    }
