"""What the verb that calibrates refuses before anything is lived."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command


def test_a_calibration_does_one_thing_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    told = Command(tmp_path, monkeypatch, capfd)("calibrate", "base", "--scale", "--recover", "50", "--out", "here")
    assert (told.code, told.err) == (2, "--screen, --recover, --scale and --predict: one after the other.\n")
    assert not Path("here").exists()


def test_a_start_that_cannot_be_written_is_told_before_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    command = Command(tmp_path, monkeypatch, capfd)
    Path("there").mkdir()
    told = command("calibrate", "base", "--write-start", "there", "--out", "here")
    assert told.code != 0
    assert told.err.startswith("Results cannot be written into 'there': Is a directory.")
    assert not list(Path("here").iterdir())
