from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.lifetimes import kaplan_meier, lives
from sim.analysis.load import Results

TOLD = pd.DataFrame({"days": [2.0, 3.0, 3.0, 5.0, 8.0, 8.0], "closed": [True, True, False, True, False, False]})


def test_an_estimate_by_hand() -> None:
    curve = kaplan_meier(TOLD["days"], TOLD["closed"])
    assert curve["day"].tolist() == [0.0, 2.0, 3.0, 5.0]
    assert curve["alive"].tolist() == pytest.approx([1.0, 5 / 6, 5 / 6 * 4 / 5, 5 / 6 * 4 / 5 * 2 / 3])
    variance = 1 / 30 + 1 / 20 + 1 / 6
    spread = np.exp(1.959964 * np.sqrt(variance) / -np.log(4 / 9))
    assert curve.iloc[-1][["low", "high"]].tolist() == pytest.approx([(4 / 9) ** spread, (4 / 9) ** (1 / spread)])


def test_without_censoring_it_is_the_share_alive() -> None:
    days = pd.Series(np.arange(1.0, 11.0))
    curve = kaplan_meier(days, days > 0)
    assert curve["alive"].tolist() == pytest.approx([1 - k / 10 for k in range(11)], abs=1e-12)
    assert (curve["low"].iloc[-1], curve["high"].iloc[-1]) == (0.0, 0.0)


def mortal(twins: Results) -> Results:
    """Two worlds of a company that closes, at day 9 and never, and of one that cannot close."""
    shape = {"point": [0] * 8, "seed": [1, 1, 1, 1, 2, 2, 2, 2], "day": [7, 7, 14, 14] * 2}
    closed = [-1, -1, 9, -1, -1, -1, -1, -1]
    rows = pd.DataFrame({**shape, "company": ["y", "vita"] * 4, "closed": closed})
    declared = [
        {"name": "y", "kind": "revshare", "life": {"law": "none"}},
        {"name": "vita", "kind": "product", "life": {"law": "none"}},
    ]
    manifest = {**twins.manifest, "scenario": {**twins.scenario, "company": declared}}
    return replace(twins, companies=pd.concat([rows, rows.assign(point=1, closed=3)]), manifest=manifest)


def test_a_life_is_read_off_the_last_row_of_a_company_that_can_close_at_every_point(twins: Results) -> None:
    found = lives(mortal(twins))
    assert found["variant"].tolist() == ["focus", "focus", "two, disclosed", "two, disclosed"]
    assert found["days"].tolist() == [10, 14, 4, 4]
    assert found["closed"].tolist() == [True, False, True, True]


def test_strategies_side_by_side_share_their_companies(made: Callable[..., Results]) -> None:
    found = lives(mortal(made(worlds="mixed", strategies=2, seeds=2, vary={"gossip.rate": [0.0, 0.1]})))
    assert found["setting"].tolist() == ["gossip rate = 0.0"] * 2 + ["gossip rate = 0.1"] * 2
    assert found["variant"].unique().tolist() == [""]


def test_without_company_rows_there_is_no_life_to_tell_of(twins: Results) -> None:
    assert len(lives(replace(twins, companies=pd.DataFrame()))) == 0
