"""No two rules may share their draws: every purpose is declared once, and every stream is opened once."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import sim
import sim.model
import sim.world
from sim.core.chance import purpose, purposes, seed_key

ROOT = Path(next(iter(sim.__path__)))
WATCHES = {ROOT / "verification", ROOT / "model" / "membership" / "offers.py"}  # read the model's draws, to look on
SOURCES = sorted(file for file in ROOT.rglob("*.py") if not WATCHES & {file, *file.parents})

TOLD_IN = {
    **{
        "advertising": "channels",
        "groups": "channels",
        "hearing": "conversation",
        "conversation": "meeting",
        "experience": "care",
    },
    **{"purchase": "budget", "uplines": "notice", "study": "hours"},
}
"""Files of mechanisms that share one; names of purposes stay, because draws hang on them."""


@pytest.fixture(scope="module", autouse=True)
def _every_module_with_chance_in_it() -> None:
    for package in (sim.model, sim.world):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    for path, _, _ in declarations():
        import_module(module_of(path))


def module_of(path: Path) -> str:
    """Dotted name of a source file."""
    return ".".join(["sim", *path.relative_to(ROOT).with_suffix("").parts])


@cache
def declarations() -> list[tuple[Path, str, str]]:
    """File, constant and name of every ``CONSTANT = purpose("name")``."""
    return list(_declared())


def _declared() -> Iterator[tuple[Path, str, str]]:
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
    assert calls == len(declarations())


def test_every_purpose_is_named_after_its_file_or_after_its_mechanism() -> None:
    for path, _, name in declarations():
        mechanism, _, _ = name.partition(".")
        assert path.stem == TOLD_IN.get(mechanism, mechanism), name


def known_as(path: Path, tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Constants that a file declares or imports: the name there, to declaring module and name."""
    declared = {(module_of(home), constant) for home, constant, _ in declarations()}
    known = {constant: (module, constant) for module, constant in declared if module == module_of(path)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (node.module, alias.name) in declared:
                    known[alias.asname or alias.name] = (str(node.module), alias.name)
    return known


def test_every_purpose_opens_one_stream() -> None:
    used: Counter[tuple[str, str]] = Counter()
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        known = known_as(path, tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in known:
                used[known[node.id]] += 1
    assert used == {(module_of(path), constant): 1 for path, constant, _ in declarations()}


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
