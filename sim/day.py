"""The day: the steps that happen in it, in the order in which they stand here; what is printed is what runs.

Handing all tables to compiled code costs about as much as what a few hundred people say to each other: a step that has
nothing to do is passed over before that, and on a day on which nothing else happens all steps that are *swept* are one
call.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from sim.core.accounts import to_cents
from sim.core.registry import Rule, RuleError
from sim.core.wording import listed, meant, shown
from sim.model.day import SWEEP, live
from sim.model.events.invitations import is_evening
from sim.model.membership.decision import decide
from sim.model.membership.joining import expand
from sim.model.membership.leaving import FREE, elsewhere, enforce, leave
from sim.model.plans.buying import allowances, close_month, purchases, reward_first_purchases, standings
from sim.model.plans.commissions import needs_places, pay_commissions
from sim.model.plans.companies import MOST_COMPANIES
from sim.model.plans.tree import place_newcomers
from sim.model.reach.channels import advertise, is_advertising_day, is_posting_day, learn, read_posts, write_posts
from sim.model.shares.closure import close_companies
from sim.model.shares.packs import re_buy, stake_investors, stake_members
from sim.model.shares.pool import pay_out, re_buy_crowd, release, take_in
from sim.model.tables import Tables
from sim.model.talk.conversation import ANYBODY, hear, meet, propose, speak
from sim.model.talk.gossip import compare_notes, take_notes
from sim.model.week.care import experience, give_care, receive_care
from sim.model.week.hours import begin_week, study
from sim.record.evening import written_down
from sim.scenario.schema import Scenario
from sim.steps import (
    Lived,
    Step,
    anything_said,
    carry_out,
    declared,
    end_day,
    month_begins,
    month_ends,
    step,
    week_begins,
)
from sim.world.evenings import hold_evenings
from sim.world.limits import outgrown, refuse_pools, refuse_rich, refuse_totals
from sim.world.world import World


def by_person(phase: Callable[[Tables, int, int, int, int], None], market: Lived) -> None:
    """Carry out a phase of persons ``first`` to ``last - 1`` for all whom no agent moves."""
    phase(market.world.tables, market.day, 0, market.world.people, SWEEP)


@step("begin_week", "weekly", "networkers", "A10", "week/hours", due=week_begins, swept=True)
def new_week(market: Lived) -> None:
    """A new week's hours."""
    by_person(begin_week, market)


@step("study", "weekly", "networkers", "A3 A10", "week/hours", switch="study", due=week_begins, swept=True)
def keep_up(market: Lived) -> None:
    """Updates age knowledge; reading restores it."""
    by_person(study, market)


@step("give_care", "weekly", "sponsors", "A3 A9", "week/care, week/hours", switch="care", due=week_begins, swept=True)
def set_care_aside(market: Lived) -> None:
    """Hours are set aside for those below."""
    by_person(give_care, market)


@step("experience", "monthly", "buyers", "A1 A2", "week/care", switch="experience", due=month_begins, swept=True)
def judge_products(market: Lived) -> None:
    """Use moves conviction; a missed promise falls back on the person who made it."""
    by_person(experience, market)


def openings(world: World) -> int:
    """Messages that networkers may say today, each alone with a contact."""
    return world.used("networkers") * world.scenario.conversation.most_per_day


@step(
    "converse",
    "daily",
    "networkers",
    "A4 A5",
    "talk/conversation, talk/pitch",
    switch="conversations",
    room={"said": openings},
    swept=True,
)
def converse(market: Lived) -> None:
    """Contacts are chosen and told what the pitch policy gives."""
    w = market.world.tables
    meet(w, market.day, 0, market.world.people, SWEEP)
    propose(w, market.day, 0, w.count[0].said, SWEEP)
    speak(w, 0, w.count[0].said, SWEEP)


@step("by_hand", "daily", "agents", "", "agents", due=lambda market: market.moving.by_hand)
def move_by_hand(market: Lived) -> None:
    """Agents moved by hand live their day."""
    market.moving.step()


def say(market: Lived, first: int) -> None:
    """Let be said what is settled in today's messages from ``first`` on; own pitch policies are asked before."""
    last = market.world.used("said")
    market.moving.settle_messages(first, last)
    speak(market.world.tables, first, last, ANYBODY)


def advertises(market: Lived) -> bool:
    """Once a week, if any company gives credits."""
    return is_advertising_day(market.day) and bool(market.world.tables.company.credits.max() > 0.0)


