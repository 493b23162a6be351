"""The default market with people who are studied in it: what the cases about artefacts are made of."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.core.money import CENTS
from sim.levels import LEVEL_SEEDS, Level, restored
from sim.model import MONTH, NONE, Tables
from sim.model.outcomes import OUTCOMES
from sim.record.groups import measured
from sim.record.lived import Lived
from sim.scenario import with_values
from sim.simulation import Simulation
from sim.verification.limits import scenario

Numbers = NDArray[np.float64]
FIRST = 940_001
"""First seed of the worlds that are compared; no search and no restored level uses them."""
WAYS = {"one": 1, "two": 2, "three": 3, "five": 5}
"""Ways that are compared, with their number of businesses: the first in the order of the scenario."""
AGAIN = "one, by another name"
FULL_TIME = 40.0
"""Hours a week of many of the people studied: they sell enough for a difference to be seen."""
PEOPLE = 40
"""How many of them there are in a world."""


@dataclass(frozen=True)
class Form:
    """How long and how large a case's worlds are.

    Attributes
    ----------
    entry, days
        Days that the market has lived when the people studied enter, and when it ends.
    people
        Who live in it; None for as many as the scenario has.
    level_seeds, within
        Worlds by which a level of sales is restored, and the share of it that may be missed.
    """

    entry: int
    days: int
    people: int | None
    level_seeds: tuple[int, ...]
    within: float


FULL = Form(1095, 1825, None, LEVEL_SEEDS, 0.02)
SHORT = Form(360, 720, 800, LEVEL_SEEDS, 0.15)


def form(short: bool) -> Form:
    """Return the form of a case."""
    return SHORT if short else FULL


def market(
    of: Form, studied: int, *, hours: float | None = None, entry: int | None = None, days: int | None = None
) -> Scenario:
    """Return the default market, in which everybody works a single business, no company being stronger than another.

    Parameters
    ----------
    of
        How long and how large it is.
    studied
        People who enter late and follow one of :data:`WAYS`; with ``entry`` 0 they are founders.
    hours
        What they have a week; by default their own.
    entry, days
        Other than the form has them.
    """
    base = scenario("base.toml")
    companies = [each.name for each in base.company if each.kind == "product"]
    like = base.strategy[0].model_dump()
    ways = [
        like | {"name": name, "companies": companies[:number], "pitch": "tailored" if number > 1 else "focus"}
        for name, number in WAYS.items()
    ]
    others = [like | {"name": f"{name} only", "companies": [name], "pitch": "focus"} for name in companies]
    again = {**ways[0], "name": AGAIN}
    background = {each["name"]: 1.0 / len(others) for each in others}
    enter = of.entry if entry is None else entry
    who = {"focal_people": studied, "focal_entry": enter, "focal_hours": hours}
    design = {"worlds": "focal", "background": background, **who}
    table = {**dict(base), "strategy": [*ways, again, *others], "design": design}
    size = {} if of.people is None else {"population.people": of.people}
    return with_values(Scenario.model_validate(table), {"time.days": days or of.days, **size})


def at_level(of: Form, given: Scenario, changed: Scenario) -> Level:
    """Bring a changed market back to the sales per adult of the given one."""
    return restored(given, changed, seeds=of.level_seeds, within=of.within)


def until(world: Simulation, day: int) -> Simulation:
    """Let a world live until so many days have been lived, and return it."""
    while world.day < day:
        world.step()
    return world


def town_at_entry(of: Scenario, seed: int) -> Simulation:
    """Return a market on the morning on which the people studied are drawn."""
    return until(Simulation(of, seed), of.design.focal_entry)


def twins(of: Scenario, seed: int, ways: Sequence[str]) -> Iterator[Tables]:
    """Give the tables of a market at its end by every way, one after another, all from one burn-in."""
    town = town_at_entry(of, seed)
    for way in ways:
        world = until(town.branch(way), of.time.days)
        yield world.world.tables
        world.close()
    town.close()


def apart(world: Simulation) -> Simulation:
    """Return a copy that lives on by itself."""
    return copy.copy(world)


def studied_in(w: Tables) -> NDArray[np.int64]:
    """Return the ids of the people studied, founders or not."""
    return np.flatnonzero(w.life.focal == 1)


def means_of_studied(w: Tables, names: Sequence[str]) -> Numbers:
    """Return means of outcomes over the people studied, money in currency units, shape (names,)."""
    everybody = Lived(w)
    them = w.life.focal[everybody.who] == 1
    columns = measured(names, everybody)
    money = {name for name in names if OUTCOMES[name].kind == "money"}
    return np.array([columns[name][them].mean() / (CENTS if name in money else 1) for name in names])


def sold_by(w: Tables, who: NDArray[np.int64]) -> float:
    """Return what the customers of some people bought this month, in currency units."""
    held = w.positions[: w.count[0].positions]
    customers = held[(held.working == 0) & (held.left < 0) & (held.sponsor != NONE)]
    sellers = held.person[customers.sponsor]
    return float(customers.volume[np.isin(sellers, who)].sum()) / CENTS


def bought(w: Tables) -> float:
    """Return what everybody has bought so far, in currency units."""
    return float(w.accounts.goods.sum()) / CENTS


def selling(world: Simulation, day: int, who: NDArray[np.int64]) -> float:
    """Let a world live until so many days have been lived; return what customers of some people bought meanwhile."""
    total = 0.0
    while world.day < day:
        world.step()
        if world.day % MONTH == 0:
            total += sold_by(world.world.tables, who)
    return total


def half_width(*samples: Numbers) -> float:
    """Return half the width of the 95 % interval of a mean over worlds, or of a difference of independent means."""
    return float(1.96 * np.sqrt(sum(sample.var(ddof=1) / sample.size for sample in samples)))


def ratio(part: Numbers, whole: Numbers) -> tuple[float, float]:
    """Return a sum over worlds as a share of another, and half the width of its 95 % interval; nan of nothing.

    Parameters
    ----------
    part, whole
        One number a world each, of the same worlds.

    Notes
    -----
    By linearization (delta method), for paired sums.
    """
    if whole.sum() == 0.0:
        return float("nan"), float("nan")
    share = float(part.sum() / whole.sum())
    return share, half_width((part - share * whole) / whole.mean())
