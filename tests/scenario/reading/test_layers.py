from __future__ import annotations

from sim.scenario.errors import Problem
from sim.scenario.reading.layers import Layers, Source
from sim.scenario.reading.lines import Lines
from sim.scenario.reading.merging import lay, put

BASE = """\
[time]
days = 365
[credibility]
memory_half_life = 7
[[company]]
name = "vita"
[[topic_distance]]
distance = 1
[design]
seeds = 5
vary = { a = [1] }
"""


def base() -> Layers:
    layers = Layers()
    company = [{"name": "vita"}, {"name": "glow"}]
    table = {
        "time": {"days": 365},
        "company": company,
        "topic_distance": [{"distance": 1}],
        "design": {"seeds": 5, "vary": {"a": [1]}},
    }
    lay(layers, table, Source("base.toml", Lines(BASE)))
    return layers


def test_sections_are_merged_and_values_replaced() -> None:
    layers = base()
    child = {"time": {"hours": 1}, "design": {"vary": {"b": [2]}}, "title": "x"}
    lay(layers, child, Source("x.toml", Lines("")))
    assert layers.data["time"] == {"days": 365, "hours": 1}
    assert layers.data["design"] == {"seeds": 5, "vary": {"b": [2]}}
    assert layers.data["title"] == "x"
    assert layers.data["topic_distance"] == [{"distance": 1}]


def test_companies_are_merged_by_name_and_new_ones_follow() -> None:
    layers = base()
    child = {"company": [{"name": "trip"}, {"name": "glow", "quality": 1.0}]}
    assert lay(layers, child, Source("x.toml", Lines(""))) == []
    assert layers.data["company"] == [{"name": "vita"}, {"name": "glow", "quality": 1.0}, {"name": "trip"}]
    assert layers.data["topic_distance"] == [{"distance": 1}]


def test_laying_over_does_not_change_what_lies_below() -> None:
    below = {"time": {"days": 365}}
    layers = Layers()
    lay(layers, below, Source("base.toml", Lines("")))
    lay(layers, {"time": {"days": 7}}, Source("x.toml", Lines("")))
    put(layers, ("time", "days"), 8, Source("--set time.days=8", path=("time", "days")))
    assert below == {"time": {"days": 365}}
    assert layers.data == {"time": {"days": 8}}


def test_one_value_of_one_entry() -> None:
    layers = base()
    put(layers, ("company", 1, "plan", "rates"), [0.1], Source("--set …"))
    assert layers.data["company"] == [{"name": "vita"}, {"name": "glow", "plan": {"rates": [0.1]}}]


def test_a_section_that_nothing_states_yet() -> None:
    layers = Layers()
    put(layers, ("design", "vary", "graph.p"), [1], Source("--set …"))
    put(layers, ("graph", "m"), 3, Source("--set …"))
    assert layers.data == {"design": {"vary": {"graph.p": [1]}}, "graph": {"m": 3}}


def test_what_is_not_a_section_is_left_alone() -> None:
    layers = Layers({"time": 3})
    put(layers, ("time", "days"), 8, Source("--set time.days=8"))
    assert layers.data == {"time": 3}


def test_problems_are_placed_where_the_value_was_stated_last() -> None:
    layers = base()
    lay(layers, {"time": {"hours": 1}}, Source("x.toml", Lines("[time]\nhours = 1")))
    option = Source("--set design.seeds=0", path=("design", "seeds"))
    put(layers, option.path, 0, option)
    placed = [
        layers.place(Problem("is bad.", "key", 1, path=path))
        for path in (
            ("time", "days"),
            ("time", "hours"),
            ("design", "seeds"),
            ("company", 0, "name"),
            ("graph", "m"),
        )
    ]
    assert [str(problem) for problem in placed] == [
        "base.toml, line 2: key = 1 is bad.",
        "x.toml, line 2: key = 1 is bad.",
        "--set design.seeds=0 is bad.",
        "base.toml, line 6: key = 1 is bad.",
        "x.toml: key = 1 is bad.",
    ]
    ordered = sorted(placed, key=layers.order)
    assert [(problem.file, problem.line) for problem in ordered] == [
        ("--set design.seeds=0", None),
        ("x.toml", None),
        ("x.toml", 2),
        ("base.toml", 2),
        ("base.toml", 6),
    ]


def test_a_part_of_what_was_set_is_named() -> None:
    option = Source("--set design.vary={a=[0]}", path=("design", "vary"))
    problem = Problem("is bad.", "design.vary.a (entry 1)", 0, path=("design", "vary", "a", 0))
    assert str(option.placed(problem)) == "--set design.vary={a=[0]}: design.vary.a (entry 1) = 0 is bad."


def test_the_spelling_that_was_used_is_shown() -> None:
    source = Source("base.toml", Lines(BASE))
    path = ("conversation", "memory_half_life")
    problem = Problem("is bad.", "conversation.memory_half_life", 7, path=path)
    assert str(source.placed(problem)) == "base.toml, line 4: credibility.memory_half_life = 7 is bad."
