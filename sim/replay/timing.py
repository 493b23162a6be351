"""Whether the first column of a contact list is what it must be: a time, sorted, on one grid of slots."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.replay.contacts import Ints
from sim.replay.errors import ContactListError
from sim.replay.rowwise import SPANNED

MILLION = 1_000_000
LATE = 10**11  # seconds would lie in the year 5138, milliseconds lie after 1973
ENOUGH = 3  # times that must be far apart to be believed milliseconds


class Listed(NamedTuple):
    """Columns of a contact list, each of the shape (rows,); ids are whole numbers or numbers of names.

    Attributes
    ----------
    lines, times, one, two
        Number of the line, seconds, and the two people.
    fourth
        Whole number in the fourth column; -1 where there is none.
    """

    lines: Ints
    times: Ints
    one: Ints
    two: Ints
    fourth: Ints


def settled_times(rows: Listed, slot: int, path: str, *, sure: bool) -> tuple[Ints, list[str]]:
    """Check the times and bring them to seconds.

    Parameters
    ----------
    rows
        What stands in the list.
    slot
        Seconds that a line stands for.
    path
        Name of the file, for error sentences.
    sure
        Whether the first column alone is a time: people are called by names, or the column names say so.

    Returns
    -------
    numpy.ndarray
        Seconds, shape (rows,).
    list of str
        A sentence if the list counts milliseconds.

    Raises
    ------
    ContactListError
        If the columns are those of talks from one time to another, or the times are not sorted or off the grid.
    """
    if not sure:
        _refuse_spans(rows, slot, path)
    falls = np.flatnonzero(np.diff(rows.times) < 0)
    if falls.size:
        before, after = int(falls[0]), int(falls[0]) + 1
        raise ContactListError(
            f"{path}, line {rows.lines[after]}: the time {rows.times[after]} comes after the time "
            f"{rows.times[before]} of line {rows.lines[before]}; the lines must be sorted by time, which stands in the "
            "first column."
        )
    step = _step(rows.times)
    if _are_milliseconds(rows.times, step, slot):
        return rows.times // 1_000, ["Times are taken as milliseconds."]
    if rows.times[0] >= LATE:
        raise ContactListError(
            f"The times of the contact list {path} look like milliseconds, but are no multiples of {slot} seconds "
            "apart."
        )
    if step % slot:
        raise ContactListError(f"{path}, line {_off_grid(rows, slot, step)}")
    return rows.times, []


def _step(times: Ints) -> int:
    """Greatest step of which all times are multiples apart; 0 if all are the same."""
    return int(np.gcd.reduce(np.diff(times))) if times.size > 1 else 0


def _are_milliseconds(times: Ints, step: int, slot: int) -> bool:
    if step % (1_000 * slot):
        return False
    return bool(times[0] >= LATE or (step and np.unique(times).size >= ENOUGH))


def _off_grid(rows: Listed, slot: int, step: int) -> str:
    first = int(rows.times[0])
    row = int(np.flatnonzero((rows.times - first) % slot)[0])
    said = (
        f"{rows.lines[row]}: the time {rows.times[row]} is not a multiple of {slot} seconds after the first, {first}; "
        f"every line stands for a slot of {slot} seconds, and those of one slot have the same time."
    )
    steps = np.diff(np.unique(rows.times))
    if step > 1 or float(np.median(steps)) == step:
        said += f" If a line stands for {step} second{'s' * (step > 1)}, add --slot {step}."
    return said


def _refuse_spans(rows: Listed, slot: int, path: str) -> None:
    """Refuse columns that are from, to, person, person, or the like: read as contacts they are nonsense."""
    t, a, b, more = rows.times, rows.one, rows.two, rows.fourth
    off_grid = bool(_step(t) % slot) or bool(np.any(np.diff(t) < 0))
    full = bool(np.all(more >= 0))
    fits = not np.any((a - t) % slot) and (slot > 1 or np.isin(b, more).any())
    if full and np.all(a > t) and (off_grid or fits or t[0] >= 100 * MILLION):
        raise ContactListError(f"The contact list {path} {SPANNED}")
    falls = bool(np.any(np.diff(t) < 0)) and np.unique(b).size >= ENOUGH
    later = bool(np.all(np.diff(b) >= 0)) and (falls or np.unique(b).size > np.unique(t).size)
    enough = np.unique(b).size >= ENOUGH or (full and bool(np.all(more > b)))
    if not later or not (off_grid or (enough and _step(b) % slot == 0)):
        return
    if full:
        raise ContactListError(f"The contact list {path} {SPANNED}")
    if _step(b) % slot == 0:
        raise ContactListError(
            f"The contact list {path} seems to have its time in the third column; it has to stand in the first, before "
            "the two people."
        )
