from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import sim
from sim.lab.identity import ENGINE_FILES, ENGINE_ROOMS, model_version, run_identities
from sim.lab.points import points
from sim.scenario import Scenario

Make = Callable[..., Scenario]


def identities(scenario: Scenario, seeds: list[int] | None = None, model: str = "1") -> dict[tuple[int, int], str]:
    return run_identities(points(scenario), seeds or [1, 2], model)


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


def imported(name: str) -> Iterator[str]:
    """Modules of the package's top level that one of them imports, rooms included."""
    tree = ast.parse((Path(sim.__path__[0]) / f"{name}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim."):
            yield str(node.module).split(".")[1]


def test_whatever_computes_a_run_is_part_of_the_digest() -> None:
    only_looked_at = {"vital"}  # what Mesa's collector keeps; a batch collects nothing
    needed = {name for file in ENGINE_FILES for name in imported(file)}
    assert needed - only_looked_at <= {*ENGINE_FILES, *ENGINE_ROOMS}
    assert {"evenings", "model"} <= needed


def test_runs_are_balanced_and_a_sample_counts_only_by_its_values(scenario: Make) -> None:
    sampled = points(scenario(kind="latin-hypercube", points=3, between={"gossip.rate": [0.0, 0.5]}))
    listed = points(scenario(kind="list", point=[point.values for point in sampled]))
    found = run_identities(sampled, [1, 2], "m")
    assert list(found) == [(0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2)]
    assert found == run_identities(listed, [1, 2], "m")
