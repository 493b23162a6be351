"""A synthetic event beside the real one: what four numbers of a contact list say about all the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.core.files import place, probe, written
from sim.replay.contacts import DAY, Contacts
from sim.replay.errors import ContactListError
from sim.replay.statistics import Event, Statistics, measure, take_apart
from sim.replay.synthetic import Solved, solve

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table


@dataclass(frozen=True, eq=False)
class Beside:
    """A real event and the synthetic one that has the same people, hours, mean circle and partners.

    Attributes
    ----------
    event
        The real one.
    real, synthetic
        Measures of both.
    solved
        The four numbers, and the knobs that were found.
    files
        What was written.
    """

    event: Event
    real: Statistics
    synthetic: Statistics
    solved: Solved
    files: list[Path] = field(default_factory=list)

    @property
    def remarks(self) -> list[str]:
        """Sentences about how far the synthetic event may be trusted."""
        return [self.solved.warning] if self.solved.warning else []

    @property
    def frame(self) -> pd.DataFrame:
        """Measures in rows; ``real``, ``synthetic`` and whether the measure was ``given`` in columns."""
        import pandas as pd

        real, synthetic = measures(self.real), measures(self.synthetic)
        given = [name in ("mean circle", "partners") for name in real]
        columns = {"real": list(real.values()), "synthetic": list(synthetic.values()), "given": given}
        return pd.DataFrame(columns, index=pd.Index(list(real), name="measure"))

    def table(self) -> Table:
        """Lay out the measures for a terminal, real beside synthetic."""
        from rich.table import Table

        table = Table(title="Beside a synthetic event", box=None, pad_edge=False, title_justify="left")
        table.add_column("measure")
        for name in ("real", "synthetic"):
            table.add_column(name, justify="right")
        table.add_column("")
        for label, row in self.frame.iterrows():
            form = ".1f" if row["real"] > 1 else ".3f"
            table.add_row(str(label), f"{row['real']:{form}}", f"{row['synthetic']:{form}}", "given" * row["given"])
        return table


def measures(found: Statistics) -> dict[str, float]:
    """Return all measures of an event by name: shares 0..1, people, seconds; nan for what never happened.

    Parameters
    ----------
    found
        From :func:`sim.replay.statistics.measure`.
    """
    sizes = {f"circles of {name}": found.share_of_circles(int(name[0])) for name in ("2", "3", "4", "5+")}
    return {
        **sizes,
        "mean circle": found.mean_circle,
        "mean seconds": found.mean_seconds,
        "talks >= 60 s": found.long,
        "talks > 300 s": found.very_long,
        "partners": found.mean_partners,
        "witness": found.witness,
        "contradiction": found.contradiction,
        "rejoined in 10 min": found.rejoined[0],
        "rejoined in 60 min": found.rejoined[1],
    }


def open_hours(contacts: Contacts) -> float:
    """Return the mean hours of an event's day in which anybody faces anybody.

    Parameters
    ----------
    contacts
        With at least one day of the event.
    """
    slots = np.isin(contacts.slots // DAY, contacts.days).sum()
    return float(slots * contacts.slot / 3600 / contacts.days.size)


def beside(contacts: Contacts, businesses: int = 2, seed: int = 0) -> Beside:
    """Make the synthetic event that belongs to a real one, and measure both.

    Parameters
    ----------
    contacts
        The real contact list.
    businesses
        Number of businesses a seller has, 1 or more.
    seed
        Of the synthetic event, 0 to 2**64 - 1.

    Raises
    ------
    ContactListError
        If the list has no day of 50 slots, no talk of 60 seconds, or too many or too few people.
    """
    event = take_apart(contacts)
    real = measure(event, businesses)
    if not real.partners.size:
        raise ContactListError("No talk lasts 60 seconds, so there are no partners to make a synthetic event by.")
    solved = solve(contacts.people.size, open_hours(contacts), real.mean_circle, real.mean_partners, seed)
    return Beside(event, real, solved.statistics(businesses), solved)


def beside_real(contacts: Contacts, out: Path | None = None, title: str = "", businesses: int = 2) -> Beside:
    """Put a synthetic event beside a real one, and write both down if asked to.

    Parameters
    ----------
    contacts
        The real contact list.
    out
        Folder, as :func:`write_beside` takes it; nothing is written if None.
    title
        What the list is called in the picture's footer.
    businesses
        Number of businesses a seller has, 1 or more.

    Raises
    ------
    ContactListError
        As :func:`beside`.
    sim.core.errors.UserError
        If the folder cannot be written.
    """
    if out is not None:
        probe(out)
    both = beside(contacts, businesses)
    if out is not None:
        both.files.extend(write_beside(both, out, title))
    return both


def write_beside(both: Beside, folder: Path, title: str) -> list[Path]:
    """Write ``beside.csv`` and the picture ``beside`` (SVG and PNG), and return the files.

    Parameters
    ----------
    both
        The real event and the synthetic one.
    folder
        Where to; made if it is not there.
    title
        What the list is called in the picture's footer.

    Raises
    ------
    sim.core.errors.UserError
        If the folder cannot be written.
    """
    from sim.analysis.drawing import style
    from sim.analysis.table import write_csv
    from sim.replay.plots import beside_figure

    with written(folder):
        numbers = place(folder, "beside.csv")
        write_csv(numbers, both.frame, index=True)
        figure = beside_figure(title, both.event, (both.real, both.synthetic), both.solved)
        return [numbers, *style.save(figure, folder, "beside")]
