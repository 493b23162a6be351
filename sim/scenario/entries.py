"""Lists of tables whose entries are known by a name: which entry is which, and one laid over another."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from sim.core.parameters import DEEPEST
from sim.core.wording import shown
from sim.scenario.errors import KeyPath

KEYS: dict[str, str] = {"company": "name", "strategy": "name", "topic_distance": "between"}
"""Lists that are merged with inherited ones, and the key by which an entry is known."""

PLURALS: dict[str, str] = {
    "company": "companies",
    "strategy": "strategies",
    "topic_distance": "distances between topics",
}
REMOVE = "remove"


def ident(kind: str, entry: Any) -> Hashable | None:
    """What an entry is known by: its name, or the pair of its topics in either order; None if it has none."""
    return ident_of(kind, entry.get(KEYS[kind]) if isinstance(entry, dict) else None)


def ident_of(kind: str, name: Any) -> Hashable | None:
    """The same for a name, or a pair, by itself."""
    if kind != "topic_distance":
        return name if isinstance(name, str) and name else None
    is_pair = isinstance(name, list | tuple) and len(name) == 2 and all(isinstance(topic, str) for topic in name)
    return frozenset(name) if is_pair else None


def called(known_by: Hashable) -> str:
    """Write what an entry is known by, for a sentence."""
    if isinstance(known_by, frozenset):
        return "between " + " and ".join(shown(topic) for topic in sorted(known_by))
    return shown(known_by)


def laid_over(below: Any, above: Any, depth: int = DEEPEST) -> Any:
    """One value over another: tables are merged key by key, those inside them too, everything else is replaced."""
    if depth and isinstance(below, dict) and isinstance(above, dict):
        return {**below, **{key: laid_over(below.get(key), value, depth - 1) for key, value in above.items()}}
    return above


def paths_in(table: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """Paths of everything that nested tables state."""
    for key, value in table.items() if isinstance(table, dict) and len(path) < DEEPEST else ():
        yield (*path, key)
        yield from paths_in(value, (*path, key))
