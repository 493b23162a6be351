from __future__ import annotations

import os
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.study.calibration.lines import Line, store, stored

HEAD = {"seed": 1}
FIRST = Line(number=0, at={"a": 0.5}, figures={"x": 1.0})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    stored(tmp_path / "x.jsonl", HEAD)
    store(tmp_path / "x.jsonl", 0, {"a": 0.5}, {"x": 1.0})
    return tmp_path / "x.jsonl"


def test_what_was_stored_comes_back(file: Path) -> None:
    assert stored(file, HEAD) == [FIRST]


def test_a_torn_last_line_is_dropped(file: Path) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole + b'{"number": 1, "at": {"\xc3')
    assert stored(file, HEAD) == [FIRST]
    assert file.read_bytes() == whole


@pytest.mark.parametrize(
    "text", ["", "[]", "[" * 100_000, '{"number": -1, "at": {}, "figures": {}}', '{"number": "1"}']
)
def test_a_damaged_line_is_told_with_its_number(file: Path, text: str) -> None:
    with file.open("a") as stream:
        stream.write(f"{text}\n")
    with pytest.raises(UserError) as caught:
        stored(file, HEAD)
    assert str(caught.value) == (f"{file}, line 3: is damaged. Remove it and the lines below; they are computed again.")


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n", b"[1]\n", b'{"seed": 2}\n'])
def test_another_file_is_another_search(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(UserError) as caught:
        stored(file, HEAD)
    assert str(caught.value) == f"{file} holds another search. Choose another folder with --out."
    assert file.read_bytes() == content


def test_nothing_is_written_through_a_link_and_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    (tmp_path / "x").symlink_to(tmp_path / "mine")
    for act in (lambda: stored(tmp_path / "x", HEAD), lambda: store(tmp_path / "x", 0, {}, {})):
        with pytest.raises(UserError, match="is a link that leads elsewhere"):
            act()
    assert (tmp_path / "mine").read_text() == "precious"
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="is not a regular file"):
        stored(tmp_path / "pipe", HEAD)
