"""Cases are chosen by name, run, and told; one that raises stops no other."""

from __future__ import annotations

import json
import re
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sim.core.errors import DiskTrouble, UserError
from sim.lab.executors import InProcess
from sim.lab.work import Done
from sim.verification.case import Case, Findings
from sim.verification.verify import Stopped, chosen, verify
from tests.verification.conftest import CASES, GOOD, finds, made

ENDS = ["passed", "failed", "raised", "not run", "not met"]


def test_all_are_run_whatever_happens_to_one(cases: dict[str, Case], tmp_path: Path) -> None:
    results = verify((), tmp_path, workers=1, progress="quiet")
    assert [result.name for result in results] == list(cases)
    assert [result.verdict for result in results] == ENDS
    assert results[2].error == "ValueError: not so"
    assert "tests/verification/conftest.py" in results[2].traceback
    assert results[3].not_run == "no data at x.txt"
    assert sorted(path.stem for path in tmp_path.glob("*.json")) == sorted(cases)


@pytest.mark.parametrize(("short", "remark"), [(True, "short"), (False, "full")])
def test_the_form_that_was_asked_for_is_run(cases: dict[str, Case], tmp_path: Path, short: bool, remark: str) -> None:
    (result,) = verify(["good"], tmp_path, short=short, workers=1, progress="quiet")
    assert (result.short, result.remark) == (short, remark)


def test_cases_are_chosen_by_name_or_kind(cases: dict[str, Case]) -> None:
    assert [case.name for case in chosen(["missed", "good"])] == ["good", "missed"]
    assert [case.name for case in chosen(["identity"])] == ["good", "bad", "raising"]
    assert len(chosen(())) == len(CASES)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("mised", '"mised" is no case of the verification. Did you mean "missed"?'),
        ("events", '"events" is no case of the verification. Did you mean "event"?'),
        ("xyz", "\"xyz\" is no case of the verification. 'manyhats verify --list' names all."),
    ],
)
def test_an_unknown_name_is_refused(cases: dict[str, Case], name: str, sentence: str) -> None:
    with pytest.raises(UserError) as caught:
        chosen(["good", name])
    assert str(caught.value) == sentence


def test_a_folder_that_cannot_be_made_is_a_sentence(cases: dict[str, Case], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiskTrouble, match=r"^Results cannot be written into '.*/file/out': Not a directory\."):
        verify(["good"], tmp_path / "file" / "out", workers=1)


def test_every_case_is_a_line(cases: dict[str, Case], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verify((), tmp_path, workers=1, progress="lines")
    lines = re.sub(r"\d+ s\)", "0 s)", capsys.readouterr().err).splitlines()
    assert lines == [
        "1/5 good: passed (1 of 1 checks, 0 s)",
        "2/5 bad: failed (1 of 2 checks, 0 s)",
        "3/5 raising: raised (0 s): ValueError: not so",
        "4/5 absent: not run (0 s): no data at x.txt",
        "5/5 missed: not met (0 of 1 checks, 0 s)",
    ]


def test_the_bar_names_what_did_not_pass(
    cases: dict[str, Case], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    verify((), tmp_path, workers=1, progress="bar")
    told = capsys.readouterr().err
    assert re.search(r"raising: raised \(\d+ s\): ValueError: not so", told)
    assert "good: passed" not in told
    assert "5/5" in told


def test_ctrl_c_ends_after_the_case_in_flight(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(short: bool) -> Findings:
        signal.raise_signal(signal.SIGINT)
        return finds(GOOD)

    both = {"first": made("first", "identity", interrupted), "second": made("second", "identity", interrupted)}
    monkeypatch.setattr("sim.verification.verify.all_cases", lambda: both)
    with pytest.raises(Stopped) as caught:
        verify((), tmp_path, workers=1, progress="lines")
    assert (caught.value.exit_code, str(caught.value)) == (
        130,
        f"Interrupted: 1 of 2 cases are finished and written in '{tmp_path}'.",
    )
    assert json.loads((tmp_path / "first.json").read_text(encoding="utf-8"))["verdict"] == "passed"
    assert "Stopping after the runs in flight" in capsys.readouterr().err


def test_processes_find_the_same(tmp_path: Path) -> None:
    names = ["beta-reputation", "time-split"]
    apart = verify(names, tmp_path / "apart", short=True, workers=2, progress="quiet")
    here = verify(names, tmp_path / "here", short=True, workers=1, progress="quiet")
    assert [result.checks for result in apart] == [result.checks for result in here]
    assert all(result.passed and result.figure for result in apart)
    assert (tmp_path / "apart" / "time-split.svg").read_bytes() == (tmp_path / "here" / "time-split.svg").read_bytes()


def test_a_process_that_dies_fails_its_case_and_no_other(
    cases: dict[str, Case], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    class Dying(InProcess):
        def carry_out(self, task: Any) -> None:
            task.take([Done(task.jobs[0], error="It ended its process, and again when it was run alone.")])
            super().carry_out(replace(task, jobs=task.jobs[1:]))

    monkeypatch.setattr("sim.verification.verify.executor_of", lambda *_, **__: Dying(0.0))
    lost, bad = verify(["good", "bad"], tmp_path, progress="lines")
    assert (lost.verdict, lost.error) == ("raised", "Its process died, perhaps for lack of memory.")
    assert bad.verdict == "failed"
    assert json.loads((tmp_path / "good.json").read_text(encoding="utf-8"))["error"] == lost.error
    assert capsys.readouterr().err.startswith("1/2 good: raised (0 s): Its process died, perhaps for lack of memory.")
