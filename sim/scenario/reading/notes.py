"""What to say of files in which nothing is wrong: what they keep silently, and how they leave the calibrated world.

A note is made where the two readings differ and the file could be meant in the other one: it states a company or a
strategy in full that it inherits, none of its strategies works what it keeps, an inherited strategy comes first in the
place of its own, or an inherited distance stays beside its own. A file that names what only the new reading gives it,
or says what it keeps (``[keep]`` or ``remove = true``), means what it says.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from typing import Any

from sim.core.errors import KeyPath
from sim.core.wording import enumerated, shown
from sim.scenario.reading.layers import PLURALS, Laid, Layers, called, found, ident, laid_over
from sim.scenario.sections import KEEP, REMOVE, SHARED, field_at

MARK = "# calibrated: docs/calibration.md"
"""Stands behind every calibrated value in the file that the others extend."""

ALONG = "graph"
"""Section on which the values were calibrated: another graph is another world."""
NAMES = (("name",), ("kind",), ("topic",))
IN_FULL = {"company": "topic", "strategy": "companies"}
"""What every entry had to state where lists replaced each other."""


class InheritanceNote(UserWarning):
    """A file keeps entries of the file it extends, and reads as if it did not mean to."""


def notes(layers: Layers) -> list[str]:
    """Sentences about what files in which nothing is wrong keep, each with its place and with what to write."""
    files = [laid for laid in layers.history if laid.source.lines is not None and not _needs_inherited(laid)]
    return [note for laid in files for rule in _RULES for note in rule(laid, layers)]


def _of_companies(laid: Laid, layers: Layers) -> Iterator[str]:
    """Companies in full, or strategies that work none of those that are kept."""
    inherited, stated = laid.inherited.get("company", {}), _stated(laid, "company")
    kept = [name for name in inherited if name not in stated]
    if not inherited or _says_what_it_keeps(laid, "company"):
        return
    is_in_full = any(name in inherited and "topic" in entry for name, entry in stated.items())
    is_anew = bool(stated and kept) and not stated.keys() & inherited.keys() and not _works(layers, kept)
    parts = [*_staying(kept), *_taken(laid, "company")] if is_in_full or is_anew else []
    if parts:
        keeps = ", ".join(shown(name) for name in inherited if name in stated)
        advice = f"Name those that are meant to stay: [keep] company = [{keeps}]."
        yield f"{_merged(laid, 'company')}: {'; '.join(parts)}. {advice}"


def _of_strategies(laid: Laid, layers: Layers) -> Iterator[str]:
    """Find an inherited strategy that comes first where the first one counts, and what those in full take over."""
    inherited, stated = laid.inherited.get("strategy", {}), _stated(laid, "strategy")
    design = _table(layers.data.get("design"))
    named = {*_studied(design), *_table(design.get("background"))}
    if not stated or _says_what_it_keeps(laid, "strategy") or named & (inherited.keys() - stated.keys()):
        return
    first = next(iter(layers.idents("strategy")), None)
    if first in inherited and first != next(iter(stated)) and design.get("worlds") != "mixed":
        stays = "keeps its place" if first in stated else "stays"
        keeps = "" if first in stated else ", ".join(shown(name) for name in inherited if name in stated)
        advice = f"Name those that are meant to stay: [keep] strategy = [{keeps}]."
        place = f"{shown(first)} {stays} and comes first, so that it is {_role(design)}"
        yield f"{_merged(laid, 'strategy')}: {place}. {advice}"
    taken = _taken(laid, "strategy")
    if taken:
        advice = "State that as well, or write [keep] strategy = [] to inherit none."
        yield f"{_merged(laid, 'strategy')}: {taken[0]}. {advice}"


def _role(design: dict[str, Any]) -> str:
    """What the first strategy is used for."""
    if not _studied(design):
        return "the strategy under study"
    if design.get("worlds") == "focal" and not design.get("background"):
        return "what all others do (design.background)"
    return "what a single run shows (manyhats run)"


def _of_distances(laid: Laid, layers: Layers) -> Iterator[str]:
    """Find distances that stay, where a file states others or the companies of both topics."""
    companies, stated = _stated(laid, "company"), _stated(laid, "topic_distance")
    inherited = laid.inherited.get("company", {})
    is_in_full = any(name in inherited and "topic" in entry for name, entry in companies.items())
    topics = {entry.get("topic") for entry in (companies or inherited).values() if isinstance(entry, dict)}
    own: set[Hashable] = set().union(*(pair for pair in stated if isinstance(pair, frozenset)))
    if _says_what_it_keeps(laid, "topic_distance") or not (own <= topics if stated else is_in_full):
        return
    pairs = [pair for pair in laid.inherited.get("topic_distance", {}) if isinstance(pair, frozenset)]
    there = layers.idents("topic_distance")
    stay = [pair for pair in pairs if pair in there and pair not in stated and pair <= topics]
    if stay:
        named = ", ".join(f"[{', '.join(shown(topic) for topic in sorted(pair))}]" for pair in stay)
        what, stays, it = ("distance", "stays", "it") if len(stay) == 1 else ("distances", "stay", "them")
        yield (
            f"{laid.source.said(('topic_distance' if stated else 'company',))}: the {what} "
            f"{enumerated([called(pair) for pair in stay])} that the file inherits {stays}. Write "
            f"[keep] topic_distance = [] to drop {it}, or [keep] topic_distance = [{named}]."
        )


def _needs_inherited(laid: Laid) -> bool:
    """Whether strategies of a file work companies that it would not have if its own replaced those it inherits."""
    stated = _stated(laid, "company")
    others = laid.inherited.get("company", {}).keys() - stated.keys()
    return bool(stated and _named(_stated(laid, "strategy").values()) & others)


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


def _staying(kept: list[Hashable]) -> list[str]:
    """Say which companies stay."""
    if not kept:
        return []
    return [f"{enumerated([shown(name) for name in kept])} {'stays' if len(kept) == 1 else 'stay'}"]


def _taken(laid: Laid, kind: str) -> list[str]:
    """Say what entries that are stated in full, as they had to be where lists replaced each other, take from below."""
    keys: dict[str, None] = {}
    takers = []
    for name, entry in _stated(laid, kind).items():
        below = laid.inherited.get(kind, {}).get(name, {})
        is_product = kind == "company" and {**below, **entry}.get("kind", "product") == "product"
        taken = list(_unstated(entry, laid_over(laid.shared if is_product else {}, below), (kind,)))
        if taken and IN_FULL[kind] in entry:
            keys |= dict.fromkeys(taken)
            takers.append(shown(name))
    return (
        [f"{enumerated(takers)} {'has' if len(takers) == 1 else 'have'} inherited {enumerated(list(keys))}"]
        if takers
        else []
    )


def _unstated(entry: dict[str, Any], below: dict[str, Any], path: KeyPath) -> Iterator[str]:
    """Names of values that come from below and are others than the schema would have."""
    for key, value in below.items():
        inner = (*path, key)
        field = field_at(inner)
        if isinstance(entry.get(key), dict) and isinstance(value, dict):
            yield from _unstated(entry[key], value, inner)
        elif key not in entry and inner[1:] not in NAMES and field and value != field.default:
            yield ".".join(map(str, inner[1:]))


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
    return bool(_named(strategies[name] for name in used & set(strategies)) & set(companies))


def _named(strategies: Iterable[Any]) -> set[Any]:
    """Companies that strategies name."""
    found: set[Any] = set()
    for entry in strategies:
        found |= set(entry.get("companies", ())) | set(_table(entry.get("portfolio")).get("systems", ()))
    return found


def _studied(design: dict[str, Any]) -> list[Any]:
    """Strategies that a design compares."""
    points = [point.get("strategy") for point in design.get("point", ()) if isinstance(point, dict)]
    return [*_table(design.get("vary")).get("strategy", ()), *filter(None, points)]


def _table(value: Any) -> dict[str, Any]:
    """A table, or an empty one in the place of anything else."""
    return value if isinstance(value, dict) else {}


_RULES = (_of_companies, _of_strategies, _of_distances)


def departures(layers: Layers) -> list[str]:
    """Say which calibrated values are others here, and whether that concerns every company: a sentence per source.

    Product companies have the values they share; nothing is said if no file has calibrated values.
    """
    values: dict[KeyPath, Any] = {}
    home = ""
    for laid in layers.history:
        marked = _calibrated(laid)
        values |= marked
        home = laid.source.name if marked else home
    by_source: dict[str, list[str]] = {}
    for path, value in values.items():
        for name, source in _differing(layers, path, value):
            by_source.setdefault(source, []).append(name)
    return [
        f"{source}: {enumerated(names)} {'differs' if len(names) == 1 else 'differ'} from the calibrated world "
        f"({home}); findings were not calibrated for this."
        for source, names in by_source.items()
    ]


def _calibrated(laid: Laid) -> dict[KeyPath, Any]:
    """Calibrated values that a file states, and the graph they were calibrated on."""
    marked = laid.source.lines.remarked(MARK) if laid.source.lines else []
    graph = laid.table.get(ALONG)
    along = [(ALONG, key) for key in graph] if marked and isinstance(graph, dict) else []
    return {path: value for path in (*along, *marked) if (value := found(laid.table, path)) is not None}


def _differing(layers: Layers, path: KeyPath, value: Any) -> Iterator[tuple[str, str]]:
    """Names of a calibrated value where it is another one, with who states it."""
    if path[0] != SHARED:
        if found(layers.data, path) != value:
            yield ".".join(map(str, path)), _source(layers, path)
        return
    products = [
        (i, company)
        for i, company in enumerate(layers.data.get("company", ()))
        if company.get("kind", "product") == "product"
    ]
    key = ".".join(map(str, path[1:]))
    others = [(i, company) for i, company in products if found(company, path[1:]) != value]
    sources = {_source(layers, ("company", i, *path[1:])) for i, _ in others}
    if len(others) == len(products) and len(sources) == 1:
        yield f"{key} of every product company", sources.pop()
        return
    for i, company in others:
        yield f"company.{company['name']}.{key}", _source(layers, ("company", i, *path[1:]))


def _source(layers: Layers, path: KeyPath) -> str:
    """Who states a value."""
    owned = layers.owner(path)
    return owned[0].name if owned else ""
