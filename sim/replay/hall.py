"""The hall in which an event is replayed: all tables together, in the form that phases take."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from sim.core.chance import seed_key
from sim.model.people.rows import Taste, Tie
from sim.model.plans.rows import StrategyRow
from sim.model.talk.parameters import Conversation, Credibility, Pitch
from sim.model.talk.rows import Topic
from sim.replay.contacts import DAY, Contacts, Ints
from sim.replay.rows import Mind, Score
from sim.replay.statistics import Event
from sim.world.parameters import one_row


class Hall(NamedTuple):
    """All that a replay reads and writes, handed to a phase as one value.

    ``facing`` and ``tellings`` are tables of :mod:`sim.replay.rows` by person and by speaker, ``begins`` tells
    where each speaker's tellings begin, shape (people + 1,), and ``present`` who was there on which day of the
    event, shape (days, people). ``ties``, ``minds`` and ``taste`` have a row a listener, ``scores`` a row a
    speaker; ``plan``, ``conversation`` and ``credibility`` have one row.
    """

    key: np.uint64
    facing: Any
    tellings: Any
    begins: Ints
    present: Any
    ties: Any
    minds: Any
    taste: Any
    scores: Any
    topics: Any
    plan: Any
    conversation: Any
    credibility: Any


def furnish(event: Event, pitch: str, businesses: int, seed: int) -> Hall:
    """Make everything ready for a replay.

    Parameters
    ----------
    event
        From :func:`sim.replay.statistics.take_apart`; its tellings are copied.
    pitch
        Pitch policy of all networkers.
    businesses
        Number of their businesses, each with a topic of its own at distance 1 from the others, 1..16.
    seed
        Of all draws, 0 to 2**64 - 1.
    """
    n = event.contacts.people.size
    return Hall(
        key=seed_key(seed),
        facing=event.contacts.facing,
        tellings=event.tellings.copy(),
        begins=event.begins,
        present=_present(event.contacts),
        ties=Tie.rows(n),
        minds=Mind.rows(n),
        taste=Taste.rows(n),
        scores=Score.rows(n),
        topics=_topics(businesses),
        plan=_plan(pitch, businesses),
        conversation=one_row(Conversation().model_dump()),
        credibility=one_row(Credibility().model_dump()),
    )


def _present(contacts: Contacts) -> Any:
    there = np.zeros((contacts.days.size, contacts.people.size), bool)
    day = contacts.times // DAY
    counts = np.isin(day, contacts.days)
    rows = np.searchsorted(contacts.days, day[counts])
    there[rows, contacts.one[counts]] = there[rows, contacts.two[counts]] = True
    return there


def _topics(businesses: int) -> Any:
    rows = Topic.rows(businesses)
    rows.distance[:, :businesses] = 1.0 - np.eye(businesses)
    return rows


def _plan(pitch: str, businesses: int) -> Any:
    plan = StrategyRow.rows(1)
    plan.pitch = Pitch.of(pitch)
    plan.companies = businesses
    plan.members = (1 << businesses) - 1
    plan.order = plan.topic = np.arange(plan.topic.shape[1])
    return plan
