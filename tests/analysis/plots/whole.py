"""A made-up store with everything that any figure of a batch shows, and several settings and strategies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.results import Results
from tests.analysis.conftest import make

MORTAL = [
    {"name": "y", "kind": "revshare", "life": {"law": "none"}},
    {"name": "vita", "kind": "product", "life": {"law": "none"}},
]


def whole(vary: dict[str, list[Any]], strategies: int = 3, seeds: int = 3, **design: Any) -> Results:
    """Focal worlds in which companies close earlier from point to point, groups wear out, and people leave."""
    made = make(strategies=strategies, seeds=seeds, vary=vary, outcomes=["recruits", "net_income", "net_loss"])
    scenario = made.scenario | {"company": MORTAL, "design": made.scenario["design"] | design}
    series = made.series.assign(
        **{
            name: (1 + number) * made.series["day"]
            for number, name in enumerate(("active_income", "passive_income", "capital_income", "costs"))
        }
    )
    return replace(
        made,
        manifest={**made.manifest, "scenario": scenario},
        series=series,
        companies=_companies(made),
        tenure=_stays(made),
    )


def _companies(made: Results) -> pd.DataFrame:
    rows = made.companies.assign(usefulness=1.0 - made.companies["day"] / (500 + made.companies["point"]))
    closes = 300 - 7 * rows["point"] - rows["seed"]
    systems = rows.assign(company="y", closed=np.where(rows["day"] > closes, closes, -1), usefulness=1.0)
    return pd.concat([rows.assign(closed=-1), systems], ignore_index=True)


def _stays(made: Results) -> pd.DataFrame:
    months = [made.tenure.assign(month=month, at_risk=20, left=1 + made.tenure["point"] % 3) for month in range(6)]
    return pd.concat(months, ignore_index=True)
