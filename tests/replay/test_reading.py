"""Contact lists from files: what is read, and the sentence for everything that cannot be."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.replay import reading
from sim.replay.contacts import ContactListError, Contacts
from sim.replay.reading import read_contacts

FORM = "a contact is three columns between blanks, tabs, commas or semicolons: seconds, person, person"
MIXED = "People are all whole numbers or all names."
Read: TypeAlias = Callable[[str | bytes], tuple[Contacts, list[str]]]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads a text as the contact list list.txt."""
    monkeypatch.chdir(tmp_path)

    def from_text(text: str | bytes) -> tuple[Contacts, list[str]]:
        Path("list.txt").write_bytes(text.encode() if isinstance(text, str) else text)
        return read_contacts("list.txt")

    return from_text


def rows(contacts: Contacts) -> list[tuple[int, int, int]]:
    ends = contacts.people[contacts.one].tolist(), contacts.people[contacts.two].tolist()
    return list(zip(contacts.times.tolist(), *ends, strict=True))


@pytest.mark.parametrize("between", [" ", "\t", ",", ", ", "   "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_columns_may_be_separated_in_several_ways(read: Read, between: str, end: str) -> None:
    text = end.join(between.join(row) for row in (("20", "7", "3"), ("20", "3", "12"), ("40", "3", "7")))
    contacts, remarks = read(text)
    assert rows(contacts) == [(20, 3, 7), (20, 3, 12), (40, 3, 7)]
    assert contacts.people.tolist() == [3, 7, 12]
    assert remarks == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 9), st.integers(10, 19)), min_size=1, max_size=30))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_list_comes_back(read: Read, drawn: list[tuple[int, int, int]]) -> None:
    wanted = sorted({(20 * slot + 7, a, b) for slot, a, b in drawn})
    contacts, _ = read("".join(f"{time} {b} {a}\n" for time, a, b in wanted))
    assert rows(contacts) == wanted


def test_comments_blank_lines_and_a_byte_order_mark_are_passed_over(read: Read) -> None:
    contacts, remarks = read(b"\xef\xbb\xbf# t i j\n\n20 1 2\n  \n% later\n40 1 2")
    assert rows(contacts) == [(20, 1, 2), (40, 1, 2)]
    assert remarks == []


def test_further_columns_are_not_used_whatever_their_encoding(read: Read) -> None:
    contacts, remarks = read("20 1 2 Führung B\n40 1 2 A B\n".encode("latin-1"))
    assert rows(contacts) == [(20, 1, 2), (40, 1, 2)]
    assert remarks == ["Columns after the third are not used."]


def test_packed_lists_are_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "list.txt.gz"
    path.write_bytes(gzip.compress(b"20 1 2\n40 1 2\n"))
    assert rows(read_contacts(path)[0]) == [(20, 1, 2), (40, 1, 2)]


def test_repeated_contacts_count_once_and_are_mentioned(read: Read) -> None:
    contacts, remarks = read("# one\n20 1 2\n20 2 1\n40 1 2\n")
    assert rows(contacts) == [(20, 1, 2), (40, 1, 2)]
    assert remarks == ["1 line repeats an earlier contact (the first is line 3) and count once."]
    _, remarks = read("20 1 2\n20 1 2\n20 2 3\n20 2 1\n")
    assert remarks == ["2 lines repeat an earlier contact (the first is line 2) and count once."]


