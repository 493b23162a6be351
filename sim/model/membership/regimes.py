"""Rule regimes: companies look on while their members work for others (A8, A12).

A breach of rules about other networks is written down when it is seen; companies act at the end of the day, see
:func:`sim.model.membership.leaving.enforce`.
"""

from __future__ import annotations

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.membership.parameters.regimes import Regime
from sim.model.plans.rows import CompanyRow
from sim.model.tables import NONE, Tables

WON = purpose("regimes.won")
ELSEWHERE = purpose("regimes.elsewhere")
FREE, NO_CROSS_RECRUITING, EXCLUSIVE = Regime


@rule
def is_seen(company: CompanyRow, least: int, draw: float) -> bool:
    """Tell whether a company sees somebody do what it forbids.

    Parameters
    ----------
    company
        Its row: ``regime`` and ``detection``.
    least
        Mildest regime that forbids it.
    draw
        Uniform draw, 0 <= draw < 1.
    """
    return company.regime >= least and draw < company.detection


@phase
def catch(w: Tables, seat: int) -> None:
    """Write down that the holder of position ``seat`` was seen breaking the rules of its company."""
    w.count[0].caught += 1 - whole(w.positions[seat].caught)
    w.positions[seat].caught = 1


@phase
def win_over(w: Tables, day: int, i: int, j: int, c: int) -> None:
    """Let companies in which both are look on while networker ``i`` wins person ``j`` for company ``c``.

    Parameters
    ----------
    i, j
        Ids of who won and of who was won.
    c
        The company that ``j`` has joined, to work or to buy.
    """
    draws = stream(w.key, WON, day)
    for other in range(w.company.size):
        fellows = whole(w.people[i].works) >> other & 1 and w.held[j].seat[other] != NONE
        if other != c and fellows and is_seen(w.company[other], NO_CROSS_RECRUITING, uniform(draws, j, other)):
            catch(w, whole(w.held[i].seat[other]))


@phase
def elsewhere(w: Tables, day: int) -> None:
    """Let exclusive companies look for working members who work another company, once a month."""
    draws = stream(w.key, ELSEWHERE, day)
    for p in range(w.count[0].positions):
        position = w.positions[p]
        if position.left >= 0 or position.working == 0:
            continue
        i, c = whole(position.person), whole(position.company)
        works_another = whole(w.people[i].works) & ~(1 << c) != 0
        if works_another and is_seen(w.company[c], EXCLUSIVE, uniform(draws, i, c)):
            catch(w, p)
