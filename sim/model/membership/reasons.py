"""What drives somebody out of the business (A2, A3, A8, A9): all of it is what they perceive themselves.

Every force is a factor of the risk, 1 where it drives nobody, and exactly 1 where its weight is zero. The number of
businesses appears in none of them.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.core.compiled import phase, rule, whole
from sim.model.membership.parameters.leaving import Leaving
from sim.model.people.rows import LifeRow
from sim.model.tables import MONTH, Tables
from sim.model.talk.reputation import remembered

MONEY, CARE, AWKWARDNESS, PRODUCT, NOTHING = 1, 2, 3, 4, 5  # why somebody left; 0 while they never did


class Forces(NamedTuple):
    """Factors of a person's risk of leaving, above 0.

    Attributes
    ----------
    money, care, awkwardness, product
        What all businesses together bring against what was hoped for; care received; refusals by close contacts; the
        product against the promise.
    """

    money: float
    care: float
    awkwardness: float
    product: float


@rule
def months_in(days: int) -> int:
    """Return for how many months somebody has been in after ``days``, rounded to the nearest."""
    return (days + MONTH // 2) // MONTH


@rule
def tenure_risk(months: int, law: Leaving) -> float:
    """Return the chance to give up in a month, 0..1: the longer somebody is in, the lower.

    Parameters
    ----------
    months
        Months that they have been in before this one, not negative.

    Notes
    -----
    ``risk / (1 + months / settling)``, the hazard of a cohort whose members differ in a constant risk of their own
    (gamma distributed: the Pareto law of Lomax 1954).
    """
    return law.risk / (1.0 + months / law.settling)


@rule
def shortfall(hope: int, result: float) -> float:
    """Return how far a result falls short of the hope, 0..2: 0 where it is met, 1 where nothing is left over.

    Parameters
    ----------
    hope
        What was hoped for, cents a month, not negative; less than a cent counts as one.
    result
        What there is, cents a month; a loss as large as the hope or larger gives 2.
    """
    hoped = float(max(1, hope))
    return min(2.0, max(0.0, (hoped - result) / hoped))


@rule
def money_factor(life: LifeRow, law: Leaving) -> float:
    """Return by what the result of all businesses together changes the risk: 1 where it is zero.

    Parameters
    ----------
    life
        The person's row of lives: ``hope``, which no strategy changes, and ``result``.
    """
    return math.exp(law.money * (shortfall(whole(life.hope), life.result) - 1.0))


@rule
def care_factor(care: float, law: Leaving) -> float:
    """Return by what care received changes the risk: 1 at the baseline, bounded at both ends.

    Parameters
    ----------
    care
        Hours a week received lately, not negative.

    Returns
    -------
    float
        ``neglect ** ((b - x) / (b + x))`` with care x and baseline b: ``neglect`` without care, its inverse with very
        much.
    """
    return law.neglect ** ((law.baseline - care) / (law.baseline + care))


@rule
def awkward_factor(life: LifeRow, day: int, law: Leaving) -> float:
    """Return by what refusals by close contacts raise the risk: 1 without any, full at ``law.awkward_ref`` of late.

    Parameters
    ----------
    life
        The person's row of lives: ``awkward`` on ``awkward_day``, which fades until today.
    """
    felt = life.awkward * remembered(float(max(0, day - life.awkward_day)), law.awkward_half_life)
    return math.exp(law.awkwardness * min(1.0, felt / law.awkward_ref))


@rule
def disappointment_factor(gap: float, law: Leaving) -> float:
    """Return by what products that are worse than promised raise the risk, at least 1.

    Parameters
    ----------
    gap
        How far they fall short of what was promised, 0..1.
    """
    return math.exp(law.disappointment * gap)


@rule
def leaving_risk(months: int, forces: Forces, law: Leaving) -> float:
    """Return the chance that somebody gives up their business this month, 0..1.

    Parameters
    ----------
    months
        Months that they have been in before this one, not negative.
    """
    factors = forces.money * forces.care * forces.awkwardness * forces.product
    return min(law.most, tenure_risk(months, law) * factors)


@rule
def strongest(forces: Forces) -> int:
    """Return which of the forces drives most, or NOTHING where none raises the risk; of equal ones the first."""
    reason, factor = NOTHING, 1.0
    if forces.money > factor:
        reason, factor = MONEY, forces.money
    if forces.care > factor:
        reason, factor = CARE, forces.care
    if forces.awkwardness > factor:
        reason, factor = AWKWARDNESS, forces.awkwardness
    if forces.product > factor:
        reason = PRODUCT
    return reason


@phase
def forces_on(w: Tables, i: int, day: int) -> Forces:
    """Return what drives person ``i``, who works something, on ``day``.

    Care is the mean over their working positions with somebody above, or once above: those who entered at the top of a
    company reckon with nobody's. Disappointment is the mean over all their working positions.
    """
    law, works = w.law[0].leaving, whole(w.people[i].works)
    c, held, sponsored, care, gap = 0, 0, 0, 0.0, 0.0
    while works >> c:
        if works >> c & 1:
            position = w.positions[w.held[i].seat[c]]
            held += 1
            gap += max(0.0, position.promised - position.expected)
            if position.top == 0:
                sponsored += 1
                care += position.care
        c += 1
    return Forces(
        money_factor(w.life[i], law),
        care_factor(care / sponsored, law) if sponsored else 1.0,
        awkward_factor(w.life[i], day, law),
        disappointment_factor(gap / held, law),
    )
