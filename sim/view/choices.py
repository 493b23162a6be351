"""What can be chosen in the window, and the scenario that is lived with it: the first way beside the chosen one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sim.core.rulefile import RuleFile
from sim.model.talk.parameters import Pitch
from sim.scenario.rules import used_files
from sim.scenario.schema import Scenario, from_resolved, resolved

YOURS = "your way"
"""Name of the strategy that is chosen in the window."""
MOST_PEOPLE = 1_000
"""People of a world in the window: lived in seconds, and large enough for a market."""
LATEST_ENTRY = 365
"""Days that a market has lived when people enter it, where a scenario has only founders."""
PITCHES = tuple(Pitch.words())
AS_STATED, NEVER = "", "never"
LIVES: dict[str, int] = {"half a year": 182, "a year": 365, "two years": 730}
"""How long after the people studied have come companies close, in days."""
ONE_IN = 20
"""Of so many people one may be studied, at most."""
SHARPNESS = 10.0  # of the law: most close within a few months of that day
HOURS = (2.0, 5.0, 10.0, 20.0, 40.0)
MOST_AT_PURCHASE = 300.0
_GRID = {"kind": "grid", "between": {}, "point": [], "together": []}


@dataclass(frozen=True)
class Choices:
    """What the controls of the window stand at.

    Attributes
    ----------
    businesses
        How many product companies the chosen way works, at least 1.
    pitch
        Its pitch policy, one of ``PITCHES``.
    evenings
        Share of openings made at events, 0..1, of everybody.
    hours
        Hours a week of the people studied, 0 to 168, with either way; None: their own.
    minimum
        Minimum purchase of every product company, currency units a month; None: as the scenario states it.
    life
        When companies close: a key of ``LIVES``, ``NEVER``, or ``AS_STATED``.
    """

    businesses: int = 2
    pitch: str = "tailored"
    evenings: float = 0.0
    hours: float | None = None
    minimum: float | None = None
    life: str = AS_STATED

    def within(self, most_businesses: int) -> Choices:
        """Return the nearest choices that a scenario with so many product companies can have."""
        return replace(
            self,
            businesses=min(max(1, int(self.businesses)), most_businesses),
            pitch=self.pitch if self.pitch in PITCHES else "tailored",
            evenings=min(max(0.0, float(self.evenings)), 1.0),
            hours=None if self.hours is None else min(max(0.0, float(self.hours)), 168.0),
            minimum=None if self.minimum is None else min(max(0.0, float(self.minimum)), 10.0**6),
            life=self.life if self.life in (*LIVES, NEVER) else AS_STATED,
        )


def reference_of(scenario: Scenario) -> str:
    """Name of the way that the chosen one is compared with: the first that the scenario compares, else its first."""
    declared = [each.name for each in scenario.strategy if each.name != YOURS]
    asked = [name for name in scenario.design.vary.get("strategy", []) if name in declared]
    return str((asked or declared or [scenario.strategy[0].name])[0])


def businesses_of(scenario: Scenario) -> list[str]:
    """Product companies that can be chosen, the main business of the first way before the others."""
    first = next(each for each in scenario.strategy if each.name == reference_of(scenario))
    products = [each.name for each in scenario.company if each.kind == "product"]
    main = [name for name in first.companies[:1] if name in products]
    return [*main, *(name for name in products if name not in main)] or list(first.companies[:1])


def choices_of(scenario: Scenario) -> Choices:
    """Return what a scenario that is opened stands for: what was chosen when it was saved, or two told as it suits."""
    saved = next((each for each in scenario.strategy if each.name == YOURS), None)
    chosen = Choices(evenings=scenario.events.share, hours=scenario.design.focal_hours)
    if saved is not None:
        chosen = replace(chosen, businesses=len(saved.companies), pitch=saved.pitch)
    return chosen.within(len(businesses_of(scenario)))


def in_the_window(opened: Scenario) -> Scenario:
    """Return a scenario as the window lives it: at most ``MOST_PEOPLE`` people, and some who come to a market.

    Where the scenario has no people studied who enter late, they come after a third of its days, at most a year.
    """
    table = resolved(opened)
    if opened.population.people:
        table["population"]["people"] = min(opened.population.people, MOST_PEOPLE)
    design = table["design"]
    if opened.design.worlds == "mixed":
        design["background"] = {each.name: each.share for each in opened.strategy if each.share > 0.0}
    if opened.design.worlds != "focal" or not opened.design.focal_entry:
        design["focal_entry"] = max(1, min(LATEST_ENTRY, opened.time.days // 3))
        design["focal_people"] = min(opened.design.focal_people, _most_studied(opened))
    design |= {"worlds": "focal", **_GRID, "vary": {"strategy": [reference_of(opened), YOURS]}}
    table["strategy"] = [each for each in table["strategy"] if each["name"] != YOURS]
    table["strategy"].append(_yours(table, reference_of(opened), businesses_of(opened)[:1], "focus"))
    return _read(table, opened)


def _most_studied(opened: Scenario) -> int:
    """How many may come to a market so that it stays what it was."""
    people = min(opened.population.people, MOST_PEOPLE) if opened.population.people else MOST_PEOPLE
    return max(1, people // ONE_IN)


def lived_with(base: Scenario, chosen: Choices) -> Scenario:
    """Return the scenario of the window (:func:`in_the_window`) with what is chosen.

    Raises
    ------
    sim.core.errors.UserError
        If what is chosen does not fit the rest of the scenario.
    """
    table, names = resolved(base), businesses_of(base)
    table["strategy"] = [
        _yours(table, reference_of(base), names[: chosen.businesses], chosen.pitch) if each["name"] == YOURS else each
        for each in table["strategy"]
    ]
    table["events"]["share"] = chosen.evenings
    table["design"]["focal_hours"] = chosen.hours
    for company in table["company"]:
        if company["kind"] == "product":
            _state(company, chosen, base.design.focal_entry)
    return _read(table, base)


def _yours(table: dict[str, Any], reference: str, companies: list[str], pitch: str) -> dict[str, Any]:
    """The chosen way: the first one but for its companies and what it tells."""
    first = next(each for each in table["strategy"] if each["name"] == reference)
    return {**first, "name": YOURS, "companies": companies, "pitch": pitch}


def _state(company: dict[str, Any], chosen: Choices, entry: int) -> None:
    if chosen.minimum is not None:
        company["minimum_purchase"] = chosen.minimum
    if chosen.life == NEVER:
        company["life"] = {**company["life"], "law": "none"}
    elif chosen.life:
        days = float(entry + LIVES[chosen.life])
        company["life"] = {**company["life"], "law": "weibull", "days": days, "shape": SHARPNESS}


def _read(table: dict[str, Any], like: Scenario) -> Scenario:
    files: list[RuleFile] = list(used_files(like))
    return from_resolved(table, files)
