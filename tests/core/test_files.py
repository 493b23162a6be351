from __future__ import annotations

import gzip
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import DiskTrouble, UserError
from sim.core.files import LONGEST_NAME, aside, expanded, opened, place, probe, probe_file, safe_name, write_text


def refusal(why: str) -> UserError:
    return UserError(f"The list {why}.")


@pytest.mark.parametrize("name", ["plain.txt", "packed.txt.gz"])
def test_what_is_within_bounds_comes_as_it_is(tmp_path: Path, name: str) -> None:
    data = b"1 2\n" * 1000
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    with opened(tmp_path / name, 4000, refusal) as file:
        assert file.readline() == b"1 2\n"
        assert file.read() == data[4:]


def test_one_byte_more_than_the_bound_is_refused(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"x" * 3_000_001)
    with opened(tmp_path / "long.txt", 3_000_000, refusal) as file, pytest.raises(UserError) as error:
        file.read()
    assert str(error.value) == "The list is larger than 3 MB."


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bomb.gz").write_bytes(gzip.compress(b"1 2\n" * 5_000_000))
    with opened(tmp_path / "bomb.gz", 10**9, refusal) as file, pytest.raises(UserError) as error:
        file.read()
    assert str(error.value) == "The list unpacks to more than 200 times its size, which no ordinary file does."


@pytest.mark.parametrize("kind", ["pipe", "device", "folder", "nothing"])
def test_only_regular_files_are_opened(tmp_path: Path, kind: str) -> None:
    path = {"device": Path("/dev/zero"), "folder": tmp_path}.get(kind, tmp_path / "odd")
    if kind == "pipe":
        os.mkfifo(path)
    said = {"folder": "is a folder, not a file", "nothing": "does not exist"}
    with pytest.raises(UserError) as error:
        opened(path, 10, refusal)
    assert str(error.value) == f"The list {said.get(kind, 'is not a regular file but a device, a pipe or a socket')}."


@given(st.text(max_size=200))
def test_a_safe_name_is_one_plain_file_name(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[A-Za-z0-9_=][A-Za-z0-9._=-]*", name) or not text
    assert len(name) <= LONGEST_NAME
    assert ".." not in name or name == text


@given(st.lists(st.text(max_size=100), min_size=2, max_size=6, unique=True))
def test_two_texts_never_share_a_name(texts: list[str]) -> None:
    assert len({safe_name(text) for text in texts}) == len(texts)


@pytest.mark.parametrize(
    ("text", "name"),
    [("curve-time.days", "curve-time.days"), ("../../etc", "etc-"), ("x/y", "x-y-"), ("é" * 60, ""), ("..", "")],
)
def test_what_is_safe_stays_and_the_rest_is_told_apart_by_a_digest(text: str, name: str) -> None:
    assert safe_name(text) == name or re.fullmatch(re.escape(name) + "[0-9a-f]{8}", safe_name(text))


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("untouched")
    (tmp_path / "ours").symlink_to(tmp_path / "theirs")
    write_text(tmp_path / "ours", "new")
    assert (tmp_path / "theirs").read_text() == "untouched"
    assert (tmp_path / "ours").read_text() == "new"
    assert not (tmp_path / "ours").is_symlink()


def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "plots").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="is a link that leads elsewhere"):
        place(tmp_path / "out", "plots", "a.svg")


@pytest.mark.parametrize("part", ["..", ".", "", "a/b", "/etc", "a\0b"])
def test_a_name_that_is_a_path_is_refused(tmp_path: Path, part: str) -> None:
    with pytest.raises(UserError, match="is no name of a file inside"):
        place(tmp_path, part)


def test_what_fails_leaves_the_old_file_and_no_draft(tmp_path: Path) -> None:
    write_text(tmp_path / "a", "old")
    with pytest.raises(IsADirectoryError), aside(tmp_path / "a") as draft:
        (draft.write_text("half"), tmp_path.read_text())
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_text() == "old"


def test_a_place_that_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiskTrouble, match=re.escape(f"Results cannot be written into '{tmp_path / 'file'}': ")):
        probe(tmp_path / "file")


def test_the_home_folder_stands_for_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert expanded("~/x") == tmp_path / "x"


def test_a_file_that_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    probe_file(tmp_path / "new" / "x.html")
    (tmp_path / "old.html").write_text("old")
    probe_file(tmp_path / "old.html")
    assert (tmp_path / "old.html").read_text() == "old"
    assert [path.name for path in sorted(tmp_path.rglob("*"))] == ["new", "old.html"]
    with pytest.raises(DiskTrouble, match="Is a directory"):
        probe_file(tmp_path)


def test_a_device_is_not_replaced() -> None:
    with pytest.raises(DiskTrouble, match="'/dev/null': it is no regular file but a device, a pipe or a socket"):
        probe_file(Path("/dev/null"))
