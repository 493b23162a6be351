"""Leaving (A2, A3, A8, A9): working members give up a company, by what they see of it themselves."""

from __future__ import annotations

import math

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.membership.departure import QUIT, depart, regroup
from sim.model.membership.parameters import Leaving
from sim.model.plans.rows import Position
from sim.model.tables import MONTH, Tables

LEAVES = purpose("leaving.leaves")


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
        Months that he has been in before this one, not negative.
    law
        The scenario's ``leaving`` row.

    Notes
    -----
    ``risk / (1 + months / settling)``, the hazard of a cohort whose members differ in a constant risk of their own
    (gamma distributed: the Pareto law of Lomax 1954).
    """
    return law.risk / (1.0 + months / law.settling)


@rule
def care_factor(position: Position, law: Leaving) -> float:
    """Return by what care received changes the risk: 1 at the baseline, bounded at both ends.

    Parameters
    ----------
    position
        The member's position. Whoever entered at the top reckons with nobody's care.
    law
        The scenario's ``leaving`` row.

    Returns
    -------
    float
        ``neglect ** ((b - x) / (b + x))`` with care x and baseline b: ``neglect`` without care, its inverse with very
        much.
    """
    if position.top:
        return 1.0
    return law.neglect ** ((law.baseline - position.care) / (law.baseline + position.care))


@rule
def loss_factor(losses: int, law: Leaving) -> float:
    """Return by what months of loss without a break raise the risk: 1 without any, up to ``law.losses``.

    Parameters
    ----------
    losses
        Number of months, not negative.
    law
        The scenario's ``leaving`` row.
    """
    return 1.0 + (law.losses - 1.0) * (losses / (losses + 1.0))


@rule
def disappointment_factor(position: Position, law: Leaving) -> float:
    """Return by what a product that is worse than promised raises the risk, at least 1.

    Parameters
    ----------
    position
        The member's position: what he was promised, and what he has come to expect by use.
    law
        The scenario's ``leaving`` row.
    """
    return math.exp(law.disappointment * max(0.0, position.promised - position.expected))


@rule
def leaving_risk(position: Position, months: int, law: Leaving) -> float:
    """Return the chance that a member gives up this month, 0..1.

    Parameters
    ----------
    position
        His position.
    months
        Months that he has been in before this one, not negative.
    law
        The scenario's ``leaving`` row.
    """
    factors = care_factor(position, law) * loss_factor(position.losses, law) * disappointment_factor(position, law)
    return min(1.0, tenure_risk(months, law) * factors)


@phase
def leave(w: Tables, day: int) -> None:
    """On the last day of a month, let working members give up.

    The month in which somebody joined counts if he was in for half of it at least. Everybody weighs each of his
    companies for itself; customers never leave by this rule, they only stop buying.

    Parameters
    ----------
    w
        All tables.
    day
        Today; nothing happens unless it is the last day of a month.
    """
    if (day + 1) % MONTH != 0:
        return
    law, draws = w.leaving[0], stream(w.key, LEAVES, day)
    for p in range(w.count[0].positions):
        position = w.positions[p]
        months = months_in(day + 1 - position.day)
        if position.working == 0 or position.left >= 0 or months == 0:
            continue
        risk = leaving_risk(position, months - 1, law)
        if uniform(draws, whole(position.person), whole(position.company)) < risk:
            depart(w, p, day, QUIT)
    regroup(w)
