"""Stories that meet: somebody stands by at a first talk who was, or will be, told something else (A6)."""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, whole
from sim.model.talk.hearing import clash
from sim.model.talk.pitch import DISCLOSE_ALL
from sim.model.talk.topics import farthest
from sim.replay.contacts import DAY
from sim.replay.hall import Hall


@phase
def compare(hall: Hall, firsts: Any, witnesses: Any) -> None:
    """Count the first talks in which two stories meet, once everything has been told.

    The hearing rules on fresh ears: a witness has heard one of two stories, his own or the listener's, and
    nothing else, and would notice a contradiction on hearing the other; which came first does not matter.

    Parameters
    ----------
    hall
        Whose scores grow by the first talks in which some witness was, or will be, told a story that clashes
        with the listener's.
    firsts, witnesses
        First talks with their witnesses, from :func:`sim.replay.witnesses.witnesses`.
    """
    topics, tellings = hall.topics, hall.tellings
    half_life, notice = hall.conversation[0].memory_half_life, hall.credibility[0].notice
    if hall.plan[0].pitch == DISCLOSE_ALL:
        return
    for f in range(firsts.size):
        talk = firsts[f]
        mine = tellings[talk.telling]
        one = whole(mine.topics)
        for w in range(talk.first, talk.last):
            his = tellings[firsts[witnesses[w]].telling]
            two = whole(his.topics)
            if two == one:
                continue
            if clash(farthest(topics, two, one), abs(mine.time - his.time) / DAY, half_life, notice) > 0.0:
                hall.scores[talk.speaker].caught += 1
                break
