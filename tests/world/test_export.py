from __future__ import annotations

import numpy as np
import pytest

from sim.world.export import social_graph, sponsor_tree
from sim.world.world import World
from tests.builders import lived, scenario


@pytest.fixture(scope="module")
def world() -> World:
    return lived(scenario(), 40, strategy="tailored").world


def test_people_carry_what_is_known_of_them(world: World) -> None:
    credibility = np.full(80, 0.5)
    credibility[7] = np.nan
    graph, w = social_graph(world, credibility), world.tables
    for i, data in graph.nodes(data=True):
        assert data["role"] == ("prospect", "networker", "upline")[w.people.role[i]]
        assert data["strategy"] == "tailored"
        assert (data["founder"], data["focal"]) == (bool(w.life.founder[i]), False)
        assert (data["hours"], data["cash"]) == (w.life.hours[i], w.accounts.balance[i] / 100)
    assert "credibility" not in graph.nodes[7]
    assert graph.nodes[8]["credibility"] == 0.5


def test_ties_are_close_or_not(world: World) -> None:
    graph, w = social_graph(world, np.ones(80)), world.tables
    owner = np.repeat(np.arange(80), w.people.degree)
    close = {(int(u), int(v)): bool(c) for u, v, c in zip(owner, w.links.other, w.ties.close, strict=True) if u < v}
    assert {(u, v): data["close"] for u, v, data in graph.edges(data=True)} == close


def test_the_tree_names_persons_and_companies(world: World) -> None:
    tree, w = sponsor_tree(world, np.linspace(0.0, 1.0, 80)), world.tables
    held, names = w.positions[: w.count[0].positions], [company.name for company in world.scenario.company]
    for p, data in tree.nodes(data=True):
        assert (data["person"], data["company"]) == (held.person[p], names[held.company[p]])
        assert (data["working"], data["day"], data["earned"]) == (held.working[p], held.day[p], held.earned[p] / 100)
        assert data["credibility"] == pytest.approx(held.person[p] / 79)
    assert max(degree for _, degree in tree.in_degree()) == 1