def leads(world: World) -> int:
    """Messages of today and those that advertising can add."""
    return world.used("said") + int(np.floor(world.tables.life.credits).sum())


@step(
    "advertise",
    "weekly",
    "networkers",
    "A11",
    "reach/channels, people/acquaintance",
    switch="advertising",
    due=advertises,
    room={"said": leads},
)
def reach_strangers(market: Lived) -> None:
    """Advertising credits reach strangers, who become contacts."""
    first = market.world.used("said")
    advertise(market.world.tables, market.day)
    say(market, first)


def posts(market: Lived) -> bool:
    """Once a week, if anybody may advertise in a group or anything is learned there."""
    w = market.world.tables
    return is_posting_day(market.day) and bool(w.strategy.cross_post.any() or w.groups[0].teaches > 0.0)


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
    swept=True,
)
def listen(market: Lived) -> None:
    """Listeners compare with what they heard from this mouth before."""
    w = market.world.tables
    if market.moving.everybody:
        market.moving.listen()
    elif w.count[0].said:
        hear(w, market.day, 0, w.count[0].said)


def is_out(market: Lived) -> bool:
    """On the evening of the week."""
    return bool(is_evening(market.day, market.world.tables.events[0]))


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


def gossips(market: Lived) -> bool:
    """If anybody said anything today, or everybody is asked for themselves."""
    return market.moving.everybody or anything_said(market)


@step(
    "compare_notes",
    "daily",
    "listeners",
    "A6",
    "talk/gossip, talk/story",
    switch="gossip",
    due=gossips,
    room={"notes": lambda world: 2 * world.used("said")},
    swept=True,
)
def talk_about_others(market: Lived) -> None:
    """Contacts compare notes about a networker."""
    w = market.world.tables
    if market.moving.everybody:
        market.moving.gossip()
    else:
        compare_notes(w, market.day, 0, w.count[0].said)
        take_notes(w, market.day, 0, w.count[0].notes)


@step(
    "receive_care",
    "weekly",
    "recruits",
    "A3 A8 A9",
    "week/care, plans/buying",
    switch="care",
    due=week_begins,
    swept=True,
)
def share_care(market: Lived) -> None:
    """Recruits share the hours set aside for them, and learn."""
    receive_care(market.world.tables, market.day)


@step(
    "decide",
    "daily",
    "listeners",
    "A1 A4",
    "membership/decision, membership/joining",
    switch="decisions",
    due=anything_said,
    room={"positions": lambda world: world.used("positions") + world.used("said")},
    swept=True,
)
def weigh_offers(market: Lived) -> None:
    """Listeners join, buy, or do nothing."""
    decide(market.world.tables, market.day)


@step(
    "expand",
    "daily",
    "networkers",
    "A17",
    "membership/joining",
    switch="expansion",
    room={"positions": lambda world: world.used("positions") + world.used("networkers")},
    swept=True,
)
def take_on_another(market: Lived) -> None:
    """The next business of the strategy is taken on."""
    expand(market.world.tables, market.day)


@step("enforce", "daily", "companies", "A12", "membership/leaving", switch="regimes")
def act_on_breaches(market: Lived) -> None:
    """Companies ban whom they saw break their rules on other networks."""
    w = market.world.tables
    if month_ends(market) and (w.company.regime != FREE).any():
        elsewhere(w, market.day)
    if market.world.used("caught") > 0:
        enforce(w, market.day)


@step(
    "month_end",
    "monthly",
    "members",
    "A1 A16 A19",
    "plans/buying, plans/commissions, plans/unilevel, plans/tree",
    switch="month_end",
    due=month_ends,
)
def settle_month(market: Lived) -> None:
    """Allowances, purchases, margins, materials and commissions."""
    world, day, scenario = market.world, market.day, market.scenario
    w = world.tables
    allowances(w, to_cents(scenario.population.allowance))
    purchases(w, day)
    reward_first_purchases(w, day)
    standings(w)
    if needs_places(scenario.company, scenario.own):
        world.make_room("places", world.used("positions"))
        place_newcomers(world.tables)
    pay_commissions(world.tables, day, scenario.company, scenario.own)
    close_month(world.tables)
    refuse_rich(world, _name(day))
    refuse_totals(world, _name(day))


