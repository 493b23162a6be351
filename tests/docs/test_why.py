"""The page on why one business differs from two says what its record says, once there is one."""

from __future__ import annotations

import re
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


FIRST = {"README.md": "answer.md", "docs/site/index.md": "answer.md", "docs/site/index.de.md": "antwort.md"}


@pytest.mark.parametrize("name", FIRST)
def test_first_pages_begin_with_the_answer(name: str) -> None:
    answer = (DOCS / FIRST[name]).read_text(encoding="utf-8")
    found = re.search(r"^\*\*(.+)\*\*$", answer, re.MULTILINE)
    assert found is not None
    text = " ".join((ROOT / name).read_text(encoding="utf-8").split())
    first = text[: text.index("![") if "![" in text else text.index("<img")]
    assert f"{found[1]}**" in first


@needs_a_record
def test_the_readme_names_what_clearly_makes_the_difference() -> None:
    net = Why.read(DOCS / RECORD).decomposition["net"]
    carrying = [key for key, each in net["adds"].items() if sign(each) == sign(net["total"]) == -1]
    assert sorted(carrying, key=lambda key: net["adds"][key][0]) == ["costs", "contradictions"]
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    adds = [findings.whole(net["adds"][key][0]) for key in carrying]
    whole = findings.whole(net["total"][0])
    assert f"fixed costs make {adds[0]} and contradictions {adds[1]} of a difference of {whole}" in text


def test_the_readme_says_what_own_goods_at_their_price_would_change() -> None:
    answer, readme = ((ROOT / name).read_text(encoding="utf-8") for name in ("docs/answer.md", "README.md"))
    found = re.search(r"Goods that people must buy count as nothing here; .+? typically \S+\.", answer)
    assert found is not None
    assert found[0] in " ".join(readme.split())
