"""The batch with the market itself: what the stand-in cannot show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pandas as pd

from sim.lab.example import keep_example
from sim.lab.points import points
from sim.lab.runner import batch
from sim.scenario import Scenario

Make = Callable[..., Scenario]
FILES = ("runs.parquet", "people.parquet", "series.parquet", "companies.parquet", "tenure.parquet")


def test_worlds_of_the_market_do_not_depend_on_the_number_of_workers(scenario: Make, tmp_path: Path) -> None:
    plan = scenario(days=40, worlds="focal", focal_people=1, vary={"strategy": ["focus", "two"]})
    here = batch(plan, tmp_path / "here", seeds=2, workers=1, progress="quiet")
    apart = batch(plan, tmp_path / "apart", seeds=2, workers=2, progress="quiet")
    for name in FILES:
        assert (here / name).read_bytes() == (apart / name).read_bytes()
    runs = pd.read_parquet(here / "runs.parquet")
    assert runs[runs["focal"]]["strategy"].tolist() == ["focus", "focus", "two", "two"]


def test_one_run_is_kept_to_look_at(scenario: Make, tmp_path: Path) -> None:
    keep_example(points(scenario(days=40))[0], 1, tmp_path)
    sponsors = nx.read_graphml(tmp_path / "example" / "sponsors.graphml")
    social = nx.read_graphml(tmp_path / "example" / "social.graphml")
    assert sponsors.is_directed()
    assert all({"role", "strategy", "working"} <= set(data) for _, data in sponsors.nodes(data=True))
    assert social.number_of_nodes() == 100
    assert {role for _, role in social.nodes(data="role")} <= {"prospect", "networker", "upline"}
    assert all(not data for _, _, data in social.edges(data=True))


def test_an_example_that_is_there_is_left_alone(scenario: Make, tmp_path: Path) -> None:
    (tmp_path / "example").mkdir()
    for name in ("sponsors", "social"):
        (tmp_path / "example" / f"{name}.graphml").write_text("mine")
    keep_example(points(scenario())[0], 1, tmp_path)
    assert (tmp_path / "example" / "social.graphml").read_text() == "mine"


def test_large_worlds_are_not_kept(scenario: Make, tmp_path: Path) -> None:
    large = scenario().model_copy(update={"population": scenario().population.model_copy(update={"people": 20_001})})
    keep_example(points(large)[0], 1, tmp_path)
    assert list(tmp_path.iterdir()) == []
