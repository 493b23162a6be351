"""One evening, written down: who stood with whom, who heard what, and where it broke."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.core.rows import Rows
from sim.model.events.circles import SLOT_SECONDS
from sim.model.events.evening import Party
from sim.model.talk.rows import Heard
from sim.world.world import World

SLOTS_A_MINUTE = 60 // SLOT_SECONDS


@dataclass(frozen=True, eq=False)
class Evening:
    """An evening seen from one of its networkers.

    Attributes
    ----------
    day
        Day of the world.
    people
        Ids of those present; a place at the evening is a number in this list.
    speaker
        Place of the networker who is followed.
    pitch
        Their pitch policy.
    topics
        Names of all topics; bit sets of topics refer to their order.
    minutes
        Length.
    contacts
        Slot of 20 seconds, place, place of all who faced each other, shape (3, contacts).
    heard
        Rows of the kind ``heard`` (:class:`sim.model.talk.rows.Heard`) of this networker, by slot.
    """

    day: int
    people: NDArray[np.int64]
    speaker: int
    pitch: str
    topics: list[str]
    minutes: float
    contacts: NDArray[np.int64]
    heard: Rows[Heard]

    @property
    def noticed(self) -> int:
        """Contradictions noticed that evening."""
        return int(np.count_nonzero(self.heard.noticed))

    def stretches(self, place: int) -> list[tuple[float, float]]:
        """Return from when to when, in minutes, somebody faced the networker.

        Parameters
        ----------
        place
            Of the guest.
        """
        slot, a, b = self.contacts
        near, far = min(place, self.speaker), max(place, self.speaker)
        slots = np.unique(slot[(a == near) & (b == far)])
        if slots.size == 0:
            return []
        breaks = np.flatnonzero(np.diff(slots) > 1)
        first, last = np.r_[slots[0], slots[breaks + 1]], np.r_[slots[breaks], slots[-1]]
        return [(int(s) / SLOTS_A_MINUTE, (int(e) + 1) / SLOTS_A_MINUTE) for s, e in zip(first, last, strict=True)]

    def story(self) -> str:
        """Tell the first break of the evening in words."""
        caught = np.flatnonzero(self.heard.noticed)
        if caught.size == 0:
            return "Nobody heard two stories that do not fit."
        row = self.heard[caught[0]]
        before = self.heard[: caught[0]]
        before = before[before.listener == row.listener]
        who, now = f"guest {self.people[row.listener]}", int(row.slot) // SLOTS_A_MINUTE
        told = self.named(int(row.topics))
        if before.size == 0:
            begin = f"{who.capitalize()} remembers another story from an earlier day."
        else:
            then = int(before[0].slot) // SLOTS_A_MINUTE
            begin = f"In minute {then} {who} hears of {self.named(int(before[0].topics))}."
        aloud = " and says so aloud: all around have now heard both." if row.noticed == 2 else " and says nothing."
        return f"{begin} In minute {now} the talk is of {told}; {who} stands in the circle, notices{aloud}"

    def named(self, topics: int) -> str:
        """Return the names of a bit set of topics in words."""
        return " and ".join(name for bit, name in enumerate(self.topics) if topics >> bit & 1)


def written_down(world: World, day: int, party: Party, contacts: NDArray[np.int64], speaker: int) -> Evening:
    """Write down an evening of a world, as :func:`sim.world.evenings.hold_evenings` saw it."""
    scenario = world.scenario
    log = party.log[: int(party.logged[0])]
    plan = scenario.strategy[int(world.tables.people.strategy[party.guests[speaker]])]
    return Evening(
        day=day,
        people=party.guests,
        speaker=speaker,
        pitch=plan.pitch,
        topics=scenario.topics,
        minutes=60.0 * scenario.events.hours,
        contacts=contacts,
        heard=log[log.speaker == speaker],
    )
