"""The option ``--rules``: rules of the user's own on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import Command

RULES = '''from sim.own import measure, phase, pitch

@pitch("mute")
def mute(networker, contact):
    """Says nothing."""
    return []

@phase("idle", when="weekly")
def idle(today):
    """Nothing happens."""

@measure("ones", unit="ones")
def ones(world, who):
    """Always one."""
    return who * 0 + 1
'''
MINE = """extends = "town.toml"
[[strategy]]
name = "focus"
companies = ["vita"]
[[strategy]]
name = "mute"
companies = ["vita"]
pitch = "mute"
[own]
phases = ["idle"]
measures = ["ones"]
[design]
seeds = 2
outcomes = ["ones", "recruits"]
[design.vary]
strategy = ["focus", "mute"]
"""


@pytest.fixture
def manyhats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], compiled: None
) -> Command:
    """The command in a folder with a scenario that names rules of its own, and their file."""
    made = Command(tmp_path, monkeypatch, capfd)
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    (tmp_path / "mine.py").write_text(RULES, encoding="utf-8")
    return made


def test_a_scenario_never_runs_a_file_by_itself(manyhats: Command) -> None:
    told = manyhats("check", "mine.toml")
    assert (told.code, told.out) == (2, "")
    assert "A pitch policy of your own needs --rules FILE." in told.err
    assert "A measure of your own needs --rules FILE." in told.err


def test_check_lists_and_tries_out(manyhats: Command) -> None:
    told = manyhats("check", "mine.toml", "--rules", "mine.py")
    assert (told.code, told.err) == (0, "")
    lines = [" ".join(line.split()) for line in told.out.splitlines()]
    assert lines[0] == "mine.toml is fine: 200 people, 40 days, 2 settings x 2 seeds = 4 runs."
    assert lines[1:5] == [
        "rule asked for by used what it is where",
        'mute strategy.pitch = "mute" yes Says nothing. mine.py:3',
        'idle own.phases = "idle" yes Nothing happens. (weekly) mine.py:8',
        'ones own.measures = "ones" yes Always one. (ones) mine.py:12',
    ]
    assert lines[5] == "3 rules were tried out in a small world; all keep their contracts."


def test_a_broken_contract_ends_check_with_a_sentence(manyhats: Command) -> None:
    Path("mine.py").write_text(RULES.replace("who * 0 + 1", "who[:1]"))
    told = manyhats("check", "mine.toml", "--rules", "mine.py")
    assert told.code == 2
    assert told.err.startswith('mine.py, line 12: the measure "ones" must return one number a person, shape (')


def test_a_mistake_in_the_file_is_a_sentence(manyhats: Command) -> None:
    Path("mine.py").write_text("def f(:\n")
    told = manyhats("run", "mine.toml", "--rules", "mine.py")
    assert (told.code, told.out, told.err) == (2, "", "mine.py, line 1: is not Python: invalid syntax.\n")


def test_run_batch_and_rerun_take_rules(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.analysis.drawing.style.image", lambda *_: b"undrawn")
    told = manyhats("run", "mine.toml", "--rules", "mine.py", "--strategy", "mute", "--quiet")
    assert (told.code, told.err) == (0, "")
    told = manyhats("run", "mine.toml", "--rules", "mine.py")
    assert told.out.splitlines()[1].split()[-2:] == ["caught", "ones"]
    assert told.out.splitlines()[2].split()[-1] == "1.00"
    told = manyhats("batch", "mine.toml", "--rules", "mine.py", "--workers", "1", "--out", "x")
    assert told.code == 0
    assert "Ones" in told.out
    told = manyhats("rerun", "x", "--run", "0", "--rules", "mine.py")
    assert told.code == 0
    assert "equal, byte for byte" in told.out
    told = manyhats("rerun", "x", "--run", "0")
    assert (told.code, told.err) == (
        2,
        "'x' was computed with rules of your own: name their file with --rules mine.py.\n",
    )
    assert manyhats("report", "x", "--quiet").code == 0
    told = manyhats("compare", "x", "x", "--quiet", "--out", "y")
    assert told.err.count("Traceback") == 0


def test_schedule_and_explain_tell_of_rules(manyhats: Command) -> None:
    lines = manyhats("schedule", "--rules", "mine.py").out.splitlines()
    assert [line.split() for line in lines if "idle" in line] == [
        ["25a", "idle", "weekly", "mine.py", "Nothing", "happens."]
    ]
    told = manyhats("explain", "ones", "--rules", "mine.py")
    assert (told.code, len(told.out.splitlines())) == (0, 2)
    told = manyhats("explain", "one", "--rules", "mine.py")
    assert (told.code, told.err) == (2, 'There is no rule "one" in mine.py. Did you mean "ones"?\n')
