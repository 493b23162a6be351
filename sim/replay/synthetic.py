"""Synthetic events: contact lists made by circles (:mod:`sim.model.events.circles`), set by four published numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.chance import seed_key
from sim.model.events.circles import CONSTANTS, Constants, Knobs, circle_day, empty_floor
from sim.replay.circles import circle_sizes
from sim.replay.contacts import DAY, SLOT, Contacts
from sim.replay.errors import ContactListError
from sim.replay.rejoining import LONG
from sim.replay.statistics import Statistics, measure, take_apart
from sim.replay.talks import first_talks, talks_of

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
    """Knobs that give an event its mean circle and partners, as nearly as they can.

    Attributes
    ----------
    people, hours, mean_circle, partners
        The four numbers that were asked for.
    knobs, seed
        What makes the event.
    miss
        The larger of the two distances from what was asked for, as logarithms of partners and of mean circle less 1.9;
        0 is a hit.
    found_circle, found_partners
        What the knobs give.
    """

    people: int
    hours: float
    mean_circle: float
    partners: float
    knobs: Knobs
    seed: int
    miss: float
    found_circle: float
    found_partners: float

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
    """Make the contact list of a synthetic event.

    Parameters
    ----------
    people
        Guests, 2..5,000, all there every day.
    hours
        Length of a day, above 0, at most 24; days begin at midnight.
    days
        1 or more; nobody remembers the day before.
    knobs
        What differs between events, from :func:`solve`.
    seed
        0 to 2**64 - 1; the same seed gives the same list.
    constants
        What is the same at every event.
    """
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
        found = _search(Solved(people, hours, mean_circle, partners, start, seed, math.inf, math.nan, math.nan))
        best = found if best is None or found.miss < best.miss else best
        if best.miss < GOOD:
            break
    assert best is not None
    return best


def predicted_contradiction(
    people: int, hours: float, mean_circle: float, partners: float, businesses: int = 2, seed: int = 0
) -> float:
    """Predict from four numbers the share of first talks at which a tailored pitch is contradicted.

    Parameters
    ----------
    people, hours, mean_circle, partners, seed
        As :func:`solve` takes them.
    businesses
        Number of businesses a seller has, 1 or more.

    Returns
    -------
    float
        0..1, as ``Statistics.contradiction``.
    """
    return solve(people, hours, mean_circle, partners, seed).statistics(businesses).contradiction


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
    return Solved(
        asked.people, asked.hours, asked.mean_circle, asked.partners, knobs, asked.seed, miss, circle, partners
    )


def _position(circle: float, partners: float) -> Point:
    return np.array([math.log(max(partners, 0.05)), math.log(max(circle - LEAST_CIRCLE, 0.02))])


def _mean_circle(contacts: Contacts) -> float:
    if not contacts.times.size:
        return 2.0
    sizes = circle_sizes(contacts)
    return float(np.arange(sizes.size) @ sizes / sizes.sum())


def _mean_partners(contacts: Contacts) -> float:
    if not contacts.days.size:
        return 0.0
    long, _, _ = first_talks(contacts, talks_of(contacts), LONG)
    return float(np.bincount(long.evening).mean()) if long.size else 0.0


def _learned(slope: Point, x: Point, y: Point, previous: tuple[Point, Point] | None) -> Point:
    """Correct the slope by what the last step did; begin anew if it no longer makes sense."""
    if previous is not None and np.abs(x - previous[0]).max() > 1e-9:
        step = x - previous[0]
        slope = slope + np.outer(y - previous[1] - slope @ step, step) / (step @ step)
    sound = np.linalg.det(slope) >= 0.05 and slope[0, 0] >= 0.1 and slope[1, 1] >= 0.05
    return slope if sound else SLOPE
