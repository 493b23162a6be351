"""Nothing that lies where a command is called is run: neither settings of Numba, nor compiled code, nor modules."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from sim.core import cache, compiled
from tests.command import TOWN

MODULES = (
    "numpy",
    "pickle",
    "multiprocessing",
    "socket",
    "numba",
    "sitecustomize",
    "usercustomize",
    "conftest",
    "town",
)
SETTINGS = """\
cache_dir: {here}
cache_locator_classes: pickle.Locator
disable_jit: 1
debug: 1
boundscheck: 1
"""
CALL = "import sys; from sim.cli import main; sys.argv[0] = 'manyhats'; main()"


class Poison:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, tuple[str, str]]:
        return open, (str(self.mark), "w")


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder as a stranger might send it: a scenario, and beside it whatever could be taken for something else."""
    (tmp_path / "town.toml").write_text(TOWN, encoding="utf-8")
    (tmp_path / compiled.FILE).write_text(SETTINGS.format(here=tmp_path), encoding="utf-8")
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / f'{name}.ran')!r}, 'w')\nraise SystemExit(9)\n")
    kept = cache.cache_folder()
    assert kept is not None
    indexes = {Path(*path.relative_to(kept.parent).parts[1:]) for path in kept.parent.rglob("*.nbi")}
    assert len(indexes) > 50, kept
    for file in indexes:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_bytes(pickle.dumps(Poison(tmp_path / f"{file.name}.ran")))
    return tmp_path


def test_a_batch_in_a_strangers_folder_runs_nothing_of_it(planted: Path) -> None:
    import sim.runs

    assert sim.runs is not None
    options = ["--seeds", "1", "--workers", "2", "--no-plots", "--set", "time.days=2", "--quiet"]
    told = subprocess.run(
        [sys.executable, "-P", "-c", CALL, "batch", "town.toml", *options],
        cwd=planted,
        env={name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")},
        capture_output=True,
        text=True,
    )
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert len(list(planted.rglob("*.nbi"))) > 50
    assert [path.name for path in planted.rglob("*.ran")] == []
