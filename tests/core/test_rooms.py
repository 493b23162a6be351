"""Public names of rooms, and who may use which: the study and the verification ask rooms by their public names."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

from tests.places import ROOT

PUBLIC = ("sim", "sim.scenario", "sim.lab", "sim.analysis", "sim.record", "sim.world", "sim.model")
RULES = ("sim.model.", "sim.world.", "sim.record.", "sim.replay.", "sim.simulation")
"""What the verification puts into limits, and so knows from inside."""
TOOLS = ("sim.levels", "sim.twins")
"""Modules of one subject each, which stand in no room."""
STUDY = "sim.study"


def imports(room: str) -> Iterator[tuple[Path, str]]:
    """Modules that the files of a room import, those in functions and of ``TYPE_CHECKING`` among them."""
    for file in sorted((ROOT / room.replace(".", "/")).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            names += [each.name for each in node.names] if isinstance(node, ast.Import) else []
            yield from ((file, name) for name in names if name and name.split(".")[0] == "sim")


@pytest.mark.parametrize("room", PUBLIC)
def test_public_names_are_found_and_hidden_by_no_module(room: str) -> None:
    package: ModuleType = import_module(room)
    assert package.__all__ == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is not None
        assert find_spec(f"{room}.{name}") is None, f"{room}.{name} is hidden by a module"
    with pytest.raises(AttributeError, match=f"^module '{room}' has no attribute 'nothing'$"):
        _ = package.nothing


@pytest.mark.parametrize("room", ["sim", "sim.scenario", "sim.lab", "sim.analysis"])
def test_a_room_shows_its_public_names_whatever_is_imported(room: str) -> None:
    package: ModuleType = import_module(room)
    assert [name for name in dir(package) if name != "__version__"] == package.__all__


@pytest.mark.parametrize(
    ("room", "more"), [(STUDY, ("sim.verification.case", *TOOLS)), ("sim.verification", (*RULES, *TOOLS))]
)
def test_a_room_asks_others_by_their_public_names(room: str, more: tuple[str, ...]) -> None:
    wrong = [
        f"{file.name}: {name}"
        for file, name in imports(room)
        if name not in PUBLIC and not name.startswith((f"{room}.", "sim.core.", *more))
    ]
    assert wrong == []


def test_nothing_but_its_verbs_knows_the_study() -> None:
    known = {file.relative_to(ROOT / "sim").parts[0] for file, name in imports("sim") if name.startswith(STUDY)}
    assert known <= {"study", "verbs"}
