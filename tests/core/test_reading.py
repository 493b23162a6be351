from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.core.files import opened


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
