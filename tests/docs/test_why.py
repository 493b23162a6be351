"""The page on why one business differs from two says what its record says, once there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.study.why.declared import dials, switches
from sim.study.why.page import PAGE, written_from
from sim.study.why.pictures import DRAWN
from sim.study.why.record import RECORD, Why
from tests.places import ROOT

DOCS = ROOT / "docs"
needs_a_record = pytest.mark.skipif(not (DOCS / RECORD).is_file(), reason="no difference has been taken apart yet")


def test_record_page_and_pictures_are_there_together() -> None:
    assert {(DOCS / name).is_file() for name in (RECORD, PAGE, *DRAWN)} == {(DOCS / RECORD).is_file()}


@needs_a_record
def test_the_page_is_not_stale() -> None:
    assert Path(DOCS / PAGE).read_text(encoding="utf-8") == written_from(DOCS), "run: manyhats why --write-docs docs"


@needs_a_record
def test_the_record_is_of_what_is_switched_and_turned() -> None:
    why = Why.read(DOCS / RECORD)
    rules = {*why.decomposition["net"]["adds"], *why.decomposition["idle"]}
    assert rules == {each.key for each in switches("rule")}
    choices = {*why.structure["choices"], *why.structure["left_out"]}
    assert choices == {each.key for each in switches("structure")}
    assert {*why.breakeven["dials"], *why.breakeven["left_out"]} == {each.key for each in dials()}
