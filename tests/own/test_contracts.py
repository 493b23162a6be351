"""The contract of everything that the package registers; see test_checks for files of a user's own."""

from __future__ import annotations

import importlib
import os
import shutil
from pathlib import Path

import pytest

from sim.core.registry import HOMES, Kind, Rule, declare, package, rules
from sim.model.talk.parameters import Pitch
from sim.own.checks import broken, small_world

KINDS: tuple[Kind, ...] = ("pitch", "plan", "life", "phase", "measure")
PACKAGE = [rule for kind in KINDS for rule in rules(kind)] + [Rule("pitch", word) for word in Pitch.words()]


@pytest.mark.parametrize("rule", PACKAGE, ids=lambda rule: f"{rule.kind}-{rule.name}")
def test_every_rule_that_is_registered_keeps_its_contract(rule: Rule) -> None:
    assert broken(rule) == ""


def test_what_the_package_declares_says_what_it_is() -> None:
    assert {rule.kind for rule in PACKAGE} >= {"plan", "life"}
    for rule in (rule for kind in KINDS for rule in rules(kind)):
        assert rule.meaning.endswith(".")
        assert small_world(rule).own.function(rule.kind, rule.name)


NEW = {
    "plan": '''"""Half of all."""

from sim.core.registry import number, plan


@plan("halves", numbers=[number("share", 0.5, ge=0, le=1)])
def halves(company, share):
    """The first member gets a share of all."""
    return [(company.members[0].person, int(company.volume * share), "passive")]
''',
    "life": '''"""Two months."""

from sim.core.registry import law


@law("two-months")
def two_months(draw, company):
    """Sixty days."""
    return 60.0
''',
    "pitch": '''"""The last."""

from sim.core.registry import pitch


@pitch("last-first")
def last_first(networker, contact):
    """The business that was taken on last."""
    return networker.companies[-1:]
''',
}


@pytest.mark.parametrize("kind", NEW)
def test_a_new_rule_of_the_package_is_one_file(kind: Kind, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the others of its kind, and nowhere else."""
    home = importlib.import_module("sim." + HOMES[kind][0].replace("/", "."))
    there = tmp_path / "sim"
    shutil.copytree(package.PACKAGE, there, copy_function=os.symlink, ignore=shutil.ignore_patterns("__pycache__"))
    folder = there / HOMES[kind][0]
    (folder / "newest.py").write_text(NEW[kind])
    monkeypatch.setattr(home, "__path__", [*home.__path__, str(folder)])
    monkeypatch.setattr(package, "PACKAGE", there)
    rules.cache_clear()
    try:
        new = next(rule for rule in rules(kind) if rule.module.endswith(".newest"))
        assert new.meaning
        assert broken(new) == ""
    finally:
        rules.cache_clear()
        declare.kept.pop((kind, new.name), None)
