from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import Scenario, ScenarioError, load
from sim.scenario.sections import schema_names
from tests.shipped import SCENARIOS, SHIPPED, load_shipped

Writer = Callable[..., Path]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios_state_no_mistakes(path: Path) -> None:
    assert load_shipped(path).title


def test_the_base_has_five_companies() -> None:
    base = Scenario.load(SHIPPED / "base.toml")
    assert [company.name for company in base.company] == ["vita", "clicks", "glow", "volt", "trip"]
    assert base.topics == ["health", "advertising", "beauty", "energy", "travel"]
    assert (base.population.people, base.graph.kind) == (3000, "social_circles")


def test_a_child_overrides_its_ancestors(write: Writer, town: Path) -> None:
    write('extends = "town.toml"\n[time]\ndays = 30\n[population]\nnetworkers = 0.1', "b.toml")
    found = load(write('extends = "b.toml"\n[population]\nnetworkers = 0.2'))
    assert found.title == "A town"
    assert found.time.days == 30
    assert (found.population.people, found.population.networkers) == (100, 0.2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "[conversation]\nmemory_halflife = 7",
            "x.toml, line 3: conversation.memory_halflife = 7 is not a known key. "
            "Did you mean conversation.memory_half_life?",
        ),
        (
            "[leaving]\nlosses = 1.05",
            "x.toml, line 3: leaving.losses = 1.05 is no longer a key. leaving.money took its place: it weighs what "
            "all businesses together bring against what was hoped for.",
        ),
        ("[populaton]\npeople = 3", "x.toml, line 2: populaton is not a known key. Did you mean population?"),
        (
            '[population]\npeople = "many"',
            'x.toml, line 3: population.people = "many": must be a whole number (people).',
        ),
        (
            "[population]\npeople = 3.5",
            "x.toml, line 3: population.people = 3.5: must be a whole number (people): write 3 or 4.",
        ),
        (
            "[population]\nnetworkers = 1.5",
            "x.toml, line 3: population.networkers = 1.5: must be at most 1 (share).",
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\nregime = "exclusve"\n'
            '[[company]]\nname = "clicks"\ntopic = "b"',
            'x.toml, line 5: company.vita.regime = "exclusve": must be "free", "no-cross-recruiting" or "exclusive". '
            'Did you mean "exclusive"?',
        ),
        (
            '[[company]]\nname = "vita"\ntopic = "health"\ndetection = 1.5\n[[company]]\nname = "clicks"\ntopic = "b"',
            "x.toml, line 5: company.vita.detection = 1.5: must be at most 1 (probability).",
        ),
        ("[population]\ninterest = 0", "x.toml, line 3: population.interest = 0: must be more than 0."),
        ("[population]\ninterest = 1", "x.toml, line 3: population.interest = 1: must be less than 1."),
        (
            "[population]\nnetworkers = nan",
            "x.toml, line 3: population.networkers = nan: must be a finite number (share).",
        ),
        (
            "[population]\nsavings = inf",
            "x.toml, line 3: population.savings = inf: must be a finite number (currency units).",
        ),
        (
            "[population]\nsavings = 12.345",
            "x.toml, line 3: population.savings = 12.345: must be in whole cents (at most 2 decimal places).",
        ),
        (
            "[population]\nsavings = true",
            "x.toml, line 3: population.savings = true: must be a number (currency units).",
        ),
        ("[phases]\ngossip = 1", "x.toml, line 3: phases.gossip = 1: must be true or false."),
        (
            '[design]\nworlds = "foca"',
            'x.toml, line 3: design.worlds = "foca": must be "population", "mixed" or "focal". Did you mean "focal"?',
        ),
        (
            '[design]\noutcomes = ["recruits", "net_incom"]',
            'x.toml, line 3: design.outcomes (entry 2) = "net_incom": must be "recruits", "downline", "sales", '
            '"net_income", "active_income", "passive_income", "capital_income", "capital_result", "gain", "costs", '
            '"credibility", "credibility_spread" and 45 more. Did you mean "net_income"?',
        ),
        ("[design]\noutcomes = []", "x.toml, line 3: design.outcomes = []: must have at least 1 entry."),
        ("[design]\nvary = 3", "x.toml, line 3: design.vary = 3: must be a table."),
        ("title = 3", 'x.toml, line 2: title = 3: must be text in "quotes".'),
        (
            f'title = "{"x" * 201}"',
            f'x.toml, line 2: title = "{"x" * 58}…: must have at most 200 characters.',
        ),
        ("time = 3", "x.toml, line 2: time = 3: must be a table: write [time]."),
        ("[[time]]\ndays = 3", "x.toml, line 2: time: must be a table: write [time]."),
        ("[strategy]\nname = 3", "x.toml, line 2: strategy: must be a list of tables: write [[strategy]]."),
        (
            "company = []",
            "x.toml, line 2: company = []: states nothing. "
            "To leave out what is inherited, write [keep] and company = [].",
        ),
        ("company = [3]", "x.toml, line 2: company (entry 1) = 3: must be a table."),
        (
            '[[company]]\nname = "glow"',
            "x.toml, line 2: company.glow.topic is missing. It must be given: "
            "Industry it stands for in a conversation.",
        ),
        (
            '[[company]]\nname = ""\ntopic = "a"',
            'x.toml, line 3: company (entry 1).name = "": must not be empty.',
        ),
        (
            '[[company]]\nname = "v.1"\ntopic = "a"',
            'x.toml, line 3: company.v.1.name = "v.1": must be a name without dots, line breaks and spaces '
            "at its ends.",
        ),
        (
            '[[topic_distance]]\nbetween = ["health"]\ndistance = 1',
            'x.toml, line 3: topic_distance (entry 1).between = ["health"]: must have exactly 2 entries.',
        ),
        (
            '[[topic_distance]]\nbetween = ["health", "a", "b"]\ndistance = 1',
            'x.toml, line 3: topic_distance (entry 1).between = ["health", "a", "b"]: must have at most '
            "2 entries, not 3.",
        ),
        (
            '[[topic_distance]]\nbetween = "ab"\ndistance = 1',
            'x.toml, line 3: topic_distance (entry 1).between = "ab": must be a list.',
        ),
    ],
)
def test_one_mistake_is_one_sentence(told: Callable[..., list[str]], text: str, sentence: str) -> None:
    assert told(text) == [sentence]


