from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from sim.verbs.surroundings import HANDLER, MADE_BEFORE_A_SEARCH, PACKAGE, settle, stand_in
from tests.places import ROOT

ASKED = """
from sim.verbs.surroundings import settle
settle()
import matplotlib, os
print(matplotlib.get_backend(), matplotlib.rcParams["figure.dpi"], matplotlib.rcParams["text.usetex"], os.getcwd())
"""


@pytest.mark.parametrize(
    ("letter", "ascii"),
    [
        ("−", "-"), ("–", "-"), ("…", "..."), ("·", "*"), ("×", "x"), ("≥", ">="), ("→", "->"), ("“", '"'), ("é", "e"),
        ("½", "12"), ("\u00a0", " "), ("ﬁ", "fi"), ("€", "\\u20ac"), ("专", "\\u4e13"), ("🙂", "\\ud83d\\ude42"),
        ("\udcff", "\\udcff"),
    ],
)  # fmt: skip
def test_every_character_has_a_stand_in(letter: str, ascii: str) -> None:
    assert stand_in(letter) == ascii


@pytest.mark.parametrize(
    ("encoding", "line"),
    [
        ("ascii", "-1 to -2 \\u4e13 e"),
        ("cp1252", "-1 to -2 \\u4e13 é"),
        ("latin-1", "-1 to -2 \\u4e13 é"),
        ("gbk", "-1 to -2 专 é"),
        ("utf-8", "−1 to −2 专 é"),
    ],
)
def test_output_is_readable_in_any_encoding(encoding: str, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding=encoding, errors="strict"))
    settle()
    print("−1 to −2 专 é", end="", flush=True)
    assert written.getvalue().decode(encoding) == line
    assert sys.stdout.errors == HANDLER


def test_what_stands_in_is_still_json() -> None:
    settle()
    told = json.dumps({"name": "专 🙂 −"}, ensure_ascii=False).encode("ascii", HANDLER)
    assert json.loads(told) == {"name": "专 🙂 -"}


@pytest.mark.parametrize(
    "settings", [b"text.usetex: True\nbackend: nonsense\nfigure.dpi: 900\nno.key: 1\n", b"\xff\xfe\x00bad"]
)
def test_settings_of_a_folder_and_backends_of_a_notebook_have_no_say(settings: bytes, tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_bytes(settings)
    (tmp_path / "file").touch()
    odd = {"MPLBACKEND": "module://no_such.backend", "MPLCONFIGDIR": str(tmp_path / "file"), "HOME": "/nonexistent"}
    asked = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **odd},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (asked.stdout, asked.stderr) == (f"agg 100.0 False {tmp_path}\n", "")


def test_importing_the_package_keeps_the_backend() -> None:
    asked = "import os; os.environ.pop('MPLBACKEND', None); import sim.experiment; print(os.environ.get('MPLBACKEND'))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert told.stdout == "None\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_closed_output_takes_nothing_and_hurts_nothing(closed: str, tmp_path: Path) -> None:
    asked = "from sim.cli import main; main()"
    call = ["sh", "-c", f'"$0" -c "$1" explain time.days {closed}', sys.executable, asked]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("time.days") == (closed == "2>&-")


def test_what_the_package_warns_of_is_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings():
        warnings.showwarning = lambda *_, **__: print("as usual")
        settle()
        show = warnings.showwarning
        show("No place.", UserWarning, str(PACKAGE / "world" / "chance.py"), 15)
        show("Not ours.", UserWarning, "/elsewhere/sim/x.py", 1)
        show("Old.", DeprecationWarning, str(PACKAGE / "cli.py"), 1)
    assert capsys.readouterr() == ("as usual\nas usual\n", "Note: No place.\n")


def test_garbage_is_searched_for_less_often_than_by_default_and_still_is() -> None:
    before = gc.get_threshold()
    gc.set_threshold(700, *before[1:])
    try:
        settle()
        assert 700 < gc.get_threshold()[0] == MADE_BEFORE_A_SEARCH
        assert gc.get_threshold()[1:] == before[1:]
        assert gc.isenabled()
    finally:
        gc.set_threshold(*before)
