"""The cases of the whole model: every target is in one, and each says what was asked."""

from __future__ import annotations

import pytest

from sim.study.targets.table import TARGETS
from sim.study.targets.worlds import VERDICT_SEEDS, Worlds
from sim.verification.cases import all_cases, whole_model
from tests.builders import scenario


@pytest.fixture(scope="module")
def worlds() -> Worlds:
    return Worlds(scenario(), (1,))


def test_every_target_belongs_to_a_case() -> None:
    assert {target.group for target in TARGETS.values()} == set(whole_model.TITLES)
    assert {name: all_cases()[name].kind for name in whole_model.TITLES} == dict.fromkeys(whole_model.TITLES, "target")


def test_the_worlds_are_those_of_the_default_scenario() -> None:
    assert whole_model.lived(True).seeds == VERDICT_SEEDS[:4]
    assert whole_model.lived(False).seeds == VERDICT_SEEDS
    assert whole_model.lived(True).scenario.title == "Three thousand people, five companies"


@pytest.mark.parametrize("group", list(whole_model.TITLES))
def test_each_case_checks_its_targets(group: str, worlds: Worlds) -> None:
    found = whole_model.checks(group, worlds)
    wanted = [target for target in TARGETS.values() if target.group == group]
    assert [(check.what, check.low, check.high) for check in found] == [(t.what, t.low, t.high) for t in wanted]
    assert [check.got for check in found] == pytest.approx([t.get(worlds) for t in wanted], nan_ok=True)
    remark = whole_model.remark(group, worlds)
    assert remark == "" or remark.endswith(".")
