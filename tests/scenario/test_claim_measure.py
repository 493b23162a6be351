from __future__ import annotations

import pytest

from sim.record.series import COLUMNS
from sim.scenario.claim_measure import COMPANY_MEASURES, Term, terms


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
    assert set(COMPANY_MEASURES) - derived <= set(COLUMNS)
