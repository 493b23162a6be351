"""Made-up stores with the shape of real ones: heavy-tailed incomes, paired seeds, several strategies."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.answers import FRAMES
from sim.analysis.results import Results
from sim.core.money import CENTS, UNITS
from sim.model.outcomes import money_in

STRATEGIES = ["focus", "two, disclosed", "two, tailored", "two, one topic each", "five, tailored"]
EFFECT = [0.0, -0.15, -0.5, -0.2, -1.1]
FOUNDERS = 24
FOCAL = 8
OUTCOMES = ["recruits", "net_income", "net_loss", "credibility", "contradictions"]


def make(**options: Any) -> Results:
    """Results of a batch that never ran, see :func:`_make`; the same ones again for the same options."""
    key = repr(sorted(options.items()))
    if key not in _kept:
        _kept[key] = _make(**options)
    return _kept[key]


_kept: dict[str, Results] = {}


def _make(
    worlds: str = "focal",
    strategies: int = 5,
    seeds: int = 40,
    vary: dict[str, list[Any]] | None = None,
    days: int = 365,
    outcomes: list[str] | None = None,
    slope: float = 0.01,
    shift: float = 0.0,
) -> Results:
    """Results of a batch that never ran; ``slope`` is the effect of varied numbers, ``shift`` that of the town."""
    names = STRATEGIES[:strategies]
    grid = {} if worlds == "mixed" else {"strategy": names}
    grid |= vary or {}
    points = [
        {
            "index": index,
            "strategy": None if worlds == "mixed" else values.get("strategy"),
            "values": values,
        }
        for index, combination in enumerate(itertools.product(*grid.values()))
        if (values := dict(zip(grid, combination, strict=True))) is not None
    ]
    frames = [_run(worlds, names, point, seed, days, slope, shift) for point in points for seed in range(1, seeds + 1)]
    runs, people, series, companies, tenure = (
        pd.concat(parts, ignore_index=True) for parts in zip(*frames, strict=True)
    )
    scenario = {
        "title": "Focus or diversify?",
        "time": {"days": days},
        "population": {"people": 3000},
        "strategy": [{"name": name} for name in names],
        "design": {"worlds": worlds, "outcomes": outcomes or OUTCOMES, "vary": grid},
    }
    manifest = {"scenario": scenario, "points": points, "money": UNITS, "seeds": [*range(1, seeds + 1)]}
    return Results(manifest, runs, people, series, companies, tenure)


def _run(
    worlds: str, names: list[str], point: dict[str, Any], seed: int, days: int, slope: float, shift: float
) -> tuple[Any, ...]:
    studied = point["strategy"]
    numbers = [value for key, value in point["values"].items() if key != "strategy" and not isinstance(value, str)]
    chance = np.random.default_rng(seed)
    person = np.arange(FOUNDERS) * 37
    talent = chance.lognormal(0.0, 0.8, FOUNDERS)
    luck = chance.random(FOUNDERS)
    if worlds == "mixed":
        follows = np.array(names)[np.arange(FOUNDERS) % len(names)]
    elif worlds == "population":
        follows = np.full(FOUNDERS, studied)
    else:
        follows = np.where(np.arange(FOUNDERS) < FOCAL, studied, names[0])
    noise = np.random.default_rng([seed, point["index"]])
    effect = np.array([EFFECT[names.index(name)] for name in follows]) + slope * sum(numbers, 0.0)
    effect = effect + shift + noise.normal(0.0, 0.25, FOUNDERS)
    recruits = np.floor(talent * 2.5 * np.exp(effect) * (0.5 + luck)).astype(np.int64)
    active = (recruits * 9_000 * (0.5 + luck)).astype(np.int64) / CENTS
    passive = (np.where(recruits > 1, 4_000 * (1 - luck) ** -1.1, 0.0) * recruits).astype(np.int64) / CENTS
    costs = (np.full(FOUNDERS, 123_500) + (luck * 20_000).astype(np.int64)) / CENTS
    wrong = noise.poisson(np.clip(-effect, 0, None) * 6)
    people = pd.DataFrame(
        {
            "point": point["index"],
            "seed": seed,
            "person": person,
            "strategy": follows,
            "focal": (np.arange(FOUNDERS) < FOCAL) if worlds == "focal" else False,
            "recruits": recruits,
            "net_income": active + passive - costs,
            "active_income": active,
            "passive_income": passive,
            "capital_income": 0.0,
            "costs": costs,
            "credibility": np.where(luck < 0.04, np.nan, np.clip(0.62 + 0.08 * effect + 0.05 * luck, 0, 1)),
            "contradictions": wrong,
            "no_commission": recruits == 0,
            "net_loss": active + passive < costs,
        }
    )
    values = [
        "recruits",
        "net_income",
        "active_income",
        "passive_income",
        "capital_income",
        "costs",
        "credibility",
    ]
    values += ["contradictions", "no_commission", "net_loss"]
    parts = people.groupby(["strategy", "focal"])
    groups = parts[values].mean()
    groups["net_income_median"] = parts["net_income"].median()
    groups = groups.reset_index()
    groups.insert(0, "seed", seed)
    groups.insert(0, "point", point["index"])
    groups.insert(2, "studied", studied)
    series = _series(groups, point["index"], seed, days, noise)
    stays = groups[["point", "seed", "strategy", "focal"]].assign(month=0, at_risk=FOUNDERS, left=0)
    return groups, people, series, _companies(point["index"], seed, days), stays


def _series(groups: pd.DataFrame, point: int, seed: int, days: int, noise: np.random.Generator) -> pd.DataFrame:
    day = np.arange(0, days + 1, 7)
    each = groups.loc[groups.index.repeat(day.size)].reset_index(drop=True)
    grown = np.tile(day / days, len(groups))
    wave = noise.normal(0, 0.004, (len(groups), day.size)).cumsum(axis=1).ravel()
    return pd.DataFrame(
        {
            "point": point,
            "seed": seed,
            "day": np.tile(day, len(groups)),
            "strategy": each["strategy"],
            "focal": each["focal"],
            "people": FOUNDERS,
            "networkers": np.ceil(FOUNDERS * (1.0 - 0.6 * grown)).astype(np.int64),
            "credibility": 0.6 + (each["credibility"] - 0.6) * 3 * np.sqrt(grown) + wave * 0.4,
            "contradictions": each["contradictions"] * grown,
            "recruits": each["recruits"] * grown,
            "net_income": each["net_income"] * grown,
        }
    )


def _companies(point: int, seed: int, days: int) -> pd.DataFrame:
    day = np.arange(0, days + 1, 7)
    return pd.DataFrame(
        {
            "point": point,
            "seed": seed,
            "day": day,
            "company": "vita",
            "members": FOUNDERS + day // 30,
            "volume": 12.5 * day,
        }
    )


@pytest.fixture(scope="session")
def made() -> Callable[..., Results]:
    """The maker of stores."""
    return make


@pytest.fixture(scope="session")
def twins() -> Results:
    """Focal worlds, five strategies, twelve seeds."""
    return make(seeds=12)


@pytest.fixture
def stored(tmp_path: Path) -> Callable[[Results, str], Path]:
    """Writes results into a folder, the way a batch leaves them."""

    def write(results: Results, name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps(results.manifest))
        for frame in FRAMES:
            getattr(results, frame).to_parquet(folder / f"{frame}.parquet", index=False)
        return folder

    return write


@pytest.fixture
def in_cents(stored: Callable[[Results, str], Path]) -> Callable[[Results, str], Path]:
    """Writes results into a folder, the way the first versions left them."""

    def write(results: Results, name: str) -> Path:
        folder = stored(results, name)
        told = {key: value for key, value in results.manifest.items() if key != "money"}
        (folder / "manifest.json").write_text(json.dumps(told))
        for frame in FRAMES:
            back = getattr(results, frame).copy()
            for column in money_in(frame) & set(back.columns):
                cents = back[column] * CENTS
                back[column] = cents.round().astype(np.int64) if frame in ("people", "companies") else cents
            back.to_parquet(folder / f"{frame}.parquet", index=False)
        return folder

    return write
