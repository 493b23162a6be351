"""One run kept to look at: its sponsor trees and its social graph."""

from __future__ import annotations

from pathlib import Path

from sim.core.files import aside, place, written
from sim.lab.points import Point

MOST_PEOPLE = 20_000
FOLDER, GRAPHS = "example", ("sponsors", "social")
EXAMPLES = tuple(f"{FOLDER}/{name}.graphml" for name in GRAPHS)


def keep_example(point: Point, seed: int, folder: Path) -> None:
    """Run one world again and keep its graphs as GraphML, unless they are there or the world is too large.

    Parameters
    ----------
    point, seed
        Which run.
    folder
        Of the results; the graphs go to ``example/sponsors.graphml`` and ``example/social.graphml``. They
        have the attributes of :mod:`sim.world.export`, those of ties left out.

    Raises
    ------
    DiskTrouble
        If they cannot be written.
    """
    files = {name: folder / FOLDER / f"{name}.graphml" for name in GRAPHS}
    people = point.scenario.population.people
    if all(file.is_file() for file in files.values()) or (people or 0) > MOST_PEOPLE:
        return
    from sim.market import Market
    from sim.world.export import write_graphml

    market = Market(point.scenario, seed, strategy=point.strategy, collect=False)
    try:
        while market.running:
            market.step()
        graphs = {"sponsors": market.sponsor_tree(), "social": market.social_graph()}
    finally:
        market.close()
    for name, graph in graphs.items():
        for _, _, attributes in graph.edges(data=True):
            attributes.clear()
        with written(folder), aside(place(folder, FOLDER, files[name].name)) as draft:
            write_graphml(graph, draft)
