from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks import page
from benchmarks.report import Form, Measure, SkippedError, at_least, at_most
from benchmarks.twin import Turns, _measures

SLOW, QUICK = Measure("slow", 9.0, "s"), Measure("quick", 0.5, "s")


def test_a_measure_is_held_against_a_ceiling_or_a_floor() -> None:
    assert [at_most(4.0, each).met for each in (SLOW, QUICK)] == [False, True]
    assert [at_least(4.0, each).met for each in (SLOW, QUICK)] == [True, False]
    assert at_most(4.0, SLOW).target == "at most 4"
    assert at_least(0.25, SLOW, judged=False) == Measure("slow", 9.0, "s", target="at least 0.25")


def test_what_cannot_be_measured_is_said_and_left_out(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(form: Form) -> list[Measure]:
        raise SkippedError("No abacus was found.")

    there = {"a": command.Benchmark("Beads", refuse), "b": command.Benchmark("Bits", lambda form: [QUICK])}
    monkeypatch.setattr(command, "BENCHMARKS", there)
    assert command.measured(["a", "b"], Form()) == {"b": [QUICK]}
    assert "Beads: skipped. No abacus was found." in capsys.readouterr().out


@pytest.mark.parametrize("name", ["starsim", "against"])
def test_what_is_compared_with_others_needs_them(name: str) -> None:
    with pytest.raises(SkippedError, match=r"nothing is compared with"):
        command.BENCHMARKS[name].run(Form(starsim="true-but-no-python", against=None))


def test_a_benchmark_keeps_what_was_measured_before_until_it_is_run_again(tmp_path: Path) -> None:
    file = tmp_path / "speed.json"
    page.keep({"scale": [SLOW], "plans": [QUICK]}, file)
    kept = page.keep({"scale": [at_most(1.0, QUICK)]}, file)
    assert kept["plans"]["measures"] == [{"name": "quick", "value": 0.5, "unit": "s"}]
    assert kept["scale"]["measures"][0]["target"] == "at most 1"
    text = "<!-- measured: scale -->\nold\n<!-- end -->\n\n<!-- measured: startup -->\n<!-- end -->\n"
    assert page.written(text, kept) == (
        "<!-- measured: scale -->\n|  | value | unit | target |\n| --- | ---: | ---: | ---: |\n"
        "| quick | 0.5 | s | at most 1 met |\n<!-- end -->\n\n"
        "<!-- measured: startup -->\nNot measured yet.\n<!-- end -->\n"
    )
    assert "| quick | 0.5 | s | at most 1 met |" in page.targets("targets", kept)


def test_the_page_on_speed_says_what_is_kept() -> None:
    kept, text = page.read(), page.PAGE.read_text(encoding="utf-8")
    assert page.written(text, kept) == text, "run: python -m benchmarks.page"
    shown = {match["name"] for match in page.BLOCK.finditer(text)}
    assert shown == set(page.BLOCKS)
    assert (
        set(kept) <= set(command.BENCHMARKS) == shown - {"targets", "machines"} | {"fuzz", "frames"}
    )  # told elsewhere


def test_the_fastest_turns_are_compared() -> None:
    turns = Turns([4.0, 3.0], [2.0, 1.0], [9.0, 1.5], conversations=10**9, days=100)
    found = {measure.name.partition(": ")[2]: measure for measure in _measures(10_000, 0.5, turns)}
    assert (found["market"].value, found["market"].low, found["market"].high) == (3.0, 3.0, 4.0)
    assert found["a day, C++, best rows"].value == 15_000.0
    ratio = found["market / best C++"]
    assert (ratio.value, ratio.target, ratio.met) == (2.0, "at most 2", True)
    assert ratio.detail["conversation_ns"] == {"market": 3.0, "C++, the market's rows": 1.0, "C++, best rows": 1.5}
    assert [each.met for each in _measures(10_000, 0.1, turns)] == [None] * 7
