"""The reference run: two worlds frozen to the bit; ``.venv/bin/python -m tests.reference`` freezes them anew."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from sim.market import Market
from sim.runs import watch
from sim.scenario.schema import Scenario
from tests.digest import digest

HERE = Path(__file__).parent
FROZEN = HERE / "run.json"
SEED = 20260501
STRATEGIES = ("focus", "two, tailored")


def lived() -> dict[str, Any]:
    """Hash of all tables, outcomes of the groups and the last row of their series, by strategy under study."""
    scenario = Scenario.load(HERE / "scenario.toml")
    found = {}
    for strategy in STRATEGIES:
        market = Market(scenario, SEED, strategy=strategy, collect=False)
        run = watch(market)
        found[strategy] = {
            "tables": digest(market.world.tables),
            "groups": [_plain(row) for row in run.groups.to_dict("records")],
            "last": [_plain(row) for row in run.series[run.series.day == 90].to_dict("records")],
        }
    return found


def frozen() -> dict[str, Any]:
    """What was lived when the reference was last frozen."""
    return dict(json.loads(FROZEN.read_text(encoding="utf-8")))


def freeze() -> None:
    """Write down what is lived now."""
    FROZEN.write_text(json.dumps(lived(), indent=1) + "\n", encoding="utf-8")


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Numbers as JSON knows them; nan is null."""
    plain = {str(name): getattr(value, "item", lambda value=value: value)() for name, value in row.items()}
    return {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in plain.items()}
