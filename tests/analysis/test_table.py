from __future__ import annotations

import io
import runpy
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pandas as pd
import pytest
from rich.console import Console

import sim.record
from sim.analysis.differences import EFFECTS
from sim.analysis.results import Results
from sim.analysis.table import as_html, as_markdown, as_rich, between, comparison, signed, texts, write, write_csv
from sim.core.registry import declare
from sim.core.registry import package as registry
from sim.model.outcomes import OUTCOMES, of_rule
from sim.record.run import networker_outcomes
from sim.scenario import design
from tests.trees import TOP, plant, scenario_of

Made = Callable[..., Results]
NOTHING = dict.fromkeys(["difference", "low", "high", "better", "p50", *EFFECTS], float("nan"))


@pytest.fixture(scope="module")
def table(twins: Results) -> pd.DataFrame:
    return comparison(twins)


def test_means_and_medians_are_over_all_people(table: pd.DataFrame, twins: Results) -> None:
    persons = twins.persons()
    recruits = persons[persons["variant"] == "two, tailored"]["recruits"]
    row = table[(table["variant"] == "two, tailored") & (table["outcome"] == "recruits")].iloc[0]
    assert (row["seeds"], row["people"]) == (12, 96)
    assert row["mean"] == pytest.approx(recruits.mean(), abs=1e-12)
    assert row["p50"] == recruits.median()
    assert row["mean_low"] < row["mean"] < row["mean_high"]


def test_outcomes_of_the_scenario_come_first_and_what_never_happened_is_left_out(table: pd.DataFrame) -> None:
    assert list(dict.fromkeys(table["outcome"])) == [
        "recruits",
        "net_income",
        "net_loss",
        "credibility",
        "contradictions",
        "active_income",
        "passive_income",
        "costs",
    ]


def test_the_reference_has_no_difference(table: pd.DataFrame) -> None:
    reference = table[table["variant"] == "focus"]
    assert reference[["difference", "low", "high"]].isna().all(axis=None)
    assert (texts(reference)["Difference"] == "reference").all()
    assert (texts(reference)["95 % interval"] == "").all()


def test_the_variance_that_shared_seeds_save_is_among_the_numbers(table: pd.DataFrame, twins: Results) -> None:
    samples = twins.levels_of().pivot(index="seed", columns="variant", values="recruits")
    a, b = samples["focus"], samples["two, tailored"]
    row = table[(table["variant"] == "two, tailored") & (table["outcome"] == "recruits")].iloc[0]
    assert row["variance_saved"] == pytest.approx((a.var() + b.var()) / (a - b).var())
    assert table.loc[table["variant"] == "focus", "variance_saved"].isna().all()


def test_texts_have_units_and_signs(table: pd.DataFrame) -> None:
    row = {
        "setting": "",
        "outcome": "net_loss",
        "variant": "b",
        "seeds": 4,
        "mean": 0.5,
        "p50": float("nan"),
        "reference": "a",
        "difference": -0.02,
        "low": -0.1,
        "high": 0.03,
        "better": 0.625,
        "effect": -0.314,
        "beats": 0.31,
        "beats_low": 0.264,
        "beats_high": 0.358,
        "remark": "",
    }
    assert texts(pd.DataFrame([row])).iloc[0].tolist() == [
        "",
        "Share with a net loss",
        "b",
        "50.0 %",
        "−2.0",
        "−10.0 to +3.0 points",
        "−0.31",
        "62 %",
        "31 % (26 to 36)",
        "",
    ]


def test_the_terminal_shows_one_table_for_every_outcome_and_setting(made: Made) -> None:
    results = made(strategies=2, seeds=4, vary={"conversation.memory_half_life": [7, 30]})
    screen = Console(file=io.StringIO(), width=110)
    screen.print(as_rich(comparison(results)))
    text = screen.file.getvalue()  # type: ignore[attr-defined]
    outcomes = comparison(results)["outcome"].nunique()
    assert text.count("95 % interval") == 2 * outcomes
    assert text.count("(memory halved after 7)") == outcomes
    assert text.count("(memory halved after 30)") == outcomes


def test_names_stay_readable_on_eighty_columns(made: Made) -> None:
    screen = Console(file=io.StringIO(), width=80)
    screen.print(as_rich(comparison(made(strategies=2, seeds=4))))
    assert "two, disclosed  " in screen.file.getvalue()  # type: ignore[attr-defined]


def test_the_note_says_what_the_columns_are(made: Made) -> None:
    screen = Console(file=io.StringIO(), width=110)
    screen.print(as_rich(comparison(made(strategies=2, seeds=4))))
    text = " ".join(screen.file.getvalue().split())  # type: ignore[attr-defined]
    assert "Means over all people of all seeds, in brackets the median of all these people; a share is one of" in text
    assert "Twins: share of the same people who do better" in text
    screen = Console(file=io.StringIO(), width=110)
    screen.print(as_rich(comparison(made(worlds="population", strategies=2, seeds=4)), ["Mind the seeds."]))
    text = " ".join(screen.file.getvalue().split())  # type: ignore[attr-defined]
    assert "Better: share of seeds" in text
    assert text.endswith("Note: Mind the seeds.")


def test_effects_are_written_with_their_sign_and_shares_with_their_interval() -> None:
    assert [signed(value) for value in (0.314, -2.0, 0.001, -0.001, float("nan"))] == [
        "+0.31",
        "−2.00",
        "0.00",
        "0.00",
        "",
    ]
    assert between(0.31, 0.264, 0.358) == "31 % (26 to 36)"
    assert between(0.31, float("nan"), float("nan")) == "31 %"
    assert between(float("nan"), float("nan"), float("nan")) == ""


