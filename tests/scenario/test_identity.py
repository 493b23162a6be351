"""What a scenario is known by; lists of shipped files are those that their results were made with.

Frozen when lists began to be merged by name. A file that is added, or changed on purpose, is frozen anew here.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Scenario, ScenarioError, schema
from sim.scenario.schema import fingerprint, from_resolved, resolved
from sim.scenario.vary import with_values
from tests.shipped import SHIPPED, load_shipped


def test_what_is_resolved_is_plain_and_can_be_read_back(scenario: Callable[..., Scenario]) -> None:
    town = scenario(
        "company.vita.joining_fee=35.1",
        "design.vary.graph.p=[0, 0.5]",
        "topic_distance=[{between=['health', 'advertising'], distance=0.1}]",
    )
    table = resolved(town)
    assert table["company"][0]["joining_fee"] == 35.1
    assert table["time"] == {"days": 365}
    assert from_resolved(json.loads(json.dumps(table))) == town
    assert resolved(from_resolved(table)) == table


def test_the_same_money_is_the_same_scenario(scenario: Callable[..., Scenario]) -> None:
    one, other = scenario("company.vita.joining_fee=35"), scenario("company.vita.joining_fee=35.00")
    assert fingerprint(one) == fingerprint(other) == fingerprint(scenario())
    assert json.dumps(resolved(one)) == json.dumps(resolved(other))


@pytest.mark.parametrize(
    "override",
    [
        "title=Another",
        "design.seeds=3",
        "design.first_seed=3",
        "design.vary.graph.p=[0]",
        "design.outcomes=['recruits']",
    ],
)
def test_what_does_not_determine_a_run_does_not_count(scenario: Callable[..., Scenario], override: str) -> None:
    assert fingerprint(scenario(override)) == fingerprint(scenario())


@pytest.mark.parametrize(
    "override",
    [
        "time.days=364",
        "graph.p=0.31",
        "company.vita.joining_fee=35.01",
        "strategy.focus.companies=['clicks']",
        "design.worlds=focal",
        "design.focal_people=9",
        "design.background.focus=1",
        "record.every=1",
    ],
)
def test_everything_else_counts(scenario: Callable[..., Scenario], override: str) -> None:
    overrides = [override, "design.focal_people=1"] if "worlds" in override else [override]
    assert fingerprint(scenario(*overrides)) != fingerprint(scenario())


def test_the_fingerprint_is_frozen(scenario: Callable[..., Scenario]) -> None:
    found = fingerprint(scenario())
    assert len(found) == 64
    assert int(found, 16) > 0
    assert found == fingerprint(from_resolved(resolved(scenario())))
    assert found == fingerprint(with_values(scenario("graph.p=0.9"), {"graph.p": 0.3}))


def test_of_a_graph_file_the_content_counts(scenario: Callable[..., Scenario], write: Callable[..., Path]) -> None:
    write("0 1\n", "a.txt")
    write("0 1\n", "elsewhere/b.txt")
    write("0 2\n", "c.txt")
    a, b, c, lost = (
        fingerprint(scenario("graph.kind=file", f"graph.path={name}"))
        for name in ("a.txt", "elsewhere/b.txt", "c.txt", "lost.txt")
    )
    assert a == b
    assert len({a, c, lost}) == 3


def test_a_table_of_another_version_is_refused_with_a_sentence(scenario: Callable[..., Scenario]) -> None:
    table = resolved(scenario())
    table["time"]["weeks"] = 3
    with pytest.raises(ScenarioError) as caught:
        from_resolved(table)
    assert str(caught.value) == "time.weeks = 3 is not a known key. Known here: days."


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "pipe", "folder", "nowhere", "/proc/kmsg", "large"])
def test_a_graph_that_cannot_be_read_is_known_by_its_path(
    scenario: Callable[..., Scenario], folder: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(schema, "MOST_HASHED", 10)
    os.mkfifo("pipe")
    Path("folder").mkdir()
    Path("large").write_text("1 2\n" * 9, encoding="utf-8")
    found = fingerprint(scenario("graph.kind=file", f"graph.path={name}"))
    assert found != fingerprint(scenario("graph.kind=file", f"graph.path={name}2"))


def test_a_graph_is_known_by_its_content(scenario: Callable[..., Scenario], folder: Path) -> None:
    Path("a").write_text("1 2\n" * 9, encoding="utf-8")
    Path("b").write_text("1 2\n" * 9, encoding="utf-8")
    one, other = (fingerprint(scenario("graph.kind=file", f"graph.path={name}")) for name in "ab")
    assert one == other
    assert schema._content(Path("a")) == hashlib.sha256(b"1 2\n" * 9).hexdigest()


FROZEN = json.loads(Path(__file__).with_name("shipped_lists.json").read_text(encoding="utf-8"))
LISTS = {"company", "strategy", "topic_distance"}


def test_all_files_that_were_shipped_are_there() -> None:
    assert {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.toml")} >= set(FROZEN)


@pytest.mark.parametrize("name", FROZEN)
def test_a_shipped_scenario_has_the_companies_and_strategies_it_had(name: str) -> None:
    scenario = load_shipped(SHIPPED / name)
    assert scenario.model_dump(mode="json", exclude_defaults=True, include=LISTS) == FROZEN[name]


def test_calibrated_values_stand_in_one_file() -> None:
    marked = [path.name for path in SHIPPED.rglob("*.toml") if "calibrated: docs" in path.read_text(encoding="utf-8")]
    assert marked == ["base.toml"]
