"""What users of Mesa expect of a model: batch_run, agents by type, AgentSet."""

from __future__ import annotations

import copy
import inspect
import pickle
from pathlib import Path
from typing import Any, ClassVar

import mesa
import numpy as np
import pandas as pd
import pytest
from mesa.batchrunner import batch_run
from mesa.discrete_space import Network

from sim.agents import Networker, Prospect, Upline
from sim.core.errors import UserError
from sim.market import MOST_DRAWN, Circle, Market
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from tests.builders import copied, differing, lived, scenario
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


def test_what_is_set_stays_from_prospect_to_networker_to_upline() -> None:
    market = lived(scenario(), 0)
    handles = {person: market.agent(person) for person in range(80)}
    for person, handle in handles.items():
        handle.number = person
    held: dict[int, list[type[Any]]] = {person: [type(handle)] for person, handle in handles.items()}
    while market.running:
        market.step()
        for person, kinds in held.items():
            kind = type(market.agent(person))
            kinds += [] if kind is kinds[-1] else [kind]
    risen = [person for person, kinds in held.items() if kinds[:3] == [Prospect, Networker, Upline]]
    assert risen
    assert [market.agent(person).number for person in risen] == risen  # type: ignore[attr-defined]
    assert all(handles[person].role == market.agent(person).role for person in risen)


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


@pytest.mark.parametrize("name", ["events.share", "events__share"])
def test_values_of_the_scenario_are_keywords_as_sliders_set_them(name: str) -> None:
    of = scenario(time={"days": 3}, events={"people": 20, "networkers": 5, "hours": 1.0})
    market = Market(of, 2, **{name: 0.6, "population__people": 90.0})
    assert (market.scenario.events.share, market.world.people) == (0.6, 90)
    changed = with_values(of, {"events.share": 0.6, "population.people": 90})
    assert differing(market.world.tables, Market(changed, 2).world.tables) == []
    assert (of.events.share, Market(of).scenario) == (0.0, of)


