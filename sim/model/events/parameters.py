"""Evenings: where people meet beside their conversations."""

from __future__ import annotations

from sim.core.parameters import Section, param


class Events(Section):
    """Evenings at which many meet (A5, A6, A7)."""

    share: float = param(
        0.0,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Share of a networker's openings that they want to make at events; 0: they go to none.",
    )
    attendance: bool = param(
        False,
        meaning="Whether evenings have the real guests of the data set davis_women, one after the other.",
        source="14 events, 18 women: Davis, Gardner & Gardner 1941.",
    )
    weekday: int = param(4, unit="day of the week", ge=0, le=6, meaning="Day on which evenings take place, from 0.")
    every: int = param(1, unit="weeks", ge=1, le=520, meaning="Weeks from one evening to the next.")
    hours: float = param(
        3.0, unit="hours", ge=0.1, le=12.0, meaning="Length of an evening, taken from a networker's week."
    )
    people: int = param(
        40,
        unit="people",
        ge=4,
        le=400,
        plausible=(20, 100),
        meaning="People at an evening, networkers included; some invitations fail.",
    )
    networkers: int = param(15, unit="people", ge=1, le=200, meaning="Networkers at an evening, at most.")
    contacts: float = param(
        0.5, unit="weight", ge=0.0, le=1.0, meaning="Weight of the networkers' own contacts among the other guests."
    )
    contacts_of_contacts: float = param(
        0.3, unit="weight", ge=0.0, le=1.0, meaning="Weight of contacts of contacts among the other guests."
    )
    strangers: float = param(
        0.2, unit="weight", ge=0.0, le=1.0, meaning="Weight of people from anywhere among the other guests."
    )
    talk: float = param(
        0.2,
        unit="talks a slot",
        gt=0.0,
        le=10.0,
        meaning="Talks that an idle, average guest begins in 20 seconds.",
        source="With 100 guests and 3 hours: 14 partners of a minute or more (Ingram & Morris 2007).",
    )
    gather: float = param(
        0.22,
        unit="factor",
        gt=0.0,
        le=100.0,
        meaning="Pull of people who already talk, against people who stand alone.",
        source="With 100 guests: a mean circle of 3.5, between HT09's 2.3 and WS16's 4.4.",
    )
    shortest: int = param(
        60,
        unit="seconds",
        ge=20,
        le=3600,
        meaning="How long two must face each other before business comes up.",
        source="assumed; encounters are counted from a minute on (Ingram & Morris 2007)",
    )
    callout: float = param(
        0.1,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.3),
        meaning="Chance that a listener who notices a contradiction says it aloud to all around.",
    )
    exchange: float = param(
        0.3,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.6),
        meaning="Chance that a networker and a stranger they talked to become contacts.",
    )
    places: int = param(
        20,
        unit="contacts",
        ge=0,
        le=250,
        meaning="Places in an address book for people met later, wherever; the oldest go.",
    )
