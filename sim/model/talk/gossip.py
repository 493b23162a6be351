"""Comparing notes: two contacts who both know somebody talk about him.

Notes are written down first and taken in afterwards, so nobody hears today what was learned today.
"""

from __future__ import annotations

from typing import Any

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.people.acquaintance import tie_to
from sim.model.tables import NONE, Tables
from sim.model.talk.hearing import clash, since
from sim.model.talk.reputation import contradict, credibility
from sim.model.talk.topics import farthest

MEET = purpose("gossip.meet")


@rule
def write_note(note: Any, about: Any, tie: int, taker: int, subject: int, source: int) -> None:
    """Write down what the owner of tie ``about`` tells ``taker`` of ``subject``, all but his opinion.

    Parameters
    ----------
    note
        Fresh row of today's notes, which is filled in.
    about
        The giver's tie to the subject.
    tie
        Row of the taker's tie to the subject.
    taker, subject
        Ids of who is told and who is spoken of.
    source
        Place in the day's order, from 0; notes are taken in by it.
    """
    note.tie = tie
    note.taker = taker
    note.subject = subject
    note.topics = about.heard
    note.open = about.open
    note.source = source


@rule
def lean(tie: Any, opinion: float, weight: float) -> None:
    """Move toward another's opinion, as evidence (form: Jøsang's discounting).

    Parameters
    ----------
    tie
        The taker's tie to the person spoken of; ``good`` and ``bad`` grow by ``weight`` in all.
    opinion
        The giver's opinion, 0..1.
    weight
        Evidence, not negative: the scenario's ``gossip.influence`` times the trust in the giver.
    """
    tie.good += weight * opinion
    tie.bad += weight * (1.0 - opinion)


@phase
def compare_notes(w: Tables, day: int, first: int, last: int) -> None:
    """Let listeners of messages ``first`` to ``last - 1`` talk to a contact, any, about the speaker.

    A note is written for each side, if the contact knows the speaker too; the second only if he has already
    heard of a topic of his.

    Parameters
    ----------
    w
        All tables; ``notes`` has room for two rows a message.
    day
        Today.
    first, last
        Rows of today's messages.
    """
    people, links, ties, said, notes, count = w.people, w.links, w.ties, w.said, w.notes, w.count[0]
    law, trust = w.gossip[0], w.credibility[0]
    draws = stream(w.key, MEET, day)
    for m in range(first, last):
        message = said[m]
        nth = 2 * whole(message.nth)
        if message.topics == 0 or uniform(draws, message.tie, nth) >= law.rate:
            continue
        me, speaker = whole(message.listener), whole(message.speaker)
        mine = whole(people[me].first) + below(draws, message.tie, nth + 1, people[me].degree)
        friend = whole(links[mine].other)
        if friend in (speaker, NONE):
            continue
        theirs = tie_to(people, links, friend, speaker)
        if theirs == NONE:
            continue
        back = whole(links[mine].mirror)
        note = notes[count.notes]
        write_note(note, ties[message.tie], theirs, friend, speaker, 2 * m)
        note.opinion, note.trust = credibility(ties[message.tie], trust), credibility(ties[back], trust)
        count.notes += 1
        if ties[theirs].heard != 0:
            note = notes[count.notes]
            write_note(note, ties[theirs], message.tie, me, speaker, 2 * m + 1)
            note.opinion, note.trust = credibility(ties[theirs], trust), credibility(ties[mine], trust)
            count.notes += 1


@phase
def take_notes(w: Tables, day: int, first: int, last: int) -> None:
    """Let the takers of notes ``first`` to ``last - 1`` learn topics and lean toward the giver's opinion.

    A topic unknown so far is a contradiction discounted for hearsay, unless the giver was told everything
    side by side, or the taker had heard nothing of the subject before.

    Parameters
    ----------
    w
        All tables.
    day
        Today.
    first, last
        Rows of today's notes.
    """
    ties, notes, tally = w.ties, w.notes, w.tally
    law, talk, gossip = w.credibility[0], w.conversation[0], w.gossip[0]
    for n in range(first, last):
        note = notes[n]
        tie = ties[note.tie]
        told, heard = whole(note.topics), whole(tie.heard)
        new = told & ~heard
        if new != 0 and heard != 0 and note.open == 0:
            distance = gossip.hearsay * farthest(w.topics, new, heard)
            weight = clash(distance, since(tie, day, 0), talk.memory_half_life, law.notice)
            if weight > 0.0:
                contradict(tie, weight, True, law)
                tally[note.subject].hearsay += 1
        lean(tie, note.opinion, gossip.influence * note.trust)
        if new != 0:
            tie.heard |= told
            tie.day = day
            tie.minute = 0
            tie.open = note.open
