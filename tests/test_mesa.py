"""What users of Mesa expect of a model: batch_run, agents by type, AgentSet."""

from __future__ import annotations

from pathlib import Path

import mesa
import pandas as pd
from mesa.batchrunner import batch_run

from sim.agents import Networker, Prospect, Upline
from sim.market import Market
from tests.builders import lived, scenario
from tests.test_market import TOML


def test_batch_run_runs_every_seed_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TOML)
    rows = batch_run(
        Market,
        {"scenario": [str(path)], "seed": [1, 2]},
        data_collection_period=1,
        display_progress=False,
    )
    frame = pd.DataFrame(rows)
    assert frame.groupby("seed").size().to_dict() == {1: 12, 2: 12}
    for seed in (1, 2):
        market = Market(path, seed)
        while market.running:
            market.step()
        expected = market.datacollector.get_model_vars_dataframe()
        got = frame[frame.seed == seed][list(expected.columns)].reset_index(drop=True)
        pd.testing.assert_frame_equal(got, expected, check_dtype=False)
    assert frame[frame.seed == 1].conversations.max() != frame[frame.seed == 2].conversations.max()


def test_batch_run_varies_the_strategy() -> None:
    of = scenario(time={"days": 8})
    rows = batch_run(
        Market,
        {"scenario": [of], "strategy": ["focus", "tailored"], "activation": ["sweep", "agents"]},
        display_progress=False,
    )
    signs = {(row["strategy"], row["activation"]): (row["conversations"], row["networkers"]) for row in rows}
    assert len(signs) == 4
    for strategy in ("focus", "tailored"):
        assert signs[strategy, "sweep"] == signs[strategy, "agents"]


def test_a_market_is_a_mesa_model_with_agents_by_type() -> None:
    market = lived(scenario(), 60)
    assert isinstance(market, mesa.Model)
    by_type = market.agents_by_type
    assert set(by_type) == {Prospect, Networker, Upline}
    assert sum(len(found) for found in by_type.values()) == len(market.agents) == 80
    assert all(isinstance(agent, mesa.Agent) for agent in market.agents)
    assert {agent.role for agent in by_type[Upline]} == {"upline"}


def test_agents_by_type_follows_recruitment() -> None:
    market = lived(scenario(), 0)
    start = {cls: len(found) for cls, found in market.agents_by_type.items()}
    assert start == {Networker: 8, Prospect: 72}
    for _ in range(60):
        market.step()
    now = market.agents_by_type
    assert len(now[Prospect]) < 72
    assert len(now.get(Upline, [])) > 0


def test_doing_something_with_a_chosen_set() -> None:
    market = lived(scenario(), 20)
    seen: list[int] = []
    networkers = market.agents.select(agent_type=Networker)
    networkers.do(lambda agent: seen.append(agent.unique_id))
    assert sorted(seen) == sorted(agent.unique_id for agent in networkers)
    assert len(seen) == int((market.world.tables.people.role >= 1).sum())  # an upline is a networker
