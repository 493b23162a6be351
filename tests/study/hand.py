"""Worlds written down by hand, for the targets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.study.lived import Lived, Offers

MEMBER = {
    "worked": True,
    "founder": False,
    "full_time": False,
    "months": 12,
    "in_year": True,
    "worked_in_year": True,
    "months_in_year": 12,
    "own": 0,
    "costs": 0,
    "reason": 0,
    **dict.fromkeys(("active", "passive", "goods", "fees", "materials"), 0),
    **dict.fromkeys(("year_active", "year_passive", "year_goods", "year_fees", "year_materials"), 0),
}
POSITION = {
    "person": 0,
    "company": 0,
    "sponsor": -1,
    "day": 1,
    "left": -1,
    "working": True,
    "founding": False,
    "close": False,
    "volume": 0,
    "qualified": True,
}


def world(
    members: list[dict[str, Any]] | None = None,
    positions: list[dict[str, Any]] | None = None,
    days: int = 730,
    people: int = 100,
    offers: Offers | None = None,
) -> Lived:
    """A world of members and positions that differ from the ordinary in what is stated."""
    rows = [{"person": n, **MEMBER, **row} for n, row in enumerate(members or [])]
    held = [{**POSITION, "began": row.get("day", POSITION["day"]), **row} for row in positions or []]
    return Lived(
        days,
        people,
        pd.DataFrame(rows, columns=["person", *MEMBER]),
        pd.DataFrame(held, columns=[*POSITION, "began"]),
        offers,
    )
