"""A process that dies fails the case that it ran, and no other."""

from __future__ import annotations

from pathlib import Path

from sim.verification.workers import Worker
from tests.verification.conftest import CASES


def test_a_process_that_dies_fails_its_case(tmp_path: Path) -> None:
    worker = Worker(True, tmp_path)
    worker.case = CASES["good"]
    worker.process.kill()
    result = worker.fetch(True, tmp_path)
    worker.end()
    assert (result.verdict, result.error) == ("raised", "Its process died, perhaps for lack of memory.")
    assert worker.case is None
    assert (tmp_path / "good.json").is_file()
