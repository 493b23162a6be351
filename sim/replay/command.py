"""The verb ``manyhats replay``: read a contact list, measure it, replay it by pitch policy, draw it, write it down."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from sim.core.errors import UserError
from sim.core.files import place, probe, write_text, written
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.talk.parameters import Conversation
from sim.replay.contacts import SLOT, ContactListError, Contacts
from sim.replay.reading import read_contacts
from sim.replay.statistics import Estimate, Event, Statistics, measure, take_apart
from sim.replay.synthetic import Beside, beside
from sim.replay.telling import Outcome, Tells, chosen, play

HALF = Conversation().memory_half_life
NOTE = (
    "Everybody is once the networker; all who face this person as a talk begins hear the opening. Stories meet: share "
    "of the first talks of a day at which somebody stands by who was, or will be, told another story that day. "
    "Noticed: contradictions that listeners notice, per networker and day, with a story of the same day and of an "
    "earlier day. Credibility: of the networker at the end of a day, among those who heard them. In brackets: 95 % "
    f"bootstrap intervals over people. Half of a story is forgotten in {HALF:g} days, so nearly none within an evening."
)
MEASURES = (
    "circles of 2 / 3 / 4 / 5 and more people",
    "people in a circle, mean",
    "seconds of a talk, mean",
    "talks of 60 s and more / over 300 s",
    "partners of a person and day (60 s and more)",
    "first talks of a day with a witness",
    "first talks with a contradiction, if tailored",
    "talks joined by a partner of 10 / 60 minutes ago",
)


def statistics_table(found: Statistics) -> Table:
    """Lay out the measures of an event, one a row."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for meaning, value in zip(MEASURES, _values(found), strict=True):
        table.add_row(Text(meaning), Text(value))
    return table


def _values(found: Statistics) -> list[str]:
    return [
        _shares([found.share_of_circles(size) for size in (2, 3, 4, 5)]),
        f"{found.mean_circle:.2f}",
        f"{found.mean_seconds:.0f}",
        _shares([found.long, found.very_long]),
        _number(found.mean_partners, 1),
        _number(found.witness, 3),
        _number(found.contradiction, 3),
        _shares(found.rejoined),
    ]


def _shares(values: Sequence[float]) -> str:
    return " / ".join(_number(value, 3) for value in values)


def _number(value: float, decimals: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{decimals}f}"


def policies_table(outcomes: Sequence[Outcome]) -> Table:
    """Lay out pitch policies side by side, one a row."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("\npitch policy")
    for head in ("\nstories meet", "noticed\nsame day", "noticed\nearlier", "\ncredibility"):
        table.add_column(head, justify="right", no_wrap=True)
    for outcome in outcomes:
        table.add_row(
            Text(outcome.policy.name),
            _bracketed(outcome.contradiction),
            f"{outcome.within.mean:.2f}",
            f"{outcome.earlier.mean:.2f}",
            _bracketed(outcome.credibility),
        )
    return table


def _bracketed(found: Estimate) -> Text:
    return Text(f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]")


def as_group(title: str, found: Statistics, outcomes: Sequence[Outcome]) -> Group:
    """Put both tables below each other, with a note on what the columns mean."""
    told = "1 business" if found.businesses == 1 else f"{found.businesses} businesses"
    return Group(
        Text(title, style="bold"),
        Text(),
        statistics_table(found),
        Text(f"\nThe same event with networkers of {told}\n", style="bold"),
        policies_table(outcomes),
        Text(f"\n{NOTE}"),
    )


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
    own: Mapping[str, Tells] | None = None,
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
    own
        Pitch policies of the user's own by name: functions of a networker (:class:`sim.replay.telling.Guest`) and the
        id of a listener.

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
    policies = chosen(pitch, own)
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


def beside_real(contacts: Contacts, out: Path | None = None, title: str = "", businesses: int = 2) -> Beside:
    """Put a synthetic event beside a real one, and write both down if asked to.

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
