"""What a scenario takes out of the calibrated world."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.core.wording import enumerated
from sim.scenario.errors import KeyPath
from sim.scenario.layers import Laid, Layers
from sim.scenario.names import SHARED

MARK = "# calibrated: docs/calibration.md"
"""Stands behind every calibrated value in the file that the others extend."""

ALONG = "graph"
"""Section on which the values were calibrated: another graph is another world."""


def departures(layers: Layers) -> list[str]:
    """Say which calibrated values are others here, and whether that concerns every company: a sentence a source.

    Parameters
    ----------
    layers
        Everything that is stated; product companies have the values they share.

    Returns
    -------
    list of str
        Empty if all are as calibrated, or if no file has calibrated values.
    """
    values: dict[KeyPath, Any] = {}
    home = ""
    for laid in layers.history:
        found = _calibrated(laid)
        values |= found
        home = laid.source.name if found else home
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
    return {path: value for path in (*along, *marked) if (value := _at(laid.table, path)) is not None}


def _differing(layers: Layers, path: KeyPath, value: Any) -> Iterator[tuple[str, str]]:
    """Names of a calibrated value where it is another one, with who states it."""
    if path[0] != SHARED:
        if _at(layers.data, path) != value:
            yield ".".join(map(str, path)), _source(layers, path)
        return
    products = [
        (i, company)
        for i, company in enumerate(layers.data.get("company", ()))
        if company.get("kind", "product") == "product"
    ]
    key = ".".join(map(str, path[1:]))
    others = [(i, company) for i, company in products if _at(company, path[1:]) != value]
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


def _at(data: Any, path: KeyPath) -> Any:
    """What lies at a path of nested tables; None if nothing does."""
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data
