"""The budget of a week (A9, A10): what hours go into, in which order, and how companies share them."""

from __future__ import annotations

from sim.core.compiled import phase, rule, whole
from sim.model.events.parameters import Events
from sim.model.people.rows import Tally
from sim.model.tables import WEEK, Tables
from sim.model.talk.parameters import Conversation
from sim.model.week.parameters import Activity, Division, Teams

STUDY, CARE, EVENTS, CONVERSATIONS = Activity
MAIN_FIRST, EQUAL, BY_RETURN = Division


@rule
def portion(hours: float, division: int, returned: int, total: int, companies: int) -> float:
    """Return what one company may take of the hours.

    Parameters
    ----------
    hours
        To be divided, not negative.
    division
        ``MAIN_FIRST`` (each may take all that those before it left), ``EQUAL`` or ``BY_RETURN``.
    returned, total
        Income of the last full month in this company and in all, in cents; ``returned <= total``.
    companies
        Companies that share, at least 1.

    Returns
    -------
    float
        0 to ``hours``; by return, companies share equally while nothing was earned.
    """
    if division == MAIN_FIRST:
        return hours
    if division == BY_RETURN and total > 0:
        return hours * (returned / total)
    return hours / companies


@rule
def care_wanted(recruits: int, hours: float, law: Teams) -> float:
    """Return the hours that a sponsor wants to care this week: so many a recruit, up to a share of his week.

    Parameters
    ----------
    recruits
        Direct working recruits who are still in, over all companies.
    hours
        His hours a week.
    law
        The scenario's ``teams`` row.
    """
    return min(recruits * law.care_hours, hours * law.most)


@rule
def evening_wanted(tally: Tally, day: int, law: Events) -> float:
    """Return the hours of this week's evening for somebody who wants to go out, else 0.

    Parameters
    ----------
    tally
        His row: openings so far, and those of them at events.
    day
        First day of the week.
    law
        The scenario's ``events`` row.
    """
    wants = law.share > 0.0 and tally.at_events <= law.share * tally.conversations
    return law.hours if wants and day // WEEK % law.every == 0 else 0.0


@rule
def talk_wanted(days: int, share: float, law: Conversation) -> float:
    """Return the hours of as many conversations as ``days`` can hold.

    Parameters
    ----------
    days
        Days left of the week, 0..7.
    share
        Share of openings that he makes at events, 0..1; at 1 he never talks one to one.
    law
        The scenario's ``conversation`` row.
    """
    return days * law.most_per_day * law.hours if share < 1.0 else 0.0


@phase
def team_size(w: Tables, i: int) -> int:
    """Return the number of direct working recruits of person ``i`` who are still in, over his companies."""
    recruits = 0
    for c in range(w.company.size):
        if w.people[i].works >> c & 1:
            recruits += whole(w.positions[w.held[i].seat[c]].recruits)
    return recruits


@phase
def spare(w: Tables, i: int, day: int, activity: int) -> float:
    """Return the hours of this week that person ``i`` can spend on an activity now.

    That is what is left, less what comes later in the week but before it in his strategy's order. Conversations come
    day by day and hold nothing back for an evening to come.

    Parameters
    ----------
    w
        All tables.
    i
        Id of a networker.
    day
        Today: the first day of the week for ``STUDY`` and ``CARE``.
    activity
        ``STUDY``, ``CARE`` or ``EVENTS``.
    """
    life, law = w.life[i], w.events[0]
    kept, first = 0.0, whole(w.strategy[w.people[i].strategy].yields[activity])
    if first >> CARE & 1:
        kept += care_wanted(team_size(w, i), life.hours, w.teams[0])
    if first >> EVENTS & 1:
        kept += evening_wanted(w.tally[i], day, law)
    if first >> CONVERSATIONS & 1:
        days = WEEK - day % WEEK - (1 if activity == EVENTS else 0)
        kept += talk_wanted(days, law.share, w.conversation[0])
    return max(0.0, life.hours_left - kept)
