"""Entries of ``verdicts.json`` and maps made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.study.judging import judge
from sim.study.maps.places import Cell, Map
from sim.study.sensitivity import Moved, Sensitivity
from sim.study.verdicts import ClaimVerdict, TestVerdict, told
from tests.study.judged import effect, question

FELT = Sensitivity(48, 12, 0.15, 0.39, [Moved("gossip.rate", -0.62, False), Moved("events.people", 0.3, True)])


def entry(
    means: Sequence[float] = (5.0, -5.0),
    *,
    quick: bool = False,
    model: str = "1",
    felt: Sensitivity | None = FELT,
    rule: Any = "full",
    claim: str = "A6",
    **asked: Any,
) -> dict[str, Any]:
    """A claim with one question, whose regions have these means at events share 0, 1, and so on."""
    test = question(**asked)
    regions = judge([effect(mean, **{"events.share": float(n)}) for n, mean in enumerate(means)], 1, rule)
    control = judge([effect(0.1, **{"events.share": float(n)}) for n, _ in enumerate(means)])
    first = TestVerdict(test, regions, control, "neutral", felt, rehearsed=rule != "full")
    made = told(ClaimVerdict(claim, "It <is> so.", [first], quick))
    for each in made["tests"]:
        each["control"]["switches"] = ["phases.gossip=false"]
    return made | {
        "title": "A6: so it is",
        "file": "a06.toml",
        "worlds": {"own": 600, "control": 400},
        "seeds": 3,
        "kind": "focal",
        "days": 365,
        "people": 1500,
        "fingerprint": "f" * 64,
        "model": model,
        "reference": "abc",
        "stale": False,
    }


def cell(better: float, worse: float, typical: float, sign: int, **more: Any) -> Cell:
    """A place of the map."""
    where = more.pop("where", {"events.share": 0.5})
    stated = {"answer": "matters" if sign else "open", "sign": sign, "enough": None if sign else 90}
    net = better - worse
    return Cell(where, better, worse, net - 0.1, net + 0.1, typical, 2 * typical, 30, **{**stated, **more})


def chart(kind: Any = "several", cells: Sequence[Cell] = (), at_once: int = 2) -> Map:
    """A map of two places."""
    found = tuple(cells) or (cell(0.2, 0.7, -1500.0, -1), cell(0.4, 0.5, -100.0, 0, where={"events.share": 1.0}))
    return Map(kind, "two", at_once, "one business", found, 540, 20, 960, 0.3, 0.009)
