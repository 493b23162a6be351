from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sim.core.registry import Kind, Rule
from sim.core.rulefile import RuleFile
from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.checks import warnings
from sim.scenario.explain import explain, schema_json
from sim.scenario.rules import used_files
from sim.scenario.schema import fingerprint, from_resolved, resolved
from sim.scenario.vary import with_values

Writer = Callable[..., Path]
KINDS: tuple[Kind, ...] = ("pitch", "plan", "life", "phase", "measure")


def rules(*names: str, path: str = "mine.py", sha256: str = "0" * 64) -> RuleFile:
    """A file with a rule of every kind by each name; nobody runs it."""
    return RuleFile(path, sha256, tuple(Rule(kind, name, "", 1, when="daily") for name in names for kind in KINDS))


@pytest.fixture
def town(write: Writer) -> Callable[..., Scenario]:
    """Makes a scenario from lines of TOML, in which some files of rules may be named."""

    def made(text: str, *files: RuleFile, overrides: tuple[str, ...] = ()) -> Scenario:
        base = (
            '[population]\npeople = 100\n[[company]]\nname = "vita"\ntopic = "health"\n[[strategy]]\nname = "focus"\n'
        )
        return load(write(base + 'companies = ["vita"]\n' + text), overrides, files)

    return made


def told(town: Callable[..., Scenario], text: str, *files: RuleFile, overrides: tuple[str, ...] = ()) -> str:
    with pytest.raises(ScenarioError) as caught:
        town(text, *files, overrides=overrides)
    return str(caught.value)


PITCHES = '"focus", "disclose-all", "tailored", "one-topic-per-event"'


@pytest.mark.parametrize(
    ("text", "files", "sentence"),
    [
        (
            'pitch = "tailord"',
            (),
            f'x.toml, line 9: strategy.focus.pitch = "tailord": must be {PITCHES} or "one-topic-per-contact". '
            'Did you mean "tailored"? A pitch policy of your own needs --rules FILE.',
        ),
        (
            'pitch = "mien"',
            (rules("mine"),),
            f'x.toml, line 9: strategy.focus.pitch = "mien": must be {PITCHES}, "one-topic-per-contact" or "mine". '
            'Did you mean "mine"?',
        ),
        (
            '[own]\nphases = ["mine"]',
            (),
            'x.toml, line 10: own.phases (entry 1) = "mine" is no phase that is known. '
            "A phase of your own needs --rules FILE.",
        ),
        (
            '[own]\nmeasures = ["mine", "yours", "mine"]',
            (rules("mine"),),
            'x.toml, line 10: own.measures (entry 2) = "yours": must be "mine".\n'
            'x.toml, line 10: own.measures (entry 3) = "mine" is named twice.',
        ),
        (
            '[own]\nphases = ["p"]',
            (RuleFile("a.py", "1", (Rule("life", "x", "", 1),)),),
            'x.toml, line 10: own.phases (entry 1) = "p" is no phase that is known. a.py declares no phase.',
        ),
        (
            '[design]\noutcomes = ["mine"]',
            (rules("mine"),),
            'x.toml, line 10: design.outcomes (entry 1) = "mine": must be "recruits", "downline", "sales", '
            '"net_income", "active_income", "passive_income", "capital_income", "capital_result", "gain", "costs", '
            '"credibility", "credibility_spread" and 45 more. Measures of your own are named in own.measures.',
        ),
        (
            '[design.vary]\n"strategy.focus.pitch" = ["focus", "mien"]',
            (rules("mine"),),
            'x.toml, line 10: design.vary."strategy.focus.pitch" (entry 2) = "mien": must be '
            f'{PITCHES}, "one-topic-per-contact" or "mine". Did you mean "mine"?',
        ),
        (
            '[own]\nfiles = ["mine.py"]',
            (),
            'x.toml, line 10: own.files = ["mine.py"] is not a known key. Known here: phases, measures, numbers.',
        ),
        ("pitch = 3", (), f'x.toml, line 9: strategy.focus.pitch = 3: must be {PITCHES} or "one-topic-per-contact".'),
        ("[own]\nphases = 3", (), "x.toml, line 10: own.phases = 3: must be a list."),
    ],
)
def test_a_rule_that_is_not_there_is_told(
    town: Callable[..., Scenario], text: str, files: tuple[RuleFile, ...], sentence: str
) -> None:
    assert told(town, text, *files) == sentence


