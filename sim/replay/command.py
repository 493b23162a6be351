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
from sim.core.parameters import as_whole
from sim.core.wording import shown
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.talk.parameters import Conversation
from sim.replay.contacts import SLOT, ContactListError
from sim.replay.policies import Estimate, Outcome, Tells, chosen, play
from sim.replay.reading import read_contacts
from sim.replay.statistics import Event, Statistics, measure, take_apart
from sim.replay.synthetic import Beside, beside

HALF = Conversation().memory_half_life
NOTE = (
    "Everybody is once the networker; all who face this person as a talk begins hear the opening. Stories meet: share "
    "of the first talks of a day at which somebody stands by who was, or will be, told another story that day. "
    "Noticed: contradictions that listeners notice, per networker and day, with a story of the same day and of an "
    "earlier day. Credibility: of the networker at the end of a day, among those who heard them. In brackets: 95 % "
    f"bootstrap intervals over people. Half of a story is forgotten in {HALF:g} days, so nearly none within an evening."
)
CIRCLES = ("circles of 2", "circles of 3", "circles of 4", "circles of 5+")
MEASURES: dict[str, tuple[int, tuple[str, ...]]] = {
    "circles of 2 / 3 / 4 / 5 and more people": (3, CIRCLES),
    "people in a circle, mean": (2, ("mean circle",)),
    "seconds of a talk, mean": (0, ("mean seconds",)),
    "talks of 60 s and more / over 300 s": (3, ("talks >= 60 s", "talks > 300 s")),
    "partners of a person and day (60 s and more)": (1, ("partners",)),
    "first talks of a day with a witness": (3, ("witness",)),
    "first talks with a contradiction, if tailored": (3, ("contradiction",)),
    "talks joined by a partner of 10 / 60 minutes ago": (3, ("rejoined in 10 min", "rejoined in 60 min")),
}
"""Of each line of the table, its decimals and measures."""

KEYS: dict[str, str | dict[str, str]] = {
    "circles": {**dict(zip(("2", "3", "4", "5+"), CIRCLES, strict=True)), "mean": "mean circle"},
    "durations": {"mean": "mean seconds", ">=60s": "talks >= 60 s", ">300s": "talks > 300 s"},
    "partners": "partners",
    "witness": "witness",
    "contradiction": "contradiction",
    "rejoined": {"10min": "rejoined in 10 min", "60min": "rejoined in 60 min"},
}
"""Where measures stand in the JSON."""


def statistics_table(found: Statistics) -> Table:
    """Lay out the measures of an event, one a row."""
    table, numbers = Table(box=None, pad_edge=False, show_header=False), found.numbers()
    table.add_column(overflow="fold")
    table.add_column(justify="right", no_wrap=True)
    for meaning, (decimals, names) in MEASURES.items():
        table.add_row(Text(meaning), Text(" / ".join(_number(numbers[name], decimals) for name in names)))
    return table


def _number(value: float, decimals: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{decimals}f}"


def policies_table(outcomes: Sequence[Outcome]) -> Table:
    """Lay out pitch policies side by side, one a row."""
    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="dim")
    table.add_column("\npitch policy")
    for head in ("\nstories meet", "noticed\nsame day", "noticed\nearlier", "\ncredibility"):
        table.add_column(head, justify="right", no_wrap=True)
    for outcome in outcomes:
        noticed = [f"{each.mean:.2f}" for each in (outcome.within, outcome.earlier)]
        both = [Text(f"{e.mean:.3f} [{e.low:.3f}, {e.high:.3f}]") for e in (outcome.contradiction, outcome.credibility)]
        table.add_row(Text(outcome.policy.name), both[0], *noticed, both[1])
    return table


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
    """An event that was measured and replayed."""

    file: str  # the contact list, as the user wrote it
    event: Event  # what it holds, and its measures
    statistics: Statistics
    outcomes: tuple[Outcome, ...]  # how networkers fare, a pitch policy each
    remarks: tuple[str, ...]  # sentences about the list
    beside: Beside | None = None  # the synthetic event of the same size, if one was asked for
    files: list[Path] = field(default_factory=list)  # what was written

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
    numbers = found.numbers()
    return {
        key: numbers[of] if isinstance(of, str) else {each: numbers[name] for each, name in of.items()}
        for key, of in KEYS.items()
    }


def _synthetic(found: Beside) -> dict[str, Any]:
    solved = found.solved
    given = {"people": solved.people, "hours": solved.hours, "circle": solved.mean_circle, "partners": solved.partners}
    return {
        "statistics": _measures(found.synthetic),
        "real": _measures(found.real),
        "given": given,
        "knobs": solved.knobs._asdict(),
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
        Pitch policies of the user's own by name.

    Raises
    ------
    ContactListError
        If the list cannot be read, there is nothing in it to replay, or nothing to make a synthetic event by.
    sim.core.errors.UserError
        If an option is out of its bounds, or, before anything is replayed, the folder cannot be written.
    """
    businesses, slot = _whole("businesses", businesses), _whole("slot", slot)
    shortest = _whole("shortest", shortest)
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


def _whole(option: str, value: object) -> int:
    number = as_whole(value)
    if number is None:
        raise UserError(f"--{option} {shown(value)}: must be a whole number.")
    return number


def _write(done: Replay, folder: Path) -> list[Path]:
    from sim.replay.plots import draw

    with written(folder):
        numbers = place(folder, "replay.json")
        write_text(numbers, done.as_json())
        return [numbers, *draw(done.title, done.event, done.statistics, done.outcomes, folder)]


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
