"""One evening of the people of the window, told in every way: the data that its page plays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.analysis.moving.page import spoken
from sim.analysis.moving.told import told
from sim.analysis.moving.twins import twin_evenings
from sim.scenario.schema import Scenario, from_resolved, resolved
from sim.view.choices import PITCHES, YOURS, Choices, lived_with

SENT_OUT = 0.6
"""Share of openings at events where nobody goes out: enough for an evening a week."""


@dataclass(frozen=True)
class Night:
    """What an evening needs, and whether people had to be sent out for it."""

    scenario: Scenario
    names: list[str]
    sent_out: bool


def night(base: Scenario, chosen: Choices) -> Night:
    """Return the scenario of an evening: the chosen number of businesses, a strategy per way of telling."""
    lived = lived_with(base, chosen)
    table = resolved(lived)
    yours = next(each for each in table["strategy"] if each["name"] == YOURS)
    names = [f"{YOURS}: {pitch}" for pitch in PITCHES]
    ways = [{**yours, "name": name, "pitch": pitch} for name, pitch in zip(names, PITCHES, strict=True)]
    table["strategy"] = [*table["strategy"], *ways]
    sent_out = lived.phases.events and not (lived.events.share or lived.events.attendance)
    if sent_out:
        table["events"]["share"] = SENT_OUT
    return Night(from_resolved(table), names, sent_out)


def played(base: Scenario, chosen: Choices, seed: int, language: str) -> dict[str, Any]:
    """Live an evening under every way of telling, and return what the page plays, with its words.

    Raises
    ------
    sim.core.errors.UserError
        If there is no such evening in this world.
    """
    tonight = night(base, chosen)
    twins = twin_evenings(tonight.scenario, seed, tonight.names)
    data = told(twins, title=tonight.scenario.title, seed=seed)
    return {**data, "language": language, "words": spoken(), "sentOut": tonight.sent_out}
