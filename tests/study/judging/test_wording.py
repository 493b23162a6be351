from __future__ import annotations

from itertools import product

from sim.study.judging.wording import region_named, regions_named

SHARES = [0.0, 0.2, 0.5, 1.0]
ROWS = [
    {"against": against, "events.share": share, "phases.care": care}
    for against, share, care in product(["focus", "all"], SHARES, [False, True])
]


def said(**levels: list[object]) -> str:
    names = {"against": "against", "share": "events.share", "care": "phases.care"}
    return regions_named([row for row in ROWS if all(row[names[n]] in held for n, held in levels.items())], ROWS)


def test_one_region_is_named_by_what_holds_there() -> None:
    assert region_named({}) == "everywhere"
    assert region_named(ROWS[2]) == "against 'focus', events share 0.2, phases care off"


def test_every_factor_is_told_by_itself_and_numbers_by_their_ends() -> None:
    assert said() == "everywhere"
    assert said(share=[0.5, 1.0]) == "events share is 0.5 or more"
    assert said(share=[0.0, 0.2]) == "events share is 0.2 or less"
    assert said(share=[0.2, 0.5]) == "events share is 0.2 to 0.5"
    assert said(share=[0.2]) == "events share is 0.2"
    assert said(share=[0.0, 1.0]) == "events share is 0 or 1"
    assert said(against=["all"], care=[True]) == "against 'all' and phases care is on"


def test_what_is_no_product_of_levels_is_listed() -> None:
    rows = [{"a.first": a, "b.second": b} for a, b in product([1, 2, 3], [1, 2, 3])]
    assert regions_named([rows[0], rows[4]], rows) == "(a first 1, b second 1), (a first 2, b second 2)"
    assert regions_named(rows[:8], rows).endswith("(a first 2, b second 1) and 4 more")
