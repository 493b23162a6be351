from __future__ import annotations

from pathlib import Path

import pytest

from sim.core import sources


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of our own, in which every way to import occurs."""
    texts = {
        "sim/__init__.py": "if TYPE_CHECKING:\n    from sim.types import only\n\nx = 1\n",
        "sim/a.py": '"""from sim.types import said"""\nfrom sim.room import b, value  # here\nimport sim.plain\n',
        "sim/plain.py": "import os\nfrom collections.abc import Iterator\n",
        "sim/room/__init__.py": "value = 1\n",
        "sim/room/b.py": "def late():\n    from sim.room.c import (\n        d,\n        e,\n    )\n",
        "sim/room/c.py": "from sim.a import x\n",
        "sim/types.py": "",
        "sim/alone.py": "from sim.simple import nothing\n",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(sources, "PACKAGE", tmp_path / "sim")
    return tmp_path / "sim"


def names(files: list[Path], package: Path) -> list[str]:
    return [file.relative_to(package).as_posix() for file in files]


def test_what_a_module_needs_is_read_off_its_imports(package: Path) -> None:
    everything = ["__init__.py", "a.py", "plain.py", "room/__init__.py", "room/b.py", "room/c.py"]
    assert names(sources.needed("sim.a"), package) == everything
    assert names(sources.needed("sim.room.c"), package) == everything
    assert names(sources.needed("sim.alone"), package) == ["__init__.py", "alone.py"]
    assert names(sources.needed("sim.plain", "sim.types"), package) == ["__init__.py", "plain.py", "types.py"]


def test_who_imports_a_module(package: Path) -> None:
    assert names(sources.importers("sim.room.b"), package) == ["a.py"]
    assert names(sources.importers("sim.alone"), package) == []
    assert [sources.module_of(file) for file in sources.needed("sim.alone")] == ["sim", "sim.alone"]


def test_a_digest_changes_with_text_name_and_what_is_added(package: Path) -> None:
    files = sources.needed("sim.alone")
    before = sources.digest(files)
    assert sources.digest(files) == before
    assert sources.digest(files, "more") != before
    assert sources.digest([package / "plain.py"]) != sources.digest([package / "types.py"])
    (package / "alone.py").write_text("import sim.types\n")
    assert sources.digest(files) != before
    assert names(sources.needed("sim.alone"), package) == ["__init__.py", "alone.py", "types.py"]


@pytest.mark.parametrize(("module", "ours"), [("sim.a", True), ("sim", True), ("sim.none", False), ("simple", False)])
def test_only_modules_of_the_package_are_of_it(package: Path, module: str, ours: bool) -> None:
    assert sources.is_of_package(module) is ours


def test_a_run_needs_the_model_and_no_picture() -> None:
    rooms = {file.relative_to(sources.PACKAGE).parts[0] for file in sources.needed("sim.runs")}
    assert {"core", "model", "scenario", "world", "record", "market.py"} <= rooms
    assert not rooms & {"analysis", "lab", "replay", "study", "verification", "verbs", "view"}
