"""What exists: tables, the social graph, accounts, keyed chance, and building a world of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.core.rooms import lazily

if TYPE_CHECKING:
    from sim.world.graphs.files import graph_from_file as graph_from_file

_HOMES = {
    "graph_from_file": "sim.world.graphs.files",
}
__all__ = sorted(_HOMES)
__getattr__ = lazily(__name__, _HOMES)
