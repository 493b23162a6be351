from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import filelock
import pytest

from sim.core.errors import DiskTrouble, UserError
from sim.lab.opening import HOLDER, LOCK, locked
from sim.lab.work import BatchError
from tests.places import ROOT

ONLY_POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}


def test_who_holds_a_folder_is_told_again_and_again(tmp_path: Path) -> None:
    with locked(tmp_path):
        for _ in range(2):
            with (
                pytest.raises(BatchError, match=rf" \(process {os.getpid()} on .+\): wait for its end"),
                locked(tmp_path),
            ):
                pass
    assert list(tmp_path.iterdir()) == []


def test_a_holder_who_gives_no_name_is_another_process(tmp_path: Path) -> None:
    lock = filelock.FileLock(tmp_path / LOCK)
    with lock, pytest.raises(BatchError, match=r" \(another process\): wait"), locked(tmp_path):
        pass


def test_the_next_one_gets_it_when_the_first_is_through(tmp_path: Path) -> None:
    for _ in range(3):
        with locked(tmp_path):
            assert {file.name for file in tmp_path.iterdir()} == {LOCK, HOLDER}


def test_the_holder_is_told_without_what_a_terminal_obeys(tmp_path: Path) -> None:
    lock = filelock.FileLock(tmp_path / LOCK)
    (tmp_path / HOLDER).write_bytes(b"\x1b[31m" + b"x" * 5_000)
    with lock, pytest.raises(BatchError) as caught, locked(tmp_path):
        pass
    assert "\x1b" not in str(caught.value)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize("kind", ["link", "dangling link", "folder", "pipe"])
def test_nothing_is_locked_or_cut_through_what_stands_in_its_place(tmp_path: Path, kind: str) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "x"
    elsewhere.write_text("precious")
    out.mkdir()
    if kind == "link":
        (out / LOCK).symlink_to(elsewhere)
    elif kind == "dangling link":
        (out / LOCK).symlink_to(tmp_path / "new")
    elif kind == "folder":
        (out / LOCK).mkdir()
    else:
        os.mkfifo(out / LOCK)
    with pytest.raises(UserError) as caught, locked(out):
        pass
    assert str(caught.value) == f"'{out}/{LOCK}' is not the file that keeps other batches out: remove it."
    assert elsewhere.read_text() == "precious"
    assert not (tmp_path / "new").exists()


def test_who_holds_it_is_not_written_through_a_link(tmp_path: Path) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "x"
    elsewhere.write_text("precious")
    out.mkdir()
    (out / HOLDER).symlink_to(elsewhere)
    with locked(out):
        assert (out / HOLDER).read_text().startswith(f"process {os.getpid()} on ")
    assert elsewhere.read_text() == "precious"


def test_the_library_itself_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / LOCK).symlink_to(tmp_path / "new")
    with pytest.raises(OSError, match="symbolic links"):
        filelock.FileLock(tmp_path / LOCK).acquire(blocking=False)
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["a" * 300, "file/x"])
def test_a_place_that_cannot_be_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(DiskTrouble, match=r"(File name too long|Not a directory)\. What was stored"),
        locked(tmp_path / name),
    ):
        pass


def test_no_room_needs_what_only_some_systems_have() -> None:
    needs = re.compile(rf"^\s*(import|from) ({'|'.join(ONLY_POSIX)})\b|SIGKILL|SIGHUP|os\.(fork|uname)\b", re.MULTILINE)
    for file in (ROOT / "sim").rglob("*.py"):
        assert not needs.search(file.read_text(encoding="utf-8")), file


def test_a_batch_runs_without_what_windows_lacks(tmp_path: Path) -> None:
    program = f"""
import sys
for name in {sorted(ONLY_POSIX - {"posix"})}:
    sys.modules[name] = None
import sim.experiment, sim.cli
from sim.lab.opening import locked
from pathlib import Path
with locked(Path(sys.argv[1])):
    print(*sorted(file.name for file in Path(sys.argv[1]).iterdir()))
    try:
        with locked(Path(sys.argv[1])):
            pass
    except sim.lab.opening.BatchError as error:
        print(str(error)[:21])
print(*Path(sys.argv[1]).iterdir())
"""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, tmp_path / "x"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.splitlines() == [f"{HOLDER} {LOCK}", "Another batch writes ", ""]
