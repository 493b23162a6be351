"""One place of the map in words: what was found there, how sure that is, and on what it rests."""

from __future__ import annotations

from math import isnan

from sim.study.maps.places import MATTERS, Cell, Map
from sim.study.telling.headline import way_named
from sim.study.telling.words import Words

UNKNOWN = "–"


def placed(words: Words, found: Map, cell: Cell) -> list[str]:
    """Say what was found at a place, the people first, then amounts, then what it rests on and what would decide it."""
    said = [_people(words, found, cell), _typical(words, found, cell)]
    if found.kind == "yields":
        said.insert(1, _moved(words, found, cell))
    said.append(_rests(words, found, cell))
    if cell.answer == "open":
        said.append(_enough(words, cell))
    return said


def net(words: Words, share: float) -> str:
    """Write a difference of shares of people as so many of a hundred, with its sign."""
    if isnan(share):
        return UNKNOWN
    return words.figures(f"{100 * share:+.0f}".replace("-", "−")) if round(100 * share) else "0"


def between(words: Words, cell: Cell) -> str:
    """Write the interval of a place's difference; a dash where there is none."""
    if isnan(cell.low) or isnan(cell.high):
        return UNKNOWN
    return words.say("span", low=net(words, cell.low), high=net(words, cell.high))


def _people(words: Words, found: Map, cell: Cell) -> str:
    counts = {"better": words.hundred(cell.better), "worse": words.hundred(cell.worse)}
    phrase = "p_people_yields" if found.kind == "yields" else "p_people"
    return words.say(phrase, way=way_named(words, found), answer=_answer(words, cell), **counts)


def _answer(words: Words, cell: Cell) -> str:
    known = {1: "_more", -1: "_less", 0: ""}[cell.sign] if cell.answer == "open" else ""
    return words.say(f"p_{cell.answer}{known}")


def _moved(words: Words, found: Map, cell: Cell) -> str:
    """What people outside lost, as its own sentence beside the gain."""
    lost = words.say("p_lost_none")
    if cell.outsiders is not None:
        lost = words.say("p_lost", lost=words.hundred(cell.outsiders))
    capital, growth = words.figures(f"{100 * found.capital:.0f}"), words.figures(f"{100 * found.growth:.2g}")
    return words.say("p_moved", capital=capital, growth=growth, lost=lost)


def _typical(words: Words, found: Map, cell: Cell) -> str:
    amounts = {"typical": words.money(cell.typical), "mean": words.money(cell.mean)}
    return words.say("p_typical", time=words.life(found.days), **amounts)


def _rests(words: Words, found: Map, cell: Cell) -> str:
    everybody = words.figures(f"{cell.pairs * found.people:,}")
    rests = words.say(
        "p_rests",
        pairs=words.figures(f"{cell.pairs:,}"),
        people=found.people,
        all=everybody,
        time=words.life(found.days),
    )
    if isnan(cell.low):
        return f"{rests}."
    ends = {"low": net(words, cell.low), "high": net(words, cell.high)}
    return words.say("p_interval", rests=rests, net=net(words, cell.net), matters=words.hundred(MATTERS), **ends)


def _enough(words: Words, cell: Cell) -> str:
    if cell.enough is None:
        return words.say("p_enough_none")
    return words.say("p_enough", many=words.figures(f"{cell.enough:,}"))
