"""Every identity and every real event, in its short form."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.verification.case import STRICT, Case, Check, Findings, NotRun, accepted, least, most, near, number
from sim.verification.cases import all_cases
from sim.verification.figures import checks_figure
from sim.verification.verify import plain_figure

CASES = all_cases()
KINDS = ("identity", "event", "artefact", "ordinal", "target")
CHARTED = ("null-worlds", "effects-found")  # shares alone, drawn from the checks
CHECKED = [case for case in CASES.values() if case.kind in STRICT]


@pytest.mark.parametrize("case", CHECKED, ids=lambda case: case.name)
def test_the_model_keeps_what_is_known(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        found = case.run(True)
    except NotRun as reason:
        pytest.skip(f"not run: {reason}")
    for check in found.checks:
        print(f"{case.name}: {check.what}: {number(check.got)}, accepted {accepted(check)}")
    assert found.figure is not None or case.name in CHARTED
    assert [check.what for check in found.checks if not check.passed] == []


def test_every_case_says_what_it_is() -> None:
    for name, case in CASES.items():
        assert name == case.name
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        assert case.kind in KINDS
        assert all((case.title, case.setup, case.source))
        assert not case.title.endswith(".")
        assert case.setup.endswith(".")
    assert [case.kind for case in CASES.values()] == sorted((case.kind for case in CASES.values()), key=KINDS.index)


@pytest.mark.parametrize(
    "name", ["replay-ht09", "replay-ws16", "synthetic-events", "real-graph-facebook", "friendship-graph"]
)
def test_without_its_data_a_case_is_not_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "MANYHATS_DATA", str(tmp_path))
    with pytest.raises(NotRun, match=rf"^no data at {tmp_path}/\w+\.txt$"):
        CASES[name].run(True)


def test_checks_can_be_drawn_whatever_they_are() -> None:
    checks = (
        near("a", 1.05, 1.0, 0.1),
        near("exact", 0, 0, 0),
        near("missed", 9.0, 0, 0),
        near("far", 9.0, 1.0, 0.1),
        least("p", 0.2, 0.1),
        most("loss", 0.2, 0.1),
        Check("no number", float("nan"), 0.0, 1.0),
    )
    figure = checks_figure("Title", "Subtitle", "Footer", checks)
    (axes,) = figure.axes
    assert [text.get_text() for text in axes.get_yticklabels()] == [check.what for check in checks]
    marks = [line for line in axes.lines if line.get_marker() in ("o", "X")]
    assert [line.get_marker() == "o" for line in marks] == [check.passed for check in checks]
    assert [float(line.get_xdata()[0]) for line in marks] == pytest.approx([0.5, 0.0, 2.0, 2.3, 0.5, 0.5, 2.3])


def test_a_limit_on_one_side_stands_as_far_off_as_it_is() -> None:
    barely, amply = least("barely met", 0.21, 0.2), least("amply met", 0.8, 0.2)
    (axes,) = checks_figure("Title", "Subtitle", "Footer", (barely, amply)).axes
    marks = [float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() == "o"]
    assert marks == pytest.approx([0.01 / 0.21, 0.6 / 0.8])


def test_the_title_of_a_picture_says_what_was_found() -> None:
    case = all_cases()["fresh-product"]
    met, missed = near("a", 1.0, 1.0, 0.1), near("b", 2.0, 1.0, 0.1)
    assert _said(plain_figure(case, Findings((met,)))).startswith(case.title)
    said = _said(plain_figure(case, Findings((met, missed))))
    assert said.startswith("Fresh product: 1 of 2 checks are met Expected: a fresh product")


def _said(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in figure.texts)
