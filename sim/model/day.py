"""A day in one call: the parts of it that no agent moves by hand, each a step of :data:`sim.day.DAY`, in its order.

Handing all tables to compiled code costs about as much as what a few hundred people say to each other, so parts that
follow one another are handed over once. What they need of the caller on the way is what the call returns.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, whole
from sim.model.limits import COUNTED
from sim.model.membership.customers import go_on
from sim.model.membership.decision import decide
from sim.model.membership.leaving import enforce, leave, leaving_rows
from sim.model.membership.pruning import prune
from sim.model.membership.regimes import elsewhere
from sim.model.membership.starting import expand
from sim.model.shares.closure import close_companies
from sim.model.shares.day import hold_shares, newcomers, rows_wanted
from sim.model.tables import MONTH, WEEK, Tables
from sim.model.talk.conversation import hear, propose, speak
from sim.model.talk.gossip import compare_notes, take_notes
from sim.model.talk.meeting import forget_refusals, get_acquainted, meet
from sim.model.week.care import experience, give_care, receive_care
from sim.model.week.hours import begin_week, study

SWEEP = 0  # the hand that moves everybody who has no agent of their own
PARTS = (
    "begin_week",
    "study",
    "give_care",
    "experience",
    "forget",
    "converse",
    "tell",
    "hear",
    "compare_notes",
    "receive_care",
    "decide",
    "expand",
    "enforce",
    "customers",
    "leave",
    "revshare_day",
    "close_companies",
)
"""Names of the parts, in the order in which they happen; each has a bit."""
BEGIN_WEEK, STUDY, GIVE_CARE, EXPERIENCE, FORGET, CONVERSE, TELL, HEAR, COMPARE_NOTES = (1 << k for k in range(9))
RECEIVE_CARE, DECIDE, EXPAND, ENFORCE, CUSTOMERS = (1 << k for k in range(9, 14))
LEAVE, REVSHARE_DAY, CLOSE_COMPANIES = (1 << k for k in range(14, len(PARTS)))
WEEKLY = BEGIN_WEEK | STUDY | GIVE_CARE | RECEIVE_CARE
APPENDED = ("said", "notes", "positions", "holdings", "packs")
SAID, NOTES, POSITIONS, HOLDINGS, PACKS = range(len(APPENDED))


@phase
def live(tables: tuple[Any, ...], day: int, parts: int) -> tuple[int, int, int]:
    """Live parts of a day in their order.

    Parameters
    ----------
    tables
        All tables as :attr:`sim.world.world.World.handed` gives them: a bare tuple is handed over in half the time.
    day
        Today.
    parts
        Bits such as ``STUDY``.

    Returns
    -------
    tuple of int
        Zeros if all is done, else the part before which it stopped and why: the number of one of the ``APPENDED``
        tables and the rows that it must have; or what holds more than is counted, and zero.
    """
    if day % WEEK != 0:
        parts &= ~WEEKLY
    if day % MONTH != 0:
        parts &= ~(EXPERIENCE | FORGET)
    if (day + 1) % MONTH != 0:
        parts &= ~(CUSTOMERS | LEAVE)
    w = Tables(*tables)
    first, people, count, hand = whole(0), w.people.size, w.count[0], whole(SWEEP)
    if parts & BEGIN_WEEK:
        begin_week(w, day, first, people, hand)
    if parts & STUDY:
        study(w, day, first, people, hand)
    if parts & GIVE_CARE:
        give_care(w, day, first, people, hand)
    if parts & EXPERIENCE:
        experience(w, day, first, people, hand)
    if parts & FORGET:
        forget_refusals(w, day)
    if parts & CONVERSE:
        openings = count.said + count.networkers * w.law[0].conversation.most_per_day
        if w.said.size < openings:
            return CONVERSE, SAID, openings
        meet(w, day, first, people, hand)
    if parts & TELL:
        get_acquainted(w, day)
        propose(w, day, first, count.said, hand)
        speak(w, day, first, count.said, hand)
    if parts & HEAR:
        hear(w, day, first, count.said)
    if parts & COMPARE_NOTES:
        if w.notes.size < 2 * count.said:
            return COMPARE_NOTES, NOTES, 2 * count.said
        compare_notes(w, day, first, count.said)
        take_notes(w, day, first, count.notes)
    if parts & RECEIVE_CARE:
        receive_care(w, day)
    if parts & DECIDE:
        if w.positions.size < count.positions + count.said:
            return DECIDE, POSITIONS, count.positions + count.said
        decide(w, day)
    if parts & EXPAND:
        wanted = count.positions + count.networkers + count.between
        if w.positions.size < wanted:
            return EXPAND, POSITIONS, wanted
        expand(w, day)
    if parts & ENFORCE:
        if (day + 1) % MONTH == 0:
            elsewhere(w, day)
        if count.caught > 0:
            enforce(w, day)
    if parts & CUSTOMERS:
        go_on(w, day)
    if parts & LEAVE:
        wanted = count.positions + leaving_rows(w)
        if w.positions.size < wanted:
            return LEAVE, POSITIONS, wanted
        leave(w, day)
        prune(w, day)
    if parts & REVSHARE_DAY:
        investors = newcomers(w.tally, w.strategy, day)
        holdings, packs = rows_wanted(count, w.company.size, investors.size)
        if w.holdings.size < holdings:
            return REVSHARE_DAY, HOLDINGS, holdings
        if w.packs.size < packs:
            return REVSHARE_DAY, PACKS, packs
        counted = hold_shares(w, day, investors)
        if counted != COUNTED:
            return REVSHARE_DAY, counted, 0
    if parts & CLOSE_COMPANIES:
        close_companies(w, day)
    return 0, COUNTED, 0
