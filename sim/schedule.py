"""The order of a day: data that can be printed, and that the market walks through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """One phase of the day.

    Attributes
    ----------
    name
        Name of the method of :class:`sim.market.Market` that carries it out.
    switch
        Field of the scenario's ``phases`` that switches it off; empty if it always happens.
    when, who, meaning, claims, rules
        For people: when it happens, who acts, what happens, the claims it carries, and where it is written.
    """

    name: str
    switch: str
    when: str
    who: str
    meaning: str
    claims: str
    rules: str


SCHEDULE = (
    Step("begin_week", "", "weekly", "networkers", "A new week's hours.", "A10", "week/study"),
    Step(
        "study",
        "study",
        "weekly",
        "networkers",
        "Updates age knowledge; reading restores it.",
        "A3 A10",
        "week/study, week/budget",
    ),
    Step(
        "give_care",
        "care",
        "weekly",
        "sponsors",
        "Hours are set aside for those below.",
        "A3 A9",
        "week/care, week/budget",
    ),
    Step(
        "experience",
        "experience",
        "monthly",
        "buyers",
        "Use moves conviction; a missed promise falls back on whoever made it.",
        "A1 A2",
        "week/experience",
    ),
    Step(
        "converse",
        "conversations",
        "daily",
        "networkers",
        "Contacts are chosen and told what the pitch policy gives.",
        "A4 A5",
        "talk/conversation, talk/pitch",
    ),
    Step("by_hand", "", "daily", "agents", "Agents moved by hand live their day.", "", "agents"),
    Step(
        "advertise",
        "advertising",
        "weekly",
        "networkers",
        "Advertising credits reach strangers, who become contacts.",
        "A11",
        "reach/channels, people/acquaintance",
    ),
    Step(
        "post",
        "groups",
        "weekly",
        "members",
        "Members post in their companies' groups; readers hear of other networks.",
        "A12",
        "reach/channels, people/acquaintance",
    ),
    Step(
        "hear",
        "conversations",
        "daily",
        "listeners",
        "Listeners compare with what they heard from this mouth before.",
        "A5 A6 A18",
        "talk/conversation, talk/story, talk/reputation",
    ),
    Step(
        "evenings",
        "events",
        "weekly",
        "guests",
        "Networkers and guests mingle; stories from the same mouth meet in circles.",
        "A5 A6 A7",
        "events/invitations, events/evening, events/openings, events/circles, talk/story, people/acquaintance",
    ),
    Step(
        "compare_notes",
        "gossip",
        "daily",
        "listeners",
        "Contacts compare notes about a networker.",
        "A6",
        "talk/gossip, talk/story",
    ),
    Step(
        "receive_care",
        "care",
        "weekly",
        "recruits",
        "Recruits share the hours set aside for them, and learn.",
        "A3 A8 A9",
        "week/care, plans/buying",
    ),
    Step(
        "decide",
        "decisions",
        "daily",
        "listeners",
        "Listeners join, buy, or do nothing.",
        "A1 A4",
        "membership/decision, membership/joining",
    ),
    Step(
        "expand",
        "expansion",
        "daily",
        "networkers",
        "The next business of the strategy is taken on.",
        "A17",
        "membership/expansion",
    ),
    Step(
        "enforce",
        "regimes",
        "daily",
        "companies",
        "Companies ban whom they saw break their rules on other networks.",
        "A12",
        "membership/regimes, membership/departure",
    ),
    Step(
        "month_end",
        "month_end",
        "monthly",
        "members",
        "Allowances, purchases, margins, materials and commissions.",
        "A1 A16 A19",
        "plans/buying, plans/commissions, plans/unilevel, plans/tree",
    ),
    Step(
        "leave",
        "leaving",
        "monthly",
        "members",
        "Working members give up a company.",
        "A2 A3 A8 A9",
        "membership/leaving, membership/departure",
    ),
    Step(
        "revshare_day",
        "revshares",
        "daily",
        "holders",
        "Pools take in deposits and pay; holders stake and re-buy.",
        "A13 A14 A16 A19",
        "shares/packs, shares/pool",
    ),
    Step(
        "close_companies",
        "closures",
        "daily",
        "companies",
        "Companies close: insolvent, at their end, or left by the operator.",
        "A13 A17",
        "shares/closure",
    ),
    Step("own_phases", "", "daily", "anybody", "Phases of the user's own that the scenario names.", "", "day"),
)

AFTER_TALK = SCHEDULE[
    1 + [step.name for step in SCHEDULE].index("expand") :
]  # what :func:`sim.model.day.live` leaves over
