"""A claim about a small town, whose worlds take no time."""

from __future__ import annotations

from pathlib import Path

from tests.command import TOWN

CLAIM = """
[decision] # in so small a town somebody joins
intercept = -17.0
work_intercept = -17.0

[design]
worlds = "focal"
focal_people = 10
seeds = 3

[design.vary]
strategy = ["focus", "two, tailored"]
"conversation.hours" = [0.5, 1.0]

[claim]
id = "T1"
says = "Two businesses need more conversations."
control = ["phases.conversations=false"]
min_seeds = 3
max_seeds = 6

[[claim.test]]
question = "Are there more contradictions?"
better = "two, tailored"
against = ["focus"]
outcome = "contradictions"
expects = "higher"
matters = 0.01

[[claim.test]]
question = "Do as many costs as before lie below a fortune?"
kind = "level"
outcome = "costs"
value = 1_000_000
expects = "lower"
matters = 1
control = ["company.vita.minimum_purchase=1_000_000", "population.savings=100_000_000", "population.savings_sigma=0.0"]
"""


def write_claim(folder: Path) -> Path:
    """Write the claim's file into a folder ``claims``, and return it."""
    file = folder / "claims" / "t01_town.toml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(TOWN.partition("[design]")[0] + CLAIM, encoding="utf-8")
    return file
