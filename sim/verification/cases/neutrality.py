"""Nothing may be built in: where topics are the same thing, no pitch policy is better than another.

Topic distance 0, no gossip, equal hours, two companies alike in everything. Social proof is left out of the
decision, because it belongs to single companies: who sells one product only is seen by more contacts in it. So few
join that nobody runs out of people who have not.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy import stats

from sim.model.tables import Tables
from sim.model.talk.parameters import Pitch
from sim.record.run import networker_outcomes
from sim.scenario.schema import Scenario
from sim.verification.case import Check, Findings, case, least, most, near
from sim.verification.figures import label, page, shared_legend
from sim.verification.limits.bare import differing, lived

SEEDS, SHORT, DAYS = 30, 12, 60
MEASURED = ("recruits", "sales", "net_income", "credibility", "knowledge", "conversations")
LEAST = 0.05 / 48  # p-value: a false alarm in twenty among two dozen comparisons in each of two worlds
FOUND = 1e-4
OPINIONS = ("ties.good", "ties.bad", "ties.ceiling")


def alike(distance: float = 0.0, **sections: Any) -> Scenario:
    """Two companies that differ in name and topic only; all policies work both."""
    table: dict[str, Any] = {
        "population": {"people": 1_500, "networkers": 0.05, "openness": 0.5, "part_time": 0.0},
        "graph": {"kind": "watts_strogatz", "k": 20, "p": 0.3},
        "conversation": {"topic_distance": distance, "span_penalty": 0.3, "guess_lasts": 7, "guess_noise": 0.5},
        "phases": {"gossip": False},
        "decision": {
            "intercept": -7.0,
            "interest": 4.0,
            "social_proof": 0.0,
            "knowledge": 4.0,
            "credibility": 5.0,
        },
        "company": [{"name": name, "topic": f"{name}'s"} for name in ("vita", "clicks")],
        "strategy": [
            {"name": pitch, "companies": ["vita", "clicks"], "pitch": pitch, "hours": "equal"}
            for pitch in Pitch.words()
        ],
    }
    for name, section in sections.items():
        table[name] = {**table.get(name, {}), **section}
    return Scenario.model_validate(table)


def going_out(distance: float = 0.0) -> Scenario:
    """The same with evenings, at which nobody says anything aloud; they win fewer, so everybody is won more easily."""
    events = {"share": 0.6, "callout": 0.0, "people": 30, "hours": 2.0}
    return alike(distance, events=events, decision={"intercept": -5.5})


WORLDS = {"one to one": alike, "with evenings": going_out}


@cache
def founders(world: str, distance: float, pitch: str, seeds: int) -> pd.DataFrame:
    """Mean outcomes of those who work from the first day, a row a seed."""
    rows, of = [], WORLDS[world](distance)
    for seed in range(1, seeds + 1):
        outcomes = networker_outcomes(lived(of, DAYS, seed, strategy=pitch).world.tables, list(Pitch.words()))
        rows.append(outcomes.loc[outcomes.founder, list(MEASURED)].astype(float).mean())
    return pd.DataFrame(rows, index=range(1, seeds + 1))


def p_values(world: str, distance: float, pitch: str, seeds: int) -> dict[str, float]:
    """Paired test of a policy against focus, by outcome; 1 where no seed differs at all."""
    difference = founders(world, distance, pitch, seeds) - founders(world, distance, "focus", seeds)
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
    title="Where topics are the same thing, no pitch policy is better than another",
    setup="1,500 people, two companies alike in everything, topic distance 0, no gossip, equal hours, 60 days; talking "
    "one to one, or with evenings; each policy against focus on the same 30 seeds (short: 12). And the same at "
    "distance 1, where the comparison must find something.",
    source="The rules may state no claim; arithmetic of beliefs at distance 0",
    tolerance="p above .05/48, a false alarm in twenty for all 48 comparisons together; p below .0001 at distance 1. "
    "The same at either number of seeds: fewer seeds find fewer differences, not more.",
)
def neutrality(short: bool) -> Findings:
    """Paired comparisons of all policies with focus, and opinions tie for tie."""
    seeds, checks = SHORT if short else SEEDS, list[Check]()
    for world in WORLDS:
        for pitch in Pitch.words()[1:]:
            smallest = min(p_values(world, 0.0, pitch, seeds).values())
            checks.append(least(f"least p of six outcomes, {pitch}, {world}", smallest, LEAST))
        found = p_values(world, 1.0, "tailored", seeds)["credibility"]
        checks.append(most(f"p of credibility at distance 1, tailored, {world}", found, FOUND))
        recruits = founders(world, 0.0, "focus", seeds).recruits.mean()
        checks.append(least(f"recruits of a founder, {world}", recruits, 0.1))
    checks += [
        near(f"columns of opinion that differ, {pitch}", opinions_differing(pitch), 0, 0) for pitch in Pitch.words()[1:]
    ]
    return Findings(tuple(checks), _forest(seeds))


def _forest(seeds: int) -> Figure:
    """Differences of all policies from focus with their intervals, in standard deviations over seeds."""
    figure, panels = page(
        "Policies against focus where topics are one thing",
        "Mean paired difference with its 99.9 % interval, in standard deviations of focus over seeds; "
        "0 is what is expected",
        f"{seeds} seeds, 1,500 people, {DAYS} days",
        columns=2,
        height=4.4,
    )
    for axes, world in zip(panels, WORLDS, strict=True):
        focus = founders(world, 0.0, "focus", seeds)
        for number, pitch in enumerate(Pitch.words()[1:]):
            difference = founders(world, 0.0, pitch, seeds) - focus
            _intervals(axes, difference, focus.std().replace(0.0, 1.0), number)
        axes.axvline(0.0, color="#5f5f5f", lw=1.4, ls=(0, (4, 2)))
        axes.set_yticks(range(len(MEASURED)), [name.replace("_", " ") for name in MEASURED])
        axes.set_ylim(len(MEASURED) - 0.5, -0.5)
        label(axes, "difference", "", world.capitalize(), legend="")
    shared_legend(figure, panels[0])
    return figure


def _intervals(axes: Any, difference: pd.DataFrame, unit: Any, number: int) -> None:
    from sim.analysis.drawing import style

    scaled, look = difference / unit, style.look(number)
    half = stats.t.ppf(0.9995, len(scaled) - 1) * scaled.std() / np.sqrt(len(scaled))
    y = np.arange(len(MEASURED)) + 0.18 * (number - 1.5)
    axes.errorbar(
        scaled.mean(), y, xerr=half, fmt=look.marker, color=look.color, ms=5, lw=1.2, label=Pitch.words()[1 + number]
    )
