"""``manyhats why``: live the worlds, tell what was found, write it down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from sim import Scenario, UserError
from sim.lab import Kind, model_version
from sim.study.posterior import has_posterior
from sim.study.why import findings
from sim.study.why.breakeven import break_evens
from sim.study.why.decomposition import decompose
from sim.study.why.measuring import Measuring, measuring_in
from sim.study.why.pictures import write_pictures
from sim.study.why.record import RECORD, Why, rounded
from sim.study.why.sensitivity import of_draws, of_ranges
from sim.study.why.structure import structures
from sim.study.why.worlds import Question, pairs_of


@dataclass(frozen=True)
class Effort:
    """How many worlds are lived."""

    pairs: int = 30  # of a draw and a seed, for every world that is compared
    orders: int = 12  # in which rules are put in force, if there are too many for all
    draws: int = 200  # from the posterior, for what the difference hangs on
    points: int = 32  # base points of the sample over the ranges: a power of two
    seed: int = 1  # of the sample of orders


@dataclass(frozen=True)
class Where:
    """Where worlds are lived, and how it is shown."""

    workers: int | None = None  # processes; by default one per core
    cluster: str | None = None  # a Dask cluster instead
    kind: Kind = "quiet"


def explain(scenario: Scenario, ways: Sequence[str], out: Path, effort: Effort, where: Where = Where()) -> list[Path]:
    """Say why two ways differ, and write record and pictures into a folder.

    Parameters
    ----------
    scenario
        Whose worlds have twins.
    ways
        Names of two strategies; what the second brings more than the first is explained.
    out
        Folder; what it holds of the same question is not lived again.
    effort, where
        How many worlds, and where.

    Returns
    -------
    list of Path
        The record and the pictures.

    Raises
    ------
    UserError
        If the ways cannot be compared, a level of sales cannot be restored, the folder holds another question, or
        somebody wished to stop.
    """
    question = Question.of(scenario, ways)
    if effort.points and effort.points & (effort.points - 1):
        raise UserError(f"{effort.points} base points: they must be a power of two, such as 32.")
    with measuring_in(out, question, where.workers, where.cluster, where.kind) as measuring:
        why = found(measuring, scenario.title, effort)
    return [why.write(out / RECORD), *write_pictures(why, out)]


def found(measuring: Measuring, title: str, effort: Effort) -> Why:
    """Live what is missing of all parts, and put them together."""
    question = measuring.question
    pairs = pairs_of(question.scenario, effort.pairs)
    decomposition = decompose(measuring, pairs, effort.orders, effort.seed)
    structure = structures(measuring, pairs)
    breakeven = break_evens(measuring, pairs)
    draws = of_draws(measuring, effort.draws)
    ranges = of_ranges(measuring, breakeven, effort.points)
    about = {
        "title": title,
        "ways": list(question.ways),
        "people": question.scenario.design.focal_people,
        "entry": question.scenario.design.focal_entry,
        "days": question.scenario.time.days,
        "model": model_version(),
        "draws": has_posterior(),
    }
    return Why(*map(rounded, (about, decomposition, structure, breakeven, draws, ranges)))


def table(why: Why) -> Table:
    """Lay out what the rules add, a row each."""
    made = Table("rule", "adds to net income", "people better off", box=None, pad_edge=False)
    net, better, names = why.decomposition["net"], why.decomposition["better"], findings.rules_by_key()
    made.add_row("without any of them", findings.money(net["rest"]), findings.share(better["rest"]))
    for key, told in sorted(net["adds"].items(), key=lambda each: -abs(each[1][0])):
        made.add_row(names[key].name, findings.money(told), findings.points(better["adds"][key]))
    made.add_row("with all of them", findings.money(net["total"]), findings.share(better["total"]))
    return made


def sentences(why: Why) -> list[str]:
    """Say what was found, the headline first."""
    told = [findings.headline(why), f"{findings.carried(why)}.", findings.against(why), findings.survives(why)]
    names = findings.dials_by_key()
    told += [
        f"{names[key].name[0].upper()}{names[key].name[1:]}: {findings.equal_at(why, key)}"
        for key in why.breakeven["dials"]
    ]
    if why.ranges is not None:
        told += [f"{findings.hangs_on(why)}.", *findings.places(why)]
    return [sentence for sentence in told if sentence]
