"""Made graphs beside a real one: who has how many contacts, and whether these know each other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import shortest_path

from sim.analysis import style
from sim.core.chance import seed_key
from sim.model.people.parameters import Graph
from sim.verification.case import Check, Findings, case, markdown_table, near, number
from sim.verification.figures import curve, label, page, rows_of
from sim.verification.limits import data_file
from sim.world.graphs.files import graph_from_file
from sim.world.graphs.graph import SocialGraph, settle
from sim.world.graphs.social import social_graph

SEEDS, SHORT = 10, 1
STARTS = 200  # people from whom paths to all others are measured
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
OWNERS = ("0", "107", "348", "414", "686", "698", "1684", "1912", "3437", "3980")  # whose lists of friends were joined
REAL, WITHOUT, CIRCLES = "real friends", "without the ten", "social_circles"


class Shape(NamedTuple):
    """What a graph looks like."""

    degrees: NDArray[np.int64]  # contacts of each person
    clustering: float  # mean over people of the share of pairs of contacts who know each other; 0 below two contacts
    transitivity: float  # the same over all pairs of contacts in the graph
    assortativity: float  # correlation of the contacts that the two ends of a tie have
    path: float  # mean steps between two people who are connected
    alone: float  # share of people without ties

    def numbers(self) -> dict[str, float]:
        """Return each number under its name, those of the degrees first."""
        named = {f"contacts, {quantile:.0%} quantile": np.quantile(self.degrees, quantile) for quantile in QUANTILES}
        return {
            "contacts, mean": float(self.degrees.mean()),
            "contacts, standard deviation / mean": float(self.degrees.std() / self.degrees.mean()),
            **{name: float(value) for name, value in named.items()},
            "contacts, most": float(self.degrees.max()),
            "without contacts": self.alone,
            "clustering, mean of people": self.clustering,
            "clustering, transitivity": self.transitivity,
            "assortativity of contacts": self.assortativity,
            "path between two people": self.path,
        }


def shape(graph: SocialGraph) -> Shape:
    """Measure a graph; paths from some people, the same places in every graph of one size."""
    people, ends = graph.people, graph.edges.T.astype(np.int64)
    half = csr_array((np.ones(len(graph.edges)), (ends[0], ends[1])), shape=(people, people))
    tied = csr_array(half + half.T)
    degrees = np.bincount(ends.ravel(), minlength=people)
    closed, pairs = ((tied @ tied) * tied).sum(axis=1), degrees * (degrees - 1.0)
    local = np.divide(closed, pairs, out=np.zeros(people), where=pairs > 0)
    both = np.concatenate([degrees[ends], degrees[ends[::-1]]], axis=1)
    starts = np.linspace(0, people - 1, min(STARTS, people)).astype(np.int64)
    steps = shortest_path(tied, unweighted=True, indices=starts)
    return Shape(
        degrees,
        float(local.mean()),
        float(closed.sum() / pairs.sum()),
        float(np.corrcoef(both)[0, 1]),
        float(steps[np.isfinite(steps) & (steps > 0)].mean()),
        float(np.mean(degrees == 0)),
    )


@cache
def friends(path: str) -> tuple[Shape, Shape]:
    """Measure the friendships of a file, and those among all but the owners of the lists."""
    graph = graph_from_file(path)
    stays = ~np.isin(np.array(graph.names), OWNERS)
    place = (np.cumsum(stays) - 1).astype(np.uint32)
    inner = graph.edges[stays[graph.edges].all(axis=1)]
    return shape(graph), shape(settle(int(stays.sum()), place[inner]))


def made(spec: Graph, people: int, seeds: int) -> tuple[dict[str, float], NDArray[np.int64]]:
    """Return the mean of each number over graphs of one kind, and the degrees in the first of them."""
    shapes = [shape(social_graph(spec, people, seed_key(seed))) for seed in range(1, seeds + 1)]
    numbers = [each.numbers() for each in shapes]
    return {name: float(np.mean([each[name] for each in numbers])) for name in numbers[0]}, shapes[0].degrees


def kinds(mean: float) -> dict[str, Graph]:
    """Graphs with so many contacts on average, as they are by default."""
    return {
        CIRCLES: Graph(kind=CIRCLES, mean_degree=mean),
        "powerlaw_cluster": Graph(kind="powerlaw_cluster", m=round(mean / 2)),
        "erdos_renyi": Graph(kind="erdos_renyi", mean_degree=mean),
    }


def _checks(got: dict[str, float], real: dict[str, float]) -> tuple[Check, ...]:
    quarter = [f"contacts, {quantile:.0%} quantile" for quantile in QUANTILES[1:]]
    tolerances = {
        "contacts, mean": 0.02 * real["contacts, mean"],
        "contacts, standard deviation / mean": 0.2,
        **{name: 0.3 * real[name] for name in quarter},
        "without contacts": 0.05,
        "clustering, mean of people": 0.1,
        "clustering, transitivity": 0.1,
        "assortativity of contacts": 0.1,
        "path between two people": 0.5,
    }
    return tuple(near(name, got[name], real[name], width) for name, width in tolerances.items())


@case(
    "friendship-graph",
    kind="target",
    title="Social circles look like real friendships",
    setup="The friendships of 4,039 people (facebook_combined.txt), and graphs of as many people with as many contacts "
    "on average, all else by default: social circles, and beside them powerlaw_cluster and erdos_renyi. Mean of ten "
    "graphs each (short: one); paths from 200 people to all others.",
    source="SNAP ego-Facebook; Leskovec & McAuley 2012",
    tolerance="Assumed: the mean 2 %, quantiles 30 %, the relative spread .2, coefficients .1, the share without "
    "contacts .05, paths half a step; the same in both forms.",
)
def friendship_graph(short: bool) -> Findings:
    """Degrees, clustering, assortativity and paths of made graphs beside real ones."""
    (real, inner), seeds = friends(str(data_file("facebook_combined.txt"))), SHORT if short else SEEDS
    found = {name: made(spec, real.degrees.size, seeds) for name, spec in kinds(float(real.degrees.mean())).items()}
    numbers = {REAL: real.numbers(), WITHOUT: inner.numbers(), **{name: got for name, (got, _) in found.items()}}
    degrees = {REAL: real.degrees, **{name: got for name, (_, got) in found.items()}}
    rows = ([name, *(number(each[name], 3) for each in numbers.values())] for name in numbers[REAL])
    remark = (
        "The real graph joins the lists of ten people, each of whom knows everybody on theirs, up to 1,045. These ten "
        "alone bring its assortativity down and its paths together: among all others, the second column, people with "
        "many contacts know each other more often than in circles, and paths are longer.\n\n"
        + markdown_table(("", *numbers), rows).rstrip()
    )
    return Findings(
        _checks(numbers[CIRCLES], numbers[REAL]), _figure(degrees, {name: numbers[name] for name in degrees}), remark
    )


def _figure(degrees: dict[str, NDArray[np.int64]], numbers: dict[str, dict[str, float]]) -> Figure:
    figure, (left, right) = page(
        "Real friendships, and graphs that are made",
        "As many people, and as many contacts on average; all else by default",
        f"{next(iter(degrees.values())).size:,} people",
        columns=2,
        height=3.6,
    )
    for place, (name, each) in enumerate(degrees.items()):
        ranked = np.sort(each)[::-1]
        curve(left, np.maximum(ranked, 1), np.arange(1, each.size + 1) / each.size, name, place)
    label(
        left, "contacts", "share with so many or more", "How many contacts people have", legend="lower left", log="xy"
    )
    _coefficients(right, numbers)
    return figure


def _coefficients(axes: Axes, numbers: dict[str, dict[str, float]]) -> None:
    names: Sequence[str] = ("clustering, mean of people", "clustering, transitivity", "assortativity of contacts")
    for place, (name, got) in enumerate(numbers.items()):
        look, y = style.look(place), np.arange(len(names)) + 0.16 * (place - 1.5)
        axes.plot([got[each] for each in names], y, color=look.color, marker=look.marker, ls="none", ms=7, label=name)
    rows_of(axes, ("mean\nclustering", "transitivity", "assortativity"))
    label(axes, "coefficient", "", "Do contacts know each other", legend="")
