"""What is said and believed: credibility as a beta reputation, and topics that are one thing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy import stats

from sim import Scenario
from sim.model import Tables
from sim.model.talk.parameters import Pitch
from sim.model.talk.reputation import credibility
from sim.simulation import Simulation
from sim.verification.case import Check, Findings, case, least, most, near
from sim.verification.figures import curve, dashed, dots, label, page, rows_of, shared_legend
from sim.verification.limits import Dialogue, differing, founders_outcomes, lived

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
    return float(np.mean([credibility(tie, w.credibility[0]) for tie in w.ties[which]]))


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


SEEDS, SHORT, DAYS = 30, 12, 60
MEASURED = ("recruits", "sales", "net_income", "credibility", "knowledge", "conversations")
ELSE = "disclose-all"
FREE = ("tailored", "one-topic-per-event")
"""Policies that choose among all that can be offered, as :data:`ELSE` does. The others stick to one company, and leave
some offers unmade: to those who cannot be offered it they say nothing."""

COMPARED = (*((0.0, pitch) for pitch in (ELSE, *FREE)), (1.0, ELSE), (1.0, "tailored"))
LEAST = 0.05 / 48  # p-value: less than a false alarm in twenty among all comparisons in two worlds
FOUND = 1e-4
OPINIONS = ("ties.good", "ties.bad", "ties.ceiling")


def alike(distance: float = 0.0, **sections: Any) -> Scenario:
    """Two companies that differ in name and topic only; all policies work both."""
    table: dict[str, Any] = {
        "population": {"people": 1_500, "networkers": 0.05, "openness": 0.5, "part_time": 0.0},
        "graph": {"kind": "watts_strogatz", "k": 20, "p": 0.3},
        "conversation": {
            "topic_distance": distance,
            "span_penalty": 0.3,
            "guess_lasts": 7,
            "guess_noise": 0.5,
            "give_up": 0,  # else a policy that sticks to one company has run out of offers sooner
        },
        "phases": {"gossip": False},
        "decision": {
            **{"intercept": -12.0, "work_intercept": -12.0, "interest": 4.0, "knowledge": 4.0, "credibility": 5.0},
            **{"social_proof": 0.0, "work_income": 0.0, "work_hours": 0.0},
            **{"leaning": 0.0, "satiation": 0.0, "refusal": 0.0},  # which tell two companies apart, whatever is said
        },
        "company": [{"name": name, "topic": f"{name}'s"} for name in ("alpha", "beta")],
        "strategy": [
            {"name": pitch, "companies": ["alpha", "beta"], "pitch": pitch, "hours": "equal"} for pitch in Pitch.words()
        ],
    }
    for name, section in sections.items():
        table[name] = {**table.get(name, {}), **section}
    return Scenario.model_validate(table)


def going_out(distance: float = 0.0) -> Scenario:
    """The same with evenings, at which nobody says anything aloud; they win fewer, so everybody is won more easily."""
    events = {"share": 0.6, "callout": 0.0, "people": 30, "hours": 2.0}
    return alike(distance, events=events, decision={"intercept": -10.5, "work_intercept": -10.5})


WORLDS = {"one to one": alike, "with evenings": going_out}


@cache
def founders(world: str, seeds: int) -> dict[tuple[float, str], pd.DataFrame]:
    """Mean outcomes of those who work from the first day, a row per seed, by topic distance and policy."""
    of = {distance: WORLDS[world](distance) for distance in (0.0, 1.0)}
    found: dict[tuple[float, str], list[pd.Series[float]]] = {each: [] for each in COMPARED}
    for seed in range(1, seeds + 1):  # all worlds of a seed have the same graph, which is then made once
        for (distance, pitch), rows in found.items():
            w = lived(of[distance], DAYS, seed, strategy=pitch).world.tables
            rows.append(founders_outcomes(w, MEASURED))
    return {each: pd.DataFrame(rows, index=range(1, seeds + 1)) for each, rows in found.items()}


def p_values(world: str, distance: float, pitch: str, seeds: int) -> dict[str, float]:
    """Paired test of a policy against one that puts all side by side, by outcome; 1 where no seed differs at all."""
    lives = founders(world, seeds)
    difference = lives[distance, pitch] - lives[distance, ELSE]
    found = {name: float(stats.ttest_1samp(difference[name], 0.0).pvalue) for name in MEASURED}
    return {name: 1.0 if math.isnan(p) else p for name, p in found.items()}


@cache
def told_only(pitch: str) -> Tables:
    """A world in which people talk and nothing comes of it."""
    quiet = dict.fromkeys(("experience", "decisions", "expansion", "month_end"), False)
    return lived(alike(phases=quiet, population={"people": 300}), DAYS, strategy=pitch).world.tables


def opinions_differing(pitch: str) -> int:
    """Columns of opinion that are not the same as under focus, bit for bit, or talks that were not as many."""
    focus, other = told_only("focus"), told_only(pitch)
    return sum(name in (*OPINIONS, "ties.talks") for name in differing(focus, other))


@case(
    "neutrality",
    kind="identity",
    title="Where topics are the same thing, no choice of what is told is better than another",
    setup="1,500 people, two companies alike in everything, topic distance 0, no gossip, equal hours, 60 days; talking "
    "one to one, or with evenings; tailored and one topic per event against everything side by side, on the same 30 "
    "seeds (short: 12). And the same at distance 1, where the comparison must find something.",
    source="The rules may state no claim; arithmetic of beliefs at distance 0",
    tolerance="p above .05/48, less than a false alarm in twenty for all comparisons together; p below .0001 at "
    "distance 1. The same at either number of seeds: fewer seeds find fewer differences, not more.",
)
def neutrality(short: bool) -> Findings:
    """Paired comparisons of policies that choose among all offers, and of all policies opinions tie for tie."""
    seeds, checks = SHORT if short else SEEDS, list[Check]()
    for world in WORLDS:
        for pitch in FREE:
            smallest = min(p_values(world, 0.0, pitch, seeds).values())
            checks.append(least(f"least p of six outcomes, {pitch}, {world}", smallest, LEAST))
        found = p_values(world, 1.0, "tailored", seeds)["credibility"]
        checks.append(most(f"p of credibility at distance 1, tailored, {world}", found, FOUND))
        recruits = founders(world, seeds)[0.0, ELSE].recruits.mean()
        checks.append(least(f"recruits of a founder, {world}", recruits, 0.1))
    checks += [
        near(f"columns of opinion that differ, {pitch}", opinions_differing(pitch), 0, 0) for pitch in Pitch.words()[1:]
    ]
    return Findings(tuple(checks), _forest(seeds))


def _forest(seeds: int) -> Figure:
    """Differences from putting all side by side with their intervals, in standard deviations over seeds."""
    figure, panels = page(
        "Choosing what is told where topics are one thing",
        "Mean paired difference with its 99.9 % interval, in standard deviations over seeds; 0 is what is expected",
        f"{seeds} seeds, 1,500 people, {DAYS} days",
        columns=2,
        height=4.4,
    )
    for axes, world in zip(panels, WORLDS, strict=True):
        lives = founders(world, seeds)
        against = lives[0.0, ELSE]
        for number, pitch in enumerate(FREE):
            _intervals(axes, lives[0.0, pitch] - against, against.std().replace(0.0, 1.0), number)
        axes.axvline(0.0, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)))
        rows_of(axes, [name.replace("_", " ") for name in MEASURED])
        label(axes, "difference", "", world.capitalize(), legend="")
    shared_legend(figure, panels[0])
    return figure


def _intervals(axes: Any, difference: pd.DataFrame, unit: Any, number: int) -> None:
    from sim.analysis import student, style

    scaled, look = difference / unit, style.look(number)
    low, high = student(scaled, confidence=0.999)
    y = np.arange(len(MEASURED)) + 0.18 * (number - 1.5)
    axes.errorbar(
        scaled.mean(),
        y,
        xerr=(high - low) / 2,
        fmt=look.marker,
        color=look.color,
        ms=5,
        lw=1.2,
        label=Pitch.words()[1 + number],
    )
