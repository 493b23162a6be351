from __future__ import annotations

from typing import Any

import pytest

from sim.lab.stored.manifest import wrong

NAME = "conversation.memory_half_life"


def manifest(between: Any) -> dict[str, Any]:
    design = {"worlds": "population", "outcomes": ["recruits"], "kind": "sobol", "between": {NAME: between}}
    return {
        "scenario": {"design": design, "time": {"days": 10}},
        "points": [{"index": 0, "strategy": "focus", "values": {NAME: 30.0}}],
    }


@pytest.mark.parametrize("between", [[7, 180], [7.0, 180.0], [7.0, 180.0, "log"]])
def test_ranges_as_designs_have_them_are_let_through(between: Any) -> None:
    assert wrong(manifest(between)) == ""


@pytest.mark.parametrize(
    "between", [[7.0], [], [7.0, "log"], ["log", "log"], [7.0, 180.0, 3.0], [7.0, 180.0, "lin"], [1, 2, "log", 4], None]
)
def test_other_ranges_are_told(between: Any) -> None:
    assert wrong(manifest(between)).startswith(f"scenario.design.between.{NAME}")
