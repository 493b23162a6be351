from __future__ import annotations

import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from sim.core.files import aside
from sim.lab.stored.files import fits, is_intact, signed, sum_of, write_json


def test_the_sum_of_a_file_is_its_size_and_its_hash(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"abc")
    assert sum_of(file) == {"bytes": 3, "sha256": hashlib.sha256(b"abc").hexdigest()}


@pytest.mark.parametrize("content", [b"abd", b"ab", b"abcd", b"", b"ABC"])
def test_other_bytes_do_not_fit(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"abc")
    told = sum_of(file)
    assert fits(file, told)
    file.write_bytes(content)
    assert not fits(file, told)
    file.unlink()
    assert not fits(file, told)
    file.mkdir()
    assert not fits(file, told)


def test_a_signed_object_is_known_again_in_any_order() -> None:
    value = signed({"b": [1, 2.5, None], "a": {"ü": "x"}})
    assert is_intact(value)
    assert is_intact(dict(reversed(value.items())))
    assert signed(value) == value


@pytest.mark.parametrize(
    "change", [{"b": [1, 2.5]}, {"b": [2.5, 1, None]}, {"a": {"u": "x"}}, {"c": 1}, {"digest": "0"}, {"digest": None}]
)
def test_any_other_content_is_seen(change: dict[str, Any]) -> None:
    assert not is_intact(signed({"b": [1, 2.5, None], "a": {"ü": "x"}}) | change)


def test_what_was_never_signed_is_not_intact() -> None:
    assert not is_intact({})
    assert not is_intact({"a": 1})


def test_a_file_is_there_completely_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.txt"
    with aside(path) as draft:
        draft.write_text("old")
        assert not path.exists()
    with suppress(ZeroDivisionError), aside(path) as draft:
        draft.write_text("half of the ne")
        raise ZeroDivisionError
    assert path.read_text() == "old"
    assert [file.name for file in path.parent.iterdir()] == ["x.txt"]


def test_json_is_readable(tmp_path: Path) -> None:
    write_json(tmp_path / "x.json", {"who": "Jøsang", "path": Path("a")})
    assert (tmp_path / "x.json").read_text(encoding="utf-8") == '{\n  "who": "Jøsang",\n  "path": "a"\n}\n'