def test_a_scenario_without_companies(write: Writer) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(write("[population]\npeople = 3"))
    assert str(caught.value).splitlines() == [
        "x.toml: company is missing. A scenario needs at least one [[company]].",
        "x.toml: strategy is missing. A scenario needs at least one [[strategy]].",
    ]


def test_all_mistakes_are_told_by_file_and_line(write: Writer, town: Path) -> None:
    write('extends = "town.toml"\n[time]\ndays = 0\n[graph]\nm = 0', "b.toml")
    path = write(
        'extends = "b.toml"\n[[strategy]]\nname = "a"\ncompanies = ["vitta"]\n[graph]\nm = 0\nkin = 1\n'
        "[population]\nnetworkers = 2"
    )
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert str(caught.value).splitlines() == [
        'x.toml, line 4: strategy.a.companies (entry 1) = "vitta": must be a declared company: '
        '"vita" or "clicks". Did you mean "vita"?',
        "x.toml, line 6: graph.m = 0: must be at least 1 (ties).",
        "x.toml, line 7: graph.kin = 1 is not a known key. Did you mean graph.kind?",
        "x.toml, line 9: population.networkers = 2: must be at most 1 (share).",
        "b.toml, line 3: time.days = 0: must be at least 1 (days).",
    ]
    assert [problem.line for problem in caught.value.problems] == [4, 6, 7, 9, 3]


def test_a_refused_value_does_not_cause_further_sentences(told: Callable[..., list[str]]) -> None:
    assert told("[population]\npeople = 1") == ["x.toml, line 3: population.people = 1: must be at least 2 (people)."]


