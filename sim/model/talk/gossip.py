"""Comparing notes: two contacts who both know somebody talk about them.

Notes are written down first and taken in afterwards, so nobody hears today what was learned today. An opinion counts
once per source and change of opinion: the same opinion, told again by the same person, is no new evidence.
"""

from __future__ import annotations

import numpy as np

from sim.core.chance import below, purpose, stream, uniform
from sim.core.compiled import free_row, phase, rule, whole
from sim.model.people.acquaintance import tie_to
from sim.model.people.rows import Tie
from sim.model.tables import NONE, Tables
from sim.model.talk.parameters import Credibility
from sim.model.talk.reputation import credibility
from sim.model.talk.rows import Note, Topics
from sim.model.talk.story import NEVER, NOTHING, Ears, Story, put_beside, since, take_story

MEET = purpose("gossip.meet")
SIGNATURE = purpose("gossip.signature")
LEVELS, PLACES = 8, 32  # steps of an opinion below its highest, and places of a signature


@rule
def write_note(note: Note, about: Tie, tie: int, taker: int, subject: int, source: int) -> None:
    """Write down which topics the owner of tie ``about`` tells ``taker`` of ``subject``.

    ``tie`` is the taker's tie to the subject, ``source`` the note's place in the day's order, from 0: notes are taken
    in by it.
    """
    note.tie = tie
    note.taker = taker
    note.subject = subject
    note.topics = about.heard
    note.source = source


@rule
def judge(note: Note, topics: Topics, about: Tie, of_giver: Tie, law: Credibility) -> None:
    """Write down what the owner of tie ``about`` thinks of its contact, and how far the taker trusts them.

    ``of_giver`` is what the taker holds about the giver.
    """
    note.open = put_beside(topics, about)
    note.opinion = credibility(about, law)
    note.trust = credibility(of_giver, law)


@rule
def lean(tie: Tie, opinion: float, weight: float) -> None:
    """Move toward another's opinion (0..1), as evidence of a ``weight`` (form: Jøsang's discounting)."""
    tie.good += weight * opinion
    tie.bad += weight * (1.0 - opinion)


@rule
def news(tie: Tie, giver: int, opinion: float, draws: np.uint64) -> bool:
    """Tell whether an opinion (0..1) is not yet among those taken in, and sign that it now is.

    The signature has a place for every giver and eighth of opinion, drawn under both in the stream ``draws``; two may
    share one (one in 32), and the second of them is then taken for old.
    """
    place = 1 << below(draws, giver, int(opinion * LEVELS), PLACES)
    signed = whole(tie.sources)
    tie.sources = signed | place
    return signed & place == 0


@phase
def compare_notes(w: Tables, day: int, first: int, last: int) -> None:
    """Let listeners of messages ``first`` to ``last - 1`` talk to a contact, any, about the speaker.

    A note is written for each side, if the contact knows the speaker too; the second only if they have already
    heard of a topic of the speaker's. ``notes`` has room for two rows per message.
    """
    people, links, ties, said, notes, count = w.people, w.links, w.ties, w.said, w.notes, w.count[0]
    law, trust = w.law[0].gossip, w.law[0].credibility
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
        note = notes[free_row(count.notes, notes.size)]
        write_note(note, ties[message.tie], theirs, friend, speaker, 2 * m)
        judge(note, w.topics[0], ties[message.tie], ties[back], trust)
        note.giver = me
        count.notes += 1
        if ties[theirs].heard != 0:
            note = notes[free_row(count.notes, notes.size)]
            write_note(note, ties[theirs], message.tie, me, speaker, 2 * m + 1)
            judge(note, w.topics[0], ties[theirs], ties[mine], trust)
            note.giver = friend
            count.notes += 1


@phase
def take_notes(w: Tables, day: int, first: int, last: int) -> None:
    """Let the takers of notes ``first`` to ``last - 1`` learn topics and lean toward an opinion new to them.

    A contradiction is discounted for hearsay, and always concealed: the speaker is not there to own up.
    """
    ties, notes, law = w.ties, w.notes, w.law[0].gossip
    ears = Ears(w.law[0].credibility, w.law[0].conversation.memory_half_life, w.law[0].events.callout)
    signatures = stream(w.key, SIGNATURE, 0)
    for n in range(first, last):
        note = notes[n]
        tie = ties[note.tie]
        ago = since(tie, day, 0)
        story = Story(whole(note.topics), whole(note.open), day, 0, ago, law.hearsay, 0, NEVER, NEVER)
        w.tally[note.subject].hearsay += take_story(w.topics[0], ears, tie, story) != NOTHING
        if news(tie, whole(note.giver), note.opinion, signatures):
            lean(tie, note.opinion, law.influence * note.trust)