def test_plans_and_laws_are_told_alike(town: Callable[..., Scenario]) -> None:
    found = told(town, "", overrides=("company.vita.plan.kind=mine", "company.vita.life.law=mine"))
    assert found.splitlines() == [
        '--set company.vita.plan.kind=mine: must be "unilevel", "geometric", "binary", "matrix" or "none". '
        "A compensation plan of your own needs --rules FILE.",
        '--set company.vita.life.law=mine: must be "none", "exponential", "lognormal" or "weibull". '
        "A law of a company's life of your own needs --rules FILE.",
    ]


def test_other_mistakes_are_told_beside_them_and_rules_stay_known(town: Callable[..., Scenario]) -> None:
    found = told(town, 'pitch = "mine"\n[time]\ndays = 0\n[own]\nphases = ["yours"]', rules("mine"))
    assert found.splitlines() == [
        "x.toml, line 11: time.days = 0: must be at least 1 (days).",
        'x.toml, line 13: own.phases (entry 1) = "yours": must be "mine".',
    ]


def test_own_plans_divide_what_is_bought(town: Callable[..., Scenario]) -> None:
    found = told(town, "", rules("mine"), overrides=("company.vita.kind=revshare", "company.vita.plan.kind=mine"))
    assert found == (
        '--set company.vita.plan.kind=mine is a plan of your own; these divide what is bought, and kind = "revshare" '
        "sells packs."
    )


OWN = """pitch = "mine"
[own]
phases = ["mine"]
measures = ["mine"]
[design]
outcomes = ["mine", "recruits"]
precision = { outcome = "mine.median" }
"""


def test_a_scenario_that_names_rules_is_read_and_read_back(town: Callable[..., Scenario]) -> None:
    file = rules("mine")
    found = town(OWN, file, overrides=("company.vita.plan.kind=mine", "company.vita.life.law=mine"))
    assert (found.strategy[0].pitch, found.company[0].plan.kind, found.company[0].life.law) == ("mine",) * 3
    table = json.loads(json.dumps(resolved(found)))
    assert table["own"]["files"][0]["path"] == "mine.py"
    assert "text" not in table["own"]["files"][0]
    again = from_resolved(table)
    assert again == found
    assert resolved(again) == table
    assert with_values(found, {"time.days": 9}).own.files == (file,)
    assert warnings(found) == []


def test_values_that_only_an_own_rule_reads_are_no_oddity(town: Callable[..., Scenario]) -> None:
    over = ("company.vita.plan.kind=mine", "company.vita.plan.width=4", "company.vita.life.law=mine")
    assert warnings(town("", rules("mine"), overrides=(*over, "company.vita.life.sigma=1"))) == []


def test_only_the_content_of_files_that_are_used_counts(town: Callable[..., Scenario]) -> None:
    plain = fingerprint(town(""))
    assert fingerprint(town("", rules("mine"))) == plain
    assert resolved(town("", rules("mine")))["own"]["files"] == []
    used = fingerprint(town('pitch = "mine"', rules("mine")))
    assert used != plain
    assert fingerprint(town('pitch = "mine"', rules("mine", path="elsewhere.py"), rules("other", sha256="2"))) == used
    assert fingerprint(town('pitch = "mine"', rules("mine", sha256="1"))) != used


def test_files_that_only_a_point_uses_count_for_the_design_and_for_the_point(town: Callable[..., Scenario]) -> None:
    vary = '[design.vary]\n"strategy.focus.pitch" = ["focus", "mine"]'
    one, other = (town(vary, rules("mine", sha256=sha)) for sha in "12")
    assert [file.sha256 for file in used_files(one)] == ["1"]
    assert fingerprint(one) != fingerprint(other)
    focus, mine = ({"strategy.focus.pitch": pitch} for pitch in ("focus", "mine"))
    assert fingerprint(with_values(one, focus)) == fingerprint(with_values(other, focus))
    assert fingerprint(with_values(one, mine)) != fingerprint(with_values(other, mine))


def test_what_may_be_written_is_explained_and_completed() -> None:
    assert explain("strategy.pitch").bounds.endswith("one-topic-per-contact, or a rule of your own")
    assert explain("design.outcomes").bounds.endswith(
        "top10_share, recruits_rate, sales_rate, recruits_per_founder, tail_exponent, or a rule of your own"
    )
    assert explain("company.kind").bounds == "one of product, revshare"
    schema: Any = json.loads(schema_json())["$defs"]
    assert schema["Strategy"]["properties"]["pitch"]["anyOf"][1] == {"type": "string"}
    assert schema["Strategy"]["properties"]["pitch"]["anyOf"][0]["enum"][0] == "focus"
    assert set(schema["Own"]["properties"]) == {"phases", "measures", "numbers"}