def test_a_table_where_a_name_should_be(told: Callable[..., list[str]]) -> None:
    first, second = told("[design]\noutcomes = [{a = 1}]\n[time]\ndays = 0")
    assert first.startswith('x.toml, line 3: design.outcomes (entry 1): must be "recruits", "downline", ')
    assert second == "x.toml, line 5: time.days = 0: must be at least 1 (days)."


def test_a_list_where_a_number_should_be(told: Callable[..., list[str]]) -> None:
    assert told('[[company]]\nname = "vita"\ntopic = "health"\nplan.rates = [[0.1]]\n[time]\ndays = 0') == [
        "x.toml, line 5: company.vita.plan.rates (entry 1) = [0.1]: must be a number (share of volume).",
        "x.toml, line 7: time.days = 0: must be at least 1 (days).",
    ]


def test_lists_within_lists_where_names_should_be(told: Callable[..., list[str]]) -> None:
    (sentence,) = told("[design]\ntogether = [[[]]]")
    assert sentence.startswith("x.toml, line 3: design.together (entry 1)")


def test_mistakes_are_counted_when_they_are_many(told: Callable[..., list[str]]) -> None:
    sentences = told("\n".join(f"unknown{i} = {i}" for i in range(60)))
    assert sentences[0].startswith("x.toml, line 2: unknown0 = 0 is not a known key. Known here: title, time, ")
    assert sentences[-1] == "... and 30 more problems."


def test_both_spellings_are_refused_once(told: Callable[..., list[str]]) -> None:
    assert told("conversation.memory_half_life = 3\ncredibility.memory_half_life = 4\n") == [
        "x.toml, line 3: credibility.memory_half_life = 4 is stated twice: credibility.memory_half_life is "
        "another name of conversation.memory_half_life. Keep one of them."
    ]


def test_a_mistake_in_a_second_spelling_is_told_in_it(told: Callable[..., list[str]]) -> None:
    assert told("[credibility]\nmemory_half_life = 0") == [
        "x.toml, line 3: credibility.memory_half_life = 0: must be more than 0 (days)."
    ]


def test_the_second_spelling_of_a_child_holds_over_the_first_of_its_parent(write: Writer, town: Path) -> None:
    write('extends = "town.toml"\n[conversation]\nmemory_half_life = 3', "b.toml")
    found = load(write('extends = "b.toml"\n[credibility]\nmemory_half_life = 4'))
    assert found.conversation.memory_half_life == 4.0


def test_a_graph_file_lies_beside_the_file_that_names_it(write: Writer, town: Path, folder: Path) -> None:
    write('extends = "../town.toml"\n[graph]\nkind = "file"\npath = "friends.txt"', "data/b.toml")
    assert load(write('extends = "data/b.toml"')).graph.path == str(folder / "data/friends.txt")


def test_opening_a_scenario_does_not_load_the_engine() -> None:
    heavy = {"numpy", "numba", "mesa", "pandas", "networkx", "matplotlib", "rich"}
    code = f"import sys, sim.scenario.explain, sim.scenario.rules; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


names = st.sampled_from(
    [*schema_names(), "company", "strategy", "time", "extends", "a", '"b\\u0000c"', "design.vary.x"]
)
plain = (
    '1 -1 0.5 nan inf -inf 1e400 true "" "vita" "\\u0000" [] [[]] [1,"a"] {} {a=1} [{}] 1979-05-27 07:32:00 [0.1,0.2]'
)
vast = ["0x" + "f" * 500, "9" * 400, "[" * 50 + "]" * 50, "[{name = 'vita'}]", '["vita", "clicks"]', "'''\n'''"]
toml_values = st.sampled_from([*plain.split(), *vast])
statements = st.tuples(names, toml_values).map(" = ".join)
headers = st.sampled_from(
    ["[time]", "[[company]]", "[company]", "[design.vary]", "[[strategy]]", "[a.b.c]", "[[time]]"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(statements | headers | st.text(max_size=5), max_size=8).map("\n".join))
def test_no_text_gives_a_traceback(write: Writer, text: str) -> None:
    told_or_loaded(write(text.encode("utf-8", "surrogatepass")))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(statements, st.booleans())
def test_no_change_to_a_good_file_gives_a_traceback(write: Writer, town: Path, text: str, on_top: bool) -> None:
    good = town.read_text()
    told_or_loaded(write(f"{text}\n{good}" if on_top else f"{good}{text}\n"))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=40))
