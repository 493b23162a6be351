from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from sim.model.outcomes import in_units
from sim.study.claims.reference import digest


def test_worlds_are_known_by_their_cents() -> None:
    """Verdicts of versions whose frames held cents stay recognized, whatever a hundredth is as a float."""
    cents = pd.DataFrame(
        {
            "person": [3, 7, 9],
            "strategy": ["one", "two", "two"],
            "net_income": [-12_345_679, 29, 7],
            "net_income_1y": [np.nan, 57.0, -1.0],
            "credibility": [0.5, np.nan, 0.1],
            "net_loss": [True, False, False],
        }
    )
    by_hand = hashlib.sha256()
    for name in cents.columns:
        by_hand.update(name.encode())
        text = name == "strategy"
        by_hand.update(b"one\ntwo\ntwo" if text else cents[name].to_numpy(np.float64).tobytes())
    assert digest(in_units("people", cents)) == by_hand.hexdigest()[:16]
