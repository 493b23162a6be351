"""One networker and who heard what."""

from __future__ import annotations

from collections.abc import Callable

import networkx as nx
from matplotlib.figure import Figure

from sim.analysis.drawing import sheets
from sim.analysis.plots.circle import circle_of, places_of, shown_links, titled, told_circle, who_heard_what
from tests.analysis.plots.test_gallery import town

Overlaps = Callable[[Figure], list[tuple[str, str]]]


def test_contacts_are_counted_by_what_they_heard(overlaps: Overlaps) -> None:
    circle = circle_of(town())
    assert circle is not None
    assert titled(circle) == "One networker with 4 contacts: 1 heard two different stories, 2 noticed"
    assert told_circle(circle) == (
        "Of 4 contacts 2 heard of beauty first, 2 heard of health first. Of 1 ties among those who heard anything, 1 "
        "join different first stories. One run shows shapes and proves nothing."
    )
    assert shown_links(circle) in ([(1, 2), (2, 1)], [(2, 1), (1, 2)])
    for sheet in (sheets.WIDE, sheets.NARROW):
        with sheets.on(sheet):
            assert overlaps(who_heard_what(circle, run="seed 1", note="day 3")) == []


def test_close_contacts_stand_inside() -> None:
    circle = circle_of(town())
    assert circle is not None
    away = {contact: (x**2 + y**2) ** 0.5 for contact, (x, y) in places_of(circle).items()}
    assert max(away[1], away[2]) < min(away[3], away[4])


def test_older_graphs_have_no_circle() -> None:
    assert circle_of(nx.path_graph(3)) is None
