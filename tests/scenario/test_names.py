from __future__ import annotations

import pytest

from sim.core.errors import KeyPath
from sim.scenario import ScenarioError
from sim.scenario.sections import (
    ALIASES,
    canonical,
    dotted,
    field_at,
    fields_in,
    options_of,
    path_of,
    schema_names,
    section_of,
)

DECLARED = {"company": ["vita", "clicks"], "strategy": ["focus", "two, tailored"]}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("time.days", ("time", "days")),
        ("title", ("title",)),
        ("company.clicks.plan.rates", ("company", 1, "plan", "rates")),
        ("strategy.two, tailored.pitch", ("strategy", 1, "pitch")),
        ("design.vary.graph.p", ("design", "vary", "graph.p")),
        ("design.background.two, tailored", ("design", "background", "two, tailored")),
        ("credibility.memory_half_life", ("conversation", "memory_half_life")),
    ],
)
def test_a_dotted_name_has_a_path(name: str, path: KeyPath) -> None:
    assert path_of(name, DECLARED) == path


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("time.dys", "time.dys is not a known key. Did you mean time.days?"),
        ("tme", "tme is not a known key. Did you mean time?"),
        ("population.days", "population.days is not a known key. Did you mean time.days?"),
        ("record.zzz", "record.zzz is not a known key. Known here: every."),
        ("time.days.hours", "time.days.hours is not a known key."),
        (
            "company.vita.qualty",
            "company.vita.qualty is not a known key. Did you mean company.vita.quality?",
        ),
        (
            "company.vitta.quality",
            'company.vitta.quality: there is no company "vitta" (declared: "vita" or "clicks"). Did you mean "vita"?',
        ),
    ],
)
def test_an_unknown_name_is_a_sentence(name: str, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        path_of(name, DECLARED)
    assert str(caught.value) == sentence


def test_no_company_at_all() -> None:
    with pytest.raises(ScenarioError) as caught:
        path_of("company.vita.quality", {"company": []})
    assert str(caught.value) == 'company.vita.quality: there is no company "vita" (none is declared).'


def test_paths_are_written_for_readers() -> None:
    data = {"company": [{"name": "vita"}, {}], "topic_distance": [{}]}
    assert dotted(("company", 0, "plan", "rates", 2), data) == "company.vita.plan.rates (entry 3)"
    assert dotted(("company", 1, "topic"), data) == "company (entry 2).topic"
    assert dotted(("design", "vary", "graph.p"), data) == 'design.vary."graph.p"'


def test_aliases_lead_to_parameters() -> None:
    names = list(schema_names())
    assert all(target in names and alias not in names for alias, target in ALIASES.items())
    assert [canonical(alias) for alias in ALIASES] == list(ALIASES.values())
    assert canonical("time.days") == "time.days"


def test_entries_belong_to_their_field() -> None:
    rates = field_at(("company", 3, "plan", "rates", 1))
    assert rates is not None
    assert rates is field_at(("company", "plan", "rates"))
    assert field_at(("time", "days", "hours")) is None
    assert field_at(("design", "vary", "anything", 0)) is field_at(("design", "vary"))


def test_sections_and_options() -> None:
    outcomes, plan = field_at(("design", "outcomes")), field_at(("company", "plan"))
    assert outcomes is not None
    assert plan is not None
    assert options_of(outcomes.annotation)[0] == "recruits"
    assert section_of(outcomes.annotation) is None
    assert section_of(plan.annotation) is not None
    assert fields_in(("time",)) == ["days"]
    assert fields_in(("time", "days")) == []
