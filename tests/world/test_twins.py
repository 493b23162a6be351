from __future__ import annotations

from typing import Any

import pytest

from sim.core.errors import UserError
from sim.scenario.burn_in import burn_in
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from sim.simulation import Simulation
from tests.builders import scenario

FOCAL: dict[str, Any] = {"worlds": "focal", "focal_people": 3, "focal_entry": 20, "focal_window": 10}


def of(**sections: Any) -> Scenario:
    return scenario(**{"design": FOCAL, **sections})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strategy.tailored.pace", 40),
        ("strategy.tailored.companies", ["glow"]),
        ("design.focal_hours", 30.0),
        ("design.focal_people", 2),
        ("design.focal_window", 3),
    ],
)
def test_what_touches_only_those_studied_shares_a_burn_in(name: str, value: Any) -> None:
    assert burn_in(with_values(of(), {name: value})) == burn_in(of()) != ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("strategy.focus.pace", 40),  # what everybody else follows
        ("strategy.tailored.cross_post", "everywhere"),  # people can meet then, and address books have room for it
        ("gossip.rate", 0.3),
        ("time.days", 64),
        ("design.focal_entry", 21),
        ("decision.intercept", -2.0),
    ],
)
def test_what_touches_the_days_before_has_a_burn_in_of_its_own(name: str, value: Any) -> None:
    assert burn_in(with_values(of(), {name: value})) not in ("", burn_in(of()))


def test_a_design_and_a_title_do_not_count() -> None:
    told = of(title="Else", design={**FOCAL, "seeds": 3, "vary": {"strategy": ["focus", "tailored"]}})
    assert burn_in(told) == burn_in(of())


@pytest.mark.parametrize("design", [{"worlds": "population"}, {**FOCAL, "focal_entry": 0}])
def test_without_late_entry_there_is_none(design: dict[str, Any]) -> None:
    assert burn_in(scenario(design=design)) == ""
    with pytest.raises(UserError, match=r'Only a world with design\.worlds = "focal"'):
        Simulation(scenario(design=design), 1).branch()


def test_only_a_world_of_the_same_days_can_go_on() -> None:
    market = Simulation(of(), 1)
    with pytest.raises(UserError, match="all is the same until then"):
        market.branch("tailored", with_values(of(), {"gossip.rate": 0.3}))
    with pytest.raises(UserError, match=r"'nobody' is not declared"):
        market.branch("nobody")
    while market.day <= 20:
        market.step()
    with pytest.raises(UserError, match=r"21 days have been lived, and its focal people were drawn"):
        market.branch("tailored")
