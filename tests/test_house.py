"""The plan of the house: which room may import which, no circle, and nothing so large that one gets lost in it."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

from tests.places import ROOT

PACKAGE = ROOT / "sim"
FLOORS = (
    "sim.core",
    "sim.model",
    "sim.scenario",
    "sim.world",
    "sim.record",
    "sim.hands",
    "sim.steps",
    "sim.day",
    "sim.schedule",
    "sim.simulation",
    "sim.agents",
    "sim.speaking",
    "sim.moving",
    "sim.market",
    "sim.runs",
    "sim.levels",
    "sim.twins",
    "sim.own",
    "sim.lab",
    "sim.analysis",
    "sim.experiment",
    "sim.replay",
    "sim",
    "sim.verification",
    "sim.study",
    "sim.view",
    "sim.verbs",
    "sim.cli",
)
"""Rooms from the ground up: each imports from itself and from below."""

NO_NAMES = {"running", "onerun", "watching", "warming", "batching", "roster", "vital", "utils", "helpers", "misc"}
ONE_SEX = re.compile(r"\b(?:he|his|him|himself|she|her|hers|herself|whoever|whomever)\b", re.IGNORECASE)
MOST_BESIDE = 15
MOST_PARAMETERS = 8


@cache
def modules() -> dict[str, Path]:
    """Source files by dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> Iterator[str]:
    """Modules of the package that a file imports, inside functions and for type checkers as well."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name in modules())
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "sim":
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                yield inner if inner in modules() else str(node.module)


@cache
def graph() -> nx.DiGraph:
    edges = ((name, other) for name, path in modules().items() for other in imported(path) if other != name)
    return nx.DiGraph(edges)


def floor_of(module: str) -> int:
    """Number of the floor that a module lies on; the longest name of a room counts."""
    return FLOORS.index(max((room for room in FLOORS if f"{module}.".startswith(f"{room}.")), key=len))


def test_no_file_imports_itself_by_way_of_others() -> None:
    assert [sorted(circle) for circle in nx.strongly_connected_components(graph()) if len(circle) > 1] == []


def test_a_circle_would_be_found() -> None:
    assert nx.has_path(graph(), "sim.cli", "sim.core.errors")
    twisted = nx.DiGraph([*graph().edges, ("sim.core.errors", "sim.cli")])
    assert max(map(len, nx.strongly_connected_components(twisted))) > 1


def test_no_room_imports_from_above() -> None:
    up = [f"{name} -> {other}" for name, other in graph().edges if floor_of(name) < floor_of(other)]
    assert sorted(up) == []


def test_no_folder_holds_more_files_than_one_can_look_over() -> None:
    beside: dict[str, int] = defaultdict(int)
    for path in modules().values():
        beside[path.parent.relative_to(ROOT).as_posix()] += 1
    assert {folder: count for folder, count in beside.items() if count > MOST_BESIDE} == {}


def test_files_are_called_by_what_they_hold() -> None:
    assert [path.as_posix() for path in modules().values() if path.stem in NO_NAMES] == []


def test_nothing_is_called_with_more_than_eight_parameters() -> None:
    long = {
        f"{module}.{function.name}": parameters(function)
        for module, path in modules().items()
        for function in functions(path)
    }
    assert {name: count for name, count in long.items() if count > MOST_PARAMETERS} == {}


def words(path: Path) -> Iterator[tuple[int, str]]:
    """What a file says to people, line by line: all of a page or scenario, the strings and comments of code."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        kinds = (tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))
        yield from ((token.start[0], token.string) for token in tokens if token.type in kinds)
    else:
        yield from enumerate(text.splitlines(), 1)


@pytest.mark.parametrize("folder", ["sim", "docs", "scenarios", "."])
def test_nobody_is_a_he_and_no_sentence_says_whoever(folder: str) -> None:
    pages = (ROOT / folder).glob("*.md") if folder == "." else (ROOT / folder).rglob("*")
    found = [
        f"{path.relative_to(ROOT)}:{line}: {match[0]}"
        for path in pages
        if path.suffix in {".py", ".md", ".toml", ".json", ".jinja", ".html"}
        for line, text in words(path)
        for match in ONE_SEX.finditer(text)
    ]
    assert found == []


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef):
            yield node


def parameters(function: ast.FunctionDef) -> int:
    """How many values a caller may hand over; what a method is called on does not count."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))
