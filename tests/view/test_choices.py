"""What is chosen in the window, and the scenario that is lived with it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.scenario.burn_in import burn_in
from sim.scenario.schema import Scenario, load
from sim.view.choices import (
    LIVES,
    MOST_PEOPLE,
    NEVER,
    YOURS,
    Choices,
    businesses_of,
    choices_of,
    in_the_window,
    lived_with,
    reference_of,
)
from tests.view.towns import TOWN, town

SHIPPED = ("focus_or_diversify", "event_nights", "headline", "davis", "ponzi", "income_mix", "pitch_policies")


@pytest.fixture
def base(tmp_path: Path) -> Scenario:
    return in_the_window(load(town(tmp_path)))


def yours(scenario: Scenario) -> tuple[list[str], str]:
    found = next(each for each in scenario.strategy if each.name == YOURS)
    return found.companies, found.pitch


def test_the_first_way_stays_and_the_chosen_one_stands_beside_it(base: Scenario) -> None:
    assert base.design.vary == {"strategy": ["focus", YOURS]}
    assert (reference_of(base), businesses_of(base)) == ("focus", ["vita", "clicks"])
    assert yours(lived_with(base, Choices(2, "disclose-all"))) == (["vita", "clicks"], "disclose-all")
    assert yours(lived_with(base, Choices(1, "focus"))) == (["vita"], "focus")


def test_every_choice_stands_in_the_scenario(base: Scenario) -> None:
    lived = lived_with(base, Choices(2, "tailored", evenings=0.4, hours=10.0, minimum=40.0, life="a year"))
    assert (lived.events.share, lived.design.focal_hours) == (0.4, 10.0)
    assert [float(each.minimum_purchase) for each in lived.company] == [40.0, 40.0]
    assert [(each.life.law, each.life.days) for each in lived.company] == [("weibull", 30 + LIVES["a year"])] * 2
    assert [each.life.law for each in lived_with(lived, Choices(life=NEVER)).company] == ["none", "none"]


def test_what_touches_only_those_who_come_has_the_same_years_before(base: Scenario) -> None:
    first = lived_with(base, Choices())
    assert burn_in(first) != ""
    for theirs in (Choices(businesses=1), Choices(pitch="focus"), Choices(hours=5.0)):
        assert burn_in(lived_with(base, theirs)) == burn_in(first)
    for everybodys in (Choices(evenings=0.5), Choices(minimum=0.0), Choices(life="two years")):
        assert burn_in(lived_with(base, everybodys)) != burn_in(first)


def test_founders_become_people_who_come_to_a_market(tmp_path: Path) -> None:
    text = TOWN.replace('worlds = "focal"\nfocal_entry = 30\nfocal_people = 3\n', "")
    design = in_the_window(load(town(tmp_path, text))).design
    assert (design.worlds, design.focal_entry, design.focal_people) == ("focal", 50, 5)


def test_shares_of_a_mixed_world_become_what_others_do(tmp_path: Path) -> None:
    text = TOWN.replace('"focal"', '"mixed"').replace("focal_entry = 30\n", "")
    text = text.replace('[design.vary]\nstrategy = ["focus", "two, tailored"]\n', "")
    shares = text.replace('companies = ["vita"]', 'companies = ["vita"]\nshare = 0.7')
    shares = shares.replace('pitch = "tailored"', 'pitch = "tailored"\nshare = 0.3')
    assert in_the_window(load(town(tmp_path, shares))).design.background == {"focus": 0.7, "two, tailored": 0.3}


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_open(name: str) -> None:
    base = in_the_window(load(name))
    assert base.design.worlds == "focal"
    assert 0 < base.design.focal_entry < base.time.days
    assert (base.population.people or 0) <= MOST_PEOPLE
    assert yours(lived_with(base, choices_of(base)))[0][0] == businesses_of(base)[0]


def test_choices_stay_within_what_there_is() -> None:
    wild = Choices(99, "shout", 7.0, -3.0, -1.0, "tomorrow").within(2)
    assert wild == Choices(2, "tailored", 1.0, 0.0, 0.0, "")
    assert replace(wild, businesses=0).within(2).businesses == 1
