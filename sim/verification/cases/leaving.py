"""Who is still in business: a cohort by the declared law, and one business against several."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import MONTH, NONE
from sim.model.membership.joining import enter, go_to_work
from sim.model.membership.leaving import leave
from sim.model.membership.parameters.leaving import Leaving
from sim.scenario import Scenario
from sim.verification.case import Check, Findings, case, near
from sim.verification.figures import dashed, dots, label, page
from sim.verification.limits import empty_world, lived

WITHIN = 0.02  # of survival, and half the width of its interval at most
PUBLISHED = {12: 0.52, 24: 0.37}
NEGLECTED = (0.10, 0.40)
STANDARD_ERRORS = 4.0
DAYS = 540
BUSINESSES = (1, 2, 3, 5)
RING = {"kind": "watts_strogatz", "k": 2, "p": 0.0}


def kept(months: int, *, care: float | None = None, shortfall: float = 1.0, **rules: Any) -> float:
    """Return the share of a cohort that is still in after some months, 0..1, by the law alone.

    Parameters
    ----------
    care
        Hours a week that everybody receives; by default the baseline.
    shortfall
        Of the result from the hope, 0..2: 1 where nothing is left over.
    rules
        What differs in the section ``leaving``.
    """
    law = Leaving(**rules)
    received = law.baseline if care is None else care
    factor = law.neglect ** ((law.baseline - received) / (law.baseline + received))
    factor *= math.exp(law.money * (shortfall - 1.0))
    risks = [min(law.most, law.risk / (1.0 + month / law.settling) * factor) for month in range(months)]
    return float(np.prod(1.0 - np.array(risks)))


def cohort(people: int, months: int, *, care: float, businesses: int = 1) -> NDArray[np.float64]:
    """Return which share of people who begin together is still in after each month, all of whom are cared for alike."""
    w = empty_world(people, graph=RING).tables
    for i in range(people):
        for c in range(businesses):
            enter(w, 0, i, c, NONE, NONE)
            go_to_work(w, 0, i, c)
    w.positions.top, w.positions.care = 0, care
    still = []
    for month in range(1, months + 1):
        leave(w, MONTH * month - 1)
        still.append(np.count_nonzero(w.people.works) / people)
    return np.array(still)


@case(
    "cohort",
    kind="identity",
    title="A cohort leaves by the declared law, half of it within a year, neglected teams faster",
    setup="20,000 people (short: 4,000) begin together, with a result of zero; all have care at the baseline, or none. "
    "They live 24 months of leaving alone, with one business and with three.",
    source="Quixtar 2005, Melaleuca, Young Living 2018: .52 after 12 and .37 after 24 months; ServiceQuest: 60 to 90 % "
    "of neglected teams leave in a year",
    tolerance="Four standard errors around the product of the declared risks; the law itself: .01.",
)
def cohorts(short: bool) -> Findings:
    """Shares still in, by the law and by living it."""
    people = 4_000 if short else 20_000
    baseline = Leaving().baseline
    checks = [
        near(f"still in after {months} months, by the law", kept(months), share, 0.01)
        for months, share in PUBLISHED.items()
    ]
    checks.append(Check("still in after 12 months without care, by the law", kept(12, care=0.0), *NEGLECTED))
    figure, (axes,) = page("How long people stay", "A cohort with care, and without", f"{people:,} people each")
    for number, (care, name) in enumerate(((baseline, "care at the baseline"), (0.0, "no care"))):
        law = np.array([kept(month, care=care) for month in range(1, 25)])
        dashed(axes, range(1, 25), law)
        for businesses in (1, 3):
            got = cohort(people, 24, care=care, businesses=businesses)
            dots(axes, range(1, 25), got, f"{name}, {businesses} at once", 2 * number + (businesses > 1))
            checks += [_as_declared(months, got, law, people, f"{name}, {businesses} at once") for months in PUBLISHED]
    label(axes, "months", "share still in")
    axes.set_ylim(0, 1)
    return Findings(tuple(checks), figure)


def _as_declared(months: int, got: NDArray[np.float64], law: NDArray[np.float64], people: int, name: str) -> Check:
    share = float(law[months - 1])
    error = STANDARD_ERRORS * math.sqrt(share * (1 - share) / people)
    return near(f"still in after {months} months, {name}", got[months - 1], share, error)


def quiet_market(people: int, businesses: int, **leaving: Any) -> Scenario:
    """A market without talk in which everybody works so many of five companies from the first day.

    Money, care, awkwardness and the product weigh nothing in leaving; pruning and starting again go on. Nobody runs out
    of cash.
    """
    names = [f"c{k}" for k in range(5)]
    off = ("study", "care", "experience", "conversations", "gossip", "events", "decisions", "advertising", "groups")
    forces = {"money": 0.0, "neglect": 1.0, "awkwardness": 0.0, "disappointment": 0.0}
    return Scenario.model_validate(
        {
            "time": {"days": DAYS},
            "population": {"people": people, "networkers": 1.0, "savings": 100_000, "savings_sigma": 0.0},
            "graph": RING,
            "phases": dict.fromkeys(off, False),
            "leaving": {**forces, **leaving},
            "company": [{"name": name, "topic": "health"} for name in names],
            "strategy": [{"name": "one way", "companies": names[:businesses]}],
        }
    )


def still_in_business(people: int, businesses: int, seed: int = 1, **leaving: Any) -> NDArray[np.bool_]:
    """Return who still works anything after 540 days without talk, by person; see :func:`quiet_market`."""
    w = lived(quiet_market(people, businesses, **leaving), DAYS, seed).world.tables
    return np.asarray(w.people.works != 0)


def half_width(difference: NDArray[Any]) -> float:
    """Return half the width of the 95 % interval of a mean over people."""
    return float(1.96 * difference.std(ddof=1) / math.sqrt(difference.size))


@case(
    "one-or-several",
    kind="identity",
    title="Where nothing weighs in leaving, as many stay with one business as with several",
    setup="12,000 people (short: 5,000) who work one, two, three or all five companies from the first day, without "
    "talk and with cash enough; money, care, awkwardness and the product weigh nothing. Side businesses are pruned, "
    "and people may start again.",
    source="The rule knows nobody's number of businesses",
    tolerance="The same people at the same draws; at other draws within .02, half the interval at most .02.",
)
def one_or_several(short: bool) -> Findings:
    """Who still works after 540 days."""
    people = 5_000 if short else 12_000
    alone, checks, shares = still_in_business(people, 1), [], []
    for businesses in BUSINESSES:
        same, other = still_in_business(people, businesses), still_in_business(people, businesses, seed=2)
        difference = other.astype(float) - alone
        shares.append(float(other.mean()))
        checks += [
            near(f"people with another end, {businesses} at once", np.count_nonzero(same != alone), 0, 0),
            near(f"survival less that with one, {businesses} at once", difference.mean(), 0.0, WITHIN),
            Check(f"half the width of its interval, {businesses} at once", half_width(difference), 0.0, WITHIN),
        ]
    footer = f"{people:,} people each"
    figure, (axes,) = page("Who is still in business", "After 540 days, by businesses at once", footer)
    dashed(axes, BUSINESSES, [alone.mean()] * len(BUSINESSES))
    dots(axes, BUSINESSES, shares)
    label(axes, "businesses at once", "share still working")
    axes.set_ylim(0, 1)
    return Findings(tuple(checks), figure)
