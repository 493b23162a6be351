from __future__ import annotations

import numpy as np
import pytest

from sim.record.entries import QUARTER, entries


def people(**more: list[float]) -> dict[str, np.ndarray]:  # type: ignore[type-arg]
    rows = {
        "strategy": ["two", "focus", "two", "two"],
        "focal": [False, False, False, True],
        "entry_day": [0, QUARTER, QUARTER - 1, 5],
        "net_income": [100, -50, 300, 7],
        "net_per_month": [10.0, np.nan, 30.0, 7.0],
        "recruits": [1, 0, 3, 0],
        "net_loss": [False, True, False, False],
        "survival": [True, False, False, True],
        **more,
    }
    return {name: np.array(values, dtype=object if name == "strategy" else None) for name, values in rows.items()}


def test_those_who_began_in_a_quarter_are_put_together() -> None:
    found = entries(people())
    assert found["strategy"].tolist() == ["focus", "two", "two"]
    assert found["focal"].tolist() == [False, False, True]
    assert found["day"].tolist() == [QUARTER, 0, 0]
    assert found["people"].tolist() == [1, 2, 1]
    assert found["net_income"].tolist() == [-50, 200, 7]
    assert found["net_per_month"].tolist() == pytest.approx([np.nan, 20, 7], nan_ok=True)
    assert found["net_loss"].tolist() == [1, 0, 0]
    assert found["survival"].tolist() == [0, 0.5, 1]


def test_nobody_makes_no_rows() -> None:
    nobody = {name: values[:0] for name, values in people().items()}
    assert all(len(column) == 0 for column in entries(nobody).values())
