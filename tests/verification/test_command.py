"""The verb ``manyhats verify``: what it prints, and with which exit code it ends."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sim.verification.case import Case
from tests.command import Command
from tests.verification.conftest import GOOD


@pytest.fixture
def manyhats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], cases: dict[str, Case]
) -> Command:
    """The command with five small cases, in a folder of its own."""
    monkeypatch.setattr("sim.core.cache.is_warm", lambda: True)
    monkeypatch.setenv("MANYHATS_DATA", "")
    return Command(tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("good",), 0),
        (("good", "missed", "absent"), 0),
        (("good", "missed", "--strict"), 1),
        (("absent", "--strict"), 1),
        (("bad",), 1),
        (("raising",), 1),
        ((), 1),
    ],
)
def test_only_what_is_wrong_ends_with_one(manyhats: Command, arguments: tuple[str, ...], code: int) -> None:
    told = manyhats("verify", *arguments, "--workers", "1", "--quiet")
    assert (told.code, told.out, told.err) == (code, "", "")


def test_every_check_is_printed(manyhats: Command) -> None:
    told = manyhats("verify", "good", "missed", "--workers", "1", "--out", "here")
    rows = [line.split() for line in told.out.splitlines()]
    assert rows[1] == ["good", "one", "1", "0.9", "to", "1.1", "1", "passed"]
    assert rows[2][-2:] == ["not", "met"]
    assert told.out.splitlines()[-2:] == ["2 cases: 1 passed, 1 not met.", "numbers and figures are in here."]
    assert [line.partition(" (")[0] for line in told.err.splitlines()] == ["1/2 good: passed", "2/2 missed: not met"]
    assert sorted(path.name for path in Path("here").iterdir()) == [
        f"{name}.{ending}" for name in ("good", "missed") for ending in ("json", "png", "svg")
    ]


def test_everything_is_one_json_object(manyhats: Command) -> None:
    told = manyhats("verify", "good", "bad", "--short", "--json", "--workers", "1")
    table = json.loads(told.out)
    assert (told.code, told.err) == (1, "")
    assert (table["ended"], table["wrong"]) == ({"passed": 1, "failed": 1}, ["bad"])
    assert table["cases"][0]["remark"] == "short"
    assert table["cases"][0]["checks"][0]["got"] == GOOD.got


def test_cases_are_listed_and_none_is_run(manyhats: Command) -> None:
    told = manyhats("verify", "--list")
    assert [line.split()[:2] for line in told.out.splitlines()[1:]] == [
        ["good", "identity"],
        ["bad", "identity"],
        ["raising", "identity"],
        ["absent", "event"],
        ["missed", "target"],
    ]
    assert not Path("results").exists()


def test_mistakes_are_sentences(manyhats: Command) -> None:
    told = manyhats("verify", "god")
    assert (told.code, told.out) == (2, "")
    assert told.err == '"god" is no case of the verification. Did you mean "good"?\n'
    told = manyhats("verify", "good", "--short", "--write-docs")
    assert (told.code, told.err) == (2, "--write-docs and --short: the page is written from the full form.\n")


def test_the_page_is_written_on_request(manyhats: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.verification.verify.write_docs.__defaults__", (tmp_path / "docs",))
    told = manyhats("verify", "good", "--write-docs", "--workers", "1")
    assert (tmp_path / "docs" / "verification.md").read_text(encoding="utf-8").startswith("# Verification\n")
    assert told.out.splitlines()[-3:] == [
        f"wrote {tmp_path}/docs/{name}" for name in ("verification.md", "verification.json", "verification")
    ]


def test_data_may_lie_anywhere(manyhats: Command, tmp_path: Path) -> None:
    manyhats("verify", "good", "--workers", "1", "--quiet", "--data", str(tmp_path))
    assert os.environ["MANYHATS_DATA"] == str(tmp_path)
