"""Numbers that rules declare: a scenario sets them, a design varies them, and a run is known by them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from sim.core.registry import RuleError
from sim.own import load_rules
from sim.own.checks import check_rules
from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.designs import Rows
from sim.scenario.schema import fingerprint
from sim.scenario.vary import value_of, with_values
from sim.verbs.layout import listing

from .conftest import Make, Write

SHARE = "own.numbers.equal-share.share"
RULES = """
from sim.own import number


@plan("equal-share", numbers=[
    number("share", 0.1, unit="share", ge=0, le=1, meaning="What is shared of all that was bought."),
    number("least", 3, unit="members", ge=1, meaning="Among how many at least."),
])
def equal_share(company, share, least):
    "A share of all that was bought is divided equally."
    qualified = [member.person for member in company.members if member.qualified]
    each = int(company.volume * share) // max(least, len(qualified))
    return [(person, each, "passive") for person in qualified]


@life("days", numbers=[number("days", 30.0, unit="days", ge=1)])
def days_alone(draw, company, days):
    return days
"""
COMPANY = {"name": "vita", "topic": "health", "plan": {"kind": "equal-share"}, "life": {"law": "days"}}


@pytest.fixture
def town(make: Make) -> Scenario:
    """A company that divides a share, as it is declared."""
    return make(RULES, company=[COMPANY], strategy=[{"name": "all", "companies": ["vita"]}])


def test_what_is_not_set_is_as_the_rule_declares_it(town: Scenario) -> None:
    assert (value_of(town, SHARE), value_of(town, "own.numbers.days.days")) == (0.1, 30.0)
    assert town.own.function("life", "days")(0.5, None) == 30.0


def test_a_point_of_a_design_has_its_own_numbers_and_another_name(town: Scenario) -> None:
    varied = with_values(town, {"own.numbers.days.days": 45, SHARE: 0.25})
    assert varied.own.function("life", "days")(0.5, None) == 45.0
    assert varied.own.numbers == {"days": {"days": 45}, "equal-share": {"share": 0.25}}
    assert varied.own.files == town.own.files
    assert len({fingerprint(town), fingerprint(varied), fingerprint(with_values(town, {SHARE: 0.25}))}) == 3
    assert fingerprint(with_values(varied, {})) == fingerprint(varied)


def test_numbers_are_varied_and_sampled_like_parameters(town: Scenario) -> None:
    def design(**given: object) -> list[dict[str, object]]:
        table = {**dict(town), "own": {}, "design": given}
        return list(Rows(Scenario.model_validate(table, context={"rules": town.own.files})))

    assert design(vary={SHARE: [0.1, 0.2]}) == [{SHARE: 0.1}, {SHARE: 0.2}]
    least = "own.numbers.equal-share.least"
    sampled = design(kind="sobol", points=8, between={least: [2, 9], SHARE: [0.1, 0.5]})
    assert all(isinstance(row[least], int) and isinstance(row[SHARE], float) for row in sampled)
    assert design(kind="one-at-a-time", vary={SHARE: [0.2]})[0] == {SHARE: 0.1}


@pytest.mark.parametrize(
    ("sets", "sentence"),
    [
        ("own.numbers.days.days=0", "--set own.numbers.days.days=0: must be at least 1 (days)."),
        ("own.numbers.days.day=3", '--set own.numbers.days.day=3 is no number of this rule: must be "days". Did you'),
        (
            "own.numbers.mine.x=3",
            '--set own.numbers.mine.x=3 is not known: no rule "mine" that was given declares a number.',
        ),
    ],
)
def test_numbers_are_set_from_the_command_line_and_in_files(
    write: Write, tmp_path: Path, sets: str, sentence: str
) -> None:
    file = tmp_path / "x.toml"
    file.write_text(
        '[population]\npeople = 9\n[[company]]\nname = "v"\ntopic = "h"\nlife = {law = "days"}\n'
        '[[strategy]]\nname = "s"\ncompanies = ["v"]\n[own.numbers.days]\ndays = 60\n'
    )
    rules = load_rules([write(RULES)])
    assert load(file, [], rules).own.function("life", "days")(0.5, None) == 60.0
    assert load(file, ["own.numbers.days.days=7"], rules).own.function("life", "days")(0.5, None) == 7.0
    with pytest.raises(ScenarioError) as caught:
        load(file, [sets], rules)
    assert str(caught.value).startswith(sentence)
    with pytest.raises(ScenarioError, match=r"design\.vary\..*\(entry 2\) = 2: must be at most 1 \(share\)\."):
        load(file, [f"design.vary.{SHARE}=[0.5, 2]"], rules)


def test_rules_with_the_same_name_cannot_both_have_numbers(write: Write) -> None:
    text = "from sim.own import number\n" + "".join(
        f'@{kind}("x", numbers=[number("n", 1)])\ndef {kind}_x({taken}, n): ...\n'
        for kind, taken in (("plan", "company"), ("life", "draw, company"))
    )
    with pytest.raises(RuleError, match=r"has numbers, and so has another rule \"x\"; call one of them otherwise\.$"):
        load_rules([write(text)])


def test_numbers_are_listed_with_their_rule(town: Scenario) -> None:
    console = Console(width=300, record=True, file=StringIO())
    console.print(listing(town.own.files, name="equal-share"))
    shown = "share = 0.1, share, at least 0, at most 1: What is shared of all that was bought."
    assert shown in " ".join(console.export_text().split())


def test_rules_with_numbers_keep_their_contracts_as_the_scenario_sets_them(town: Scenario) -> None:
    assert check_rules(town) == []
    assert check_rules(with_values(town, {"own.numbers.equal-share.least": 1, SHARE: 1.0})) == []
