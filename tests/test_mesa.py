"""What users of Mesa expect of a model: batch_run, agents by type, AgentSet."""

from __future__ import annotations

import copy
import inspect
from pathlib import Path
from typing import Any

import mesa
import pandas as pd
import pytest
from mesa.batchrunner import batch_run

from sim.agents import Networker, Prospect, Upline
from sim.core.errors import UserError
from sim.market import Market
from sim.scenario.schema import Scenario
from tests.builders import lived, scenario
from tests.test_market import TOML

SEEDED_BY_RNG = "rng" in inspect.signature(batch_run).parameters  # Mesa 3.5 and later


def seeds(*numbers: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters and options by which this version of Mesa hands out seeds."""
    return ({}, {"rng": list(numbers)}) if SEEDED_BY_RNG else ({"seed": list(numbers)}, {})


class Renamed(Market):
    """A market that makes itself on a detour."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)


def test_batch_run_runs_every_seed_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TOML)
    parameters, options = seeds(1, 2)
    rows = batch_run(
        Market,
        {"scenario": [str(path)], **parameters},
        data_collection_period=1,
        display_progress=False,
        **options,
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


@pytest.mark.parametrize("kind", [Market, Renamed])
def test_iterations_of_batch_run_differ_and_each_row_tells_its_seed(kind: type[Market]) -> None:
    of = scenario(time={"days": 8})
    rows = batch_run(kind, {"scenario": [of], "strategy": ["focus", "tailored"]}, iterations=3, display_progress=False)
    seeds = [(row["iteration"], row["strategy"], row["seed"]) for row in rows]
    assert seeds == [(n, name, 1 + n) for n in range(3) for name in ("focus", "tailored")]
    assert len({row["conversations"] for row in rows}) > 2
    for row in rows:
        again = Market(of, row["seed"], strategy=row["strategy"])
        while again.running:
            again.step()
        assert again.datacollector.model_vars["conversations"][-1] == row["conversations"]


@pytest.mark.parametrize("value", ["alone", "in a list", "as a mapping"])
def test_batch_run_takes_a_scenario_as_one_value(value: str) -> None:
    of = scenario(time={"days": 3})
    given = {"alone": of, "in a list": [of, of], "as a mapping": [of.model_dump()]}[value]
    parameters, options = seeds(2)
    rows = batch_run(Market, {"scenario": given, **parameters}, display_progress=False, **options)
    assert {row["conversations"] for row in rows} == {lived(of, 3, 2).world.tables.tally.conversations.sum()}
    assert len(rows) == (2 if value == "in a list" else 1)


def test_a_scenario_is_one_value_whose_sections_have_names() -> None:
    of = scenario()
    with pytest.raises(TypeError):
        iter(of)  # type: ignore[call-overload]
    assert dict(of) == {name: getattr(of, name) for name in type(of).model_fields}
    assert of["time"] == of.time


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ({}, "company is missing. A scenario needs at least one [[company]]."),
        ({"time": {"days": 0}}, "time.days = 0: must be at least 1 (days)."),
        ({"tiem": {}}, "tiem is not a known key. Did you mean time?"),
        ({"company": [{"name": "a", "topic": "t"}], "strategy": [{"name": "s", "companies": ["b"]}]}, "strategy.s."),
        ({"time": 3}, "time = 3"),
    ],
)
def test_a_mapping_that_is_no_scenario_gets_sentences(table: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        Market(table)
    assert sentence in str(caught.value)


def test_what_is_set_on_agents_stays_and_so_does_their_order() -> None:
    market = lived(scenario(), 0)
    old = market.agent(41)
    market.agents.set("mood", 5)
    old.diary = ["day 0"]
    roles = market.agents.get("role")
    for _ in range(60):
        market.step()
    assert market.agents.get("role") != roles
    assert market.agents.get("mood") == [5] * 80
    assert market.agents.get("unique_id") == list(range(80))
    for agents in market.agents_by_type.values():
        assert agents.get("unique_id") == sorted(agents.get("unique_id"))
    old.diary.append("day 60")
    assert market.agent(41).diary == ["day 0", "day 60"]


def test_agents_asked_for_out_of_order_are_listed_in_order() -> None:
    market = lived(scenario(), 0)
    for person in (50, 3, 79, 4):
        market.agent(person).chosen = True
    assert market.agents.get("unique_id") == list(range(80))
    assert [agent.unique_id for agent in market.agents if getattr(agent, "chosen", False)] == [3, 4, 50, 79]


class Counting(Networker):
    """An agent with a beginning of its own."""

    def __init__(self, model: Market, person: int) -> None:
        super().__init__(model, person)
        self.days = 0

    def step(self) -> None:
        self.days += 1
        super().step()


def test_agents_of_ones_own_keep_what_they_counted_when_they_change_their_role() -> None:
    market = lived(scenario(), 60, agents=Counting)
    worked = [agent for agent in market.agents if isinstance(agent, Counting)]
    assert max(agent.days for agent in worked) == 60
    assert {agent.days for agent in worked} > {60}


class Guild(mesa.Agent):
    """Another agent of a subclass's own."""


class Town(Market):
    """A market with one more agent."""

    def __init__(self, scenario: Scenario, seed: int) -> None:
        super().__init__(scenario, seed)
        self.guild = Guild(self)


def test_other_agents_of_a_subclass_come_last() -> None:
    town = Town(scenario(), 1)
    town.agent(7)
    assert list(town.agents)[-1] is town.guild
    assert [agent.unique_id for agent in list(town.agents)[:-1]] == list(range(80))
    town.step()
    other = copy.deepcopy(town)
    assert list(other.agents)[-1] is other.guild is not town.guild