def test_a_notebook_gets_escaped_names_and_notes() -> None:
    row = {"setting": "", "outcome": "recruits", "variant": "<b>a", "seeds": 1, "mean": 1.0}
    html = as_html(pd.DataFrame([row | {"reference": "<b>a", "remark": ""} | NOTHING]), ["a < b"])
    assert "<td>&lt;b&gt;a</td>" in html
    assert html.endswith("<p>Note: a &lt; b</p>")
    assert "<b>" not in html


def test_markdown_leaves_out_empty_columns(table: pd.DataFrame) -> None:
    lines = as_markdown(table).splitlines()
    assert lines[0].startswith(
        "| Outcome | Variant | Mean (median person) | Difference | 95 % interval | Effect | Better | Twins |"
    )
    assert lines[1].startswith("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    assert len(lines) == 2 + len(table)


def test_bars_in_names_do_not_break_the_markdown() -> None:
    row = {
        "setting": "",
        "outcome": "recruits",
        "variant": "a|b",
        "seeds": 1,
        "mean": 1.0,
    }
    frame = pd.DataFrame([row | {"reference": "a|b", "remark": ""} | NOTHING])
    assert "| a\\|b |" in as_markdown(frame)


@pytest.mark.parametrize("name", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", '=HYPERLINK("http://x","y")'])
def test_names_begin_no_formula_in_a_csv(name: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"variant": pd.Categorical([name, "a"]), "median": [-1.5, 2.0], name: ["x", "y"]})
    write_csv(tmp_path / "t.csv", frame)
    back = pd.read_csv(tmp_path / "t.csv")
    assert back.columns.tolist() == ["variant", "median", f"'{name}"]
    assert back["variant"].tolist() == [f"'{name}", "a"]
    assert back["median"].tolist() == [-1.5, 2.0]
    assert frame["variant"].tolist() == [name, "a"]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("<b>x</b>", "\\<b\\>x\\</b\\>"),
        ("[x](http://y)", "\\[x\\](http://y)"),
        ("*a* _b_ `c`", "\\*a\\* \\_b\\_ \\`c\\`"),
        ("pays $5", "pays \\$5"),
        ("a\\|b", "a\\\\\\|b"),
    ],
)
def test_names_are_no_markup_in_the_markdown(name: str, cell: str, made: Made) -> None:
    results = made(strategies=1, seeds=2, worlds="population")
    frame = comparison(results).assign(variant=name, reference=name, setting=name, remark=name)
    line = as_markdown(frame, [name]).splitlines()[2]
    assert line.startswith(f"| {cell} | ")
    assert line.count(f"| {cell} |") == 3
    assert as_markdown(frame, [name]).endswith(f"\nNote: {cell}\n")


def test_files_hold_numbers_and_text(table: pd.DataFrame, tmp_path: Path) -> None:
    numbers, text = write(table, tmp_path / "deep")
    assert [numbers.name, text.name] == ["table.csv", "table.md"]
    back = pd.read_csv(numbers)
    assert back["mean"].tolist() == pytest.approx(table["mean"].tolist())
    assert text.read_text(encoding="utf-8") == as_markdown(table)


LUCK = '''"""Luck."""

from sim.core.registry import outcome


@outcome("luck", label="Luck of the draw", unit="lucky days", better="less")
def luck(of):
    """Count lucky days."""
    return of.counted("sales") + 7
'''


@pytest.fixture
def lucky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """One more outcome, as if its file lay with the others."""
    place = tmp_path / "record" / "luck.py"
    place.parent.mkdir()
    place.write_text(LUCK)
    rules = registry.rules
    known = rules("outcome")
    monkeypatch.setattr(registry, "PACKAGE", tmp_path)
    found = (*known, *registry._in_file(place))
    monkeypatch.setattr(registry, "PACKAGE", Path(sim.__file__).parent)
    monkeypatch.setattr(registry, "rules", lambda kind: found if kind == "outcome" else rules(kind))
    monkeypatch.setattr(sim.record, "__path__", [*sim.record.__path__, str(place.parent)])
    monkeypatch.setitem(OUTCOMES, "luck", of_rule(registry.rules("outcome")[-1]))
    yield
    sys.modules.pop("sim.record.luck", None)
    declare.kept.pop(("outcome", "luck"), None)


@pytest.mark.usefixtures("lucky")
def test_a_new_outcome_is_one_file(made: Callable[..., Results]) -> None:
    """Declared once, it is asked for by designs and precision, measured, and told in the table."""
    assert "luck" in get_args(get_args(runpy.run_path(design.__file__)["OutcomeName"])[0])
    assert design.measured("luck.q10") == ("luck", "q10")
    assert networker_outcomes(plant(scenario_of(5, [0.1], compression=True), [TOP, 0]), ["vita"])["luck"].tolist() == [
        7,
        7,
    ]
    plain = made(seeds=3, strategies=2, outcomes=["luck"])
    found = comparison(replace(plain, people=plain.people.assign(luck=plain.people["recruits"])))
    assert texts(found)["Outcome"].tolist()[:2] == ["Luck of the draw"] * 2
    rows = found[found["variant"] == "two, disclosed"].set_index("outcome")
    assert rows.loc["luck", "difference"] == rows.loc["recruits", "difference"]
    assert rows.loc["luck", "better"] == 1.0 - rows.loc["recruits", "better"]