def test_slots_that_are_far_apart_are_mentioned(read: Read) -> None:
    _, remarks = read("0 1 2\n300 1 2\n900 1 2\n")
    assert remarks == [
        "Times are 300 seconds or more apart, so a talk seems to consist of single slots of 20 seconds, and "
        "durations mean little. If a line stands for 300 seconds, add --slot 300."
    ]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("20 1 2\n40 1\n", 2, f"the line has 2 columns; {FORM}."),
        ("20;1;2\n40 1 2\n", 2, f"the line has 1 column; {FORM}."),
        ("20,1,2\n40 1 2\n", 2, f"the line has 1 column; {FORM}."),
        ("20 1 2\n40,1,2\n", 2, f"the line has 1 column; {FORM}."),
        ("20 1 2\n\n40 anna 2\n", 3, f'"anna" in column 2 is no whole number; {FORM}. {MIXED}'),
        ("20 1 2.5\n", 1, f'"2.5" in column 3 is no whole number; {FORM}.'),
        ("20,1,\n", 1, f'"" in column 3 is no whole number; {FORM}.'),
        ("1_000 1 2\n", 1, f'"1_000" in column 1 is no whole number; {FORM}.'),
        ("²0 1 2\n", 1, f'"²0" in column 1 is no whole number; {FORM}.'),
        ("t,i\n20,1,2\n", 1, f"the line has 2 columns; {FORM}."),
        ("t i j\nt i j\n", 2, f'"t" in column 1 is no whole number; {FORM}.'),
        ("20.5 1 2\n", 1, f'"20.5" in column 1 is no whole number; {FORM}.'),
        ('20 anna bob\n40 anna ""\n', 2, "the name in column 3 is missing."),
        ("20 anna 2.5\n", 1, f'"anna" in column 2 is no whole number; {FORM}.'),
        ("-20 1 2\n", 1, "-20 in column 1 is negative; seconds count from 0."),
        ("20 1 -3\n", 1, "-3 in column 3 is negative; people are numbered from 0."),
        (
            "# x\n20 1 2\n60 1 2\n40 1 2\n",
            4,
            "the time 40 comes after the time 60 of line 3; the lines must be sorted by time, which stands in the "
            "first column.",
        ),
        (
            "5 1 2\n25 1 2\n40 1 2\n",
            3,
            "the time 40 is not a multiple of 20 seconds after the first, 5; every line stands for a slot of 20 "
            "seconds, and those of one slot have the same time. If a line stands for 5 seconds, add --slot 5.",
        ),
        (
            "20 1 2\n40 1 123456789012345\n",
            2,
            "123456789012345 is too large a number; all are below 100,000,000,000,000.",
        ),
        (
            "20 1 " + "9" * 1000,
            1,
            "a number of very many digits is too large a number; all are below 100,000,000,000,000.",
        ),
        ("20 1 2\n" + "7" * 5000, 2, "longer than 4,096 bytes; this is no contact list."),
        (b"\x1b[2J 1 2\n", 1, f'"\\u001b[2J" in column 1 is no whole number; {FORM}.'),
    ],
)
def test_a_bad_line_is_named(read: Read, text: str | bytes, line: int, sentence: str) -> None:
    with pytest.raises(ContactListError) as caught:
        read(text)
    assert str(caught.value) == f"list.txt, line {line}: {sentence}"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n"])
def test_an_empty_list_is_refused(read: Read, text: str) -> None:
    with pytest.raises(ContactListError) as caught:
        read(text)
    assert str(caught.value) == f"The contact list list.txt is empty; {FORM}."


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_junk_is_read_or_refused_with_a_sentence(read: Read, junk: bytes) -> None:
    said = ""
    try:
        read(junk)
    except ContactListError as error:
        said = str(error)
    assert said == "" or said.startswith(("list.txt, line ", "The contact list list.txt ", "list.txt: the name"))
    assert said == "" or said.endswith(".")
    assert said.isprintable()


def test_a_missing_file_is_told_with_its_nearest_neighbor(read: Read) -> None:
    read("20 1 2\n")
    with pytest.raises(ContactListError) as caught:
        read_contacts("lisd.txt")
    assert str(caught.value) == 'There is no contact list lisd.txt. Did you mean "list.txt"?'


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(ContactListError) as caught:
        read_contacts(tmp_path)
    assert str(caught.value) == f"The contact list {tmp_path} is a folder, not a file."


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (b"20 1 2\n", "Not a gzipped file (b'20')"),
        (
            gzip.compress(b"20 1 2\n" * 100, mtime=0)[:-12],
            "Compressed file ended before the end-of-stream marker was reached",
        ),
    ],
)
def test_a_broken_packed_list_is_refused(tmp_path: Path, packed: bytes, reason: str) -> None:
    path = tmp_path / "list.gz"
    path.write_bytes(packed)
    with pytest.raises(ContactListError) as caught:
        read_contacts(path)
    assert str(caught.value) == f"The contact list {path} cannot be read: {reason}."


def test_a_very_large_list_is_refused(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 1_000_000)
    with pytest.raises(ContactListError) as caught:
        read("20 1 2\n" * 150_000)
    assert str(caught.value) == "The contact list list.txt is larger than 1 MB."
