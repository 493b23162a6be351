"""Circles of an event (A6): who faces whom every 20 seconds, so that others stand by and hear.

A contact is a pair who face each other; a circle is all who are connected by contacts. Talks that have lasted are
likelier to go on, and the idle and the busy behave differently (Stehlé, Barrat & Bianconi 2010; Zhao, Stehlé,
Bianconi & Barrat 2011); people differ in attractiveness and are available only part of the time (Starnini,
Baronchelli & Pastor-Satorras 2013). Whoever joins a talk faces everybody his host faces. Everybody decides on what
stands at the beginning of a slot, so the order of people does not matter. This is a combination of published parts,
not a copy of one model. It makes contact lists on its own, and an evening of the market is lived on it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.chance import purpose
from sim.core.compiled import rule

ENDS = purpose("circles.ends")
STARTS = purpose("circles.starts")
LOOKS = purpose("circles.looks")
ACCEPTS = purpose("circles.accepts")
AVAILABLE = purpose("circles.available")
SOCIABILITY = purpose("circles.sociability")
CROWD = purpose("circles.crowd")
MOST_FACED = 16  # people one faces at once (assumed)
GLANCES = 30  # people looked at in a slot before giving up (assumed)
BLOCK = 90  # slots of a half-hour, in which crowd and availability stay the same (assumed)
SLOT_SECONDS = 20  # length of a slot, as sensors record
LASTING = 1024  # slots of a contact for which the chance to end is worked out beforehand
NOBODY = -1


class Constants(NamedTuple):
    """What is the same at every event: calibrated on HT09 and WS16 together, and rounded.

    Attributes
    ----------
    ending
        Chance that a contact ends after its first slot, 0..1.
    aging
        After its k-th slot that chance is ``ending / k**aging``; not negative.
    memory
        Somebody met today is so many times likelier to be chosen than a stranger, 1 or more.
    sociability, crowd
        Sigma of the log-normal spread of people and of half-hours, not negative.
    presence
        Chance to be available for new talks in a half-hour, 0..1.
    """

    ending: float = 0.62
    aging: float = 0.85
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
    have the shape (people, people); ``partners`` holds whom each faces in its first ``degree`` columns. ``hazard`` is
    the chance to end by the slots that a contact has lasted, up to 1,023; ``appeals`` the chance to be chosen, by
    whether one has met the person and how many he faces, shape (2, 17). A contact is ``first``, ``second`` and the
    slot ``since`` which it lasts; a wish is a ``guest`` and whom he wants to face, his ``host``.
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
    first: Any
    second: Any
    since: Any
    guest: Any
    host: Any


def empty_floor(people: int) -> Floor:
    """Return a floor on which everybody stands alone.

    Parameters
    ----------
    people
        Guests, 2..65,536; memory grows with the square.
    """
    wishes = people * MOST_FACED
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
        first=np.zeros(wishes // 2, np.int64),
        second=np.zeros(wishes // 2, np.int64),
        since=np.zeros(wishes // 2, np.int64),
        guest=np.zeros(wishes, np.int64),
        host=np.zeros(wishes, np.int64),
    )


@rule
def ending(age: int, c: Any) -> float:
    """Return the chance that a contact ends: the longer it has lasted, the less likely (Stehlé et al. 2010).

    Parameters
    ----------
    age
        Slots it has lasted, 1 or more.
    c
        The constants.
    """
    return c.ending / age**c.aging


@rule
def engagement(degree: int, gather: float) -> float:
    """Return the weight of a person: 1 if idle; if busy ``gather``, shared among those he faces already.

    Parameters
    ----------
    degree
        Whom he faces, 0..16.
    gather
        The event's knob, above 0.
    """
    return 1.0 if degree == 0 else gather / degree


@rule
def appeal(degree: int, met: bool, gather: float, memory: float) -> float:
    """Return the chance that somebody looked at is chosen: 0..1, and 1 for the most attractive state there is.

    Parameters
    ----------
    degree
        Whom he faces, 0..16.
    met
        Whether the two met today.
    gather, memory
        The event's knob and the constant.
    """
    weight = engagement(degree, gather) / max(1.0, gather)
    return weight if met else weight / memory
