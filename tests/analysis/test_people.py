from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.people import PEOPLE, counted, few, twins
from sim.analysis.results import Results
from tests.analysis.conftest import make


@pytest.mark.parametrize(
    ("differences", "share"),
    [
        ([-4_000.0] + [10.0] * 9, 0.1),  # nine who gain a little do not change the sign
        ([100.0] * 4, 1.0),
        ([100.0, 100.0, -50.0, -50.0], 0.25),
        ([1.0, -1.0], np.nan),
        ([0.0, 0.0], np.nan),
        ([], np.nan),
    ],
)
def test_few_people_make_a_mean(differences: list[float], share: float) -> None:
    assert few(np.array(differences)) == pytest.approx(share, nan_ok=True)


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=50))
def test_the_few_reach_the_sum_and_one_fewer_do_not(differences: list[int]) -> None:
    values = np.array(differences, np.float64)
    total, share = values.sum(), few(values)
    if total == 0.0:
        assert np.isnan(share)
        return
    count = round(share * values.size)
    largest = np.sort(values * np.sign(total))[::-1]
    assert largest[:count].sum() >= abs(total) > largest[: count - 1].sum()


def test_the_same_people_are_counted() -> None:
    results = make(strategies=2, seeds=12)
    persons = results.persons().set_index(["seed", "person", "variant"])["recruits"].unstack()
    gain = persons["two, disclosed"] - persons["focus"]
    row = counted(twins(results), ["recruits"]).iloc[0]
    assert list(row.index) == ["setting", "variant", "outcome", *PEOPLE]
    assert (row["twins"], row["ahead"], row["behind"], row["alike"]) == (
        gain.size,
        (gain > 0).mean(),
        (gain < 0).mean(),
        (gain == 0).mean(),
    )
    assert (row["typical"], row["each"]) == (gain.median(), pytest.approx(gain.mean()))
    assert row["ahead_low"] <= row["ahead"] <= row["ahead_high"]


def test_less_is_better_where_it_is() -> None:
    results = make(strategies=5, seeds=12, outcomes=["contradictions"])
    row = counted(twins(results), ["contradictions"]).iloc[-1]
    assert row["typical"] > 0
    assert row["behind"] > row["ahead"]


def test_nobody_lives_twice_in_a_mixed_world() -> None:
    assert twins(make(worlds="mixed", strategies=2, seeds=2)).empty


def test_other_people_are_not_compared() -> None:
    results = make(worlds="population", strategies=2, seeds=2)
    assert not twins(results).empty
    people = results.people.assign(person=results.people["person"] + results.people["point"])
    assert twins(Results(results.manifest, results.runs, people, results.series)).empty


def test_one_world_has_no_interval() -> None:
    row = counted(twins(make(strategies=2, seeds=1)), ["recruits"]).iloc[0]
    assert pd.isna(row[["ahead_low", "ahead_high", "behind_low", "typical_low"]]).all()
