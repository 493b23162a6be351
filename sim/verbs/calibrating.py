"""The verb that calibrates the default scenario."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.core.errors import UserError
from sim.core.files import expanded, probe_file, written
from sim.verbs.options import Cluster, Quiet, Workers, bundled
from sim.verbs.options import seed as read_seed
from sim.verbs.shared import compile_rules, display, tell, writable
from sim.verbs.trials import need_study

if TYPE_CHECKING:
    from sim.study.calibration.command import Calibrated, Where


@dataclass(frozen=True)
class Effort:
    """How long a search goes on, and where it begins."""

    hours: Annotated[
        float | None,
        typer.Option(
            min=0.0, help="Hours after which no new world is begun; the same command goes on later.", show_default=False
        ),
    ] = None
    epsilon: Annotated[
        float, typer.Option(min=0.0, help="Distance to the published figures at which the search ends.")
    ] = 0.5
    generations: Annotated[int, typer.Option(min=1, help="Generations at most, earlier calls included.")] = 12
    simulations: Annotated[int, typer.Option(min=1, help="Settings tried at most, earlier calls included.")] = 20_000
    particles: Annotated[int, typer.Option(min=20, help="Settings that each generation keeps.")] = 200
    seed: Annotated[int, typer.Option(parser=read_seed, metavar="INTEGER", help="Seed of the search.")] = 1
    start: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Where to look first, as an earlier search left it (JSON).", show_default=False
        ),
    ] = None
    adjust: Annotated[
        bool,
        typer.Option(
            "--adjust/--no-adjust", help="Whether a regression shifts the last generation toward the figures."
        ),
    ] = True


@dataclass(frozen=True)
class Instead:
    """What is done instead of a search."""

    screen: Annotated[
        int | None,
        typer.Option(
            "--screen",
            min=20,
            help="No search: say which published figures inform which guesses, from so many settings.",
            show_default=False,
        ),
    ] = None
    recover: Annotated[
        int | None,
        typer.Option(
            "--recover",
            min=50,
            help="No search: say whether known values are found again, from so many settings.",
            show_default=False,
        ),
    ] = None
    scale: Annotated[
        bool, typer.Option("--scale", help="No search: say what a larger and an older market change in the figures.")
    ] = False
    predict: Annotated[
        bool, typer.Option("--predict", help="No search: live every draw in place, and say what all of them predict.")
    ] = False

    @property
    def asked(self) -> int:
        """How many of them are asked for."""
        return (self.screen is not None) + (self.recover is not None) + self.scale + self.predict


@dataclass(frozen=True)
class Places:
    """Where the search is kept, and where its result goes."""

    out: Annotated[Path, typer.Option(help="Folder of the search and its record.")] = Path("results/calibration")
    cluster: Cluster = None
    write: Annotated[
        bool, typer.Option("--write", help="Put what was found in place: into the scenario, and into the package.")
    ] = False
    docs: Annotated[
        Path | None,
        typer.Option("--write-docs", metavar="FOLDER", help="Write calibration.md, its record and its pictures."),
    ] = None
    next: Annotated[
        Path | None,
        typer.Option(
            "--write-start",
            metavar="FILE",
            help="Write where a next search would look first, learned from this one: its --start.",
            show_default=False,
        ),
    ] = None


@bundled
def calibrate(
    file: Annotated[Path, typer.Argument(help="Scenario to calibrate: a file, or the name of a shipped one.")] = Path(
        "base"
    ),
    *,
    effort: Effort,
    instead: Instead,
    places: Places,
    workers: Workers = None,
    quiet: Quiet = False,
) -> None:
    """Find the settings that are about equally good at meeting the published figures together.

    What the folder already holds is not done again: an interrupted search goes on where it stopped.
    """
    from sim.core.cache import is_warm
    from sim.scenario.reading.shipped import located

    need_study()
    from sim.study.calibration import command
    from sim.study.calibration.smc import Stop

    file, out = located(file), expanded(places.out)
    command.refuse_what_is_missing(file, write=places.write)
    if instead.asked > 1:
        raise UserError("--screen, --recover, --scale and --predict: one after the other.")
    for folder in filter(None, (out, places.docs)):
        writable(expanded(folder))
    if places.next is not None:
        probe_file(expanded(places.next))
    if not is_warm():
        compile_rules(quiet=quiet)
    where, say = command.Where(workers, places.cluster), (lambda _: None) if quiet else tell
    if instead.asked:
        _beside(file, out, instead, places.docs, where, say)
        return
    stop = Stop(effort.epsilon, effort.generations, effort.simulations)
    wanted = command.Effort(stop, effort.particles, effort.seed, effort.hours, effort.start, effort.adjust)
    done = command.calibrate(file, out, wanted, where=where, say=say)
    if not quiet:
        display(done.outcome.table())
    for path in _put_down(done, file, places):
        if not quiet:
            tell(f"wrote {path}")


def _beside(
    file: Path, out: Path, instead: Instead, docs: Path | None, where: Where, say: Callable[[str], None]
) -> None:
    """Do what was asked for instead of a search, and tell it on the page of the search in place."""
    from sim.study.calibration.space import searched
    from sim.study.measures import beside
    from sim.study.measures.scale import NAME
    from sim.study.posterior import sample

    if instead.screen is not None:
        screening = beside.screened(file, out, instead.screen, where=where, say=say)
        display(screening.table([each.name for each in searched()]))
        files = beside.told_beside(docs, screening=asdict(screening))
    elif instead.recover is not None:
        coverage = beside.recovered(file, out, instead.recover, where=where, say=say)
        half, most = (f"{coverage.overall(level):.0%}" for level in (0.5, 0.9))
        tell(f"Intervals of 50 % cover {half} of {coverage.truths} truths, those of 90 % {most}.")
        files = beside.told_beside(docs, coverage=asdict(coverage))
    elif instead.predict:
        found = beside.predicted(file, out, sample(), where=where, say=say)
        files = [out / beside.PREDICTION, *beside.told_beside(docs, **found)]
    else:
        scale = beside.scaled(file, out, say)
        files = [out / NAME, *beside.told_beside(docs, scale=scale)]
    for path in files:
        tell(f"wrote {path}")


def _put_down(done: Calibrated, file: Path, places: Places) -> list[Path]:
    """Write the result where it was asked for."""
    from sim.study.calibration.command import put_in_place
    from sim.study.calibration.page import write_page
    from sim.study.calibration.pictures import write_pictures

    files = [*done.files, *(put_in_place(done, file) if places.write else [])]
    if places.next is not None:
        later = expanded(places.next)
        with written(later):
            files.append(done.next().write(later, done.sample.names))
    if places.docs is not None:
        docs = expanded(places.docs)
        files += [*write_page(done.outcome, docs), *write_pictures(done.outcome, done.sample, docs)]
    return files
