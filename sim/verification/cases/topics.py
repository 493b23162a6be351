"""What is told where topics are one thing: the rules state no claim, so no policy is better than another."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import stats

from sim import Scenario
from sim.model import Tables
from sim.model.talk.parameters import Pitch
from sim.verification.case import Check, Findings, case, least, most, near
from sim.verification.figures import label, page, rows_of, shared_legend
from sim.verification.limits import differing, founders_outcomes, lived

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
