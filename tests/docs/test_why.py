"""The page on why one business differs from two says what its record says, once there is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.study.why import findings
from sim.study.why.declared import dials, switches
from sim.study.why.page import PAGE, written_from
from sim.study.why.pictures import DRAWN
from sim.study.why.record import RECORD, Why
from sim.study.why.structure import sign
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


FIRST = ["README.md", "docs/site/index.md", "docs/site/index.de.md"]


@needs_a_record
@pytest.mark.parametrize("name", FIRST)
def test_first_pages_say_of_how_many_it_was_found_and_what_makes_it(name: str) -> None:
    """Both rules that the pages name are those that clearly carry the difference, the larger one first."""
    why = Why.read(DOCS / RECORD)
    net, better = why.decomposition["net"], why.decomposition["better"]["total"][0]
    text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
    few = f"{100 * better:.0f}"
    assert (
        f"100 people who live the same two years twice, {few} end" in text or f"zweimal leben, stehen {few} mit" in text
    )
    assert why.about["days"] - why.about["entry"] == 2 * 365
    carrying = [key for key, each in net["adds"].items() if sign(each) == sign(net["total"]) == -1]
    assert sorted(carrying, key=lambda key: net["adds"][key][0]) == ["purchases", "contradictions"]
    if name == "README.md":
        assert f'alt="{findings.carried(why)}"' in text
