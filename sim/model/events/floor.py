"""The floor of an event: who stands with whom, and the numbers by which circles form."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

MOST_FACED = 16  # people one faces at once (assumed)
LASTING = 1024  # slots of a contact for which the chance to end is worked out beforehand, and in which one goes back
LAST = 1  # in a list of pairs: none behind


class Constants(NamedTuple):
    """What is the same at every event: calibrated on HT09 and WS16 together, and rounded.

    Attributes
    ----------
    ending
        Chance that a contact ends after its first slot, 0..1.
    aging
        After its k-th slot that chance is ``ending / k**aging``; not negative.
    back, passing
        After a contact of k slots the pull to go back is ``back k / (k + passing)``: two have come back to each other
        within t slots with probability ``1 - (t + 1)**-pull``. ``back`` 0 switches it off.
    memory
        Somebody met today is so many times likelier to be chosen than a stranger, 1 or more.
    sociability, crowd
        Sigma of the log-normal spread of people and of half-hours, not negative.
    presence
        Chance to be available for new talks in a half-hour, 0..1.
    """

    ending: float = 0.71
    aging: float = 0.8
    back: float = 0.45
    passing: float = 2.0
    memory: float = 3.0
    sociability: float = 1.0
    crowd: float = 0.7
    presence: float = 0.35


class Knobs(NamedTuple):
    """What differs between events.

    Attributes
    ----------
    talk
        Talks that an idle, average person begins in a slot of an average half-hour, above 0.
    gather
        Weight of somebody busy against somebody idle, both in beginning and in being chosen, above 0.
    """

    talk: float
    gather: float


CONSTANTS = Constants()


class Floor(NamedTuple):
    """Who stands with whom, handed to a phase as one value.

    ``social`` is each person's sociability and ``reach`` its running sum over those who are ``here``, all of the
    shape (people,); ``guide`` tells where in ``reach`` to begin looking for a number. ``facing`` and ``met`` (today)
    have the shape (people, people); ``partners`` holds whom each faces in its first ``degree`` columns. ``returning``
    is the last pair that goes back to each other in a slot, by the slot's number within 1,024, and ``before`` the pair
    before it, of the shape (people, people): 0 if a pair waits for nothing, ``LAST`` behind the last, else the place of
    a pair plus 2; so ``returning`` as well, but for LAST where nobody goes back. ``hazard`` is
    the chance to end by the slots that a contact has lasted, up to 1,023; ``appeals`` the chance to be chosen, by
    whether one has met the person and how many they face, shape (2, 17). A contact is ``first``, ``second`` and the
    slot ``since`` which it lasts; a wish is a ``guest`` and whom they want to face, their ``host``.
    """

    social: Any
    here: Any
    reach: Any
    guide: Any
    hazard: Any
    appeals: Any
    facing: Any
    met: Any
    partners: Any
    degree: Any
    returning: Any
    before: Any
    first: Any
    second: Any
    since: Any
    guest: Any
    host: Any


def empty_floor(people: int) -> Floor:
    """Return a floor on which everybody stands alone."""
    wishes, contacts = 2 * people * MOST_FACED, people * MOST_FACED // 2
    return Floor(
        social=np.ones(people),
        here=np.zeros(people, np.bool_),
        reach=np.zeros(people),
        guide=np.zeros(2 << people.bit_length(), np.int64),
        hazard=np.zeros(LASTING),
        appeals=np.zeros((2, MOST_FACED + 1)),
        facing=np.zeros((people, people), np.bool_),
        met=np.zeros((people, people), np.bool_),
        partners=np.zeros((people, MOST_FACED), np.int64),
        degree=np.zeros(people, np.int64),
        returning=np.full(LASTING, LAST, np.int64),
        before=np.zeros((people, people), np.int32),
        first=np.zeros(contacts, np.int64),
        second=np.zeros(contacts, np.int64),
        since=np.zeros(contacts, np.int64),
        guest=np.zeros(wishes, np.int64),
        host=np.zeros(wishes, np.int64),
    )
