"""What the week's hours go into: study, care for recruits, and experience with the product."""

from __future__ import annotations

from sim.core.parameters import Section, Words, param


class Activity(Words):
    """What a networker's hours go into, in the order in which it comes in a week."""

    STUDY = 0
    CARE = 1
    EVENTS = 2
    CONVERSATIONS = 3


class Division(Words):
    """How companies share the hours of study and of care."""

    MAIN_FIRST = 0
    EQUAL = 1
    BY_RETURN = 2


class Study(Section):
    """Knowledge, and the hours it takes (A3, A10)."""

    start: float = param(0.3, unit="0..1", ge=0.0, le=1.0, plausible=(0.1, 0.5), meaning="Knowledge of a new member.")
    founders: float = param(
        0.6, unit="0..1", ge=0.0, le=1.0, plausible=(0.4, 0.8), meaning="Knowledge of those who work on the first day."
    )
    learning: float = param(
        0.1,
        unit="per hour",
        ge=0.0,
        le=1.0,
        plausible=(0.03, 0.3),
        meaning="Share of the missing knowledge that an hour of reading adds.",
    )
    aging: float = param(
        0.04,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.1),
        meaning="Share of knowledge that one update makes stale.",
    )
    tools: float = param(
        2.0,
        unit="factor",
        ge=1.0,
        le=100.0,
        plausible=(1, 4),
        meaning="How much faster a full-timer reads, with their tools.",
    )
    induction: float = param(
        20.0, unit="hours", ge=0.0, le=1000.0, plausible=(5, 40), meaning="Reading that awaits a new member."
    )
    most: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.25, 0.75),
        meaning="Largest share of the week's hours that goes into reading.",
    )


class Teams(Section):
    """Care for direct recruits, and how it is divided among them (A3, A8, A9)."""

    care_hours: float = param(
        0.25,
        unit="hours a recruit and week",
        ge=0.0,
        le=40.0,
        plausible=(0.1, 0.75),
        meaning="Care that a sponsor wants to give to each direct working recruit.",
    )
    most: float = param(
        0.3,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.15, 0.5),
        meaning="Largest share of the week's hours that goes into care.",
    )
    teaching: float = param(
        0.1,
        unit="per hour",
        ge=0.0,
        le=10.0,
        plausible=(0.03, 0.3),
        meaning="Share of what the sponsor knows better that an hour of care passes on.",
    )
    half_life: float = param(
        28.0,
        unit="days",
        gt=0.0,
        le=36_500.0,
        plausible=(14, 60),
        meaning="Time in which care received counts half as much.",
    )
    reaction: float = param(
        0.5,
        unit="exponent",
        ge=0.0,
        le=10.0,
        plausible=(0, 2),
        meaning="How strongly care shifts away from recruits who work several networks; 0: not at all.",
    )
    notice: float = param(
        0.5,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.9),
        meaning="Chance that a sponsor knows of another network of a recruit who is not among their contacts.",
    )


class Experience(Section):
    """Conviction from using what one sells (A1, A2)."""

    start: float = param(
        0.6, unit="0..1", ge=0.0, le=1.0, plausible=(0.4, 0.8), meaning="Conviction of those who work on the first day."
    )
    rate: float = param(
        0.3,
        unit="per month",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.6),
        meaning="Weight of the newest experience (exponential smoothing).",
    )
    evidence: float = param(
        1.0,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.3, 3.0),
        meaning="Evidence of an experience that misses its promise by 1.",
    )
    asymmetry: float = param(
        2.0,
        unit="factor",
        ge=0.0,
        le=100.0,
        plausible=(1, 4),
        meaning="How much more a disappointment weighs than an equal pleasant surprise.",
        source="assumed; direction after Slovic 1993",
    )
