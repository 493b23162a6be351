"""Where nothing favors a way, none is ahead: leaving without reasons, founders by choice, and equal strategies."""

from __future__ import annotations

import numpy as np
from scipy import stats

from sim import Scenario
from sim.model import NONE, Tables
from sim.scenario import with_values
from sim.verification.case import Check, Findings, case, least, most, near
from sim.verification.limits import differing
from sim.verification.studied import (
    AGAIN,
    FIRST,
    WAYS,
    Numbers,
    at_level,
    form,
    half_width,
    market,
    means_of_studied,
    studied_in,
    town_at_entry,
    twins,
    until,
)

EQUAL_TURNOVER = "at the default market's sales per adult (sim/levels.py)"
WEIGHS_NOTHING = {
    "leaving.money": 0.0,
    "leaving.neglect": 1.0,
    "leaving.awkwardness": 0.0,
    "leaving.disappointment": 0.0,
}
WITHIN = 0.02
LEAVERS, LEAST_WORLDS, MOST_WORLDS = 100, 24, 96
BLOCK = 1_000  # seeds between worlds at other draws


def surviving(of: Scenario, seed: int) -> Numbers:
    """Return shares of the people studied by way, all from one burn-in, shape (2, ways).

    Who work at the end, and who never gave up by their own decision.
    """
    return np.array([_working(w) for w in twins(of, seed, list(WAYS))]).T


def surviving_alone(of: Scenario, seed: int) -> float:
    """Return the share of the people studied who work at the end with one business."""
    return _working(*twins(of, seed, ["one"]))[0]


def _working(w: Tables) -> tuple[float, float]:
    who = studied_in(w)
    return float((w.people.works[who] != 0).mean()), float((w.tally.reason[who] == 0).mean())


@case(
    "leaving-is-neutral",
    kind="artefact",
    title="Where money, care, awkwardness and disappointment weigh nothing, as many stay with one business as with "
    "several",
    setup=f"The default market without these four forces, {EQUAL_TURNOVER}: {LEAVERS} people of 3,000 enter after "
    "three years with one, two, three or five businesses, and two years later it is counted who works. The same people "
    f"in the same worlds, and against one business in worlds of other seeds, {LEAST_WORLDS} to {MOST_WORLDS} of each, "
    "until half the widest interval is .02 (short: 40 of 800 people, after one year and for one, in six worlds, the "
    "same people only).",
    source="A first world, in which giving up was drawn for each business: still in business after 540 days .5 with "
    "one, .93 to .98 with several",
    tolerance="Equal within .02, half the interval at most .02; short: within .08, and half the interval as much. "
    "Beside who works, who never gave up is compared.",
)
def leaving_is_neutral(short: bool) -> Findings:
    """Survival by the number of businesses, less that with one."""
    of = form(short)
    given = market(of, 40 if short else LEAVERS)
    level = at_level(of, given, with_values(given, WEIGHS_NOTHING))
    (by_way, stayed), alone = _until_narrow(level.scenario, short)
    accepted = 0.08 if short else WITHIN
    checks = [most("sales per adult, apart from the default's by", level.apart, of.within)]
    for number, way in enumerate(WAYS):
        if way == "one":
            continue
        same = by_way[:, number] - by_way[:, 0]
        checks += _equal(f"working at the end, {way} less one, the same people", same, accepted)
        checks += _equal(f"never gave up, {way} less one, the same people", stayed[:, number] - stayed[:, 0], accepted)
        if not short:
            mean = float(by_way[:, number].mean() - alone.mean())
            checks += _near(
                f"working at the end, {way} less one, other draws", mean, half_width(by_way[:, number], alone)
            )
    with_reasons = np.array([surviving(given, FIRST + k) for k in range(2 if short else 12)]).mean(axis=0)[0]
    return Findings(
        tuple(checks),
        remark=f"{len(by_way)} worlds. Working at the end with one, two, three and five: "
        f"{_listed(by_way.mean(axis=0))}; never gave up: {_listed(stayed.mean(axis=0))}. As it is, with the four "
        f"forces ({2 if short else 12} worlds): {_listed(with_reasons)}; what differs there is theirs.",
    )


def _until_narrow(of: Scenario, short: bool) -> tuple[Numbers, Numbers]:
    """Live worlds until intervals are narrow: survival by way, shape (2, worlds, ways), and with one at other draws."""
    by_way, alone = list[Numbers](), list[float]()
    for k in range(6 if short else MOST_WORLDS):
        by_way.append(surviving(of, FIRST + k))
        if short:
            continue
        alone.append(surviving_alone(of, FIRST + BLOCK + k))
        several, one = np.array(by_way)[:, 0], np.array(alone)
        if k + 1 >= LEAST_WORLDS and max(half_width(column, one) for column in several.T) <= WITHIN:
            break
    return np.array(by_way).transpose(1, 0, 2), np.array(alone)


def _equal(what: str, differences: Numbers, accepted: float) -> list[Check]:
    return _near(what, float(differences.mean()), half_width(differences), accepted)


def _near(what: str, difference: float, width: float, accepted: float = WITHIN) -> list[Check]:
    return [near(what, difference, 0.0, accepted), most(f"half the interval, {what}", width, accepted)]


def _listed(shares: Numbers) -> str:
    return ", ".join(f"{share:.2f}" for share in shares)


SHOWN = ("net_income", "sales", "recruits")


