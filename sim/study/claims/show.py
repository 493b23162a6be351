"""Claims and verdicts on the terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.study.claims.catalogue import claimed

if TYPE_CHECKING:
    from rich.table import Table


def listed(files: dict[str, Path]) -> Table:
    """List claims: what they say, and how many questions are asked."""
    from rich.table import Table

    table = Table("", "it says", "questions", "file", box=None, pad_edge=False)
    for name, file in files.items():
        claim = claimed(file).claim
        assert claim is not None
        table.add_row(name, claim.says, str(len(claim.test)), str(file))
    return table


def table(claims: list[dict[str, Any]]) -> Table:
    """Show verdicts, a row a claim.

    Parameters
    ----------
    claims
        Entries of ``verdicts.json``.
    """
    from rich.table import Table

    from sim.study.judging.page import holding

    quick = any(each["quick"] for each in claims)
    title = "quick: few seeds and settings" if quick else None
    made = Table(
        "", "it says", "verdict", "holds in plausible settings", "worlds", box=None, pad_edge=False, title=title
    )
    for each in claims:
        worlds = sum(each["worlds"].values())
        made.add_row(each["id"], each["says"], each["sentence"], holding(each), f"{worlds:,}")
    return made
