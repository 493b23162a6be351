"""Whatever has a name can be explained: by itself, in its group, and with the nearest name where nothing has it."""

from __future__ import annotations

import pytest

from sim import explain
from sim.core.registry import names
from sim.model.outcomes import OUTCOMES
from sim.model.talk.parameters import Pitch
from sim.scenario import Scenario, ScenarioError
from sim.scenario.explain import explain as explain_parameter
from sim.scenario.lexicon import everything, groups, meanings
from sim.scenario.lexicon.entries import PITCHES, WORLDS
from sim.scenario.sections import options_of


def test_every_group_has_what_the_model_has() -> None:
    found = {group.name: [each.name for each in group.members] for group in groups()}
    assert found["parameters"][: len(Scenario.model_fields)] == list(Scenario.model_fields)
    assert found["outcomes"] == list(OUTCOMES)
    assert list(PITCHES) == list(Pitch.words())
    assert found["pitch policies"] == [*Pitch.words(), *names("pitch")]
    assert found["plans"] == list(names("plan"))
    assert found["laws of life"] == list(names("life"))
    design = type(Scenario.model_fields["design"].default)
    assert found["worlds"] == list(options_of(design.model_fields["worlds"].annotation)) == list(WORLDS)
    assert {"downline", "team", "common random numbers"} < set(found["words"])
    assert {"glossary.md", "replay.md", "calibration.md"} < set(found["pages"])


def test_everything_is_explained_in_a_sentence() -> None:
    for name in everything():
        assert all(each.meaning for each in meanings(name)), name
    for group in groups()[:-1]:
        assert [each.name for each in group.members if not each.meaning.endswith(".")] == []


def test_an_outcome_says_what_it_counts_and_whether_less_is_better() -> None:
    told = explain("net_loss")
    assert (told.type, told.meaning, told.unit) == ("outcome", "Share with a net loss.", "% of networkers")
    assert told.remark == (
        "Whether nothing came in at all, and whether less came in than went out. A comparison counts less as better."
    )
    assert "better" not in explain("net_income").remark
    assert explain("gini").remark.endswith(" Of a group as a whole, not of single people.")


def test_a_policy_a_plan_and_a_kind_of_world_say_who_asks_for_them() -> None:
    assert explain("tailored").remark == 'Asked for by strategy.pitch = "tailored".'
    assert explain("mixed").remark == 'Asked for by design.worlds = "mixed".'
    assert explain("weibull").remark == 'Asked for by company.life.law = "weibull".'
    told = explain("binary")
    assert (told.type, told.meaning) == (
        "compensation plan",
        "Everybody has two legs, and is paid for the weaker one.",
    )
    assert told.remark.startswith('Asked for by company.plan.kind = "binary". It reads company.plan.leg_rate, ')


def test_words_of_the_glossary_know_their_other_names() -> None:
    assert [(each.type, each.remark) for each in meanings("team")] == [("word", "See downline.")]
    assert meanings("team")[0].meaning == "Everybody below a position."
    assert meanings("common-random-numbers")[0].name == "common random numbers"


def test_all_that_a_name_means_is_told_and_a_section_last() -> None:
    assert [each.type for each in meanings("credibility")] == ["outcome", "word", "table"]
    assert [each.type for each in meanings("none")] == ["compensation plan", "law of life"]
    assert explain("credibility") == explain_parameter("credibility")
    assert explain("gossip.rate") == explain_parameter("gossip.rate")
    assert explain() == explain("parameters") == explain_parameter()


def test_a_group_is_explained_by_its_members() -> None:
    told = explain("pitch-policies")
    assert (told.name, told.type) == ("pitch policies", "group")
    assert [each.name for each in told.fields] == list(Pitch.words())


@pytest.mark.parametrize("name", ["replay.md", "docs/replay.md"])
def test_a_page_is_found_as_sentences_call_it(name: str) -> None:
    assert [(each.name, each.type, each.meaning) for each in meanings(name)] == [
        ("replay.md", "page", "Replaying a real evening")
    ]


@pytest.mark.parametrize(
    ("name", "near"),
    [("net_incom", "net_income"), ("Poplation", "population"), ("disclose all!", "disclose-all"), ("reply.md", "")],
)
def test_what_nothing_is_called_brings_the_nearest_name(name: str, near: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        explain(name)
    sentence = f'Nothing is called "{name}". Did you mean "{near}"? `manyhats explain` lists what there is.'
    assert str(caught.value) == sentence if near else "reply.md" in str(caught.value)


def test_a_parameter_that_is_not_there_brings_the_sentence_of_parameters() -> None:
    for name in ("gossip.rat", "company.vita.qualty", "xyzzy"):
        with pytest.raises(ScenarioError) as one:
            explain(name)
        with pytest.raises(ScenarioError) as other:
            explain_parameter(name)
        assert str(one.value) == str(other.value)


def test_a_page_of_a_folder_is_found_without_it_unless_another_is_called_so() -> None:
    assert [each.name for each in meanings("lesson.md")] == ["guide/lesson.md"]
    assert [each.name for each in meanings("vor-dem-einstieg.md")] == ["leitfaden/vor-dem-einstieg.md"]
    with pytest.raises(ScenarioError, match=r'Nothing is called "index.md"\. Did you mean "guide/index.md"\?'):
        meanings("index.md")
