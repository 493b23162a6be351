from __future__ import annotations

import pytest

from sim.scenario.design import level_of, measured


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("recruits", ("recruits", "mean")),
        ("recruits.mean", ("recruits", "mean")),
        ("net_income_median", ("net_income", "median")),
        ("net_income.median", ("net_income", "median")),
        ("credibility.q05", ("credibility", "q05")),
    ],
)
def test_an_outcome_may_be_spelled_with_its_quantity(outcome: str, found: tuple[str, str]) -> None:
    assert measured(outcome) == found


@pytest.mark.parametrize("outcome", ["recruits.", "recruits.q00", "recruits.max", "recruits.median.q10", "x.median"])
def test_other_spellings_are_refused(outcome: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        measured(outcome)


def test_quantiles_have_levels() -> None:
    assert [level_of(name) for name in ("median", "q10", "q99")] == [0.5, 0.1, 0.99]
