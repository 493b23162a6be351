"""Contact lists as they are published: each is read as what it means, or refused by what it is."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from random import Random

import pytest

from sim.replay.contacts import ContactListError
from sim.replay.reading import read_contacts
from sim.replay.statistics import measure, take_apart
from tests.replay.lists import evening
from tests.world.graphs.mutants import contact_mutants

WANTED = [(20, 0, 1), (40, 0, 2)]
FORM = "a contact is three columns between blanks, tabs, commas or semicolons: seconds, person, person"
TALKS = (
    "is a list of talks from one time to another, not of contacts in slots; write a line for each slot in which two "
    "people face each other (docs/replay.md shows how)."
)


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def read(text: str | bytes, slot: int = 20) -> tuple[list[tuple[int, int, int]], list[str]]:
    """Rows (time, and the two by place) and remarks."""
    Path("list.txt").write_bytes(text if isinstance(text, bytes) else text.encode())
    found, remarks = read_contacts("list.txt", slot)
    return list(zip(found.times.tolist(), found.one.tolist(), found.two.tolist(), strict=True)), remarks


def failure(text: str | bytes, slot: int = 20) -> str:
    with pytest.raises(ContactListError) as caught:
        read(text, slot)
    return str(caught.value)


def outcome(name: str) -> str:
    try:
        assert read_contacts(name)[0].people.size >= 2
    except ContactListError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(
    "text",
    [
        "20 ann bob\n40 ann cy\n",
        "20;ann;bob\n40;cy;ann\n",
        "20\tAnn Lee\tBob\n40\tAnn Lee\tCy\n",
        '20,"Lee, Ann","Moe"\n40,"Ray, Cy","Lee, Ann"\n',
        '20 "Ann Lee" "Bob Ray"\n40 "Cy Dee" "Ann Lee"\n',
        "20 A1 B2\n40 A1 C3\n",
        "20 一 丁\n40 七 一\n",
    ],
)
def test_names_are_people(text: str) -> None:
    assert sorted({place for row in read(text)[0] for place in row[1:]}) == [0, 1, 2]
    assert read(text) == (WANTED, [])


def test_names_are_numbered_by_the_alphabet_whatever_the_order_of_lines() -> None:
    one, _ = read("20 cy ann\n20 bob ann\n40 bob cy\n")
    other, _ = read("20 ann bob\n20 ann cy\n40 cy bob\n")
    assert one == other == [(20, 0, 1), (20, 0, 2), (40, 1, 2)]


@pytest.mark.parametrize(
    ("head", "between"),
    [("t i j", " "), ("time\tperson1\tperson2", "\t"), ('"t","i","j"', ","), ("Time;A;B", ";"), ("t i j Ci Cj", " ")],
)
@pytest.mark.parametrize("people", [("7", "8", "9"), ("ann", "bob", "cy")])
def test_column_names_are_passed_over(head: str, between: str, people: tuple[str, str, str]) -> None:
    a, b, c = people
    rows, remarks = read(f"{head}\n20{between}{a}{between}{b}\n40{between}{a}{between}{c}\n")
    assert rows == WANTED
    assert remarks == ["Line 1 names the columns."]


@pytest.mark.parametrize(
    ("text", "place"),
    [("i j t\n1 2 20\n", 3), ('"","t","i","j"\n"1",20,1,2\n', 2), ("a;b;timestamp\n1;2;20\n", 3)],
)
def test_column_names_that_put_the_time_elsewhere_are_believed(text: str, place: int) -> None:
    assert failure(text) == (
        f"list.txt, line 1: by its name the time stands in column {place}; it has to stand in the first, before the "
        "two people."
    )


@pytest.mark.parametrize("head", ["start,end,a,b", "i j tstart duration", "from\tuntil\tx\ty", "a;b;start;stop"])
def test_column_names_of_talks_are_believed(head: str) -> None:
    assert failure(f"{head}\n20,40,1,2\n") == f"list.txt, line 1: by its column names this {TALKS}"


@pytest.mark.parametrize(("slot", "step"), [(10, 10), (1, 1), (60, 60), (300, 300), (5, 5)])
def test_slots_may_have_another_length(slot: int, step: int) -> None:
    rows, remarks = read(f"{step} 1 2\n{2 * step} 1 3\n", slot)
    assert rows == [(step, 0, 1), (2 * step, 0, 2)]
    assert remarks == []


def test_talks_of_another_slot_last_as_long_as_their_slots() -> None:
    text = "".join(f"{10 * slot} 1 2\n" for slot in range(60))
    Path("list.txt").write_text(text)
    event = take_apart(read_contacts("list.txt", 10)[0], 10)
    assert event.talks.seconds.tolist() == [600]
    assert event.contacts.hours == pytest.approx(600 / 3600)
    Path("list.txt").write_text("".join(f"{300 * slot} 1 2\n" for slot in range(60)))
    assert take_apart(read_contacts("list.txt", 300)[0]).talks.seconds.tolist() == [18_000]


@pytest.mark.parametrize(("step", "unit"), [(10, "seconds"), (5, "seconds"), (30, "seconds"), (1, "second")])
def test_the_slot_is_guessed_where_it_does_not_fit(step: int, unit: str) -> None:
    said = failure("".join(f"{step * slot} 1 2\n" for slot in range(6)))
    assert said.startswith(f"list.txt, line 2: the time {step} is not a multiple of 20 seconds after the first, 0; ")
    assert said.endswith(f"have the same time. If a line stands for {step} {unit}, add --slot {step}.")


@pytest.mark.parametrize("slot", [0, -20, 3_601])
def test_a_slot_is_a_second_to_an_hour(slot: int) -> None:
    assert failure("20 1 2\n", slot) == f"--slot {slot}: must be from 1 to 3,600 seconds."


@pytest.mark.parametrize("first", [1_240_913_019_000, 0, 20_000])
def test_milliseconds_are_read_as_such(first: int) -> None:
    rows, remarks = read("".join(f"{first + 20_000 * slot} 1 2\n" for slot in range(4)))
    assert [time for time, _, _ in rows] == [first // 1_000 + 20 * slot for slot in range(4)]
    assert remarks == ["Times are taken as milliseconds."]


def test_milliseconds_off_the_grid_are_told() -> None:
    said = "The times of the contact list list.txt look like milliseconds, but are no multiples of 20 seconds apart."
    assert failure("1240913019000 1 2\n1240913019500 1 2\n") == said


@pytest.mark.parametrize(("text", "count"), [("43 43", 1), ("1 1\n40 2 2", 2)])
def test_a_person_paired_with_themselves_is_noted_and_passed_over(text: str, count: int) -> None:
    rows, remarks = read(f"20 1 2\n40 {text}\n40 1 2\n")
    assert rows == [(20, 0, 1), (40, 0, 1)]
    lines = "1 line is a contact" if count == 1 else "2 lines are contacts"
    assert remarks == [f"{lines} of a person with themselves (the first is line 2) and not used."]


def test_a_list_of_nobody_else_is_refused() -> None:
    said = "The contact list list.txt holds nobody but people in contact with themselves."
    assert failure("20 1 1\n40 2 2\n") == said


@pytest.mark.parametrize(
    "text",
    [
        "20.0 1 2\n40.0 1 3\n",
        "20,1,2,x\n40,1,3,y\n",
        "20.00;1.0;2.0\n40.00;1.0;3.0\n",
        "20 1 2\r40 1 3\r",
        "20 1 2\r\n40 1 3\r\n",
        "\ufeff20\t1\t2\n40\t1\t3\n",
        "% c\n20 1 2\n\n# d\n40 1 3\n",
        '"20","1","2"\n"40","1","3"\n',
    ],
)
def test_numbers_are_read_as_programs_write_them(text: str) -> None:
    assert read(text)[0] == WANTED


@pytest.mark.parametrize(
    "text",
    [
        "20 60 1 2\n40 100 1 3\n",
        "0 20 1 2\n0 40 3 4\n20 60 1 4\n",
        "3,17,1,2\n5,40,1,3\n",
        "1240913019 1240913059 1 2\n1240913021 1240913100 1 3\n",
        "1 2 20 60\n1 3 40 100\n",
        "1 2 0 60\n1 2 100 180\n1 4 200 220\n",
        "1 2 20 40\n2 3 60 20\n2 5 100 60\n",
    ],
)
def test_talks_from_one_time_to_another_are_refused(text: str) -> None:
    assert failure(text) == f"The contact list list.txt {TALKS}"


def test_a_time_in_the_third_column_is_told() -> None:
    assert failure("1 2 20\n1 3 40\n2 3 60\n") == (
        "The contact list list.txt seems to have its time in the third column; it has to stand in the first, before "
        "the two people."
    )


@pytest.mark.parametrize("text", ["20 1 2 3\n40 1 2 3\n", "20 1 2 3\n40 1 4 5\n", "20 1 2 4\n20 1 3 5\n20 1 4 6\n"])
def test_whole_numbers_in_a_fourth_column_are_no_talks(text: str) -> None:
    assert read(text)[1] == ["Columns after the third are not used."]


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("20 1 2\n".encode("utf-16"), "UTF-16 text; save it as UTF-8"),
        ("20 1 2\n40 1 2\n".encode("utf-16-le"), "UTF-16 text; save it as UTF-8"),
        (b"PK\x03\x04...", "a zip archive, as Excel and LibreOffice write them; save it as plain text"),
        (gzip.compress(b"20 1 2\n", mtime=0), "packed by gzip; save it as plain text"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image; save it as plain text"),
        (b"\x01\x02\0\x03", "binary, not text; save it as plain text"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(content: bytes, what: str) -> None:
    assert failure(content) == f"The contact list list.txt is {what}."


def test_names_in_another_encoding_are_refused() -> None:
    assert failure("20 jörg ann\n".encode("latin-1")) == (
        'The contact list list.txt: the name "j\ufffdrg" is not UTF-8 text, but perhaps Latin-1 or '
        "Windows-1252; save the list as UTF-8."
    )


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("pipe", "is not a regular file but a device, a pipe or a socket."),
        ("/dev/zero", "is not a regular file but a device, a pipe or a socket."),
        ("bomb.gz", "unpacks to more than 200 times its size, which no ordinary file does."),
        ("/proc/version", "is empty; a contact is three columns"),
    ],
)
def test_pipes_devices_and_bombs_are_refused(path: str, what: str) -> None:
    os.mkfifo("pipe")
    Path("bomb.gz").write_bytes(gzip.compress(b"20 1 2\n" * 300_000))
    with pytest.raises(ContactListError) as caught:
        read_contacts(path)
    assert str(caught.value).startswith(f"The contact list {path} {what}")


def test_the_home_folder_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    Path("list.txt").write_text("20 1 2\n")
    assert read_contacts("~/list.txt")[0].people.tolist() == [1, 2]


def test_names_and_numbers_measure_the_same() -> None:
    numbers = evening()
    rows = [line.split() for line in numbers.splitlines()]
    names = "t i j\n" + "".join(f"{t} p{int(a):02} p{int(b):02}\n" for t, a, b in rows)
    found = []
    for text in (numbers, names):
        Path("list.txt").write_text(text)
        found.append(measure(take_apart(read_contacts("list.txt")[0])))
    assert found[0].contradiction == found[1].contradiction
    assert found[0].circles.tolist() == found[1].circles.tolist()


def test_damaged_lists_are_read_or_refused_with_a_sentence() -> None:
    damaged = contact_mutants(Random(7))
    for _ in range(400):
        name, content = next(damaged)
        Path(name).write_bytes(content)
        said = outcome(name)
        assert said == "" or (name in said and said.isprintable() and said[-1] in ".?")


def test_scans_without_anybody_are_passed_over() -> None:
    rows, remarks = read("# timestamp,user_a,user_b,rssi\n0,0,-1,0\n0,2,3,-71\n300,2,3,-70\n300,4,-2,-80\n", 300)
    assert rows == [(0, 0, 1), (300, 0, 1)]
    assert remarks == [
        "Columns after the third are not used.",
        "2 lines have -1 or -2 in place of a person (the first is line 2): nobody near, and not used.",
    ]
    assert failure("20 1 -1\n") == f"The contact list list.txt holds no contact; {FORM}."


def test_numbers_as_numpy_writes_them() -> None:
    text = "".join(" ".join(f"{n:.18e}" for n in row) + "\n" for row in ((20, 7, 8), (40, 7, 9)))
    assert read(text) == (WANTED, [])


def test_the_first_line_of_excel_is_passed_over() -> None:
    assert read("sep=;\nt;i;j\n20;7;8\n40;7;9\n") == (WANTED, ["Line 2 names the columns."])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("20 Ann Lee Bob Ray\n40 Ann Lee Cid Poe\n", 'line 1: the word "Bob" stands behind the two people, so that '),
        ("20 'Ann Lee' 'Bob Ray'\n", 'line 1: the word "\'Bob" stands behind the two people, so that '),
        ("2019-06-13 05:28:20,A,B\n", 'line 1: "2019-06-13 05:28:20" in column 1 is a date or a time of day; '),
        ("09:00 1 2\n", 'line 1: "09:00" in column 1 is a date or a time of day; the first column counts seconds'),
        ("13/06/2019,1,2\n", 'line 1: "13/06/2019" in column 1 is a date or a time of day; '),
        ('"t" "i" "j"\n"1" 20 1 2\n', "line 2: one column more than line 1 names; if the first column only numbers "),
        ("20 1 2 3\n40 1 2\n", "line 1: a fourth number, which other lines do not have; if it is another person, "),
        ("source,target,weight\n1,2,5\n", "line 1: by its column names this is a list of ties, not of contacts; "),
        ("0 100 Ann Bob\n20 300 Ann Cid\n", f"line 1: by its columns this {TALKS}"),
        ("from,to,a,b\n0,100,Ann,Bob\n", f"line 2: by its columns this {TALKS}"),
        ('[{"t":20,"i":1,"j":2}]', 'line 1: "[{\\"t\\":20" in column 1 is no whole number; '),
    ],
)
def test_what_is_no_list_of_contacts_is_told_by_what_it_is(text: str, said: str) -> None:
    assert failure(text).startswith(f"list.txt, {said}")


def test_columns_behind_names_are_passed_over_where_they_can_be_told_apart() -> None:
    assert read("20,Ann,Bob,MED\n40,Ann,Cid,ADM\n") == (WANTED, ["Columns after the third are not used."])
    assert read("20 Ann Bob 3B 4C\n40 Ann Cid 3B 4C\n") == (WANTED, ["Columns after the third are not used."])


def test_a_time_in_the_third_column_is_seen_where_the_first_falls() -> None:
    assert failure("1 2 20\n1 3 20\n4 2 40\n2 3 60\n") == (
        "The contact list list.txt seems to have its time in the third column; it has to stand in the first, before "
        "the two people."
    )


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("t,i,j,k\n1,103,104,3\n1,104,105,4\n2,103,105,7\n", 1),
        ("time\ti\tj\tk\n0\t1\t3\t4\n0\t1\t4\t5\n1\t3\t5\t8\n", 1),
        ("1,1206,1180,8\n1,1157,1180,1\n2,627,1407,9\n", 1),
    ],
)
def test_a_number_behind_two_people_is_no_talk(text: str, slot: int) -> None:
    assert len(read(text, slot)[0]) == 3
    assert failure("0 100 1 2\n20 300 1 3\n100 200 2 3\n", slot) == f"The contact list list.txt {TALKS}"


@pytest.mark.parametrize(("one", "other"), [("Ann", "ann"), ("é", "e\u0301"), ("ann", "ann\u200b")])
def test_people_whose_names_look_alike_are_told_of(one: str, other: str) -> None:
    assert read(f"20 {one} bob\n20 {other} bob\n")[1][0].endswith(
        " are two people here, but differ only in case, blanks, marks that show nothing, or the form of a letter."
    )


@pytest.mark.parametrize("word", ["NA", "None", "null", "n/a"])
def test_a_word_for_nobody_is_told_of(word: str) -> None:
    assert read(f"20 ann {word}\n40 ann bob\n")[1] == [
        f'"{word}" is a person here; leave out what has it where nobody is meant.'
    ]
