"""Claims that can be put to the test, and what they measure."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.record.companies import Firm
from sim.scenario import ScenarioError, load
from sim.scenario.checks_claim import levels_of, switched
from sim.scenario.design import COMPANY_MEASURES, Term, terms
from sim.scenario.schema import fingerprint

CLAIM = """
[design]
first_seed = 1
[design.vary]
strategy = ["focus", "two, tailored"]
"events.share" = [0.0, 1.0]
[claim]
id = "A6"
says = "It is so."
control = ["phases.gossip=false"]
[[claim.test]]
question = "Is it?"
better = "two, tailored"
against = ["focus"]
outcome = "credibility"
expects = "lower"
matters = 0.02
"""
INTERACTION = 'kind = "interaction"\nby = "events.share"\nlow = 0.0\nhigh = 1.0\nquestion'


def test_a_claim_is_no_part_of_a_run(write: Callable[..., object], town: object) -> None:
    write(f'extends = "town.toml"\n{CLAIM}')
    write(f'extends = "town.toml"\n{CLAIM.partition("[claim]")[0]}', "plain.toml")
    assert fingerprint(load("x.toml")) == fingerprint(load("plain.toml"))


def test_levels_are_those_of_the_design(write: Callable[..., object], town: object) -> None:
    write(f'extends = "town.toml"\n{CLAIM}')
    assert levels_of(load("x.toml")) == {"strategy": ["focus", "two, tailored"], "events.share": [0.0, 1.0]}


def test_an_interaction_is_fine(write: Callable[..., object], town: object) -> None:
    write(f'extends = "town.toml"\n{CLAIM.replace("question", INTERACTION)}')
    claim = load("x.toml").claim
    assert claim is not None
    assert claim.test[0].kind == "interaction"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('better = "two, tailored"', 'better = "three"', 'better = "three": must be one of the levels that vary'),
        ('against = ["focus"]', "against = []", "must name at least one level."),
        ('against = ["focus"]', 'against = ["two, tailored"]', "is compared with itself."),
        ('outcome = "credibility"', 'outcome = "credbility"', 'is not an outcome. Did you mean "credibility"?'),
        (
            '["phases.gossip=false"]',
            '["phases.gossip"]',
            'must have the form key=value, such as "phases.gossip=false".',
        ),
        ('["phases.gossip=false"]', '["phases.gosip=false"]', "cannot be switched: phases.gosip"),
        ('["phases.gossip=false"]', '["events.share=0"]', "switches events.share, which varies."),
        ('id = "A6"', 'id = "six"', "claim.id"),
        ('says = "It is so."', 'says = "It is so."\ncore = { "events.share" = [0.5] }', "one of the levels that vary"),
        ('says = "It is so."', 'says = "It is so."\ncore = { "events.shre" = [0.5] }', 'Did you mean "events.share"?'),
        ('says = "It is so."', 'says = "It is so."\nfixed = ["gossip.rat"]', 'Did you mean "gossip.rate"?'),
        ('says = "It is so."', 'says = "It is so."\nmin_seeds = 50', "must be at least min_seeds = 50."),
        ("first_seed = 1", "first_seed = 900_000", "reaches into the seeds of the calibration, 900001 to 919999."),
        ("first_seed = 1", "first_seed = 919_999", "reaches into the seeds of the calibration, 900001 to 919999."),
        ("question", INTERACTION.replace("high = 1.0", "high = 0.7"), "one of the levels that vary: 0.0, 1.0."),
        ("question", INTERACTION.replace("events.share", "events.shre"), "is not among what varies"),
        ("question", 'shows = "truth"\nquestion', 'must be "finding", "premise" or "arithmetic".'),
        ("question", 'kind = "level"\nrelative = true\nquestion', "has no meaning against the value 0."),
    ],
)
def test_what_cannot_be_tested_is_refused(told: Callable[..., list[str]], old: str, new: str, sentence: str) -> None:
    assert old in CLAIM
    assert any(sentence in line for line in told(CLAIM.replace(old, new, 1)))


def test_switches_are_read_as_values() -> None:
    assert switched(["a.b=false", "c.d = 0.5", "e.f=x"]) == {"a.b": False, "c.d": 0.5, "e.f": "x"}
    with pytest.raises(ScenarioError):
        switched(["a.b"])


@pytest.mark.parametrize(
    ("measure", "found"),
    [
        ("credibility", [Term("credibility", "mean")]),
        ("net_income.q10", [Term("net_income", "q10")]),
        ("company.volume", [Term("volume", "mean", company=True)]),
        ("recruits / conversations", [Term("recruits", "mean"), Term("conversations", "mean")]),
        ("company.closed/company.systems", [Term("closed", "mean", True), Term("systems", "mean", True)]),
    ],
)
def test_a_measure_is_one_quantity_or_one_divided_by_another(measure: str, found: list[Term]) -> None:
    assert terms(measure) == found


@pytest.mark.parametrize(
    ("measure", "sentence"),
    [
        ("credbility", 'is not an outcome. Did you mean "credibility"?'),
        ("company.volumes", 'is not known of companies. Did you mean "volume"?'),
        ("a / b / c", "may divide one quantity by another, once."),
        ("net_income.median / recruits", "divides sums over people; a median or quantile cannot be a part of it."),
    ],
)
def test_what_is_no_measure_is_refused(measure: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r".+") as caught:
        terms(measure)
    assert str(caught.value) == sentence


def test_what_is_asked_of_companies_is_recorded() -> None:
    derived = {"systems", "closed_insolvent", "closed_management", "closed_software", "closed_exit"}
    assert set(COMPANY_MEASURES) - derived <= {each.name for each in Firm.columns}


WORLDS = 'worlds = "population"'
MOVING = f"""
[time]
days = 730
[design]
{WORLDS}
[design.vary]
"gossip.rate" = [0.0, 0.1]
[claim]
id = "A6"
says = "It is so."
control = ["phases.gossip=false"]
[[claim.test]]
question = "Is it?"
factor = "gossip.rate"
better = 0.1
against = [0.0]
outcome = "OUTCOME"
matters = 0.02
"""
LATE = 'worlds = "focal"\nfocal_people = 1\nfocal_entry = 400'
EVENTS = '"events.share" = [0.0, 0.5]'
SHARES = """
[[company]]
name = "fund"
kind = "revshare"
topic = "yield"
"""


def asked(outcome: str, *more: str) -> str:
    """The claim about an outcome, with other design or tables."""
    text = MOVING.replace("OUTCOME", outcome)
    for line in more:
        text = text.replace(WORLDS, line) if line.startswith("worlds") else text + line
    return text


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (asked("recruits"), "all networkers but the founders are somebody's recruit"),
        (asked("company.systems"), "it is the number of revenue-share companies."),
        (asked("event_share"), "nobody goes to events. Set events.share above 0."),
        (asked("contradictions_public / conversations"), "nobody goes to events."),
        (asked("capital_result"), "no company is a revenue-share system."),
        (asked("cross_posts"), "no strategy cross-posts."),
        (asked("care", "\n[phases]\ncare = false"), "phases.care is off."),
    ],
)
def test_what_cannot_move_is_refused(told: Callable[..., list[str]], text: str, sentence: str) -> None:
    assert any("outcome" in line and "cannot move here: " in line and sentence in line for line in told(text))


@pytest.mark.parametrize(
    "text",
    [
        asked("recruits / months"),
        asked("recruits", LATE),
        asked("company.closed / company.systems"),
        asked("event_share").replace('"gossip.rate" = [0.0, 0.1]', f'"gossip.rate" = [0.0, 0.1]\n{EVENTS}'),
        asked("capital_result", SHARES),
        asked("care"),
    ],
)
def test_what_can_move_is_fine(write: Callable[..., object], town: object, text: str) -> None:
    write(f'extends = "town.toml"\n{text}')
    claim = load("x.toml").claim
    assert claim is not None
    assert claim.test[0].shows == "finding"
