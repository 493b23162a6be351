"""A small town for the window: two companies, people who come to it after some weeks."""

from __future__ import annotations

from pathlib import Path

from tests.command import FIRMS

TOWN = f"""\
title = "A <b>small</b> town"

[time]
days = 150

[population]
people = 120
networkers = 0.1

[graph]
kind = "watts_strogatz"

[events]
people = 12
networkers = 4

{FIRMS}
[design]
worlds = "focal"
focal_entry = 30
focal_people = 3
seeds = 2

[design.vary]
strategy = ["focus", "two, tailored"]
"""


def town(folder: Path, text: str = TOWN) -> Path:
    """Write the town into a folder."""
    file = folder / "town.toml"
    file.write_text(text, encoding="utf-8")
    return file
