"""Which run is which, and where results come from."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.core.registry import Kind, Rule, rules
from sim.core.sources import PACKAGE, needed
from sim.lab.plan import LIVED, RunIdentities, git_commit, manifest_of, model_version, units
from sim.lab.points import points
from sim.lab.work import ENGINE
from sim.scenario import Scenario

Make = Callable[..., Scenario]


def identities(scenario: Scenario, seeds: list[int] | None = None, model: str = "1") -> dict[tuple[int, int], str]:
    return RunIdentities(points(scenario), seeds or [1, 2], model)


def test_every_run_has_its_own_identity_seed_by_seed(scenario: Make) -> None:
    found = identities(scenario(vary={"strategy": ["focus", "two"], "gossip.rate": [0.1, 0.2]}))
    assert list(found) == [(point, seed) for seed in (1, 2) for point in range(4)]
    assert len(set(found.values())) == 8
    assert all(re.fullmatch("[0-9a-f]{32}", identity) for identity in found.values())


def test_what_does_not_change_a_run_does_not_change_its_identity(scenario: Make) -> None:
    plain = identities(scenario())
    assert identities(scenario(title="another", seeds=9, outcomes=["sales"])) == plain
    assert identities(scenario(vary={"gossip.rate": [0.1]})) == plain


def test_scenario_strategy_seed_and_model_change_it(scenario: Make) -> None:
    one = {identities(scenario())[0, 1]}
    others = {
        identities(scenario())[0, 2],
        identities(scenario(days=11))[0, 1],
        identities(scenario(vary={"strategy": ["two"]}))[0, 1],
        identities(scenario(), model="2")[0, 1],
    }
    assert len(one | others) == 5


def test_the_model_has_a_version_and_a_digest() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\+[0-9a-f]{12}", model_version())
    assert model_version() == model_version()


@pytest.mark.parametrize("kind", LIVED)
def test_a_rule_of_the_package_that_nothing_imports_is_part_of_the_version(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = model_version()
    added = Rule(kind, "new", "", 1, "sim.verbs.shared")  # stands for a file that only its registration names
    monkeypatch.setattr("sim.lab.plan.rules", lambda each: (added,) if each == kind else ())
    assert model_version() != before


def test_a_plot_or_check_is_no_part_of_the_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = model_version()
    added = Rule("plot", "new", "", 1, "sim.verbs.shared")
    monkeypatch.setattr("sim.lab.plan.rules", lambda each: (added,) if each in ("plot", "check") else rules(each))
    assert model_version() == before


def test_whatever_computes_a_run_is_part_of_the_digest_and_what_reads_it_is_not() -> None:
    found = {file.relative_to(PACKAGE).as_posix() for file in needed(ENGINE.partition(":")[0])}
    assert {"market.py", "core/chance.py", "scenario/schema.py", "scenario/rules.py"} <= found
    engine = {file.relative_to(PACKAGE).parts[0] for file in needed(ENGINE.partition(":")[0])}
    assert {"record", "world", "model", "core"} <= engine
    assert not {"lab", "analysis", "own", "verbs", "cli.py"} & engine


def test_runs_are_balanced_and_a_sample_counts_only_by_its_values(scenario: Make) -> None:
    sampled = points(scenario(kind="latin-hypercube", points=3, between={"gossip.rate": [0.0, 0.5]}))
    listed = points(scenario(kind="list", point=[point.values for point in sampled]))
    found = RunIdentities(sampled, [1, 2], "m")
    assert list(found) == [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2)]
    assert found == RunIdentities(listed, [1, 2], "m")


def test_units_of_what_varies(scenario: Make) -> None:
    vary = {"strategy": ["two"], "conversation.memory_half_life": [7], "company.vita.quality": [0.5]}
    assert units(scenario(vary=vary)) == {
        "strategy": "",
        "conversation.memory_half_life": "days",
        "company.vita.quality": "0..1",
    }


def test_the_command_line_is_written_as_it_could_be_typed(scenario: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/opt/bin/manyhats", "batch", "my file.toml"])
    assert manifest_of(scenario(), [], [], "m")["command"] == "manyhats batch 'my file.toml'"


def test_no_commit_outside_a_working_copy(tmp_path: Path) -> None:
    assert git_commit(tmp_path) is None


def test_the_commit_of_a_working_copy_and_whether_it_was_changed(tmp_path: Path) -> None:
    def git(*words: str) -> str:
        who = ["-c", "user.name=n", "-c", "user.email=e@example.org"]
        told = subprocess.run(["git", *who, "-C", tmp_path, *words], capture_output=True, text=True, check=True)
        return told.stdout.strip()

    git("init", "--quiet")
    (tmp_path / "x").write_text("1")
    git("add", "x")
    git("commit", "--quiet", "-m", "x")
    commit = git("rev-parse", "HEAD")
    assert git_commit(tmp_path) == commit
    (tmp_path / "x").write_text("2")
    assert git_commit(tmp_path) == f"{commit}-dirty"
