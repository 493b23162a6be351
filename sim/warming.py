"""One-time compilation: a small market lived through, so that every rule is compiled and kept on disk."""

from __future__ import annotations

from collections.abc import Iterator

from sim.schedule import SCHEDULE

TINY = {
    "time": {"days": 61},
    "events": {"share": 0.5, "hours": 1.0},
    "population": {"people": 200, "networkers": 0.2},
    "groups": {"teaches": 0.1},
    "company": [
        {"name": "one", "topic": "health", "regime": "exclusive", "detection": 0.05},
        {"name": "two", "topic": "travel", "credits": 4},
        {
            "name": "three",
            "topic": "yield",
            "kind": "revshare",
            "revshare": {"deposits": 100, "repurchase": 0.2},
            "life": {"law": "weibull", "days": 40, "shape": 100},
        },
        *({"name": kind, "topic": kind, "plan": {"kind": kind}} for kind in ("geometric", "binary", "matrix")),
    ],
    "strategy": [
        {
            "name": "both",
            "companies": ["one", "two", "three"],
            "at_once": 2,
            "pitch": "tailored",
            "cross_post": "everywhere",
            "portfolio": {"systems": ["three"], "cash_out": "reinvest"},
        }
    ],
}


PARTS = len(SCHEDULE) + 5


def warm() -> Iterator[str]:
    """Compile everything a run needs; yields the name of each of the ``PARTS`` before it is compiled."""
    yield "the world"
    import numpy as np

    from sim.core.cache import mark_warm
    from sim.core.chance import constant_of, named_draw
    from sim.market import Market
    from sim.model.plans.commissions import pay_members
    from sim.replay.telling import rehearse
    from sim.running import watch
    from sim.scenario.schema import Scenario

    scenario = Scenario.model_validate(TINY)
    market = Market(scenario, collect=False)
    for phase in SCHEDULE:
        yield phase.meaning.rstrip(".").lower()
        getattr(market, phase.name)()
    yield "what rules of one's own need"
    pay_members(market.world.tables, 0, *np.zeros((3, 0), np.int64))
    named_draw(market.world.tables.key, constant_of("own"), 0, 0, 0)
    yield "two months of a small market"
    watch(market)
    yield "agents stepped one by one"
    Market(scenario, activation="agents", collect=False).step()
    yield "a replay"
    rehearse()
    mark_warm()
