from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sim.analysis.agreement import agreed, same_people, seeds_text
from sim.analysis.load import Results

Made = Callable[..., Results]


def test_seeds_are_listed_in_spans() -> None:
    assert seeds_text([1, 2, 3, 7, 9, 10]) == "1 to 3, 7, 9 to 10"


def test_equal_batches_need_no_note(made: Made) -> None:
    results = made(strategies=2, seeds=3)
    assert agreed({"a": results, "b": results}) == []


def test_people_are_compared_in_common_seeds_only(made: Made) -> None:
    few, many = made(strategies=2, seeds=2), made(strategies=2, seeds=5)
    assert same_people(few, many)
    people = many.people.assign(person=many.people["person"] + (many.people["seed"] == 2))
    assert not same_people(few, replace(many, people=people))


def test_the_focal_people_count_and_not_the_others(made: Made) -> None:
    results = made(strategies=2, seeds=2)
    others = results.people.assign(person=results.people["person"] + ~results.people["focal"])
    assert same_people(results, replace(results, people=others))