def test_no_bytes_give_a_traceback(write: Writer, data: bytes) -> None:
    told_or_loaded(write(data))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20) | st.tuples(names, toml_values | st.text(max_size=9)).map("=".join))
def test_no_override_gives_a_traceback(town: Path, text: str) -> None:
    told_or_loaded(town, text)


def told_or_loaded(path: Path, *overrides: str) -> None:
    """Load, or get sentences of a readable length; a file that loads is TOML."""
    try:
        load(path, overrides)
    except ScenarioError as error:
        sentences = str(error).split("\n")
    else:
        sentences = []
        tomllib.loads(path.read_text("utf-8-sig"))
    assert all(0 < len(line) < 1500 and line.isprintable() for line in sentences)


def test_one_text_counts_as_a_list_of_one(town: Path) -> None:
    assert Scenario.load(town, "time.days=5").time.days == 5
    assert load(str(town), ("time.days=5", "title=x")).title == "x"
    assert load(town, iter(["time.days=6"])).time.days == 6  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"time": {"days": 3}},
            "A scenario is loaded from the path of a TOML file, not from a value of type dict. A table is read by "
            "Scenario.model_validate(table).",
        ),
        (
            'title = "x"\n[time]',
            "A scenario is loaded from the path of a TOML file, not from a text of several lines: write it to one.",
        ),
        (None, "A scenario is loaded from the path of a TOML file, not from a value of type NoneType."),
        (3, "A scenario is loaded from the path of a TOML file, not from a value of type int."),
        (b"town.toml", "A scenario is loaded from the path of a TOML file, not from a value of type bytes."),
        (["town.toml"], "A scenario is loaded from the path of a TOML file, not from a value of type list."),
    ],
)
def test_what_is_no_path_is_a_sentence(town: Path, given: object, sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        Scenario.load(given)  # type: ignore[arg-type]
    assert str(caught.value) == sentence


def test_a_scenario_is_not_loaded_twice(town: Path) -> None:
    with pytest.raises(ScenarioError, match=r"not from a value of type Scenario\. This one is a scenario already\.$"):
        load(load(town))  # type: ignore[arg-type]


def test_a_table_sets_values_as_texts_do(town: Path) -> None:
    table = {"time.days": np.int64(3), "population.people": 500, "strategy.focus.companies": ("vita",)}
    texts = ["time.days=3", "population.people=500", 'strategy.focus.companies=["vita"]']
    assert Scenario.load(town, table) == load(town, table) == load(town, texts)
    assert load(town, {"time": {"days": 3}}) == load(town, "time={days=3}")
    assert load(town, {}) == load(town)
    assert load(town, {"company.vita.minimum_purchase": Decimal("35.10")}).company[0].minimum_purchase == Decimal(
        "35.10"
    )


def test_a_mistake_in_a_table_is_told_as_one_writes_it(town: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load(town, {"time.days": 0, "gossip.rat": 0.5, "extends": "base.toml", "title": True})
    assert sorted(str(caught.value).splitlines()) == [
        'extends = "base.toml": extends is stated in a file only.',
        "gossip.rat = 0.5 is not a known key. Did you mean gossip.rate?",
        "time.days = 0: must be at least 1 (days).",
        'title = true: must be text in "quotes".',
    ]


@pytest.mark.parametrize("given", [{3: "time.days"}, 3, [3], b"time.days=3", None, [["time.days=3"]]])
def test_what_cannot_be_set_is_a_sentence(town: Path, given: object) -> None:
    with pytest.raises(ScenarioError, match=r'cannot be set: give "key=value" texts, such as \["time\.days=30"\]\.'):
        load(town, given)  # type: ignore[arg-type]
