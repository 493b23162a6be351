"""Processes are started only where they can be, and take nothing from where they are."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.lab import starting
from sim.lab.executors import Processes
from tests.places import ROOT

GUARD = (
    "Worker processes import the script that asks for them, and this one would start them again: it needs "
    "'if __name__ == \"__main__\":' around the call of batch(); workers=1 does without."
)
STDIN = (
    "Worker processes cannot import a script that comes from standard input: use workers=1, or put the script into a "
    "file."
)
SCRIPT = """
from sim import UserError
from sim.lab.batch import batch
from tests.lab.conftest import make
from tests.lab.standin import run
for how in ({"workers": 2}, {"cluster": "local:2"}, {"workers": 1, "run_limit": 9.0}, {"workers": 1}):
    try:
        print(batch(make(seeds=2), "results", progress="quiet", run=run, **how))
    except UserError as error:
        print(error)
"""


def output(*call: str, folder: Path, **more: Any) -> tuple[list[str], str]:
    root = ROOT
    told = subprocess.run(
        [sys.executable, *call],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
        **more,
    )
    return told.stdout.splitlines(), told.stderr


def test_a_script_without_guard_is_told_of_it_by_processes_and_by_a_cluster(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT)
    assert output("script.py", folder=tmp_path) == ([GUARD, GUARD, GUARD, "results"], "")


def test_a_script_from_standard_input_is_told_what_it_can_do(tmp_path: Path) -> None:
    assert output("-", folder=tmp_path, input=SCRIPT) == ([STDIN, STDIN, STDIN, "results"], "")


def test_a_process_of_somebody_else_that_only_imports_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing.current_process(), "_inheriting", True, raising=False)
    monkeypatch.delenv(starting.OURS, raising=False)
    with pytest.raises(starting.NotStarted) as caught:
        Processes(2)
    assert str(caught.value) == GUARD
    left: list[int] = []
    monkeypatch.setenv(starting.OURS, "1")
    monkeypatch.setattr(os, "_exit", left.append)
    with pytest.raises(starting.NotStarted):
        Processes(2)
    assert left == [starting.UNGUARDED]


class Ended:
    def __init__(self, exitcode: int) -> None:
        self.exitcode = exitcode

    def join(self) -> None: ...


def test_a_process_that_could_not_begin_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert str(starting.not_started(Ended(87))) == GUARD  # type: ignore[arg-type]
    assert str(starting.not_started(Ended(1))) == (  # type: ignore[arg-type]
        "A worker process ended before it could work (exit code 1): a script that asks for several must be one that "
        "can be imported; what it said stands above."
    )


@pytest.mark.parametrize(
    ("code", "told"),
    [(0, "exit code 0"), (-11, "killed by SIGSEGV"), (-9, "killed by SIGKILL"), (-200, "killed by signal 200")],
)
def test_the_end_of_a_process_is_told(code: int, told: str) -> None:
    assert starting.ending(code) == told


def test_the_environment_is_as_before_when_processes_have_been_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSAFEPATH", "")
    monkeypatch.delenv(starting.OURS, raising=False)
    before = dict(os.environ)
    with starting.fresh_start():
        assert (os.environ["PYTHONSAFEPATH"], os.environ[starting.OURS]) == ("1", "1")
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert dict(os.environ) == before
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
