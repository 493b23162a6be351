"""A day in one call: the phases that no agent moves by hand, in the order of :data:`sim.schedule.SCHEDULE`.

Handing all tables to compiled code costs about as much as what a few hundred people say to each other, so a day
of a small world is handed over once instead of phase by phase. A test shows that both ways give the same world.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase
from sim.model.membership.decision import decide
from sim.model.membership.expansion import expand
from sim.model.tables import Tables
from sim.model.talk.conversation import hear, meet, propose, speak
from sim.model.talk.gossip import compare_notes, take_notes
from sim.model.week.care import give_care, receive_care
from sim.model.week.experience import experience
from sim.model.week.study import begin_week, study

SWEEP = 0  # the hand that moves everybody who has no agent of his own


@phase
def talk(w: Tables, day: int, gossip: int) -> None:
    """Let everybody meet, speak and hear, and compare notes if ``gossip`` is 1."""
    count = w.count[0]
    meet(w, day, 0, w.people.size, SWEEP)
    propose(w, day, 0, count.said, SWEEP)
    speak(w, 0, count.said, SWEEP)
    hear(w, day, 0, count.said)
    if gossip:
        compare_notes(w, day, 0, count.said)
        take_notes(w, day, 0, count.notes)


@phase
def live(w: Tables, day: int, on: Any) -> None:
    """Live one day but for the end of the month.

    Parameters
    ----------
    w
        All tables; ``said``, ``notes`` and ``positions`` have room for a day.
    day
        Today.
    on
        The scenario's ``phases`` row: 1 for what happens.
    """
    people = w.people.size
    begin_week(w, day, 0, people, SWEEP)
    if on.study:
        study(w, day, 0, people, SWEEP)
    if on.care:
        give_care(w, day, 0, people, SWEEP)
    if on.experience:
        experience(w, day, 0, people, SWEEP)
    if on.conversations:
        talk(w, day, on.gossip)
    if on.care:
        receive_care(w, day)
    if on.decisions:
        decide(w, day)
    if on.expansion:
        expand(w, day)
