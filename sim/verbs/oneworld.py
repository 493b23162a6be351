"""One world, watched from the terminal: live it, show it, write it down."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from sim.core.files import aside, place, written
from sim.record.run import Run
from sim.runs import begin, most_caught, watch, watch_evening
from sim.scenario.schema import Scenario
from sim.simulation import Simulation

if TYPE_CHECKING:
    import networkx as nx

SHOWN = {
    "recruits": ("recruits", 1.0, ".2f"),
    "net_income": ("net income", 1.0, ",.0f"),
    "net_income_median": ("median", 1.0, ",.0f"),
    "net_loss": ("loss %", 100.0, ".0f"),
    "credibility": ("credibility", 1.0, ".2f"),
    "contradictions": ("caught", 1.0, ".2f"),
}


def live(
    scenario: Scenario, seed: int, strategy: str | None, activation: str, *, quiet: bool
) -> tuple[Simulation, Run]:
    """Run a world with a progress bar.

    Parameters
    ----------
    scenario, seed, strategy
        See :class:`sim.simulation.Simulation`.
    activation
        ``sweep`` or ``agents`` (those of a :class:`sim.market.Market`); the progress line says when agents are stepped
        one by one.
    quiet
        Whether to show no progress.

    Raises
    ------
    sim.core.errors.UserError
        If ``activation`` or the strategy is unknown, or the graph cannot be had.
    """
    if activation == "sweep":
        market = begin(scenario, seed, strategy)
    else:
        from sim.market import Market

        market = Market(scenario, seed, strategy=strategy, activation=activation, collect=False)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    terminal = Console(stderr=True)
    with Progress(*columns, console=terminal, disable=quiet or not terminal.is_terminal, transient=True) as bar:
        task = bar.add_task(market.moving.pace, total=scenario.time.days)
        record = watch(market, lambda day: bar.update(task, completed=day))
    return market, record


def show(record: Run) -> Table:
    """Lay out the outcomes of a run, a row for the networkers of each strategy."""
    title = record.scenario.title or "One world"
    table = Table(
        title=Text(f"{title} (seed {record.seed}, {record.scenario.time.days} days)"),
        box=None,
        pad_edge=False,
        title_justify="left",
    )
    table.add_column("strategy", overflow="fold")
    own = record.scenario.own.measures
    for name in ("people", *(label for label, _, _ in SHOWN.values()), *own):
        table.add_column(name, justify="right", no_wrap=True)
    groups = record.columns["groups"]
    for row in (dict(zip(groups, values, strict=True)) for values in zip(*groups.values(), strict=True)):
        name = f"{row['strategy']} (focal)" if row["focal"] else row["strategy"]
        cells = [f"{row[column] * factor:{form}}" for column, (_, factor, form) in SHOWN.items()]
        table.add_row(Text(name), f"{row['people']:,}", *cells, *(f"{row[measure]:.2f}" for measure in own))
    table.caption = (
        "Means a networker. Money in currency units, net of all costs. Loss %: share with a net loss.\n"
        "Caught: contradictions noticed by listeners, by hearing and by hearsay."
    )
    table.caption_justify = "left"
    return table


def write(market: Simulation, record: Run, folder: Path) -> list[Path]:
    """Write tables (Parquet), graphs (GraphML) and pictures of a run, an evening among them; return the files."""
    from sim.analysis.drawing.fonts import one_sentence
    from sim.analysis.plots import draw_evening, draw_run

    person = most_caught(market)
    evening = None if person is None else watch_evening(record.scenario, record.seed, record.strategy, person)
    graphs = {"sponsors": market.sponsor_tree(), "social": market.social_graph()}
    with written(folder), one_sentence():
        files = [*_write_tables(record, folder)]
        for name, graph in graphs.items():
            files.append(_write_graph(graph, place(folder, f"{name}.graphml")))
        files += draw_run(graphs["sponsors"], graphs["social"], folder, f"seed {record.seed}")
        files += [] if evening is None else draw_evening(evening, folder, f"seed {record.seed}")
    return files


def _write_graph(graph: nx.Graph, file: Path) -> Path:
    from sim.world.export import write_graphml
    from sim.world.graphs.graph import GraphError

    with aside(file) as draft:
        try:
            write_graphml(graph, draft)
        except GraphError as error:
            raise error.__cause__ if isinstance(error.__cause__, OSError) else error from None
    return file


def _write_tables(record: Run, folder: Path) -> Iterator[Path]:
    for name in ("groups", "people", "series", "companies", "tenure", "entries", "flows"):
        file = place(folder, f"{name}.parquet")
        with aside(file) as draft, draft.open("wb") as stream:
            getattr(record, name).to_parquet(stream, index=False)
        yield file
