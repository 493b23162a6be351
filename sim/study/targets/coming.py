"""Who comes, and through whom."""

from __future__ import annotations

from sim.study.targets.lived import Lived
from sim.study.targets.offers import BELIEF, EXPERTISE


def ever_work(lived: Lived) -> float:
    """Return the share of sign-ups who ever worked, 0..1; founders did not sign up. Nan without sign-ups.

    A sign-up is a position of a customer or of somebody who works, as doTERRA counts everybody who enrolled.
    """
    signed = lived.positions[~lived.positions["founding"]]
    return float(signed["working"].mean())


def by_close_contacts(lived: Lived) -> float:
    """Return the share of those who came to work whom a close contact won, 0..1; nan if nobody came.

    The model knows close contacts and acquaintances, and does not tell family from friends.
    """
    came = lived.positions[~lived.positions["founding"] & lived.positions["working"]]
    return float(came["close"].mean())


def participation(lived: Lived) -> float:
    """Return the share of all people who work a position at the end, 0..1."""
    still = lived.positions[lived.positions["working"] & (lived.positions["left"] < 0)]
    return still["person"].nunique() / lived.people


def joined(lived: Lived, day: int) -> float:
    """Return the share of all people who had signed up by a day, founders not counted, 0..1."""
    signed = lived.positions[~lived.positions["founding"] & (lived.positions["day"] < day)]
    return signed["person"].nunique() / lived.people


def expertise(lived: Lived) -> float:
    """Return the share of the latent variance of decisions that expertise explains, 0..1."""
    return lived.offers.explained(EXPERTISE) if lived.offers else float("nan")


def credibility(lived: Lived) -> float:
    """Return the share of the latent variance of decisions that credibility explains, 0..1."""
    return lived.offers.explained(BELIEF) if lived.offers else float("nan")
