"""When steps have anything to do: on some days only, or in some scenarios only."""

from __future__ import annotations

from sim.model.events.invitations import is_evening
from sim.model.reach.channels import is_advertising_day, is_posting_day
from sim.model.tables import MONTH, WEEK
from sim.scenario.schema import Scenario
from sim.steps.stepping import Lived


def week_begins(market: Lived) -> bool:
    """On every seventh day, from the first."""
    return market.day % WEEK == 0


def month_begins(market: Lived) -> bool:
    """On every thirtieth day, from the first."""
    return market.day % MONTH == 0


def month_ends(market: Lived) -> bool:
    """On the last day of a month."""
    return (market.day + 1) % MONTH == 0


def anything_said(market: Lived) -> bool:
    """If anybody said anything today."""
    return market.world.used("said") > 0


def advertises(market: Lived) -> bool:
    """Once a week, if any company gives credits."""
    return is_advertising_day(market.day) and bool(market.world.plain.company["credits"].max() > 0.0)


def posts(market: Lived) -> bool:
    """Once a week, if anybody may advertise in a group or anything is learned there."""
    if not is_posting_day(market.day):
        return False
    w = market.world.tables
    return bool(w.strategy.cross_post.any() or w.law[0].groups.teaches > 0.0)


def is_out(market: Lived) -> bool:
    """On the evening of the week."""
    may_be = market.day % WEEK == market.world.plain.law["events"]["weekday"][0]
    return bool(may_be and is_evening(market.day, market.world.tables.law[0].events))


def gossips(market: Lived) -> bool:
    """If anybody said anything today, or everybody is asked for themselves."""
    return market.moving.everybody or anything_said(market)


def enters_late(scenario: Scenario) -> bool:
    """If the people studied enter a market that is some time old."""
    return scenario.design.worlds == "focal" and scenario.design.focal_entry > 0


def lets_enter(market: Lived) -> bool:
    """On the days on which the people studied may enter, from the morning on which they are drawn."""
    design = market.scenario.design
    return design.focal_entry <= market.day < design.focal_entry + design.focal_window


def sells_shares(scenario: Scenario) -> bool:
    """If any company is a revenue-share company."""
    return any(company.kind == "revshare" for company in scenario.company)


def may_close(scenario: Scenario) -> bool:
    """If any company can come to an end."""
    return sells_shares(scenario) or any(company.life.law != "none" for company in scenario.company)


def has_own(scenario: Scenario) -> bool:
    """If the scenario comes with rules of the user's own."""
    return bool(scenario.own.files)
