"""What is found beside a search, and told on the page of the one in place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from sim import Scenario, UserError
from sim.core.files import expanded, write_text
from sim.study.calibration import recovery, screening
from sim.study.calibration.choosing import foreseen, prediction
from sim.study.calibration.closeness import REFUSAL, Bench, Closeness
from sim.study.calibration.command import COVERAGE, Effort, Where, identity, measuring_in
from sim.study.calibration.page import RECORD, write_page
from sim.study.calibration.pictures import write_predictive
from sim.study.calibration.record import PREDICTED, Outcome, bands
from sim.study.calibration.space import searched
from sim.study.measures import scale
from sim.study.posterior import Sample

PREDICTION = "prediction.json"
TRUTHS = 200  # draws of the table that are recovered


def screened(
    base: Path, out: Path, draws: int, *, where: Where, say: Callable[[str], None] = lambda _: None
) -> screening.Screening:
    """Say which C targets inform which guesses, and write it into the folder.

    Raises
    ------
    UserError
        If somebody wished to stop before it was over.
    """
    scenario, out = Scenario.load(base), expanded(out)
    what = identity(scenario, screening.candidates(scenario), Effort(particles=0, seed=screening.SEED))
    with measuring_in(out / "screening", what, where, say) as measuring:
        found = screening.screen(Bench(scenario, Closeness.published()), measuring, draws)
    if found is None:
        raise UserError(f"What was lived so far is in {out / 'screening'}; the same command goes on.")
    found.write(out)
    return found


def recovered(
    base: Path, out: Path, draws: int, *, where: Where, say: Callable[[str], None] = lambda _: None
) -> recovery.Coverage:
    """Say how often posterior intervals cover known parameters, and write it into the folder.

    Raises
    ------
    UserError
        If somebody wished to stop before it was over.
    """
    scenario, out, space = Scenario.load(base), expanded(out), searched()
    bench, what = Bench(scenario, Closeness.published()), identity(scenario, space, Effort(particles=0, seed=0))
    with measuring_in(out / "recovery", what, where, say) as measuring:
        table = recovery.table_of(space, bench, measuring, draws, screening.SEED)
    if table is None:
        raise UserError(f"What was lived so far is in {out / 'recovery'}; the same command goes on.")
    found = recovery.by_table(space, bench.closeness, *table, TRUTHS)
    write_text(out / COVERAGE, json.dumps(asdict(found), indent=1) + "\n")
    return found


def scaled(base: Path, out: Path, say: Callable[[str], None] = lambda _: None) -> list[dict[str, Any]]:
    """Measure figures in larger and older markets, and write them into the folder."""
    return scale.scaled(Scenario.load(base), expanded(out), say=say)


def predicted(
    base: Path, out: Path, sample: Sample, *, where: Where, say: Callable[[str], None] = lambda _: None
) -> dict[str, Any]:
    """Live all different draws of a posterior, and write what they predict into the folder.

    Parameters
    ----------
    base, out, where, say
        As :func:`sim.study.calibration.command.calibrate` takes them.
    sample
        The draws; one that stands there more than once is lived once, and counts as often.

    Returns
    -------
    dict
        ``predictive``, quantiles of every figure over the draws, and ``draws``, how many different ones were lived.

    Raises
    ------
    UserError
        If somebody wished to stop before it was over.
    """
    scenario, out = Scenario.load(base), expanded(out)
    first = {draw: sample.draws.index(draw) for draw in sample.draws}
    jobs = [prediction(sample, row) for row in first.values()]
    say(f"{len(jobs)} different draws, {PREDICTED} worlds of each kind")
    with measuring_in(out / "prediction", identity(scenario, searched(), Effort(particles=0)), where, say) as measuring:
        figures = measuring.all(Bench(scenario, foreseen()), jobs)
    if figures is None:
        raise UserError(f"What was lived so far is in {out / 'prediction'}; the same command goes on.")
    of = dict(zip(first, figures, strict=True))
    every = [of[draw] for draw in sample.draws if REFUSAL not in of[draw]]
    found = {"predictive": bands(every), "draws": len(jobs)}
    write_text(out / PREDICTION, json.dumps(found, indent=1) + "\n")
    return found


def told_beside(docs: Path | None, **found: Any) -> list[Path]:
    """Write the page of the search in place anew with what was found beside it; without such a page nothing.

    Parameters
    ----------
    docs
        Folder of the page.
    found
        Fields of :class:`sim.study.calibration.record.Outcome`: ``screening``, ``coverage``, ``scale``, or
        ``predictive`` and ``draws``.

    Returns
    -------
    list of Path
        What was written.
    """
    if docs is None or not (expanded(docs) / RECORD).is_file():
        return []
    whole = replace(Outcome.read(expanded(docs) / RECORD), **found)
    picture = [write_predictive(whole, expanded(docs))] if "predictive" in found else []
    return [*write_page(whole, expanded(docs)), *picture]