@case(
    "founders-by-choice",
    kind="artefact",
    title="A focal person of the first day is a choice of the scenario",
    setup="The default market with design.focal_entry 0 and the rest of its days, "
    f"{EQUAL_TURNOVER} in its last year, against the default of three years; twenty people with one business, "
    "thirty worlds each (short: five people, four worlds of 800 people).",
    source="A first world, in which all who were studied were founders: net income a month +261 as a founder, -46 for "
    "those who joined in its second year",
    tolerance="Only who they are is checked (short: a fifth under a sponsor, for in a small town there may be nobody "
    "to enter under); how they differ is told.",
)
def founders_by_choice(short: bool) -> Findings:
    """Who the people studied are, and what it makes of their results."""
    of, people, worlds = form(short), 5 if short else 20, range(FIRST, FIRST + (4 if short else 30))
    late, sponsored = market(of, people), 0.2 if short else 0.9  # in a small town there may be nobody to enter under
    level = at_level(of, late, market(of, people, entry=0, days=of.days - of.entry))
    founders = [_met(until(town_at_entry(level.scenario, seed), of.days - of.entry).world.tables) for seed in worlds]
    entrants = [_met(w) for seed in worlds for w in twins(late, seed, ["one"])]
    first, later = (np.array([found for _, _, found in met]) for met in (founders, entrants))
    told = "; ".join(
        f"{name.replace('_', ' ')} {first[:, n].mean():,.2f} against {later[:, n].mean():,.2f}, a difference of "
        f"{(first - later)[:, n].mean():+,.2f} ± {half_width(first[:, n], later[:, n]):,.2f}"
        for n, name in enumerate(SHOWN)
    )
    return Findings(
        (
            most("sales per adult, apart from the default's by", level.apart, of.within),
            near("last day on which one of the first day began", max(days.max() for days, _, _ in founders), 0, 0),
            least("first day on which one who comes late began", min(days.min() for days, _, _ in entrants), of.entry),
            near("of the first day, share under a sponsor", np.mean([share for _, share, _ in founders]), 0, 0),
            least(
                "of those who come late, share under a sponsor", np.mean([share for _, share, _ in entrants]), sponsored
            ),
        ),
        remark=f"People of the first day against those who come late, in their first {of.days - of.entry} days, by the "
        f"market's clock: {told}.",
    )


def _met(w: Tables) -> tuple[Numbers, float, Numbers]:
    """When the people studied began, the share of them under a sponsor, and what they have got."""
    who = studied_in(w)
    held = w.positions[: w.count[0].positions]
    _, firsts = np.unique(np.where(held.working == 1, held.person, w.people.size), return_index=True)
    first = held[firsts]
    first = first[(first.working == 1) & np.isin(first.person, who)]
    return w.tally.joined[who].astype(float), float((first.recruiter != NONE).mean()), means_of_studied(w, SHOWN)


OFTEN = 0.05
HALVES = 2_000


def declared(one: Numbers, other: Numbers) -> bool:
    """Tell whether two samples of worlds are declared different: the 95 % interval of Welch's leaves out zero."""
    return bool(stats.ttest_ind(one, other, equal_var=False).pvalue < OFTEN)


def false_alarms(pool: Numbers, repetitions: int) -> float:
    """Return how often halves of a pool of worlds, drawn by chance, are declared different, 0..1."""
    chance = np.random.default_rng(FIRST)
    drawn = [chance.permutation(pool) for _ in range(repetitions)]
    middle = pool.size // 2
    return sum(declared(each[:middle], each[middle:]) for each in drawn) / repetitions


@case(
    "null-of-equals",
    kind="artefact",
    title="The same strategy under two names: equal as twins, and at most one in twenty times declared different",
    setup="Forty people of 3,000 enter the default market after three years with one business, under one name or "
    "another: twins in ten worlds; and forty worlds of a name each, all of other seeds, from which two halves are "
    "drawn 2,000 times (short: of 800 people, two and twelve worlds, 500 times). Declared different: the 95 % interval "
    "of a difference in net income (Welch) leaves out zero.",
    source="A first map, which compared the best of five ways with one: a winner in 24 to 25 % of places where all "
    "were equal",
    tolerance="Twins: no column of any table differs. At most .05, and two standard errors of so many draws: .06 "
    "(short: .07).",
)
def null_of_equals(short: bool) -> Findings:
    """Twins under two names, and worlds of two names."""
    of = market(form(short), 40)
    worlds, repetitions = 12 if short else 40, 500 if short else HALVES
    unequal = sum(len(_unlike(of, FIRST + k)) for k in range(2 if short else 10))
    one, other = (_net(of, way, FIRST + start, worlds) for way, start in (("one", 0), (AGAIN, BLOCK)))
    pool = np.concatenate([one, other])
    return Findings(
        (
            near("columns that differ between twins", unequal, 0, 0),
            Check("declared different", false_alarms(pool, repetitions), 0.0, 0.07 if short else 0.06, OFTEN),
        ),
        remark=f"As they are, the {worlds} worlds of each name differ by {one.mean() - other.mean():+,.0f} ± "
        f"{half_width(one, other):,.0f} in mean net income.",
    )


NAMED: tuple[str, ...] = ("people.strategy", "entry.strategy")


def _unlike(of: Scenario, seed: int) -> list[str]:
    """Columns in which two worlds differ that are the same but for the name of the way."""
    town = town_at_entry(of, seed)
    one, other = (until(town.branch(way), of.time.days).world.tables for way in ("one", AGAIN))
    return differing(one, other, ignore=NAMED)


def _net(of: Scenario, way: str, first: int, worlds: int) -> Numbers:
    """Mean net income of the people studied, a number a world."""
    worlds_of = (w for k in range(worlds) for w in twins(of, first + k, [way]))
    return np.array([means_of_studied(w, ["net_income"])[0] for w in worlds_of])
