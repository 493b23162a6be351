from __future__ import annotations

from collections.abc import Callable

import pytest

from sim.core.registry import names, registered
from sim.scenario import Scenario
from sim.scenario.checks import warnings


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[[strategy]]\nname = "a"\ncompanies = ["vita", "clickz"]',
            'x.toml, line 4: strategy.a.companies (entry 2) = "clickz": must be a declared company: '
            '"vita" or "clicks". Did you mean "clicks"?',
        ),
        (
            '[[strategy]]\nname = "a"\ncompanies = [\n"vita",\n"vita"]',
            'x.toml, line 4: strategy.a.companies (entry 2) = "vita" is named twice.',
        ),
        (
            '[[strategy]]\nname = "a"\ncompanies = ["vita"]\n[[strategy]]\nname = "a"\ncompanies = ["clicks"]',
            'x.toml, line 6: strategy.a.name = "a" is the name of two strategies.',
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\n[[company]]\nname = "clicks"\ntopic = "b"\n'
            '[[company]]\nname = "vita"\ntopic = "c"',
            'x.toml, line 9: company.vita.name = "vita" is the name of two companies.',
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nplan.rates = [0.6, 0.5]\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.rates = [0.6, 0.5]: must sum to at most 1; the sum is 1.1.",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nplan = { kind = "geometric", first = 0.5, ratio = 0.9 }\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.first = 0.5: must sum to at most 1 over 10 levels; "
            "the sum is 3.2566078.",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\n'
            'plan.ranks = [{ name = "a", own_volume = 200 }, { name = "b", own_volume = 100 }]\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.ranks.b.own_volume = 100: must be at least 200, as the rank before it: "
            "the lowest comes first.",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nplan = { kind = "matrix", width = 0 }\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.width = 0: must be at least 2 (places).",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nplan = { kind = "binary", cap = -1 }\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.cap = -1: must be at least 0 (currency units a month).",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nplan.rates = []\n[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.rates = []: must have at least 1 entry.",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nplan.fast_start = 1.2\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.plan.fast_start = 1.2: must be at most 1 (share).",
        ),
        (
            '[[topic_distance]]\nbetween = ["health", "advertizing"]\ndistance = 0.5',
            'x.toml, line 3: topic_distance (entry 1).between (entry 2) = "advertizing": must be the topic of a '
            'company: "health" or "advertising". Did you mean "advertising"?',
        ),
        (
            '[[topic_distance]]\nbetween = ["health", "health"]\ndistance = 0.5',
            'x.toml, line 3: topic_distance (entry 1).between = ["health", "health"]: must be two different topics.',
        ),
        (
            '[[topic_distance]]\nbetween = ["health", "advertising"]\ndistance = 0.5\n'
            '[[topic_distance]]\nbetween = ["advertising", "health"]\ndistance = 0.4',
            'x.toml, line 6: topic_distance (entry 2).between = ["advertising", "health"] is declared twice.',
        ),
        (
            "[population]\npart_time_hours = 50",
            "x.toml, line 3: population.part_time_hours = 50.0: must be at most population.full_time_hours = 40 "
            "(hours a week).",
        ),
        (
            '[design]\nworlds = "mixed"',
            "town.toml, line 14: strategy: the shares must sum to 1 in mixed worlds; the sum is 2 "
            '("focus" 1, "two, tailored" 1).',
        ),
        (
            '[keep]\nstrategy = []\n[[strategy]]\nname = "a"\ncompanies = ["vita"]\nshare = 0.7\n[[strategy]]\n'
            'name = "b"\ncompanies = ["vita"]\nshare = 0.2\n[design]\nworlds = "mixed"',
            'x.toml, line 4: strategy: the shares must sum to 1 in mixed worlds; the sum is 0.9 ("a" 0.7, "b" 0.2).',
        ),
        (
            "[design]\nbackground = { focis = 1.0 }",
            'x.toml, line 3: design.background.focis = 1.0: the name must be a declared strategy: "focus" or '
            '"two, tailored". Did you mean "focus"?',
        ),
        (
            '[design.background]\nfocus = 1.2\n"two, tailored" = -0.2',
            'x.toml, line 4: design.background."two, tailored" = -0.2: must be at least 0 (weight).',
        ),
        (
            "[design.background]\nfocus = 0.5",
            "x.toml, line 2: design.background = { focus = 0.5 }: the weights must sum to 1; the sum is 0.5.",
        ),
        (
            '[design]\nworlds = "focal"\nfocal_people = 2',
            "x.toml, line 4: design.focal_people = 2: must be at most 1, the networkers of the first day "
            "(population.networkers).",
        ),
    ],
)
def test_parts_that_do_not_fit(told: Callable[..., list[str]], text: str, sentence: str) -> None:
    assert told(text) == [sentence]


def test_checks_that_read_a_refused_section_wait(told: Callable[..., list[str]]) -> None:
    assert told('[population]\nnetworkers = 2\n[design]\nworlds = "focal"\nfocal_people = 50') == [
        "x.toml, line 3: population.networkers = 2: must be at most 1 (share)."
    ]


@pytest.mark.parametrize(
    "overrides",
    [
        ("design.worlds=mixed", "strategy.focus.share=0.3", "strategy.two, tailored.share=0.7"),
        ("design.worlds=focal", "design.focal_people=1"),
        (
            "design.worlds=focal",
            "design.background={focus=0.1, 'two, tailored'=0.9}",
            "design.focal_people=1",
        ),
        ("company.vita.plan.rates=[0.1, 0.2, 0.3, 0.4]", "company.vita.retail_margin=0", "company.vita.supply_cost=0"),
        ("population.part_time_hours=40",),
        ("company.vita.plan.width=4", "design.vary={'company.vita.plan.kind'=['unilevel', 'matrix']}"),
        ("company.vita.plan.kind=binary", "company.vita.plan.leg_rate=1"),
        ("graph.kind=dataset", "graph.name=karate_club", "design.worlds=focal", "design.focal_people=30"),
    ],
)
def test_parts_that_fit(scenario: Callable[..., Scenario], overrides: tuple[str, ...]) -> None:
    assert warnings(scenario(*overrides)) == []


