"""What made several businesses win in a first world: purses without a bottom, and guesses that hurt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim import Scenario
from sim.core.money import CENTS
from sim.model import MONTH, Tables
from sim.model.plans.budget import fill_baskets
from sim.scenario import with_values
from sim.verification.case import Check, Findings, case, least, most
from sim.verification.studied import (
    FIRST,
    FULL_TIME,
    PEOPLE,
    Numbers,
    at_level,
    bought,
    form,
    half_width,
    market,
    ratio,
    selling,
    studied_in,
    town_at_entry,
    until,
)

SUBSTITUTION = (0.0, 0.5, 1.0)
MONTHS = 12
"""Months that are drawn of the same purses on the last day."""
BRINGS: dict[float, tuple[float, float]] = {0.0: (0.9, 1.0), 0.5: (0.0, 0.98), 1.0: (0.0, 0.9)}
"""What a second product may bring relative to the first, by substitution."""
STEP = 0.02


def spent(w: Tables, buys: NDArray[np.uint32], day: int) -> NDArray[np.int64]:
    """Return what everybody would buy as a customer of these companies in the month of a day, in cents, by person.

    Purses, opinions and draws are those of the given world, which stays as it is.
    """
    people, positions = w.people.copy(), w.positions[: w.count[0].positions].copy()
    people.buys = buys
    positions.volume[positions.working == 0] = 0
    fill_baskets(w._replace(people=people, positions=positions), day)
    bought = (positions.left < 0) & (positions.working == 0)
    total = np.zeros(people.size, np.int64)
    np.add.at(total, positions.person[bought], positions.volume[bought])
    return total


def purses(w: Tables, day: int) -> Numbers:
    """Return what households buy of their two oldest companies together, and of one alone, in currency units.

    Households that buy from two companies or more and work none, over months of other draws. The first sum is of both
    together, the second the mean of one alone.
    """
    held = w.positions[: w.count[0].positions]
    held = held[(held.left < 0) & (held.working == 0) & (w.people.works[held.person] == 0)]
    first, second = np.zeros((2, w.people.size), np.uint32)
    for position in held:  # oldest first
        i, bit = int(position.person), np.uint32(1 << int(position.company))
        if first[i] == 0:
            first[i] = bit
        elif second[i] == 0:
            second[i] = bit
    first[second == 0] = 0
    both, alone = 0, 0
    for month in range(MONTHS):
        both += int(spent(w, first | second, day + MONTH * month).sum())
        alone += sum(int(spent(w, each, day + MONTH * month).sum()) for each in (first, second))
    return np.array([both, alone / 2]) / CENTS


def second_product(of: Scenario, seed: int) -> Numbers:
    """Return sums of a world: both products and one alone in a purse, and sales by one and by two businesses."""
    town, held = town_at_entry(of, seed), np.zeros(2)
    start, days, sold = of.design.focal_entry + of.design.focal_window, of.time.days, list[float]()
    for way in ("one", "two"):
        world = until(town.branch(way), start)
        sold.append(selling(world, days, studied_in(world.world.tables)))
        if way == "one":
            held = purses(world.world.tables, days - 1)
        world.close()
    return np.array([*held, *sold])


@case(
    "second-product",
    kind="artefact",
    title="A second product to the same households brings less than the first, the less the more it replaces it",
    setup="The default market with budget.substitution at 0, .5 and 1, each at the default's sales per adult "
    "(sim/levels.py); forty worlds each (short: five of 800 people). Purses: households that buy from two companies, "
    "on the last day, with both and with one of them alone, at the same draws of twelve months. Sellers: forty people "
    "who enter late with 40 hours a week, and what their customers buy until the end, of two businesses and, as "
    "twins, of one.",
    source="A first world, in which customers had no budget: each further company was another full purchase",
    tolerance="In purses .9 to 1 of the first where nothing is replaced, at most .98 at one half and .9 in full, each "
    "at least .02 below the one before; by sellers at most 1, in full replacement. Short: by sellers at most 2.",
)
def second_products(short: bool) -> Findings:
    """What a second product adds, in a purse and to a seller, by substitution."""
    of, checks, in_purses, told = form(short), list[Check](), list[float](), list[str]()
    given = market(of, PEOPLE, hours=FULL_TIME)
    for substitution in SUBSTITUTION:
        level = at_level(of, given, with_values(given, {"budget.substitution": substitution}))
        found = np.array([second_product(level.scenario, FIRST + k) for k in range(5 if short else 40)])
        both, alone, one, two = found.T
        added, width = ratio(both - alone, alone)
        sellers, wide = ratio(two - one, one)
        in_purses.append(added)
        told.append(f"{substitution:g}: {added:.3f} ± {width:.3f} in purses, {sellers:+.2f} ± {wide:.2f} by sellers")
        checks += [
            most(
                f"sales per adult, apart from the default's by, substitution {substitution:g}", level.apart, of.within
            ),
            Check(
                f"second product over the first in a purse, substitution {substitution:g}", added, *BRINGS[substitution]
            ),
        ]
        if substitution == SUBSTITUTION[-1]:
            checks.append(
                most("second product over the first, by sellers, fully replaced", sellers, 2.0 if short else 1.0)
            )
    falls = zip(SUBSTITUTION[1:], -np.diff(in_purses), strict=True)
    checks += [least(f"falls in a purse up to substitution {each:g}", fall, STEP) for each, fall in falls]
    return Findings(
        tuple(checks),
        remark="What a second product brings, as a share of the first, by substitution: "
        f"{'; '.join(told)}. Sellers who take up a second business have no more hours for it.",
    )


GUESSED, BLIND = 0.0, 1.0
WITHIN = 0.02
LEAST_WORLDS, MOST_WORLDS = 40, 160


def customers_by_guess(of: Scenario, seed: int) -> Numbers:
    """Return customers won, and what all others sell: where they guess well, and where they guess blindly.

    Nobody else guesses, so that both live from one burn-in.
    """
    town, found = town_at_entry(of, seed), list[float]()
    for noise in (GUESSED, BLIND):
        world = town.branch("five")
        world.world.tables.law.conversation.guess_noise[:] = noise
        before = bought(world.world.tables)
        who = studied_in(until(world, of.design.focal_entry + 1).world.tables)
        sold = selling(world, of.time.days, who)
        w = world.world.tables
        found += [float(w.tally.sales[who].sum()), bought(w) - before - sold]
    return np.array(found)


@case(
    "guessing-well",
    kind="artefact",
    title="To guess what a listener likes does not lower customers",
    setup="Forty people enter the default market after three years with five businesses and 40 hours a week, and tell "
    "each contact of the one that they guess to fit: without error or, as twins, blindly. "
    f"{LEAST_WORLDS} to {MOST_WORLDS} worlds, until half the interval of the relative difference is .02 (short: ten "
    "of 800 people).",
    source="A first world: guessing well changed customers by -.64 ± .20, for most who were pitched had signed up",
    tolerance="At most 2 % fewer customers, half the interval at most 2 %; what everybody else sells at most 2 % "
    "apart. Short: at most 10 % fewer, half the interval and what others sell at most 25 %.",
)
def guessing_well(short: bool) -> Findings:
    """Customers won by guesses without error, less those won by blind ones."""
    of = form(short)
    given = market(of, PEOPLE, hours=FULL_TIME)
    found, width, worlds = np.empty((0, 4)), np.inf, 10 if short else MOST_WORLDS
    for k in range(worlds):
        found = np.vstack([found, customers_by_guess(given, FIRST + k)])
        if len(found) < min(LEAST_WORLDS, worlds):
            continue
        more, width = ratio(found[:, 0] - found[:, 2], found[:, 2])
        if width <= WITHIN:
            break
    fewest, wide = (0.10, 0.25) if short else (WITHIN, WITHIN)
    return Findings(
        (
            least("more customers by guessing well, as a share", more, -fewest),
            most("half the width of its interval", width, wide),
            most("sales of all others, apart by", _apart(found[:, 1], found[:, 3]), wide),
        ),
        remark=f"{len(found)} worlds, with {found[:, 2].mean():.0f} customers a world by blind guesses; guessing well "
        f"brings {(found[:, 0] - found[:, 2]).mean():+.1f} ± {half_width(found[:, 0] - found[:, 2]):.1f}.",
    )


def _apart(one: Numbers, other: Numbers) -> float:
    """By which share of the second two sums over worlds differ."""
    return abs(float(one.sum() / other.sum()) - 1.0)