def test_a_market_is_made_of_values_alone() -> None:
    values = {"population.people": 200, "population.networkers": 0.1, "strategy.focus.pace": 3, "seed": "7"}
    market = Market.from_values(**values)
    base = Scenario.load("base")
    assert (market.seed, market.world.people, market.scenario.company) == (7, 200, base.company)
    assert [each.pace for each in market.scenario.strategy if each.name == "focus"] == [3]
    assert type(Town.from_values(scenario(), seed=1)) is Town


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"stratgy": "focus"},
            'A market takes no "stratgy". Did you mean "strategy"? Values of the scenario are named like '
            "events__share.",
        ),
        ({"events__shar": 0.5}, "events.shar is not a known key. Did you mean events.share?"),
        ({"events.share": 1.5}, "events.share = 1.5: must be at most 1 (share)."),
        ({"time": {"days": 3}}, 'A market takes no "time". Values of the scenario are named like events__share.'),
        ({"seed": ""}, 'The seed "" must be a whole number from 0 to 2**64 - 1.'),
    ],
)
def test_a_keyword_that_is_none_is_told(options: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        Market(scenario(), **options)
    assert str(caught.value) == sentence


def test_a_value_that_is_given_twice_is_told() -> None:
    with pytest.raises(UserError) as caught:
        Market.from_values(**{"events.share": 0.1, "events__share": 0.2})
    assert str(caught.value) == 'A market was given "events.share" twice, with a point and with two low lines.'


def test_batch_run_varies_values_and_collects_of_agents() -> None:
    of = scenario(time={"days": 4})
    parameters = {"scenario": [of], "gossip__rate": [0.0, 0.9], "agent_reporters": [{"cash": "cash", "role": "role"}]}
    frame = pd.DataFrame(batch_run(Market, parameters, iterations=2, display_progress=False))
    assert frame.groupby(["gossip__rate", "seed"]).size().to_dict() == {
        (rate, seed): 80 for rate in (0.0, 0.9) for seed in (1, 2)
    }
    assert frame["AgentID"].tolist() == list(range(80)) * 4
    assert set(frame["role"]) == {"prospect", "networker"}


def test_what_is_collected_of_agents_is_what_they_have() -> None:
    market = Market(scenario(time={"days": 4}), 2, gossip__rate=0.9, agent_reporters={"cash": "cash"})
    while market.running:
        market.step()
    frame = market.datacollector.get_agent_vars_dataframe()
    assert len(frame) == 4 * 80
    assert frame.xs(4, level="Step")["cash"].tolist() == market.agents.get("cash")
    assert frame.xs(3, level="Step")["cash"].tolist() != market.agents.get("cash")


class Watched(Market):
    """A market that says itself what is collected of everybody."""

    agent_reporters: ClassVar = {"talks": lambda agent: len(agent.contacts)}


def test_a_subclass_has_reporters_of_its_own() -> None:
    market = Watched(scenario(time={"days": 2}), 1)
    market.step()
    frame = market.datacollector.get_agent_vars_dataframe()
    assert frame["talks"].tolist() == [len(agent.contacts) for agent in market.agents]
    assert Market(scenario(), 1).datacollector.agent_reporters == {}


def test_a_reset_makes_the_same_market_again() -> None:
    """Mesa's button makes a new model of the class and the parameters as they stand."""
    parameters = {"scenario": scenario(time={"days": 9}), "seed": "5", "gossip__rate": 0.5}
    first = Market(**parameters)
    while first.running:
        first.step()
    again = first.__class__(**parameters)
    assert (again.day, again.seed, again.running) == (0, 5, True)
    while again.running:
        again.step()
    assert differing(first.world.tables, again.world.tables) == []


def test_the_grid_is_a_network_of_people_around_one_networker() -> None:
    market = lived(scenario(), 5)
    before = copied(market.world.tables)
    grid = market.grid
    assert isinstance(grid, Network)
    assert sorted(grid.people) == list(range(80))  # fewer than are drawn at most
    first = grid.people[0]
    assert first == np.flatnonzero(market.world.tables.people.works)[0]
    contacts = market.agent(first).contacts
    assert grid.people[1 : 1 + len(contacts)] == contacts
    assert list(grid.G.nodes) == list(range(80))
    known = {(one, other) for one in range(80) for other in market.agent(one).contacts}
    assert {(grid.people[one], grid.people[other]) for one, other in grid.G.edges} <= known
    assert 2 * grid.G.number_of_edges() == len(known)
    assert [agent.cell.coordinate for agent in grid.agents] == list(range(80))
    assert [agent.unique_id for agent in grid.agents] == grid.people
    assert differing(market.world.tables, before) == []
    assert market.grid is grid


def test_the_grid_follows_roles_and_is_left_out_of_copies() -> None:
    market = lived(scenario(), 0)
    grid = market.grid
    roles = [type(agent) for agent in grid.agents]
    twin = copy.deepcopy(market)
    assert "grid" not in vars(twin)
    for _ in range(60):
        market.step()
    assert [type(agent) for agent in grid.agents] != roles
    assert [type(agent) for agent in grid.agents] == [type(market.agent(person)) for person in grid.people]
    assert twin.grid.market is twin
    assert pickle.loads(pickle.dumps(market)).grid.people == Circle(market).people


def test_of_many_people_only_the_nearest_are_in_the_grid() -> None:
    design = {"worlds": "focal", "focal_people": 1}
    market = Market(scenario(population={"people": 400}, design=design), 3, collect=False)
    (focal,) = np.flatnonzero(market.world.tables.life.focal)
    people = market.grid.people
    assert (len(people), people[0]) == (MOST_DRAWN, focal)
    outside = next(person for person in range(400) if person not in people)
    assert market.agent(outside).cell is None


def test_mesas_components_draw_the_market() -> None:
    pytest.importorskip("solara")
    from matplotlib.figure import Figure
    from mesa.visualization.components import AgentPortrayalStyle
    from mesa.visualization.mpl_space_drawing import draw_space
    from mesa.visualization.solara_viz import _check_model_params

    market = lived(scenario(), 3)
    axes = Figure().subplots()
    draw_space(market.grid, lambda agent: AgentPortrayalStyle(color="red" if agent.companies else "gray"), ax=axes)
    assert len(axes.collections[0].get_offsets()) == 80
    _check_model_params(Market.__init__, {"scenario": "base", "seed": 1, "events__share": 0.5})
