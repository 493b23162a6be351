"""What a finding says is what its table says: of made-up stores, of every shipped scenario, and of nothing at all."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.analysis.differences import summarize
from sim.analysis.finding import finding, found, judged, title
from sim.analysis.results import Results, load
from sim.analysis.sampled import is_sampled
from sim.analysis.samples import over_people
from sim.lab.batch import batch
from sim.lab.executors import InProcess
from sim.model.outcomes import OUTCOMES
from sim.scenario import Scenario
from tests.analysis.conftest import make
from tests.analysis.reading import close
from tests.analysis.told import checked
from tests.shipped import SCENARIOS, load_shipped

SMALL = ["population.people=600", "population.networkers=0.05", "time.days=31", "design.focal_entry=0"]
MOST_LEVELS = 2
MADE: list[dict[str, Any]] = [
    {"strategies": 2, "seeds": 12},
    {"strategies": 5, "seeds": 12},
    {"strategies": 3, "seeds": 12, "worlds": "population"},
    {"strategies": 2, "seeds": 12, "worlds": "mixed"},
    {"strategies": 2, "seeds": 3},
    {"strategies": 2, "seeds": 1},
    {"strategies": 3, "seeds": 12, "outcomes": ["contradictions", "net_income", "costs"]},
    {"strategies": 3, "seeds": 12, "vary": {"gossip.rate": [0.1, 0.9, 40.0]}},
    {"strategies": 2, "seeds": 4, "vary": {"gossip.rate": [0.1, 0.9]}, "outcomes": ["net_loss", "net_income"]},
    {"strategies": 2, "seeds": 4, "vary": {"gossip.rate": [0.1, 0.9]}, "worlds": "mixed"},
]


@pytest.mark.parametrize("options", MADE, ids=str)
def test_every_number_and_direction_is_that_of_the_table(options: dict[str, Any]) -> None:
    assert checked(make(**options)) > 4


SETTINGS: dict[str, Any] = {"strategies": 2, "seeds": 12, "vary": {"gossip.rate": [0.1, 0.9, 40.0]}}


def raised(text: str, at: int) -> str:
    """A text whose number at a place is another one."""
    numbers = list(re.finditer(r"\d+", text))
    found = numbers[at % len(numbers)]
    return f"{text[: found.start()]}{int(found[0]) + 7}{text[found.end() :]}"


@pytest.mark.parametrize(
    ("part", "at"),
    [(part, at) for part in ("lead", "typical", "why", "outcomes") for at in range(8)] + [("basis", 0), ("chance", 0)],
)
def test_another_number_would_be_found_out(monkeypatch: pytest.MonkeyPatch, part: str, at: int) -> None:
    results = make(strategies=2, seeds=12, outcomes=["net_income", "recruits"])
    said = found(results)
    part, which = ("lead", 1) if part == "typical" else (part, 0)
    text = getattr(said, part)
    wrong = raised(text, at) if isinstance(text, str) else list(text)
    if isinstance(text, list):
        wrong[which] = raised(text[which], at)
    monkeypatch.setattr("tests.analysis.told.found", lambda _: replace(said, **{part: wrong}))
    with pytest.raises(AssertionError):
        checked(results)


@pytest.mark.parametrize("at", range(8))
def test_another_number_over_settings_would_be_found_out(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    results = make(**SETTINGS)
    said = found(results)
    wrong = raised(said.lead[0], at)
    monkeypatch.setattr("tests.analysis.told.found", lambda _: replace(said, lead=[wrong]))
    with pytest.raises(AssertionError):
        checked(results)


def test_another_title_would_be_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    results = make(**SETTINGS)
    text = title(results, "recruits")
    for wrong in (text.replace("worse than better", "better than worse"), text.replace("all 3", "2 of 3")):
        assert wrong != text
        monkeypatch.setattr("tests.analysis.told_over.title", lambda *_, wrong=wrong: wrong)
        with pytest.raises(AssertionError):
            checked(results)


def small(path: Path) -> Scenario:
    """A shipped scenario with a few people, days and settings."""
    scenario = load_shipped(path)
    changes = list(SMALL) if scenario.graph.kind not in ("file", "dataset", "complete") else ["time.days=31"]
    if scenario.graph.kind == "dataset":
        changes += ["design.focal_entry=0"]
    vary = {
        name: values if name == "strategy" else values[:MOST_LEVELS] for name, values in scenario.design.vary.items()
    }
    changes += [f"design.focal_people={min(5, scenario.design.focal_people)}"]
    loaded = load_shipped(path, changes)
    return loaded.model_copy(update={"design": loaded.design.model_copy(update={"vary": vary, "seeds": 3})})


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("path", [path for path in SCENARIOS if path.stem != "real_graph"], ids=lambda path: path.stem)
def test_a_shipped_scenario_says_what_its_table_says(path: Path, tmp_path: Path) -> None:
    scenario = small(path)
    if scenario.design.kind in ("morris", "saltelli"):
        pytest.skip("a sample of a few points says nothing")
    results = load(batch(scenario, tmp_path / "small", seeds=3, executor=InProcess(), progress="quiet"))
    checked(results)
    assert not is_sampled(results)
    ends_where_the_table_begins(results)
    assert all(line.strip() for line in str(found(results)).split(". "))


def ends_where_the_table_begins(results: Results) -> None:
    """The last day of a series is the mean over people of the table."""
    series, table = results.over_time, results.table()
    last = series[series["day"] == series["day"].max()]
    for name in ("net_income", "recruits", "contradictions"):
        if name not in last.columns:
            continue
        ends = over_people(last, ["setting", "variant"], [name])[name]
        for (setting, variant), value in ends.items():
            rows = table[(table["setting"] == setting) & (table["variant"] == variant) & (table["outcome"] == name)]
            for mean in rows["mean"]:
                assert value == pytest.approx(mean, rel=1e-9, abs=1e-6), (name, setting, variant)


@pytest.mark.usefixtures("compiled")
def test_money_is_in_currency_units_wherever_a_person_looks(tmp_path: Path) -> None:
    path = next(path for path in SCENARIOS if path.stem == "five_products")
    results = load(batch(small(path), tmp_path / "small", seeds=2, workers=1, progress="quiet"))
    people, runs = results.people, results.runs
    focal = people[people["focal"]].groupby(["point", "seed"])["costs"].mean()
    means = runs[runs["focal"]].groupby(["point", "seed"])["costs"].mean()
    np.testing.assert_allclose(focal, means)
    months, purchase = 2, 250.0  # a month of purchases, fees and materials of five companies, generously
    assert 0.0 < people["costs"].max() < months * 5 * purchase
    last = results.series[results.series["day"] == results.series["day"].max()]
    ends = last[last["focal"]].groupby(["point", "seed"])["net_income"].mean()
    np.testing.assert_allclose(ends, runs[runs["focal"]].groupby(["point", "seed"])["net_income"].mean())


def test_the_same_strategy_twice_yields_no_finding() -> None:
    base = make(strategies=2, seeds=12)
    frames = [getattr(base, name) for name in ("runs", "people", "series")]
    twice = [_twice(frame) for frame in frames]
    null = Results(base.manifest, *twice)
    table = judged(null)
    assert set(table["answer"]) == {"none"}
    assert set(table["direction"]) == {"same"}
    for name in null.outcomes:
        assert "no difference" in title(null, name)
    assert "matters" not in " ".join(found(null).lead)
    assert "0 (0 to " in finding(null)


def _twice(frame: pd.DataFrame) -> pd.DataFrame:
    """The first point's rows, once more as those of the second."""
    first = frame[frame["point"] == 0]
    return pd.concat([first, first.assign(point=1, strategy="two, disclosed")], ignore_index=True)


def test_chance_alone_is_seldom_called_a_difference_that_matters() -> None:
    """The signs of pairs are flipped seed by seed: about one in twenty may look like a difference, or fewer."""
    base = make(strategies=2, seeds=20)
    differences, wins, tries = base.differences, 0, 200
    chance = np.random.default_rng(1)
    for _ in range(tries):
        signs = chance.choice([-1.0, 1.0], len(differences))
        flipped = differences.assign(recruits=differences["recruits"] * signs)
        row = summarize(flipped, ["recruits"]).iloc[0]
        wins += bool(row["low"] > 0 or row["high"] < 0)
    assert wins / tries <= 0.08


def test_numbers_are_read_as_they_are_written() -> None:
    assert close("−1,134", -1_133.6, OUTCOMES["net_income"])
    assert not close("−1,134", 1_133.6, OUTCOMES["net_income"])
    assert close("+5.2", 0.0521, OUTCOMES["net_loss"])
