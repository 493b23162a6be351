from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.core.registry import Number, Rule, RuleError, check, declare, number, outcome, package, plan, plot

WRITTEN = '''
from sim.core.registry import law, number, outcome, plan


@law("short", order=2)
def short(draw, company):
    """Half a year.

    More.
    """


@outcome("hats", label="Hats", unit="hats", better="more", needs=("people",), order=1, wide=True, made=max(1, 2))
@outcome("coats", meaning="Coats.")
def hats(world):
    """Hats."""


@plan("shared", numbers=[number("share", 0.1, ge=0, le=1), number("most", 3)])
def shared(company, share, most): ...
'''


def test_declarations_are_read_where_they_are_written_and_nothing_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text(WRITTEN)
    monkeypatch.setattr(package, "PACKAGE", tmp_path)
    short, hats, coats, shared = package._in_file(tmp_path / "mine.py")
    assert (short.kind, short.name, short.meaning, short.order, short.line) == ("life", "short", "Half a year.", 2, 5)
    assert (hats.label, hats.unit, hats.better, hats.needs, hats.more) == (
        *("Hats", "hats", "more", ("people",)),
        {"wide": True},
    )
    assert (coats.meaning, coats.module) == ("Coats.", "sim.mine")
    assert shared.numbers == (Number("share", 0.1, ge=0, le=1), Number("most", 3))


def test_a_rule_is_told_in_plain_types_and_read_back() -> None:
    rule = Rule("plan", "x", "All.", 3, needs=("a",), numbers=(Number("n", 1, ge=0),), more={"wide": 1})
    assert Rule.from_told(json.loads(json.dumps(rule.told()))) == rule
    bare = {"kind": "phase", "name": "x", "meaning": "", "line": 0, "unit": "", "less_is_better": False}
    assert Rule("phase", "x").told() == bare
    old = {"kind": "measure", "name": "x", "meaning": "", "line": 1, "when": "", "unit": "", "less_is_better": True}
    assert Rule.from_told(old).less_is_better


@pytest.mark.parametrize(
    ("value", "of", "wrong"),
    [
        (0.5, number("x", 0.1, "share", ge=0, le=1), ""),
        (1, number("x", 0.1, "share", ge=0, le=1), ""),
        (-1, number("x", 0.1, "share", ge=0, le=1), "must be at least 0 (share)."),
        (2, number("x", 0.1, "share", ge=0, le=1), "must be at most 1 (share)."),
        (float("nan"), number("x", 0.1, ge=0), "must be a finite number."),
        (float("inf"), number("x", 0.1, ge=0), "must be a finite number."),
        ("a", number("x", 0.1), "must be a number."),
        (True, number("x", 0.1), "must be a number."),
        (0.5, number("x", 3, "days"), "must be a whole number (days)."),
        (1, number("x", True), "must be true or false."),
    ],
)
def test_a_number_says_what_it_takes(value: object, of: Number, wrong: str) -> None:
    assert of.wrong(value) == wrong


def test_numbers_and_what_is_better_are_asked_for_in_sentences() -> None:
    def rule(company: object, share: float) -> None: ...

    with pytest.raises(RuleError, match=r"^the compensation plan \"x\" must be a function of one argument and its nu"):
        plan("x", numbers=[number("shared", 0.1)])(rule)
    with pytest.raises(RuleError, match=r"is called \"share\": needs a name like a variable's, once\.$"):
        plan("x", numbers=[number("share", 0.1), number("share", 0.2)])
    with pytest.raises(RuleError, match=r"^the number \"share\" of the compensation plan \"x\" must be at least 1\.$"):
        plan("x", numbers=[number("share", 0.1, ge=1)])
    with pytest.raises(RuleError, match=r"must be written as number\(\"name\", default\)\.$"):
        plan("x", numbers=[0.5])  # type: ignore[list-item]
    with pytest.raises(RuleError, match=r'better must be "more", "less" or nothing\.$'):
        outcome("x", better="most")
    assert plan("x", numbers=[number("share", 0.1)])(rule) is rule


def test_plots_and_checks_take_what_they_like_and_a_name_once() -> None:
    def drawn(*anything: object) -> None: ...

    drawn.__module__ = "sim.nowhere"
    try:
        assert plot("x", needs=["series"], order=2, tall=True)(check("x")(drawn)) is drawn
        found = declare.kept["plot", "x"].rule
        assert (found.needs, found.order, found.more, found.module) == (("series",), 2, {"tall": True}, "sim.nowhere")

        def other() -> None: ...

        other.__module__ = "sim.elsewhere"
        with pytest.raises(ValueError, match="The plot 'x' is declared twice"):
            plot("x")(other)
    finally:
        declare.kept.pop(("plot", "x"), None), declare.kept.pop(("check", "x"), None)
