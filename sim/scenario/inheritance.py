"""Files that read as if lists replaced those they inherit: what they keep without saying so.

A note is made where the two readings differ and the file looks as if it meant the other one: it states a company in
full that it inherits, none of its strategies works what it keeps, or an inherited strategy is studied in the place of
its own. A file that says what it keeps (``[keep]`` or ``remove = true``) means what it says.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from sim.core.wording import shown
from sim.scenario.entries import PLURALS, REMOVE, called, ident
from sim.scenario.keeping import KEEP
from sim.scenario.layers import Laid, Layers

NAMES = ("name", "kind", "topic")


class InheritanceNote(UserWarning):
    """A file keeps entries of the file it extends, and reads as if it did not mean to."""


def notes(layers: Layers) -> list[str]:
    """Sentences about what files keep, each with its place and with what to write.

    Parameters
    ----------
    layers
        As the files state them, with nothing wrong.
    """
    files = [laid for laid in layers.history if laid.source.lines is not None]
    return [note for laid in files for note in (*_of_companies(laid, layers), *_of_strategies(laid, layers))]


def _of_companies(laid: Laid, layers: Layers) -> Iterator[str]:
    """Companies in full, or strategies that work none of those that are kept."""
    inherited, stated = laid.inherited.get("company", {}), _stated(laid, "company")
    kept = [name for name in inherited if name not in stated]
    if not stated or not inherited or _says_what_it_keeps(laid, "company"):
        return
    in_full = [name for name, entry in stated.items() if name in inherited and _is_in_full(entry, inherited[name])]
    parts = [*_staying(kept), *_taken(laid, in_full)] if in_full else []
    if not stated.keys() & inherited.keys() and kept and not _works(layers, kept):
        parts = _staying(kept)
    if parts:
        keeps = ", ".join(shown(name) for name in inherited if name in stated)
        advice = f"Name those that are meant to stay: [keep] company = [{keeps}]."
        yield f"{_merged(laid, 'company')}: {'; '.join(parts)}. {advice}"
    if in_full:
        yield from _distances(laid, layers)


def _of_strategies(laid: Laid, layers: Layers) -> Iterator[str]:
    """Find an inherited strategy that comes first, where the first one counts."""
    inherited, stated = laid.inherited.get("strategy", {}), _stated(laid, "strategy")
    first = next(iter(layers.idents("strategy")), None)
    if not stated or first not in inherited or first in stated or _says_what_it_keeps(laid, "strategy"):
        return
    design = _table(layers.data.get("design"))
    focal = design.get("worlds") == "focal" and not design.get("background")
    studied = design.get("worlds") != "mixed" and not _studied(design)
    if focal or studied:
        role = "the strategy under study" if studied else "what all others do (design.background)"
        keeps = ", ".join(shown(name) for name in inherited if name in stated)
        advice = f"Name those that are meant to stay: [keep] strategy = [{keeps}]."
        yield f"{_merged(laid, 'strategy')}: {shown(first)} stays and comes first, so that it is {role}. {advice}"


def _merged(laid: Laid, kind: str) -> str:
    """Begin a sentence about a list of a file."""
    return f"{laid.source.said((kind,))}: {PLURALS[kind]} are merged by name with those of the file that it extends"


def _says_what_it_keeps(laid: Laid, kind: str) -> bool:
    """Whether a file says itself what it keeps of a list."""
    removes = any(isinstance(entry, dict) and REMOVE in entry for entry in laid.table.get(kind, ()))
    return removes or kind in _table(laid.table.get(KEEP))


def _stated(laid: Laid, kind: str) -> dict[Hashable, Any]:
    """Entries that a file states, by what they are known by."""
    entries = laid.table.get(kind)
    return {ident(kind, entry): entry for entry in entries if isinstance(entry, dict)} if entries else {}


def _is_in_full(entry: dict[str, Any], below: dict[str, Any]) -> bool:
    """Whether an entry repeats what it would inherit anyway, as it had to where lists replaced each other."""
    return "topic" in entry and entry["topic"] == below.get("topic")


def _staying(kept: list[Hashable]) -> list[str]:
    """Say which companies stay."""
    if not kept:
        return []
    return [f"{_and([shown(name) for name in kept])} {'stays' if len(kept) == 1 else 'stay'}"]


def _taken(laid: Laid, in_full: list[Hashable]) -> list[str]:
    """Say what companies that are stated in full take from below."""
    keys: dict[str, None] = {}
    takers = []
    for name in in_full:
        entry, below = _stated(laid, "company")[name], laid.inherited["company"][name]
        is_product = {**below, **entry}.get("kind", "product") == "product"
        there = {**below, **(laid.shared if is_product else {})}
        taken = [key for key in there if key not in (*entry, *NAMES)]
        keys |= dict.fromkeys(taken)
        takers += [shown(name)] if taken else []
    return [f"{_and(takers)} {'has' if len(takers) == 1 else 'have'} inherited {_and(list(keys))}"] if takers else []


def _distances(laid: Laid, layers: Layers) -> Iterator[str]:
    """Say which distances between the topics of the stated companies stay."""
    topics = {entry.get("topic") for entry in _stated(laid, "company").values()}
    stated, there = _stated(laid, "topic_distance"), layers.idents("topic_distance")
    if _says_what_it_keeps(laid, "topic_distance"):
        return
    for pair in laid.inherited.get("topic_distance", {}):
        if isinstance(pair, frozenset) and pair in there and pair not in stated and pair <= topics:
            named = ", ".join(shown(topic) for topic in sorted(pair))
            yield (
                f"{laid.source.said(('company',))}: the distance {called(pair)} that the file inherits stays. Write "
                f"[keep] topic_distance = [] to drop it, or [keep] topic_distance = [[{named}]]."
            )


def _works(layers: Layers, companies: list[Hashable]) -> bool:
    """Whether a strategy that somebody follows works one of these companies."""
    design = _table(layers.data.get("design"))
    strategies = {entry.get("name"): entry for entry in layers.data.get("strategy", ()) if isinstance(entry, dict)}
    first = next(iter(strategies), None)
    used = {*_studied(design), *_table(design.get("background"))}
    if design.get("worlds") == "mixed":
        used = set(strategies)
    if not _studied(design) or (design.get("worlds") == "focal" and not design.get("background")):
        used.add(first)
    named: set[Any] = set()
    for name in used & set(strategies):
        named |= set(strategies[name].get("companies", ()))
        named |= set(_table(strategies[name].get("portfolio")).get("systems", ()))
    return bool(named & set(companies))


def _studied(design: dict[str, Any]) -> list[Any]:
    """Strategies that a design compares."""
    points = [point.get("strategy") for point in design.get("point", ()) if isinstance(point, dict)]
    return [*_table(design.get("vary")).get("strategy", ()), *filter(None, points)]


def _table(value: Any) -> dict[str, Any]:
    """A table, or an empty one in the place of anything else."""
    return value if isinstance(value, dict) else {}


def _and(words: list[str]) -> str:
    """Write ``a, b and c``."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
