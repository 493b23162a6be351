"""The day: the steps that happen in it, in the order in which they stand here; what is printed is what runs.

Steps that are a *part* of :func:`sim.model.day.live` are handed over to compiled code, those that follow one another in
one call (:func:`sim.schedule.sweep`); what is weekly or monthly beside them is called when it is due.
"""

from __future__ import annotations

import numpy as np

from sim.core.accounts import to_cents
from sim.core.errors import UserError
from sim.model.day import COMPARE_NOTES, HEAR
from sim.model.membership.entry import enter_market
from sim.model.plans.buying import buy, close_month
from sim.model.plans.commissions import needs_places, pay_commissions
from sim.model.plans.tree import place_newcomers
from sim.model.reach.channels import advertise, learn, read_posts, write_posts
from sim.model.talk.conversation import ANYBODY, speak
from sim.record.evening import written_down
from sim.steps import (
    Lived,
    advertises,
    anything_said,
    declared,
    end_day,
    enters_late,
    gossips,
    hand_over,
    handed,
    has_own,
    is_out,
    lets_enter,
    may_close,
    month_begins,
    month_ends,
    posts,
    refuse,
    sells_shares,
    step,
    week_begins,
)
from sim.world.evenings import hold_evenings

handed("begin_week", "weekly", "networkers", "A10", "week/hours", "A new week's hours.", due=week_begins)

handed(
    "study",
    "weekly",
    "networkers",
    "A3 A10",
    "week/hours",
    "Updates age knowledge; reading restores it.",
    switch="study",
    due=week_begins,
)

handed(
    "give_care",
    "weekly",
    "sponsors",
    "A3 A9",
    "week/care, week/hours",
    "Hours are set aside for those below.",
    switch="care",
    due=week_begins,
)

handed(
    "experience",
    "monthly",
    "buyers",
    "A1 A2",
    "week/care",
    "Use moves conviction; a missed promise falls back on the person who made it.",
    switch="experience",
    due=month_begins,
)

handed(
    "forget",
    "monthly",
    "networkers",
    "A4",
    "talk/meeting, talk/offers",
    "Refusals fade, so that who was asked long ago can be asked again.",
    switch="conversations",
    due=month_begins,
)

handed(
    "converse",
    "daily",
    "networkers",
    "A4 A5",
    "talk/meeting, talk/offers",
    "Contacts and strangers are met to whom anything can be offered.",
    switch="conversations",
)


@step("by_hand", "daily", "agents", "", "agents", due=lambda market: market.moving.by_hand)
def move_by_hand(market: Lived) -> None:
    """Agents moved by hand live their day."""
    market.moving.step()


handed(
    "tell",
    "daily",
    "networkers",
    "A4 A5",
    "talk/meeting, talk/conversation, talk/pitch, talk/offers, people/acquaintance",
    "Strangers who met become contacts; all are told what the pitch policy gives.",
    switch="conversations",
)


@step("tell_by_hand", "daily", "agents", "", "agents", due=lambda market: market.moving.by_hand)
def tell_by_hand(market: Lived) -> None:
    """Agents moved by hand tell those whom they met."""
    market.moving.tell()


def say(market: Lived, first: int) -> None:
    """Let be said what is settled in today's messages from ``first`` on; own pitch policies are asked before."""
    last = market.world.used("said")
    market.moving.settle_messages(first, last)
    speak(market.world.tables, market.day, first, last, ANYBODY)


@step(
    "advertise",
    "weekly",
    "networkers",
    "A11",
    "reach/channels, people/acquaintance",
    switch="advertising",
    due=advertises,
)
def reach_strangers(market: Lived) -> None:
    """Advertising credits reach strangers, who become contacts."""
    world, first = market.world, market.world.used("said")
    world.make_room("said", first + int(np.floor(world.tables.life.credits).sum()))
    advertise(world.tables, market.day)
    say(market, first)


@step("post", "weekly", "members", "A12", "reach/channels, people/acquaintance", switch="groups", due=posts)
def post(market: Lived) -> None:
    """Members post in their companies' groups; readers hear of other networks."""
    world, day = market.world, market.day
    learn(world.tables, day)
    written, first = write_posts(world.tables, day), world.used("said")
    world.make_room("said", first + len(written) * world.scenario.groups.readers)
    read_posts(world.tables, day, written)
    say(market, first)


@step(
    "hear",
    "daily",
    "listeners",
    "A5 A6 A18",
    "talk/conversation, talk/story, talk/reputation",
    switch="conversations",
)
def listen(market: Lived) -> None:
    """Listeners compare with what they heard from this mouth before."""
    if market.moving.everybody:
        market.moving.listen()
    elif anything_said(market):
        hand_over(market, HEAR)


