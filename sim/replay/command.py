"""The verb ``manyhats replay``: read a contact list, measure it, replay it by pitch policy, draw it, write it down."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.errors import UserError
from sim.core.files import place, probe, write_text, written
from sim.model.plans.companies import MOST_COMPANIES
from sim.replay.beside import Beside, beside, write_beside
from sim.replay.contacts import SLOT
from sim.replay.errors import ContactListError
from sim.replay.intervals import Estimate
from sim.replay.policies import Outcome, chosen, play
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, Statistics, measure, take_apart

if TYPE_CHECKING:
    from rich.console import Group


@dataclass(frozen=True, eq=False)
class Replay:
    """An event that was measured and replayed.

    Attributes
    ----------
    file
        The contact list, as the user wrote it.
    event, statistics
        What it holds, and its measures.
    outcomes
        How networkers fare, a pitch policy each.
    remarks
        Sentences about the list.
    beside
        The synthetic event of the same size, if one was asked for.
    files
        What was written.
    """

    file: str
    event: Event
    statistics: Statistics
    outcomes: tuple[Outcome, ...]
    remarks: tuple[str, ...]
    beside: Beside | None = None
    files: list[Path] = field(default_factory=list)

    @property
    def title(self) -> str:
        """What was replayed, in one line."""
        contacts = self.event.contacts
        days, talks = _counted(contacts.days.size, "day"), _counted(self.event.talks.start.size, "talk")
        return f"{Path(self.file).name}: {contacts.people.size:,} people, {days}, {talks}"

    def table(self) -> Group:
        """Lay out measures and policies for a terminal."""
        from sim.replay.table import as_group

        return as_group(self.title, self.statistics, self.outcomes)

    def as_json(self) -> str:
        """Write everything as JSON, numbers in full and null for what never happened."""
        return json.dumps(_without_nan(self._numbers()), indent=2, ensure_ascii=False) + "\n"

    def _numbers(self) -> dict[str, Any]:
        contacts = self.event.contacts
        return {
            "file": self.file,
            "people": int(contacts.people.size),
            "talks": int(self.event.talks.start.size),
            "days": int(contacts.days.size),
            "hours": contacts.hours,
            "businesses": self.statistics.businesses,
            "shortest": self.event.shortest,
            "statistics": _measures(self.statistics),
            "policies": [_policy(outcome) for outcome in self.outcomes],
            "remarks": list(self.remarks),
            **({"synthetic": _synthetic(self.beside)} if self.beside else {}),
        }


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _measures(found: Statistics) -> dict[str, Any]:
    circles = {name: found.share_of_circles(size) for name, size in (("2", 2), ("3", 3), ("4", 4), ("5+", 5))}
    return {
        "circles": {**circles, "mean": found.mean_circle},
        "durations": {"mean": found.mean_seconds, ">=60s": found.long, ">300s": found.very_long},
        "partners": found.mean_partners,
        "witness": found.witness,
        "contradiction": found.contradiction,
        "rejoined": {"10min": found.rejoined[0], "60min": found.rejoined[1]},
    }


def _synthetic(found: Beside) -> dict[str, Any]:
    solved = found.solved
    return {
        "statistics": _measures(found.synthetic),
        "real": _measures(found.real),
        "given": {
            "people": solved.people,
            "hours": solved.hours,
            "circle": solved.mean_circle,
            "partners": solved.partners,
        },
        "knobs": {"talk": solved.knobs.talk, "gather": solved.knobs.gather},
        "seed": solved.seed,
        "miss": solved.miss,
        "remarks": found.remarks,
    }


def _policy(outcome: Outcome) -> dict[str, Any]:
    return {
        "pitch": outcome.policy.pitch,
        "topic": outcome.policy.chosen_by or None,
        "contradiction": _ends(outcome.contradiction),
        "noticed_same_day": _ends(outcome.within),
        "noticed_earlier_day": _ends(outcome.earlier),
        "credibility": _ends(outcome.credibility),
        "worlds": outcome.worlds,
    }


def _ends(found: Estimate) -> dict[str, float]:
    return {"mean": found.mean, "low": found.low, "high": found.high}


def _without_nan(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nan(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_without_nan(part) for part in value]
    return None if isinstance(value, float) and math.isnan(value) else value


def replay(
    file: Path,
    businesses: int = 2,
    pitch: str | None = None,
    shortest: int = SLOT,
    out: Path | None = None,
    slot: int = SLOT,
    *,
    synthetic: bool = False,
) -> Replay:
    """Replay a contact list.

    Parameters
    ----------
    file
        The list, as :func:`sim.replay.reading.read_contacts` takes it.
    businesses
        Number of businesses of every networker, 1..16.
    pitch
        Pitch policy; None for all of them side by side.
    shortest
        Seconds a talk must last for an opening to be told in it, 20 or more.
    out
        Folder for ``replay.json`` and the pictures ``policies`` and ``event`` (SVG and PNG); nothing is written
        if None.
    slot
        Seconds that a line of the list stands for.
    synthetic
        Whether to put a synthetic event of the same size beside it; with ``out`` also as ``beside.csv`` and the picture
        ``beside``.

    Raises
    ------
    ContactListError
        If the list cannot be read, there is nothing in it to replay, or nothing to make a synthetic event by.
    sim.core.errors.UserError
        If an option is out of its bounds, or, before anything is replayed, the folder cannot be written.
    """
    if not 1 <= businesses <= MOST_COMPANIES:
        raise UserError(f"--businesses {businesses}: must be from 1 to {MOST_COMPANIES}.")
    if shortest < min(slot, SLOT):
        raise UserError(f"--shortest {shortest}: must be {min(slot, SLOT)} seconds or more, the length of a slot.")
    policies = chosen(pitch)
    contacts, remarks = read_contacts(file, slot)
    if out is not None:
        probe(out)
    try:
        event = take_apart(contacts, shortest)
        both = beside(contacts, businesses) if synthetic else None
    except ContactListError as error:
        raise ContactListError(f"{file}: {error}") from error
    outcomes = tuple(play(event, policy, businesses) for policy in policies)
    done = Replay(str(file), event, measure(event, businesses), outcomes, tuple(remarks), both)
    if out is not None:
        done.files.extend(_write(done, out))
        if both is not None:
            done.files.extend(write_beside(both, out, done.title))
    return done


def _write(done: Replay, folder: Path) -> list[Path]:
    from sim.replay.plots import draw

    with written(folder):
        numbers = place(folder, "replay.json")
        write_text(numbers, done.as_json())
        return [numbers, *draw(done.title, done.event, done.statistics, done.outcomes, folder)]
