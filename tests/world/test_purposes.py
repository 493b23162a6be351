"""No two rules may share their draws: every purpose is declared once, and every stream is opened once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import sim
import sim.rules
import sim.world
from sim.world.chance import purpose, purposes, seed_key

SOURCES = sorted(Path(next(iter(sim.__path__))).rglob("*.py"))


@pytest.fixture(scope="module", autouse=True)
def _every_module() -> None:
    for package in (sim.rules, sim.world):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def declarations() -> Iterator[tuple[Path, str, str]]:
    """File, constant and name of every ``CONSTANT = purpose("name")``."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and _is_call(node.value, "purpose"):
                assert isinstance(node.value, ast.Call)
                name = node.value.args[0]
                assert isinstance(name, ast.Constant)
                assert isinstance(node.targets[0], ast.Name)
                yield path, node.targets[0].id, name.value


def _is_call(node: ast.AST, function: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == function


def test_every_purpose_is_declared_once_in_the_sources() -> None:
    names = Counter(name for _, _, name in declarations())
    assert names.most_common(1)[0][1] == 1
    assert len(names) >= 20
    assert set(names) == {name for name in purposes() if not name.startswith("test.")}


def test_every_call_is_a_declaration() -> None:
    calls = 0
    for path in SOURCES:
        calls += sum(_is_call(node, "purpose") for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    assert calls == len(list(declarations()))


def test_every_purpose_is_named_after_its_file() -> None:
    for path, _, name in declarations():
        file, _, _ = name.partition(".")
        assert file == path.stem or name == "graph", name


def test_every_purpose_opens_one_stream() -> None:
    constants = [constant for _, constant, _ in declarations()]
    assert len(set(constants)) == len(constants)
    used: Counter[str] = Counter()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in constants:
                used[node.id] += 1
    assert used == dict.fromkeys(constants, 1)


def test_constants_differ_and_do_not_meet_under_any_seed() -> None:
    constants = list(purposes().values())
    assert len(set(constants)) == len(constants)
    keys = [int(seed_key(seed)) for seed in range(3_000)]
    assert len({key ^ constant for key in keys for constant in constants}) == len(keys) * len(constants)


def test_a_second_declaration_is_refused() -> None:
    name = f"test.{len(purposes())}"
    purpose(name)
    with pytest.raises(ValueError, match="declared twice") as caught:
        purpose(name)
    assert str(caught.value) == f"The purpose '{name}' is declared twice: two rules would share their draws."


def test_a_name_gives_the_same_constant_for_ever() -> None:
    assert purposes()["conversation.whom"] == 4324694345361825213
