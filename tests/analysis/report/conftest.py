from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sim.analysis.results import Results
from sim.scenario import Scenario
from sim.scenario.schema import resolved
from tests.analysis.conftest import make


def told(results: Results, **changes: Any) -> Results:
    """Results with the manifest of a batch that was computed."""
    manifest = results.manifest
    names = [strategy["name"] for strategy in manifest["scenario"]["strategy"]]
    scenario = Scenario.model_validate(
        {
            "title": manifest["scenario"]["title"],
            "time": manifest["scenario"]["time"],
            "population": {"people": 3000},
            "gossip": {"rate": 0.3},
            "company": [{"name": "vita", "topic": "health"}, {"name": "clicks", "topic": "advertising"}],
            "strategy": [{"name": name, "companies": ["vita"], "share": 1 / len(names)} for name in names],
            "design": manifest["scenario"]["design"],
        }
    )
    return replace(
        results,
        manifest=manifest
        | {
            "scenario": resolved(scenario),
            "fingerprint": "f" * 64,
            "model": "0.1.0+abc",
            "versions": {"python": "3.11.7", "numpy": "2.4.6"},
            "git": "c0ffee-dirty",
            "machine": {"cores": 2, "platform": "Linux"},
            "command": "manyhats batch scenarios/town.toml",
            "started": "2026-01-02T03:04:05+00:00",
            "finished": "2026-01-02T03:05:05+00:00",
        }
        | changes,
    )


@pytest.fixture(scope="session")
def batch() -> Callable[..., Results]:
    """Makes results with a whole manifest; the same ones again for the same options."""
    kept: dict[str, Results] = {}

    def batch(changes: dict[str, Any] | None = None, **options: Any) -> Results:
        key = repr((changes, sorted(options.items())))
        if key not in kept:
            kept[key] = told(make(**({"outcomes": ["recruits"]} | options)), **(changes or {}))
        return kept[key]

    return batch
