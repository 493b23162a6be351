"""Without the study of the article its verbs end in a sentence, and everything else works."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.command import Command

SAID = "The study of the article is not installed here: the package has no folder 'sim/study'.\n"


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a package whose study was deleted."""
    for name in [name for name in sys.modules if name.startswith("sim.study")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sim.study", None)  # type: ignore[arg-type]
    monkeypatch.setattr("sim.verification.case.CASES", {})
    return Command(tmp_path, monkeypatch, capfd)


@pytest.mark.parametrize(
    "arguments", [("claims", "--list"), ("claims", "A6", "--quick"), ("calibrate", "base"), ("why",)]
)
def test_verbs_of_the_study_are_refused(manyhats: Command, arguments: tuple[str, ...]) -> None:
    before = sorted(Path().iterdir())
    told = manyhats(*arguments)
    assert (told.code, told.out, told.err) == (2, "", SAID)
    assert sorted(Path().iterdir()) == before
