"""One frozen run: whatever changes a world by a single bit is noticed here, meant or not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reference import STRATEGIES, frozen, lived

CHANGED = (
    "The reference run has changed: {what}.\n"
    "If that is meant, freeze it anew with `.venv/bin/python -m tests.reference` and say why in CHANGELOG.md."
)


@pytest.fixture(scope="module")
def now() -> dict[str, Any]:
    return lived()


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("part", ["groups", "last"])
def test_outcomes_are_those_of_the_frozen_run(now: dict[str, Any], strategy: str, part: str) -> None:
    before = frozen()[strategy][part]
    changes = [
        f"{old['strategy']} {name} was {old[name]}, is {new.get(name)}"
        for old, new in zip(before, now[strategy][part], strict=False)
        for name in old
        if new.get(name) != (pytest.approx(old[name], rel=1e-9) if isinstance(old[name], float) else old[name])
    ]
    assert len(before) == len(now[strategy][part])
    assert not changes, CHANGED.format(what=f"strategy under study '{strategy}': " + "; ".join(changes))


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_table_is_that_of_the_frozen_run(now: dict[str, Any], strategy: str) -> None:
    what = f"strategy under study '{strategy}': tables differ"
    assert now[strategy]["tables"] == frozen()[strategy]["tables"], CHANGED.format(what=what)


def test_the_frozen_run_is_worth_freezing() -> None:
    """Both kinds of people join, contradict themselves, are gossiped about, earn and lose."""
    groups = {group["focal"]: group for group in frozen()["two, tailored"]["groups"]}
    assert groups[False]["people"] > 20
    assert groups[True]["people"] == 8
    for name in ("recruits", "sales", "contradictions_private", "contradictions_hearsay", "passive_income"):
        assert groups[True][name] > 0
    assert 0 < groups[False]["no_commission"] < 1
