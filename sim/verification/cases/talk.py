"""What is said and believed: credibility as a beta reputation, and what brings it back after a contradiction."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim import Scenario
from sim.model.talk.parameters import Pitch
from sim.model.talk.reputation import credibility
from sim.simulation import Simulation
from sim.verification.case import Check, Findings, case, least, most, near
from sim.verification.figures import curve, dashed, dots, label, page
from sim.verification.limits import Dialogue, lived

HEALTH, ADS = 0b001, 0b010
UNITS: dict[str, Any] = {
    "prior": 2.0,
    "trust_acquaintance": 0.5,
    "consistent": 1.0,
    "contradiction": 1.0,
    "notice": 0.0,
    "novelty": 1.0,  # every contradiction counts alike, and every good story as much as the first
    "wear": 0.0,
    "ideal": 65_535,
}
DISCLOSED, CONCEALED = 1.0, 0.0
EXACT = 1e-12
GOOD, WEIGHTS, LOSSES = (0, 1, 2, 5, 10, 50, 200), (1, 2, 3), (0.05, 0.2, 0.6)
BEFORE, AFTER = 60, 1_440  # days of two stories, and of one


def stories(two: Dialogue, good: int) -> None:
    """Tell what was told last (health, to begin with) so often that it is evidence for ``good`` times more."""
    again = 1 << int(two.tie.claimed) >> 1
    for _ in range(good if again else good + 1):  # the first telling is no evidence
        two.tell(again or HEALTH)


def after_one_bad(good: int, weight: int = 1) -> Dialogue:
    """A dialogue after so many good stories and one contradiction that is owned up to."""
    two = Dialogue(admit=DISCLOSED, ceiling_loss=0.5, **{**UNITS, "contradiction": float(weight)})
    stories(two, good)
    two.tell(ADS)
    return two


@case(
    "beta-reputation",
    kind="identity",
    title="Credibility is a beta reputation",
    setup="One listener hears r stories that agree and one that contradicts them, then good ones again, that agree "
    "with it; evidence of a good story 1, however often it is told, and of a bad one w.",
    source="Jøsang & Ismail 2002, 15th Bled Electronic Commerce Conference: (r + 1) / (r + s + 2)",
    tolerance="That of computing with floating point numbers, in both forms.",
)
def beta_reputation(short: bool) -> Findings:
    """Credibility after one bad story, and what brings the old one back."""
    got = np.array([after_one_bad(r).believed for r in GOOD])
    expected = np.array([(r + 1) / (r + 1 + 2) for r in GOOD])
    checks = [
        near(f"credibility after {r} good and 1 bad", one, value, EXACT)
        for r, one, value in zip(GOOD, got, expected, strict=True)
    ]
    checks += [_needed(good, weight) for weight in WEIGHTS for good in (0, 1, 4, 25)]
    eight = Dialogue(admit=DISCLOSED, ceiling_loss=0.0, **{**UNITS, "prior": 8.0, "trust_acquaintance": 0.25})
    stories(eight, 4)
    checks.append(near("credibility, prior .25 of weight 8, 4 good", eight.believed, 6 / 12, EXACT))
    figure, (left, right) = page(
        "Credibility as a beta reputation",
        "One listener; the dashed line is the formula of Jøsang & Ismail",
        "One dialogue a mark",
        columns=2,
    )
    x = np.arange(0, 201)
    dashed(left, x + 1, (x + 1) / (x + 3), "(r + 1) / (r + 3)")
    dots(left, np.array(GOOD) + 1, got)
    label(left, "good stories before, r, plus 1", "credibility", "After one contradiction", log="x")
    for number, weight in enumerate(WEIGHTS):
        two = after_one_bad(10, weight)
        told = [two.believed]
        for _ in range(40):
            stories(two, 1)
            told.append(two.believed)
        curve(right, range(41), told, f"weight {weight}", number)
        dots(right, 11 * weight, told[11 * weight], "_", number)
    right.axhline(11 / 12, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)))
    label(right, "good stories after it", "credibility", "Back at the old level after w (r + 1), r = 10", legend="")
    right.legend(loc="lower right", fontsize=9.5)
    return Findings(tuple(checks), figure)


def _needed(good: int, weight: int) -> Check:
    """Count the good stories that bring the old score back."""
    two = Dialogue(admit=DISCLOSED, ceiling_loss=0.5, **{**UNITS, "contradiction": float(weight)})
    stories(two, good)
    old, told = two.believed, 0
    two.tell(ADS)
    while two.believed < old - EXACT:
        stories(two, 1)
        told += 1
    return near(f"good stories needed, r = {good}, w = {weight}", told, weight * (good + 1), 0)


def healed(admits: float, loss: float, more: Sequence[int]) -> list[float]:
    """Credibility before a contradiction after 30 good stories, and after so many more of them in all."""
    two = Dialogue(admit=admits, ceiling_loss=loss, **UNITS)
    stories(two, 30)
    found, told = [two.believed], 0
    two.tell(ADS)
    for number in more:
        stories(two, number - told)
        told = number
        found.append(two.believed)
    return found


IN_TURN = 60


def in_turn(admits: float, novelty: float, number: int = IN_TURN) -> list[float]:
    """Credibility after each of so many stories, told on one day, in which two professions take turns."""
    two, found = Dialogue(admit=admits, novelty=novelty), list[float]()
    for told in range(number):
        two.tell(ADS if told % 2 else HEALTH)
        found.append(two.believed)
    return found


@case(
    "professions-in-turn",
    kind="identity",
    title="Changing the story costs every time, and is never won back by telling more",
    setup="One listener, first impression one half, hears two professions in turn, sixty times, with the weights of an "
    "ordinary scenario: evidence of a contradiction 2, of the n-th further one half as much as of the one before.",
    source="Sum of a geometric series: 1 / (2 + 2 (1 - v^59) / (1 - v)), under the ceiling if it is concealed",
    tolerance="That of computing with floating point numbers, in both forms.",
)
def professions_in_turn(short: bool) -> Findings:
    """Credibility after sixty stories of two professions, and that it only falls."""
    changes, checks = IN_TURN - 1, list[Check]()
    for novelty in (0.0, 0.5, 1.0):
        evidence = 2.0 * (changes if novelty == 1.0 else (1.0 - novelty**changes) / (1.0 - novelty))
        for name, admits in (("disclosed", DISCLOSED), ("concealed", CONCEALED)):
            got = in_turn(admits, novelty)
            ceiling = math.prod(1.0 - 0.1 * novelty**n for n in range(changes)) if admits == CONCEALED else 1.0
            checks += [
                near(
                    f"{name}, novelty {novelty:g}: after 60 in turn", got[-1], min(ceiling, 1 / (2 + evidence)), EXACT
                ),
                most(f"{name}, novelty {novelty:g}: greatest rise", max(np.diff(got)), 0.0),
            ]
    figure, (axes,) = page(
        "Two professions in turn",
        "Each change of the story counts novelty times what the one before counted",
        "One dialogue, sixty stories on one day, owned up to each time",
        columns=1,
    )
    for number, novelty in enumerate((0.0, 0.5, 1.0)):
        curve(axes, range(1, IN_TURN + 1), in_turn(DISCLOSED, novelty), f"novelty {novelty:g}", number)
    label(axes, "stories told", "credibility", "One listener", legend="upper right")
    return Findings(tuple(checks), figure)


def town(admits: float) -> Scenario:
    """300 people; networkers tell two stories as they suit, and nothing comes of it."""
    quiet = ("experience", "decisions", "expansion", "month_end", "leaving", "gossip", "study", "care")
    return Scenario.model_validate(
        {
            "time": {"days": BEFORE + AFTER},
            "population": {"people": 300, "networkers": 0.05, "part_time_hours": 20.0},
            "graph": {"kind": "watts_strogatz", "k": 10, "p": 0.3},
            "phases": dict.fromkeys(quiet, False),
            "conversation": {"guess_lasts": 7, "guess_noise": 0.5},
            "credibility": {
                "consistent": 0.5,
                "contradiction": 2.0,
                "ceiling_loss": 0.1,
                "admit": admits,
                "wear": 0.0,
                "ideal": 65_535,
            },
            "company": [{"name": name, "topic": name} for name in ("alpha", "beta")],
            "strategy": [
                {"name": "two", "companies": ["alpha", "beta"], "pitch": "tailored"},
                {"name": "one", "companies": ["alpha"], "pitch": "focus"},
            ],
        }
    )


@cache
def reformed(admits: float, strategy: str) -> NDArray[np.float64]:
    """Mean credibility on the ties that hold contradictions after two months, from then on to one story only.

    Returns
    -------
    numpy.ndarray
        Shape (months + 1,); of the same ties, whether ``strategy`` is ``two`` or, in the comparison, ``one``.
    """
    harmed = np.flatnonzero(lived(town(admits), BEFORE, strategy="two").world.tables.ties.bad > 0)
    market = lived(town(admits), BEFORE, strategy=strategy)
    w = market.world.tables
    w.strategy.pitch = Pitch.of("focus")
    found = [_mean(market, harmed)]
    for day in range(AFTER):
        market.step()
        if (day + 1) % 30 == 0:
            found.append(_mean(market, harmed))
    return np.array(found)


def _mean(market: Simulation, which: NDArray[np.int64]) -> float:
    w = market.world.tables
    return float(np.mean([credibility(tie, w.law[0].credibility) for tie in w.ties[which]]))


@case(
    "concealed-contradiction",
    kind="identity",
    title="What is owned up to heals; what was concealed never heals fully",
    setup="30 good stories, a contradiction that is owned up to or concealed, then up to 1,500 good stories, each as "
    "good as the first. And a town of 300 people: two months of two stories, then four years of one story only, beside "
    "a town that heard one story from the beginning.",
    source="Schweitzer, Hershey & Bradlow 2006, Organizational Behavior and Human Decision Processes 101:1-19",
    tolerance="One listener: floating point. The town: a direction only, with a twentieth for what is left to heal. "
    "Both forms are the same.",
)
def concealed_contradiction(short: bool) -> Findings:
    """Credibility before and long after a contradiction, owned up to or concealed."""
    checks: list[Check] = []
    for loss in LOSSES:
        before, after = healed(DISCLOSED, loss, [1_500])
        checks.append(least(f"disclosed, ceiling loss {loss}: after less before", after - before, 1e-6))
        before, after = healed(CONCEALED, loss, [1_500])
        if 1.0 - loss < before:
            checks.append(near(f"concealed, ceiling loss {loss}: after", after, 1.0 - loss, EXACT))
    towns = {admits: reformed(admits, "two") for admits in (DISCLOSED, CONCEALED)}
    never = reformed(DISCLOSED, "one")
    checks += [
        least("town: disclosed, of the level of those never told two", towns[DISCLOSED][-1] / never[-1], 0.95),
        most("town: concealed, of the level of those never told two", towns[CONCEALED][-1] / never[-1], 0.95),
    ]
    return Findings(tuple(checks), _healing(towns, never))


def _healing(towns: dict[float, Any], never: NDArray[np.float64]) -> Figure:
    figure, (left, right) = page(
        "Credibility after a contradiction",
        "Owned up to, or concealed; the dashed line is the level before it (left), or of those who told one story only",
        "One dialogue (left); 300 people, means over the ties that heard a contradiction (right)",
        columns=2,
    )
    more = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 1_500]
    left.axhline(31 / 32, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)), label="before")
    curve(left, np.array(more) + 1, healed(DISCLOSED, 0.2, more)[1:], "owned up to", 0)
    curve(left, np.array(more) + 1, healed(CONCEALED, 0.2, more)[1:], "concealed, ceiling .8", 2)
    label(left, "good stories after it, plus 1", "credibility", "One listener", legend="center right", log="x")
    months = np.arange(never.size)
    dashed(right, months, never, "never told two")
    curve(right, months, towns[DISCLOSED], "owned up to", 0)
    curve(right, months, towns[CONCEALED], "concealed", 2)
    label(right, "months of one story only", "mean credibility", "A town", legend="lower right")
    return figure
