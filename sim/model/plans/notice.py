"""What a sponsor sees of the networks that their recruits work (A8), and how it divides their attention."""

from __future__ import annotations

from sim.core.chance import purpose, stream, uniform
from sim.core.compiled import phase, rule, whole
from sim.model.people.acquaintance import tie_to
from sim.model.tables import NONE, Tables

NOTICE = purpose("uplines.notice")


@rule
def attention(networks: int, reaction: float) -> float:
    """Return a recruit's weight when the sponsor divides care over a team.

    Parameters
    ----------
    networks
        Networks that the sponsor sees them work, at least 1.
    reaction
        How strongly the sponsor minds, not negative; at 0 all recruits weigh the same.

    Returns
    -------
    float
        ``(1 / networks) ** reaction``, above 0 and at most 1. What one loses, the others in the team gain.
    """
    return (1.0 / networks) ** reaction


@phase
def networks_seen(w: Tables, p: int) -> int:
    """Return how many networks the sponsor sees the holder of position ``p`` work, this one included.

    Of a contact they know them all. Of somebody else they know each of the others by chance, once and for all.

    Parameters
    ----------
    p
        A working position with a sponsor.
    """
    position = w.positions[p]
    i, upline = whole(position.person), whole(w.positions[position.sponsor].person)
    others = whole(w.people[i].works) & ~(1 << whole(position.company))
    if others == 0:
        return 1
    acquainted = tie_to(w.people, w.links, upline, i) != NONE
    draws, seen = stream(w.key, NOTICE, 0), 1
    for c in range(w.company.size):
        if others >> c & 1 and (acquainted or uniform(draws, i, c) < w.law[0].teams.notice):
            seen += 1
    return seen
