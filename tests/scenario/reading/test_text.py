"""Files that are read, and what is said of those that are not."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import ScenarioError, load
from sim.scenario.reading.text import LONGEST_LINE, MOST_BYTES, beside, hint, parsed, read


def said(path: Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        parsed(read(path, str(path)), str(path))
    return str(caught.value)


def test_a_missing_file(folder: Path) -> None:
    assert said(Path("x.toml")) == "x.toml: there is no such file."


def test_a_misspelled_file(write: Callable[..., Path]) -> None:
    write("a = 1", "focus.toml")
    assert said(Path("focsu.toml")) == 'focsu.toml: there is no such file. Did you mean "focus.toml"?'


def test_a_folder(folder: Path) -> None:
    Path("x.toml").mkdir()
    assert said(Path("x.toml")) == "x.toml is a folder, not a scenario file."


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo("x.toml")
    assert said(Path("x.toml")) == "x.toml is not a regular file but a device, a pipe or a socket."


@pytest.mark.parametrize("name", ["/dev/zero", "/dev/stdin", "/dev/null", "/dev/tty"])
def test_a_device_is_not_read(folder: Path, name: str) -> None:
    if not Path(name).exists() or Path(name).is_file():
        pytest.skip("there is no such device")
    os.symlink(name, "x.toml")
    assert said(Path("x.toml")) == "x.toml is not a regular file but a device, a pipe or a socket."


@pytest.mark.parametrize("name", ["/proc/kmsg", "/proc/self/environ", "/proc/version"])
def test_a_file_of_the_kernel_is_not_opened(folder: Path, name: str) -> None:
    if not Path(name).exists():
        pytest.skip("there is no such file")
    os.symlink(name, "x.toml")
    assert said(Path("x.toml")).startswith("x.toml is empty.")


def test_a_socket(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("x.toml")
        assert said(Path("x.toml")) == "x.toml is not a regular file but a device, a pipe or a socket."


def test_what_extends_a_pipe_is_told_where_it_says_so(write: Callable[..., Path]) -> None:
    os.mkfifo("base.toml")
    with pytest.raises(ScenarioError) as caught:
        load(write('title = "x"\nextends = "base.toml"'))
    assert str(caught.value) == (
        'x.toml, line 2: extends = "base.toml" is not a regular file but a device, a pipe or a socket.'
    )


def test_a_name_no_file_can_have(folder: Path) -> None:
    assert said(Path("x\0.toml")) == "x\\x00.toml: has a name that no file can have."
    assert said(Path("x" * 300)) == "x" * 300 + ": cannot be read (File name too long)."


def test_a_file_inside_a_file(write: Callable[..., Path]) -> None:
    write("a = 1")
    assert said(Path("x.toml/y.toml")) == "x.toml/y.toml: cannot be read (Not a directory)."


def test_50_megabytes_are_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("x.toml").open("wb") as file:
        file.truncate(50_000_000)
    assert said(Path("x.toml")) == "x.toml is too large: a scenario file has at most 1 MB."


def test_the_largest_file_is_read(write: Callable[..., Path]) -> None:
    assert len(read(write(b"a = 1" + b"\n" * (MOST_BYTES - 5)), "x.toml")) == MOST_BYTES


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff"])
def test_an_empty_file(write: Callable[..., Path], text: str) -> None:
    assert said(write(text)) == (
        'x.toml is empty. A scenario begins with extends = "manyhats:base" or states its companies.'
    )


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(write: Callable[..., Path]) -> None:
    path = write(b"\xef\xbb\xbfa = 1\r\nb = 2\r\n")
    assert parsed(read(path, "x.toml"), "x.toml") == {"a": 1, "b": 2}


def test_line_ends_of_old_machines_are_accepted(write: Callable[..., Path]) -> None:
    assert parsed(read(write(b"a = 1\r[b]\rc = 2\r"), "x.toml"), "x.toml") == {"a": 1, "b": {"c": 2}}


def test_latin_1_is_refused_with_its_line(write: Callable[..., Path]) -> None:
    assert said(write('a = 1\ntitle = "Gr\u00fc\u00dfe"\n'.encode("latin-1"))) == (
        "x.toml, line 2 is not UTF-8 text (byte 0xfc). Save the file as UTF-8."
    )


def test_utf_16_is_refused(write: Callable[..., Path]) -> None:
    assert said(write("a = 1".encode("utf-16"))) == (
        "x.toml, line 1 is not UTF-8 text (byte 0xff). Save the file as UTF-8."
    )


def test_a_line_without_end(write: Callable[..., Path]) -> None:
    assert said(write("a = 1\nb" + ".b" * LONGEST_LINE + " = 1")) == (
        "x.toml, line 2: the line is longer than 1000 characters; break it."
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "a = 1\nb 2",
            "x.toml, line 2 is not valid TOML: expected '=' after a key in a key/value pair (column 3).",
        ),
        (
            "a = 1\na = 2\n",
            "x.toml, line 2 is not valid TOML: cannot overwrite a value (column 6). "
            "The key, or the table that holds it, is stated above already.",
        ),
        ("a = [1,\n2\n\n", "x.toml, line 2 is not valid TOML: unclosed array (end of file)."),
        (
            "[a]\n[a]",
            "x.toml, line 2 is not valid TOML: cannot declare ('a',) twice (column 3). "
            "Put the keys of a under one header.",
        ),
        ("a = \x00", "x.toml is not UTF-8 text (it holds zeros, as UTF-16 does). Save the file as UTF-8."),
        ("a =" + "\n[" * 2000, "x.toml, line 1 is not valid TOML: invalid value (column 4). A value is missing."),
        ("a = [\n" + "[\n" * 2000, "x.toml: the brackets are nested too deeply."),
    ],
)
def test_what_is_not_toml(write: Callable[..., Path], text: str, sentence: str) -> None:
    assert said(write(text)) == sentence


def test_a_number_of_too_many_digits() -> None:
    with pytest.raises(ScenarioError) as caught:
        parsed("a = " + "9" * 5000, "x.toml")
    assert str(caught.value) == "x.toml: a whole number has too many digits."


def test_neighbors_are_named_relative_to_the_file() -> None:
    assert beside("scenarios/x.toml", "base.toml") == "scenarios/base.toml"
    assert beside("scenarios/x.toml", "../base.toml") == "base.toml"
    assert beside("x.toml", "/etc/base.toml") == "/etc/base.toml"


def hinted(text: str) -> str:
    """The hint about the last line of a text."""
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text + "\n")
    return hint(str(caught.value), text.rsplit("\n", 1)[-1])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("x = 0,5", "Numbers have a point, not a comma: 0.5."),
        ("x = -12,25 # here", "Numbers have a point, not a comma: -12.25."),
        ("x = 3%", "Shares are numbers without a percent sign: 0.03."),
        ("x = 3,5 %", "Shares are numbers without a percent sign: 0.035."),
        ("x = 1.2.3%", "Shares are numbers without a percent sign: 0.03 for 3 %."),
        ("x = 10 000", "Thousands are written 10_000."),
        ("x = 1,000,000", "Thousands are written 1_000_000."),
        ("x=.3", "A point has digits on both sides: 0.3."),
        ("x = -5.", "A point has digits on both sides: -5.0."),
        ("x = 007", "Numbers have no zeros in front: 7."),
        ("x = 30 days", "A number stands alone; its unit is fixed (manyhats explain)."),
        ("x = 1e", ""),
        ("x = True", "Switches are true or false, in small letters."),
        ("x = no", "Switches are true or false, in small letters."),
        ("x =", "A value is missing."),
        ("x = home", 'Text needs quotes: "home".'),
        ("x = base.toml", 'Text needs quotes: "base.toml".'),
        ('x = ["vita", clicks]', 'Text needs quotes: "clicks".'),
        ("x = { strategy = [focus] }", 'Text needs quotes: "focus".'),
        ("x = Infinity", ""),
        ('x = "home', "A quote is not closed."),
        ("x = it's", "A quote is not closed."),
        ("x = \u201chome\u201d", 'Quotes are straight ones ("), not \u201c.'),
        ("x = \u201ehome\u201c", 'Quotes are straight ones ("), not \u201e.'),
        ("x = \u00abhome\u00bb", 'Quotes are straight ones ("), not \u00ab.'),
        ("x =\u00a030", "U+00A0 only looks like a character of TOML: type it anew."),
        ("x = \u22123", "U+2212 only looks like a character of TOML: type it anew."),
        ("x: 30", "Between key and value stands =."),
        ("// words", "Comments begin with #."),
        ("; words", "Comments begin with #."),
        ("memory half life = 3", 'Names with blanks need quotes: "memory half life".'),
        (
            'x = "C:\\Users\\me"',
            "A backslash in \"quotes\" begins an escape: write / in its place, or put the text in 'single quotes'.",
        ),
        ("[time]\n[time]", "Put the keys of time under one header."),
        ("[a.b]\n[a.b]", "Put the keys of a.b under one header."),
        ("x = 1\nx = 2", "The key, or the table that holds it, is stated above already."),
        ("x = { a = 1 }\nx.b = 2", "The key, or the table that holds it, is stated above already."),
        ('x = "\u2212" ? # \u201c', ""),
        ("[time", ""),
    ],
)
def test_what_a_line_was_meant_to_be(line: str, sentence: str) -> None:
    assert hinted(line) == sentence


def test_the_hint_ends_the_sentence(write: Callable[..., Path]) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(write("[time]\n\tdays = 30,5 # days\n"))
    assert str(caught.value) == (
        "x.toml, line 2 is not valid TOML: expected newline or end of document after a statement (column 11). "
        "Numbers have a point, not a comma: 30.5."
    )
