"""Synthetic events: contact lists made by circles (:mod:`sim.model.events.circles`), set by four published numbers,
and one beside a real event: what these four numbers say about all the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import seed_key
from sim.model.events.circles import circle_day
from sim.model.events.floor import CONSTANTS, Constants, Knobs, empty_floor
from sim.replay.contacts import DAY, SLOT, ContactListError, Contacts, circle_sizes, partners_of, talks_of
from sim.replay.statistics import LONG, Event, Statistics, mean_size, measure, take_apart

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

Point = NDArray[np.float64]
DAYS = 8  # days that are simulated for one point of the search
STEPS = 14
CLOSE, GOOD, FAR = 0.02, 0.05, 0.1  # misses at which the search stops, does not begin anew, and is told to the user
LOW, HIGH = np.log([1e-4, 1e-2]), np.log([3.0, 100.0])
SLOPE = np.array([[0.7, 0.3], [0.5, 0.8]])  # of log partners and log(circle - 1.9) in log talk and log gather, about
STARTS = (Knobs(0.05, 0.3), Knobs(0.3, 0.1), Knobs(0.01, 2.0))
LEAST_CIRCLE = 1.9  # a little below the smallest circle, so that the logarithm exists
MOST_PEOPLE = 5000


@dataclass(frozen=True, eq=False)
class Solved:
    """Knobs that give an event its mean circle and partners, as nearly as they can."""

    people: int  # the four numbers that were asked for
    hours: float
    mean_circle: float
    partners: float
    knobs: Knobs  # what makes the event
    seed: int
    # the larger of the two distances from what was asked for, as logarithms of partners and of mean circle less 1.9; 0
    # is a hit
    miss: float = math.inf
    found_circle: float = math.nan  # what the knobs give
    found_partners: float = math.nan

    @property
    def warning(self) -> str:
        """A sentence if the event cannot be made as it was asked for, and nothing otherwise."""
        if self.miss <= FAR:
            return ""
        return (
            f"{self.people:,} people in {self.hours:.1f} hours hardly make circles of {self.mean_circle:.2f} "
            f"on average and {self.partners:.1f} partners each: the nearest synthetic event has "
            f"{self.found_circle:.2f} and {self.found_partners:.1f}, so that its other numbers predict little."
        )

    def contacts(self, days: int = DAYS) -> Contacts:
        """Make the event, with a number of days; those of the search are the default."""
        return synthetic_list(self.people, self.hours, days, self.knobs, self.seed)

    def statistics(self, businesses: int = 2) -> Statistics:
        """Measure the event."""
        return measure(take_apart(self.contacts()), businesses)


def synthetic_list(
    people: int, hours: float, days: int, knobs: Knobs, seed: int, constants: Constants = CONSTANTS
) -> Contacts:
    """Make the contact list of a synthetic event."""
    key, floor = seed_key(seed), empty_floor(people)
    parts = []
    for day in range(days):
        rows = circle_day(floor, key, day, round(hours * 3600 / SLOT), knobs, constants)
        order = np.lexsort((rows[2], rows[1], rows[0]))
        parts.append((rows * np.array([[SLOT], [1], [1]]) + np.array([[day * DAY], [0], [0]]))[:, order])
        floor = empty_floor(people)
    return Contacts(np.arange(people), *np.concatenate(parts, axis=1))


def solve(people: int, hours: float, mean_circle: float, partners: float, seed: int = 0) -> Solved:
    """Find the knobs that give an event its mean circle and partners.

    Broyden's (1965) method with short steps, on simulated events that share all their draws, so that the same four
    numbers and seed always give the same knobs.

    Parameters
    ----------
    people
        At the event, 3..5,000.
    hours
        In which people face each other on a day, above 0, at most 24.
    mean_circle
        Mean number of people in a circle, 2 or more.
    partners
        Mean number of distinct partners of a person and day, talks of 60 seconds and more; above 0, below ``people``.
    seed
        0 to 2**64 - 1.

    Raises
    ------
    ContactListError
        If one of the four numbers is out of its bounds.
    """
    _check(people, hours, mean_circle, partners)
    best: Solved | None = None
    for start in STARTS:
        found = _search(Solved(people, hours, mean_circle, partners, start, seed))
        best = found if best is None or found.miss < best.miss else best
        if best.miss < GOOD:
            break
    assert best is not None
    return best


def _check(people: int, hours: float, mean_circle: float, partners: float) -> None:
    if not 3 <= people <= MOST_PEOPLE:
        raise ContactListError(f"A synthetic event has from 3 to {MOST_PEOPLE:,} people, not {people:,}.")
    if not 0 < hours <= 24:
        raise ContactListError(f"A synthetic event lasts up to 24 hours a day and more than 0, not {hours:g}.")
    if not 2 <= mean_circle <= people:
        raise ContactListError(f"A circle has from 2 to {people:,} people, all there are; the mean is {mean_circle:g}.")
    if not 0 < partners < people:
        raise ContactListError(
            f"Of {people:,} people each has more than 0 partners and fewer than {people:,}, not {partners:g}."
        )


def _search(start: Solved) -> Solved:
    """Walk from the knobs of ``start`` to the nearest that are found in ``STEPS`` steps."""
    goal = _position(start.mean_circle, start.partners)
    best, x, slope = start, np.log(start.knobs), SLOPE
    previous: tuple[Point, Point] | None = None
    for _ in range(STEPS):
        tried = _tried(start, x, goal)
        best = tried if tried.miss < best.miss else best
        if best.miss < CLOSE:
            break
        y = _position(tried.found_circle, tried.found_partners)
        slope = _learned(slope, x, y, previous)
        previous = (x, y)
        x = np.clip(x - np.clip(np.linalg.solve(slope, y - goal), -1.0, 1.0), LOW, HIGH)
    return best


def _tried(asked: Solved, x: Point, goal: Point) -> Solved:
    knobs = Knobs(*np.exp(x).tolist())
    contacts = synthetic_list(asked.people, asked.hours, DAYS, knobs, asked.seed)
    circle, partners = _mean_circle(contacts), _mean_partners(contacts)
    miss = float(np.abs(_position(circle, partners) - goal).max())
    return replace(asked, knobs=knobs, miss=miss, found_circle=circle, found_partners=partners)


def _position(circle: float, partners: float) -> Point:
    return np.array([math.log(max(partners, 0.05)), math.log(max(circle - LEAST_CIRCLE, 0.02))])


def _mean_circle(contacts: Contacts) -> float:
    return mean_size(circle_sizes(contacts)) if contacts.times.size else 2.0


def _mean_partners(contacts: Contacts) -> float:
    if not contacts.days.size:
        return 0.0
    found = partners_of(contacts, talks_of(contacts), LONG)
    return float(found.mean()) if found.size else 0.0


def _learned(slope: Point, x: Point, y: Point, previous: tuple[Point, Point] | None) -> Point:
    """Correct the slope by what the last step did; begin anew if it no longer makes sense."""
    if previous is not None and np.abs(x - previous[0]).max() > 1e-9:
        step = x - previous[0]
        slope = slope + np.outer(y - previous[1] - slope @ step, step) / (step @ step)
    sound = np.linalg.det(slope) >= 0.05 and slope[0, 0] >= 0.1 and slope[1, 1] >= 0.05
    return slope if sound else SLOPE


@dataclass(frozen=True, eq=False)
class Beside:
    """A real event and the synthetic one that has the same people, hours, mean circle and partners."""

    event: Event  # the real one
    real: Statistics  # measures of both
    synthetic: Statistics
    solved: Solved  # the four numbers, and the knobs that were found

    @property
    def remarks(self) -> list[str]:
        """Sentences about how far the synthetic event may be trusted."""
        return [self.solved.warning] if self.solved.warning else []

    @property
    def frame(self) -> pd.DataFrame:
        """Measures in rows; ``real``, ``synthetic`` and whether the measure was ``given`` in columns."""
        import pandas as pd

        real, synthetic = self.real.numbers(), self.synthetic.numbers()
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


def open_hours(contacts: Contacts) -> float:
    """Return the mean hours of an event's day in which anybody faces anybody."""
    slots = np.isin(contacts.slots // DAY, contacts.days).sum()
    return float(slots * contacts.slot / 3600 / contacts.days.size)


def beside(contacts: Contacts, businesses: int = 2, seed: int = 0) -> Beside:
    """Make the synthetic event that belongs to a real one, and measure both.

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
