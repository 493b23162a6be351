"""A world without Mesa's face lives like the market, and what lives it imports no more than it needs."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from sim.market import Market
from sim.own import load_rules, scenario_with
from sim.runs import begin, run, watch
from sim.simulation import Simulation
from tests import uncompiled
from tests.builders import all_working, differing, scenario
from tests.digest import digest
from tests.test_copies import RULES, SHARES
from tests.test_market import TOML

OUT = {"share": 0.5, "people": 20, "networkers": 5, "hours": 1.0}


@pytest.mark.parametrize(
    ("sections", "strategy"),
    [
        ({}, "tailored"),
        ({"strategy": all_working("tailored"), "events": OUT}, None),
        (SHARES, None),
        ({"design": {"worlds": "focal", "focal_people": 3}}, "disclose-all"),
    ],
)
def test_it_lives_the_same_world_as_the_market(sections: dict[str, Any], strategy: str | None) -> None:
    of = scenario(time={"days": 45}, **sections)
    plain, market = Simulation(of, 3, strategy), Market(of, 3, strategy=strategy, collect=False)
    while plain.running:
        plain.step()
        market.step()
        assert differing(plain.world.tables, market.world.tables) == [], plain.day
    assert (plain.day, plain.running, market.running) == (45, False, False)
    assert plain.credibility().tobytes() == market.credibility().tobytes()
    assert plain.social_graph().edges == market.social_graph().edges
    assert plain.sponsor_tree().nodes == market.sponsor_tree().nodes


def test_a_copy_lives_on_by_itself() -> None:
    first = Simulation(scenario(), 2, "focus")
    first.step()
    other = copy.copy(first)
    first.step()
    assert (first.day, other.day) == (2, 1)
    other.step()
    assert digest(first.world.tables) == digest(other.world.tables)


def test_rules_of_the_users_own_are_given_a_market(tmp_path: Path) -> None:
    """They may ask it for its agents, as its documentation says."""
    rules = tmp_path / "mine.py"
    rules.write_text(RULES, encoding="utf-8")
    table = dict(scenario(time={"days": 10}))
    speaks = {**table, "strategy": [{"name": "mine", "companies": ["vita", "clicks"], "pitch": "first"}]}
    gives = {**table, "own": {"phases": ["gift"]}}
    assert load_rules([rules])
    for asked in (speaks, gives):
        of = scenario_with(asked, [rules])
        assert isinstance(begin(of, 1), Market)
        assert run(of, 1).people.equals(watch(Market(of, 1)).people)
    assert type(begin(scenario(), 1, "focus")) is Simulation


LIVED = """
import sys
from sim import run
from sim.cli import app
app(["run", "town.toml", "--set", "time.days=3"], standalone_mode=False)
ran = run("town.toml", 1)
print(sorted({"mesa", "pandas", "networkx", "pyarrow", "matplotlib", "distributed"} & set(sys.modules)))
print(len(ran.groups) > 0, "pandas" in sys.modules)
"""


def test_a_run_in_a_new_process_imports_neither_mesa_pandas_nor_networkx(tmp_path: Path) -> None:
    (tmp_path / "town.toml").write_text(TOML, encoding="utf-8")
    ended = uncompiled.printed("-c", LIVED, cwd=tmp_path)  # else it may have to compile everything, agents as well
    assert ended.splitlines()[-2:] == ["[]", "True True"]


def test_what_is_lived_introduces_itself() -> None:
    of = scenario(title="Who wins?", time={"days": 45})
    plain, market = Simulation(of, 3), Market(of, 3, collect=False)
    plain.step()
    market.step()
    assert repr(plain) == "<Simulation of 'Who wins?', seed 3, day 1 of 45, 80 people>"
    assert repr(market) == "<Market of 'Who wins?', seed 3, day 1 of 45, 80 people>"
    assert repr(market.agent(79)) == f"<{type(market.agent(79)).__name__} 79 of strategy 'focus'>"
    plain.close()
    assert repr(plain) == "<Simulation of 'Who wins?', seed 3, day 1 of 45, closed>"