@pytest.mark.parametrize(
    ("overrides", "sentence"),
    [
        (
            ("company.vita.supply_cost=0.9",),
            "company.vita: plan.rates, retail_margin and supply_cost sum to 1.35 of a purchase; "
            "the company pays out more than it takes in.",
        ),
        (
            ("company.vita.plan.kind=geometric", "company.vita.plan.first=0.4"),
            "company.vita: plan.first over its levels, retail_margin and supply_cost sum to 1.29921875 of a purchase; "
            "the company pays out more than it takes in.",
        ),
        (
            ("company.vita.plan.kind=none", "company.vita.supply_cost=0.9"),
            "company.vita: retail_margin and supply_cost sum to 1.1 of a purchase; "
            "the company pays out more than it takes in.",
        ),
        (
            (
                "company.vita.plan.fast_start=0.5",
                "company.vita.plan.fast_start_amount=20",
                "company.vita.joining_fee=35",
            ),
            "company.vita: a recruit brings their sponsor 37.5 at once, more than the joining fee (35).",
        ),
        (
            ("company.vita.plan.kind=binary", "company.vita.plan.rates=[0.1]"),
            'company.vita.plan.rates = [0.1] is not used: plan.kind is "binary".',
        ),
        (("company.vita.plan.width=4",), 'company.vita.plan.width = 4 is not used: plan.kind is "unilevel".'),
        (
            ("company.vita.plan.kind=none", "company.vita.plan.qualification=50"),
            'company.vita.plan.qualification = 50 is not used: plan.kind is "none".',
        ),
        (
            ("graph.path=/no/where.txt",),
            'graph.path = "/no/where.txt" is not used: graph.kind is "powerlaw_cluster".',
        ),
        (("graph.name=karate",), 'graph.name = "karate" is not used: graph.kind is "powerlaw_cluster".'),
        (
            ("graph.kind=file", "graph.path=/no/where.txt"),
            'graph.path = "/no/where.txt": there is no such file.',
        ),
        (
            ("design.background.focus=1",),
            'design.background = { focus = 1.0 } is not used: design.worlds is "population".',
        ),
        (
            ("events.share=0.5", "phases.events=false"),
            "events.share = 0.5 is not used: phases.events is off.",
        ),
        (
            ("strategy.focus.event_topic=audience",),
            'strategy.focus.event_topic = "audience" is not used: the pitch is "focus", not one-topic-per-event.',
        ),
        (
            ("strategy.focus.synergy=true", "company.vita.credits=3"),
            "strategy.focus.synergy = true is not used: it needs a company with credits and another without among "
            "its companies.",
        ),
        (
            ("strategy.focus.cross_post=everywhere",),
            'strategy.focus.cross_post = "everywhere" is not used: it needs a second company to advertise.',
        ),
        (
            ("strategy.two, tailored.cross_post=everywhere", "phases.groups=false"),
            'strategy.two, tailored.cross_post = "everywhere" is not used: phases.groups is off.',
        ),
        (
            (
                "strategy.two, tailored.cross_post=where-allowed",
                "company.vita.regime=exclusive",
                "company.clicks.regime=exclusive",
            ),
            'strategy.two, tailored.cross_post = "where-allowed" is not used: none of its companies has the regime '
            "free.",
        ),
        (("groups.cross_posters=0.5",), "groups.cross_posters = 0.5 is not used: no strategy cross-posts."),
        (
            ("company.vita.regime=exclusive", "phases.regimes=false"),
            'company.vita.regime = "exclusive" is not used: phases.regimes is off.',
        ),
        (
            ("population.networkers=0.001",),
            "population.networkers = 0.001: leaves nobody who works on the first day.",
        ),
        (
            ("company.clicks.topic=Health",),
            'company.clicks.topic = "Health": differs from "health" only in case, blanks, marks that show nothing, or '
            "the form of a letter.",
        ),
        (("company.clicks.topic=\u200b",), 'company.clicks.topic = "\\u200b": shows nothing.'),
        (
            ('design.outcomes=["recruits", "gain", "recruits"]',),
            'design.outcomes (entry 3) = "recruits" is named twice.',
        ),
    ],
)
def test_what_is_odd_is_allowed_with_a_warning(
    scenario: Callable[..., Scenario], overrides: tuple[str, ...], sentence: str
) -> None:
    assert warnings(scenario(*overrides)) == [sentence]


def test_no_check_that_is_declared_is_left_out() -> None:
    found = registered("check")
    assert [each.rule.name for each in found] == list(names("check"))
    assert len({each.rule.order for each in found}) == len(found)


@pytest.mark.parametrize(("first", "second"), [("Vita", "vita"), ("é", "e\u0301"), ("vita", "vita\u200b")])
def test_names_that_look_alike_are_odd_and_allowed(first: str, second: str) -> None:
    table = {
        "population": {"people": 50, "networkers": 0.5},
        "graph": {"kind": "complete"},
        "company": [{"name": first, "topic": "health"}, {"name": second, "topic": "beauty"}],
        "strategy": [{"name": second, "companies": [first]}, {"name": first, "companies": [second]}],
    }
    told = [sentence.split(":")[-1] for sentence in warnings(Scenario.model_validate(table))]
    assert len(told) == 2
    assert all(sentence.startswith(" differs from ") for sentence in told)
