"""What a scenario takes out of the calibrated world is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.own import load_rules
from sim.scenario.reading.notes import MARK, departures
from sim.scenario.schema import read
from tests.shipped import SHIPPED, rules_beside

BASE = f"""\
[population]
people = 100
openness = 0.2 {MARK}

[graph]
kind = "powerlaw_cluster"
m = 5

[product_defaults]
quality = 0.8 {MARK}
materials = 11 {MARK}
updates = 3

[[company]]
name = "vita"
topic = "health"

[[company]]
name = "glow"
topic = "beauty"

[[strategy]]
name = "focus"
companies = ["vita"]
"""
END = "from the calibrated world (base.toml); findings were not calibrated for this."


@pytest.mark.parametrize(
    ("text", "sets", "sentences"),
    [
        ("", (), []),
        ("[time]\ndays = 3", ("gossip.rate=0.3",), []),
        ("population.openness = 0.2\ngraph.m = 5", (), []),
        ('[[company]]\nname = "home"\ntopic = "h"\nkind = "product"', (), []),
        ('[[company]]\nname = "fund"\ntopic = "y"\nkind = "revshare"\nquality = 0.1', (), []),
        ("[product_defaults]\nupdates = 9", (), []),
        ("[graph]\nm = 4", (), [f"x.toml: graph.m differs {END}"]),
        (
            '[population]\nopenness = 0.3\n[[company]]\nname = "glow"\nquality = 0.5',
            (),
            [f"x.toml: population.openness and company.glow.quality differ {END}"],
        ),
        ("[product_defaults]\nquality = 0.5", (), [f"x.toml: quality of every product company differs {END}"]),
        (
            '[[company]]\nname = "vita"\nquality = 0.5\n[[company]]\nname = "glow"\nquality = 0.6',
            (),
            [f"x.toml: quality of every product company differs {END}"],
        ),
        (
            '[[company]]\nname = "home"\ntopic = "h"\nmaterials = 3',
            ("company.vita.materials=9", "population.openness=0.2"),
            [
                f"--set company.vita.materials=9: company.vita.materials differs {END}",
                f"x.toml: company.home.materials differs {END}",
            ],
        ),
    ],
)
def test_what_differs_is_named(
    write: Callable[..., Path], text: str, sets: tuple[str, ...], sentences: list[str]
) -> None:
    write(BASE, "base.toml")
    assert departures(read(write('extends = "base.toml"\n' + text), sets)[1]) == sentences


def test_a_world_that_was_never_calibrated_has_nothing_to_differ_from(town: Path) -> None:
    assert departures(read(town, ["graph.m=2"])[1]) == []


def test_shipped_scenarios() -> None:
    found = {}
    for path in SHIPPED.glob("*.toml"):
        told = departures(read(path, (), load_rules(rules_beside(path)))[1])
        found.update({path.stem: [each.split(": ", 1)[1].split(" from ")[0] for each in told]} if told else {})
    assert found == {
        "clustering": ["graph.kind and graph.p differ"],
        "davis": ["graph.kind differs"],
        "fee_heavy": ["retail_margin of every product company and materials of every product company differ"],
        "part_time_full_time": ["population.full_time_hours and update_hours of every product company differ"],
        "real_graph": ["graph.kind differs"],
    }