@step(
    "evenings",
    "weekly",
    "guests",
    "A5 A6 A7",
    "events/invitations, events/evening, events/openings, events/circles, talk/story, people/acquaintance",
    switch="events",
    due=is_out,
)
def go_out(market: Lived) -> None:
    """Networkers and guests mingle; stories from the same mouth meet in circles."""
    seen = hold_evenings(market.world, market.day, market.watched, market.moving.settle)
    market.evening = None if seen is None else written_down(market.world, market.day, *seen)
    if market.moving.everybody:
        market.moving.sort_messages()


@step("compare_notes", "daily", "listeners", "A6", "talk/gossip, talk/story", switch="gossip", due=gossips)
def talk_about_others(market: Lived) -> None:
    """Contacts compare notes about a networker."""
    if market.moving.everybody:
        market.world.make_room("notes", 2 * market.world.used("said"))
        market.moving.gossip()
    else:
        hand_over(market, COMPARE_NOTES)


@step(
    "enter",
    "daily",
    "focal people",
    "",
    "membership/entry, membership/sponsors, membership/joining",
    due=lets_enter,
    ever=enters_late,
)
def let_enter(market: Lived) -> None:
    """Those studied enter a market that is some time old, in focal worlds."""
    world, day, design = market.world, market.day, market.scenario.design
    world.make_room("positions", world.used("positions") + design.focal_people)
    drawn = enter_market(world.tables, day)
    if drawn == 0:
        raise UserError(
            f"On day {day + 1:,} nobody is left who never worked: there are no focal people. Lower design.focal_entry, "
            "or population.openness."
        )
    if drawn < design.focal_people and day == design.focal_entry:
        world.remarks.append(
            f"Only {drawn:,} of {design.focal_people:,} focal people could be drawn: nobody else was left who never "
            "worked."
        )


handed(
    "receive_care",
    "weekly",
    "recruits",
    "A3 A8 A9",
    "week/care, plans/notice",
    "Recruits share the hours set aside for them, and learn.",
    switch="care",
    due=week_begins,
)

handed(
    "decide",
    "daily",
    "listeners",
    "A1 A4",
    "membership/decision, membership/joining",
    "Listeners join, buy, or do nothing.",
    switch="decisions",
    due=anything_said,
)

handed(
    "expand",
    "daily",
    "networkers",
    "A17",
    "membership/starting, membership/sponsors, membership/joining",
    "The next business is taken on; those without any start again.",
    switch="expansion",
)

handed(
    "enforce",
    "daily",
    "companies",
    "A12",
    "membership/regimes, membership/leaving",
    "Companies ban whom they saw break their rules on other networks.",
    switch="regimes",
)


@step(
    "month_end",
    "monthly",
    "members",
    "A1 A16 A19",
    "plans/buying, plans/budget, plans/commissions, plans/unilevel, plans/tree, plans/policies",
    switch="month_end",
    due=month_ends,
)
def settle_month(market: Lived) -> None:
    """Allowances, purchases, margins, materials and commissions."""
    world, day, scenario = market.world, market.day, market.scenario
    buy(world.tables, day, to_cents(scenario.population.allowance))
    if needs_places(scenario.company, scenario.own):
        world.make_room("places", world.used("positions"))
        place_newcomers(world.tables)
    pay_commissions(world.tables, day, scenario.company, scenario.own)
    refuse(market, close_month(world.tables))


handed(
    "customers",
    "monthly",
    "customers",
    "A1",
    "membership/customers",
    "Customers go on buying, stop, or take up the work by themselves.",
    switch="customers",
    due=month_ends,
)

handed(
    "leave",
    "monthly",
    "members",
    "A2 A3 A8 A9",
    "membership/leaving, membership/reasons, membership/pruning",
    "Working members give up their business, or a side business that only costs.",
    switch="leaving",
    due=month_ends,
)

handed(
    "revshare_day",
    "daily",
    "holders",
    "A13 A14 A16 A19",
    "shares/packs, shares/pool",
    "Pools take in deposits and pay; holders stake and re-buy.",
    switch="revshares",
    ever=sells_shares,
)

handed(
    "close_companies",
    "daily",
    "companies",
    "A13 A17",
    "shares/closure",
    "Companies close: insolvent, at their end, or left by the operator.",
    switch="closures",
    ever=may_close,
)


@step("own_phases", "daily", "anybody", "", "day", ever=has_own)
def follow_own_phases(market: Lived) -> None:
    """Phases of the user's own; no rule of theirs made money."""
    end_day(market)


DAY = tuple(declared)
"""All steps, in the order in which they happen."""
