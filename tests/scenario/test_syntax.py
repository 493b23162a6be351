"""Lines that are not TOML are answered with what to write instead."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import ScenarioError, load
from sim.scenario.reading.text import hint


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
