"""Which pictures a batch and a run get."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from sim.analysis.captions import captioned, compared, money
from sim.analysis.captions import people as captions
from sim.analysis.captions import run as one
from sim.analysis.designs import along, cells, crossed, gaps, held, numeric_parameters, plane_of
from sim.analysis.explained import explain_sample
from sim.analysis.plots import fonts, style
from sim.analysis.plots.boundaries import difference_map
from sim.analysis.plots.credibility import over_days
from sim.analysis.plots.curves import curves
from sim.analysis.plots.differences import forest
from sim.analysis.plots.distributions import distributions
from sim.analysis.plots.evening import evening_figure
from sim.analysis.plots.explained import explained_figures
from sim.analysis.plots.incomes import KINDS, can_show, incomes
from sim.analysis.plots.lifetimes import lifetimes
from sim.analysis.plots.maps import heat_map
from sim.analysis.plots.social import social_graph
from sim.analysis.plots.survival import staying
from sim.analysis.plots.tipping import PANELS, SHARE, tipping
from sim.analysis.plots.trees import sponsor_trees
from sim.analysis.plots.usefulness import usefulness, worn
from sim.analysis.plots.winners import winners
from sim.analysis.sampled import is_sampled
from sim.analysis.samples import short_names
from sim.analysis.survival import lives, survival
from sim.core.errors import UserError
from sim.lab.stored.graphs import example_graphs
from sim.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.analysis.answers import Answers
    from sim.record.evening import Evening

LOG = logging.getLogger(__name__)
PAIRINGS = {
    "focal": "person and seed, averaged within the seed",
    "mixed": "world",
    "population": "seed",
}
FIRST_DAY = "those who worked on the first day"


def draw_all(results: Answers, folder: Path) -> list[Path]:
    """Draw every picture of a batch as SVG and PNG.

    Distributions of the scenario's outcomes, credibility and incomes over time, who lost and who gained, how long
    members stay and companies live, paired differences, a picture for each varied number, maps of two varied factors,
    and the example run's graphs, as far as there is something to see.

    Parameters
    ----------
    results
        What to draw.
    folder
        Where to; made if it is not there.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of drawing.
    """
    files: list[Path] = []
    with fonts.one_sentence():
        for name, figure in chain(figures(results), example_figures(results)):
            files += style.save(figure, folder, name)
    return files


def figures(results: Answers) -> Iterator[tuple[str, Figure]]:
    """Make the figures of a batch one after the other, each with the name of its file."""
    if is_sampled(results):
        yield from explained_figures(explain_sample(results))
        return
    note = _about(results)
    persons, samples, pairs, people = results.individuals, results.levels, results.differences, results.weights
    outcomes = [name for name in results.outcomes if name in samples.columns and samples[name].notna().any()]
    for name in outcomes:
        by_person = name in persons.columns and OUTCOMES[name].kind != "share" and persons[name].notna().any()
        frame, unit = (persons, "person") if by_person else (samples, "seed")
        below = _of_persons(results, note) if by_person else note
        drawn = distributions(frame, OUTCOMES[name], unit=unit, people=people, note=below)
        told = captions.distribution(persons, OUTCOMES[name], whom=_persons(results)) if by_person else ""
        told = told or captions.shares(samples, people, OUTCOMES[name])
        yield f"distribution-{name}", captioned(drawn, told)
    whom = "the focal people" if results.worlds == "focal" else "the strategy's networkers"
    covered = whom if results.worlds == "focal" else "all who ever work by the strategy"
    days = results.over_time
    yield "credibility", captioned(over_days(days, whom=covered, note=note), captions.over_time(days, "credibility"))
    groups = worn(results)
    if not groups.empty:
        yield "usefulness", captioned(usefulness(groups, note=note), captions.usefulness(groups))
    yield from _money(results, covered, note)
    stays = survival(results)
    if not stays.empty and (stays["still_in"] < 1.0).any():
        chart = staying(stays, seeds=len(results.seeds), whose=whom, note=note)
        yield "survival", captioned(chart, captions.survival(stays))
    if not pairs.empty:
        reference = str(samples["variant"].cat.categories[0])
        pairing = PAIRINGS[results.worlds]
        chart = forest(pairs, outcomes, reference, pairing=pairing, note=note)
        yield "differences", captioned(chart, compared.differences(pairs, outcomes))
    ages = lives(results)
    if ages["closed"].any():
        yield "lifetimes", captioned(lifetimes(ages, note=note), money.lifetimes(ages))
    design = results.scenario["design"]
    kind = design.get("kind", "grid")
    crossing = crossed(results) if kind == "grid" and not design.get("together") else None
    if crossing:
        labels = _parameter_label(results, crossing.rows), _parameter_label(results, crossing.columns)
        for name in outcomes:
            told = compared.heat_map(crossing, cells(crossing.samples, OUTCOMES[name]), OUTCOMES[name])
            yield f"map-{name}", captioned(heat_map(crossing, OUTCOMES[name], labels=labels, note=note), told)
    for parameter in [] if kind == "list" else numeric_parameters(results):
        label, fixed, lines = _parameter_label(results, parameter), held(results, parameter), along(results, parameter)
        chart = curves(lines, outcomes, label=label, held=fixed, note=note)
        yield f"curve-{parameter}", captioned(chart, compared.curve(lines, outcomes[0]))
        if parameter == SHARE and samples["variant"].nunique() > 1:
            yield "tipping", tipping(lines, list(PANELS), label=label, held=fixed, note=note)
    plane = plane_of(results)
    if plane is not None:
        across, up = (_parameter_label(results, parameter) for parameter in plane)
        reference = str(samples["variant"].cat.categories[0])
        surfaces = difference_map(gaps(results, plane), outcomes, reference, labels=(across, up), note=note)
        if surfaces is not None:
            yield f"map-{plane[0]}-{plane[1]}", surfaces


def _money(results: Answers, whom: str, note: str) -> Iterator[tuple[str, Figure]]:
    """Make the figures about money, if the scenario asks for any of it and there is any."""
    if not any(OUTCOMES[name].kind == "money" or name == "net_loss" for name in results.outcomes):
        return
    persons, days = results.individuals, results.over_time
    if "net_income" in persons.columns and (persons["net_income"] < 0.0).any():
        yield (
            "winners",
            captioned(
                winners(persons, note=_of_persons(results, note)), captions.winners(persons, whom=_persons(results))
            ),
        )
    if can_show(days):
        told = money.incomes(days, [kind.column for kind in KINDS])
        yield "income", captioned(incomes(days, whom=whom, note=note), told)


def example_figures(results: Answers) -> Iterator[tuple[str, Figure]]:
    """Make the figures of the run that a batch keeps to look at, if it keeps one; as :func:`figures`.

    Graphs that cannot be read are no reason to lose all the others: a sentence is logged, and they are left out.
    """
    example = results.path / "example" if results.path else None
    if example and (example / "social.graphml").is_file() and (example / "sponsors.graphml").is_file():
        for name in ("sponsors", "social"):
            results.intact(f"example/{name}.graphml")
        try:
            sponsors, social = example_graphs(example)
        except UserError as error:
            LOG.warning("The pictures of the example run are left out: %s", error)
            return
        note = _about_example(results)
        run = _example_run(results)
        yield "sponsors", captioned(sponsor_trees(sponsors, run=run, note=note), one.sponsors(sponsors))
        graph = social_graph(social, cache=example / "layout.json", run=run, note=note)
        yield "social", captioned(graph, one.social(social))


def draw_run(sponsors: nx.DiGraph, social: nx.Graph, folder: Path, note: str, cache: Path | None = None) -> list[Path]:
    """Draw the sponsor trees and the social graph of one run.

    Parameters
    ----------
    sponsors, social
        With the node attributes ``credibility``, ``role`` and ``strategy``.
    folder
        Where to.
    note
        For the footer.
    cache
        File that keeps the layout of the social graph.
    """
    with fonts.one_sentence():
        trees = style.save(sponsor_trees(sponsors, note=note), folder, "sponsors")
        return trees + style.save(social_graph(social, cache=cache, note=note), folder, "social")


def draw_evening(evening: Evening, folder: Path, note: str) -> list[Path]:
    """Draw one evening into a folder, with a note for the footer."""
    return style.save(evening_figure(evening, note=note), folder, "evening")


def _about(results: Answers) -> str:
    return "  ·  ".join(filter(None, [f"{results.days} days", f"{results.worlds} worlds", results.title]))


def _of_persons(results: Answers, note: str) -> str:
    """Say whose persons are drawn one by one; only those of the first day are stored."""
    return note if results.worlds == "focal" else f"{FIRST_DAY}  ·  {note}"


def _persons(results: Answers) -> str:
    return "all people" if results.worlds == "focal" else FIRST_DAY


def _about_example(results: Answers) -> str:
    return "  ·  ".join(filter(None, [f"day {results.days}", results.title]))


def _example_run(results: Answers) -> str:
    """Name the run that is kept to look at: its seed, and where in the design it stands."""
    point = results.points[0]
    names = short_names(list(point["values"]))
    values = [f"{names[name]} = {value}" for name, value in point["values"].items() if name != "strategy"]
    studied = f"under study: {point['strategy']}" if point["strategy"] else ""
    return ", ".join(filter(None, [f"seed {results.scenario['design'].get('first_seed', 1)}", studied, *values]))


def _parameter_label(results: Answers, parameter: str) -> str:
    unit = results.manifest.get("units", {}).get(parameter, "")
    name = short_names([parameter])[parameter]
    if unit == name:
        return parameter
    return f"{name} ({unit})" if unit else name
