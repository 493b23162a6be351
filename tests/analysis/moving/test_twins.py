"""The same seed under several policies, until an evening has the same guests."""

from __future__ import annotations

import re

import numpy as np
import pytest

from sim.analysis.moving.told import told
from sim.analysis.moving.twins import twin_evenings, usual
from sim.core.errors import UserError
from sim.scenario.schema import Scenario
from tests.command import TOWN

OUT = ("events.share=0.8", "events.people=20", "events.networkers=6", "events.hours=2", "population.openness=0.9")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    file = tmp_path_factory.mktemp("town") / "town.toml"
    file.write_text(TOWN, encoding="utf-8")
    return Scenario.load(file, OUT)


def test_twins_have_the_same_guests_and_every_contradiction_is_told(town: Scenario) -> None:
    one, two = twin_evenings(town, 1)
    assert (one.name, two.name) == ("focus", "two, tailored")
    assert (one.evening.pitch, two.evening.pitch) == ("focus", "tailored")
    assert one.evening.day == two.evening.day
    assert np.array_equal(one.evening.people, two.evening.people)
    assert one.evening.speaker == two.evening.speaker
    assert one.evening.noticed == 0
    for twin, policy in zip((one, two), told([one, two], title="", seed=1)["policies"], strict=True):
        heard = twin.evening.heard[twin.evening.heard.noticed > 0]
        rows = [(int(row.slot), int(row.listener), int(row.topics), bool(row.noticed == 2)) for row in heard]
        assert [(c["slot"], c["listener"], c["told"], c["aloud"]) for c in policy["contradictions"]] == rows
        assert all(c["before"] & ~c["told"] for c in policy["contradictions"] if c["since"] >= 0)
    assert two.evening.noticed > 0


def test_people_studied_who_enter_late_are_followed() -> None:
    focal = {"worlds": "focal", "focal_entry": 14, "focal_people": 3, "background": {"focus": 1.0}}
    two = {"name": "two", "companies": ["vita", "clicks"], "pitch": "tailored"}
    scenario = Scenario.model_validate(
        {
            "time": {"days": 70},
            "population": {"people": 200, "networkers": 0.1, "openness": 0.9},
            "graph": {"kind": "watts_strogatz"},
            "company": [{"name": "vita", "topic": "health"}, {"name": "clicks", "topic": "advertising"}],
            "strategy": [{"name": "focus", "companies": ["vita"]}, two],
            "events": {"share": 1.0, "people": 20, "networkers": 8},
            "design": {**focal, "vary": {"strategy": ["focus", "two"]}},
        }
    )
    first, second = twin_evenings(scenario, 1)
    assert first.evening.day >= 14
    assert first.evening.people.tolist() == second.evening.people.tolist()
    assert (first.evening.pitch, second.evening.pitch) == ("focus", "tailored")


def test_by_default_there_is_one_strategy_for_each_way_of_telling(town: Scenario) -> None:
    assert usual(town) == ["focus", "two, tailored"]
    shipped = Scenario.load("scenarios/event_nights.toml")
    assert usual(shipped) == [
        *("main topic only", "disclose all", "tailored", "one topic per event", "one topic per contact")
    ]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"events.share": 0.0}, "events.share = 0.0: nobody goes out in this scenario"),
        ({"phases.events": False}, "phases.events = false: there are no evenings in this scenario."),
    ],
)
def test_a_scenario_without_evenings_is_refused(town: Scenario, changes: dict[str, object], sentence: str) -> None:
    told_so = town.model_copy(update={})
    section, _, name = next(iter(changes)).partition(".")
    inner = getattr(told_so, section).model_copy(update={name: next(iter(changes.values()))})
    with pytest.raises(UserError, match=re.escape(sentence)):
        twin_evenings(told_so.model_copy(update={section: inner}), 1)


def test_a_strategy_that_is_not_there_is_refused(town: Scenario) -> None:
    with pytest.raises(UserError, match="'focs' is not declared"):
        twin_evenings(town, 1, ["focs"])
