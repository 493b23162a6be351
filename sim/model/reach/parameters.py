"""Advertising, groups of a company's members, and what is posted in them."""

from __future__ import annotations

from sim.core.parameters import Section, Words, param


class CrossPost(Words):
    """In which companies' groups a networker advertises another business."""

    NEVER = 0
    WHERE_ALLOWED = 1
    EVERYWHERE = 2


class Advertising(Section):
    """Leads for advertising credits (A11)."""

    looks: int = param(
        5,
        unit="people",
        ge=1,
        le=100,
        meaning="Strangers an advertisement is shown to; the keenest is the lead.",
    )


class Groups(Section):
    """Posts in the groups of companies (A12)."""

    posting: float = param(
        0.3,
        unit="probability a week",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.6),
        meaning="Chance that a working member posts something in the company's group.",
    )
    cross_posters: float = param(
        1.0, unit="share", ge=0.0, le=1.0, meaning="Share of those whose strategy cross-posts who really do."
    )
    readers: int = param(
        10, unit="people", ge=1, le=1000, plausible=(5, 30), meaning="Members a cross-post is shown to, at most."
    )
    reading: float = param(
        0.5,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.2, 0.8),
        meaning="Chance that a member reads what they are shown, in a group as useful as can be.",
    )
    wear: float = param(
        0.1,
        unit="share a week",
        ge=0.0,
        le=1.0,
        plausible=(0.03, 0.3),
        meaning="Part of the way down to the share of own-topic posts that usefulness goes.",
    )
    recovery: float = param(
        0.02,
        unit="share a week",
        ge=0.0,
        le=1.0,
        plausible=(0.005, 0.1),
        meaning="Part of the way up to 1 that usefulness goes.",
    )
    teaches: float = param(
        0.0,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of the missing knowledge that a working member learns in a week in which they read.",
    )