@step(
    "leave",
    "monthly",
    "members",
    "A2 A3 A8 A9",
    "membership/leaving",
    switch="leaving",
    due=month_ends,
)
def give_up(market: Lived) -> None:
    """Working members give up a company."""
    leave(market.world.tables, market.day)


def sells_shares(market: Lived) -> bool:
    """If any company is a revenue-share company."""
    return any(company.kind == "revshare" for company in market.scenario.company)


@step(
    "revshare_day",
    "daily",
    "holders",
    "A13 A14 A16 A19",
    "shares/packs, shares/pool",
    switch="revshares",
    due=sells_shares,
)
def pay_holders(market: Lived) -> None:
    """Pools take in deposits and pay; holders stake and re-buy."""
    world, day = market.world, market.day
    refuse_rich(world, _name(day))
    fresh = world.used("positions") - world.used("staked")
    fresh += MOST_COMPANIES * int(np.count_nonzero(world.tables.tally.joined == day))
    holdings = world.used("holdings") + fresh
    world.make_room("holdings", holdings)
    world.make_room("packs", world.used("packs") + fresh + holdings + 2 * MOST_COMPANIES)
    w = world.tables
    release(w, day)
    stake_members(w, day)
    stake_investors(w, day)
    try:
        take_in(w, day)
    except OverflowError:
        raise outgrown(world, day) from None
    refuse_rich(world, _name(day))
    refuse_pools(world, _name(day))
    pay_out(w, day)
    re_buy(w, day)
    re_buy_crowd(w, day)


def _name(day: int) -> str:
    return f"Day {day + 1}"


def may_close(market: Lived) -> bool:
    """If any company can come to an end."""
    return sells_shares(market) or any(company.life.law != "none" for company in market.scenario.company)


@step("close_companies", "daily", "companies", "A13 A17", "shares/closure", switch="closures", due=may_close)
def come_to_an_end(market: Lived) -> None:
    """Companies close: insolvent, at their end, or left by the operator."""
    close_companies(market.world.tables, market.day)


@step("own_phases", "daily", "anybody", "", "day")
def follow_own_phases(market: Lived) -> None:
    """Phases of the user's own that the scenario names."""
    end_day(market)


DAY = tuple(declared)
"""All steps, in the order in which they happen."""


def day_of(scenario: Scenario) -> Sequence[Step]:
    """Return the steps that a scenario has on, in order, with the own phases that have a place among them."""
    own = ((scenario.own.rule("phase", name), scenario.own.place("phase", name)) for name in scenario.own.phases)
    steps = day_with([(rule, place) for rule, place in own if rule.after or rule.before])
    return [step for step in steps if not step.switch or getattr(scenario.phases, step.switch)]


def day_with(phases: Sequence[tuple[Rule, str]]) -> Sequence[Step]:
    """Return all steps, with own phases right after or before the step that they name, or else at the end.

    Each phase comes with where it is written, for the beginning of a sentence about it.

    Raises
    ------
    RuleError
        If there is no such step.
    """
    if not phases:
        return DAY
    before: dict[str, list[Step]] = defaultdict(list)
    after: dict[str, list[Step]] = defaultdict(list)
    names = [step.name for step in DAY]
    for rule, place in phases:
        beside = rule.after or rule.before or names[-1]
        if beside not in names:
            raise RuleError(f"{place} stands beside {shown(beside)}: must be {listed(names)}.{meant(beside, names)}")
        (before if rule.before else after)[beside].append(_own(rule))
    return [each for step in DAY for each in (*before[step.name], step, *after[step.name])]


def _own(rule: Rule) -> Step:
    def happens(market: Lived) -> None:
        carry_out(market, rule.name)

    happens.__doc__ = rule.meaning
    return Step(rule.name, happens, rule.when, "anybody", "", "", own=True)


def sweep(market: Lived, steps: Sequence[Step]) -> Sequence[Step]:
    """Carry out the steps of a day that are swept in one call, if nothing is due between them; return those left."""
    last = max((k for k, step in enumerate(steps) if step.swept), default=-1)
    if any(not step.swept and step.due(market) for step in steps[:last]):
        return steps
    world, said = market.world, openings(market.world)
    world.make_room("said", said)
    world.make_room("notes", 2 * said if market.scenario.phases.gossip else 0)
    world.make_room("positions", world.used("positions") + world.used("networkers") + 2 * said)
    live(world.tables, market.day, market.on)
    return steps[last + 1 :]
