"""Overlap (A6): what a listener in the circle makes of a second story from the same mouth, silently or aloud.

During an evening every guest keeps in mind what he holds of each networker present, contact or not: a row of the kind
``tie`` for each guest and networker, guests first. Afterwards only contacts remain.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.chance import uniform
from sim.core.compiled import phase, rule, whole
from sim.model.tables import NONE, Tables
from sim.model.talk.hearing import clash, since, take_in
from sim.model.talk.reputation import contradict
from sim.model.talk.topics import farthest, old_story

NOTHING, SILENTLY, ALOUD = 0, 1, 2
NOBODY = -1


@rule
def conceals(law: Any, draws: np.uint64, who: int, nth: int) -> bool:
    """Tell whether a caught speaker does not own up.

    Parameters
    ----------
    law
        The scenario's ``credibility`` row, with its ``admit``.
    draws, who, nth
        Stream, place of the mind and number of the hearing.
    """
    return uniform(draws, who, 2 * nth) >= law.admit


@phase
def overhear(
    topics: Any,
    laws: Any,
    mind: Any,
    told: int,
    side_by_side: int,
    day: int,
    minute: int,
    draws: np.uint64,
    who: int,
    nth: int,
) -> int:
    """Let one listener take in what a networker says in his circle.

    Parameters
    ----------
    topics
        All topics with their distances.
    laws
        The scenario's rows ``credibility``, ``conversation`` and ``events``.
    mind
        What he holds of the networker; changes.
    told, side_by_side
        Topics as a bit set, and 1 if all stand side by side.
    day, minute
        Today, and the minute of the evening.
    draws, who, nth
        Stream, place of the mind and number of the hearing: whether a caught speaker owns up, and whether the
        listener speaks up.

    Returns
    -------
    int
        NOTHING, or a contradiction that he notices SILENTLY or says ALOUD.
    """
    law, talk, events = laws
    heard, noticed = whole(mind.heard), NOTHING
    if old_story(topics, told, heard):
        mind.good += law.consistent
    elif heard != 0 and side_by_side == 0:
        distance = farthest(topics, told & ~heard, heard)
        weight = clash(distance, since(mind, day, minute), talk.memory_half_life, law.notice)
        if weight > 0.0:
            contradict(mind, weight, conceals(law, draws, who, nth), law)
            noticed = ALOUD if uniform(draws, who, 2 * nth + 1) < events.callout else SILENTLY
    take_in(mind, told, side_by_side, day, minute)
    return noticed


@phase
def witness(topics: Any, laws: Any, mind: Any, both: int, concealed: bool, day: int, minute: int) -> None:
    """Let somebody in the circle learn aloud that a networker tells different people different stories.

    Parameters
    ----------
    topics, laws, mind
        As :func:`overhear` takes them.
    both
        Topics that came up, as a bit set.
    concealed
        Whether the speaker does not own up to whoever said it.
    day, minute
        Today, and the minute of the evening.
    """
    law, talk, _ = laws
    heard = whole(mind.heard)
    new = both & ~heard
    if new != 0 and heard != 0:
        weight = clash(farthest(topics, new, heard), 0.0, talk.memory_half_life, law.notice)
        if weight > 0.0:
            contradict(mind, weight, concealed, law)
    mind.heard |= both
    mind.day, mind.minute = day, minute


@phase
def say_around(
    topics: Any,
    laws: Any,
    minds: Any,
    hearers: Any,
    circle: Any,
    speaker: int,
    networkers: int,
    told: int,
    side_by_side: int,
    day: int,
    minute: int,
    draws: np.uint64,
    nth: int,
    noticed: Any,
) -> int:
    """Let some hear what a networker says, and everybody in the circle hear who says aloud that it does not fit.

    Parameters
    ----------
    topics, laws
        As :func:`overhear` takes them.
    minds
        Shape (guests * networkers,), what each guest holds of each networker.
    hearers, circle
        Guests who hear it, and all guests who face him, by their places at the evening.
    speaker, networkers
        His place, and the number of networkers present.
    told, side_by_side, day, minute
        As :func:`overhear` takes them.
    draws, nth
        Stream, and number of the saying.
    noticed
        Shape (hearers,) or longer; filled with what each hearer noticed.

    Returns
    -------
    int
        Place of the first guest who says aloud what he noticed, or NOBODY.
    """
    aloud = NOBODY
    for h in range(hearers.size):
        at = hearers[h] * networkers + speaker
        noticed[h] = overhear(topics, laws, minds[at], told, side_by_side, day, minute, draws, at, nth)
        if noticed[h] == ALOUD and aloud == NOBODY:
            aloud = hearers[h]
    if aloud != NOBODY:
        at = aloud * networkers + speaker
        both, concealed = whole(minds[at].heard), conceals(laws[0], draws, at, nth)
        for h in range(circle.size):
            if circle[h] != aloud:
                witness(topics, laws, minds[circle[h] * networkers + speaker], both, concealed, day, minute)
    return aloud


@rule
def count_contradictions(tally: Any, noticed: int, aloud: bool) -> None:
    """Count for a networker how many noticed a contradiction: one is public if said aloud, the others are private.

    Parameters
    ----------
    tally
        His row.
    noticed
        How many noticed it, 1 or more if said aloud.
    aloud
        Whether one of them said so.
    """
    tally.public += 1 if aloud else 0
    tally.private += noticed - (1 if aloud else 0)


@phase
def remember_evening(w: Tables, minds: Any, ties: Any) -> None:
    """Write back what was kept in mind on the ties there are.

    Parameters
    ----------
    w
        All tables; ``ties`` change.
    minds, ties
        What is held, and the row of the tie it belongs to, NONE without one; the same shape.
    """
    for k in range(ties.size):
        if ties[k] == NONE:
            continue
        tie, mind = w.ties[ties[k]], minds[k]
        tie.good, tie.bad, tie.ceiling = mind.good, mind.bad, mind.ceiling
        tie.heard, tie.day, tie.minute = mind.heard, mind.day, mind.minute
        tie.talks, tie.open = mind.talks, mind.open
