"""The contract of everything that is registered: what the package declares, and what a file of the user's may."""

from __future__ import annotations

import pytest

from sim.core.registry import Kind, Rule, rules
from sim.model.talk.parameters import Pitch
from sim.own import load_rules
from sim.own.checks import broken, small_world
from tests.places import SCENARIOS

KINDS: tuple[Kind, ...] = ("pitch", "plan", "life", "phase", "measure")
PACKAGE = [rule for kind in KINDS for rule in rules(kind)] + [Rule("pitch", word) for word in Pitch.words()]
FILES = load_rules([SCENARIOS / "own_rules.py"])


@pytest.mark.parametrize("rule", [*PACKAGE, *FILES[0].rules], ids=lambda rule: f"{rule.kind}-{rule.name}")
def test_every_rule_that_is_registered_keeps_its_contract(rule: Rule) -> None:
    assert broken(rule, FILES) == ""


def test_what_the_package_declares_says_what_it_is() -> None:
    assert {rule.kind for rule in PACKAGE} >= {"plan", "life"}
    for rule in (rule for kind in KINDS for rule in rules(kind)):
        assert rule.meaning.endswith(".")
        assert small_world(rule).own.function(rule.kind, rule.name)
