from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from sim.analysis.finding.closing import closing
from sim.analysis.finding.paragraph import found
from sim.analysis.finding.words import span
from sim.analysis.results import Results
from sim.analysis.statistics import Numbers, kaplan_meier
from sim.analysis.survival import half_closed, lives, stays_of, still_in, survival

Made = Callable[..., Results]


def tenure(rows: list[tuple[int, int, str, bool, int, int, int]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["point", "seed", "strategy", "focal", "month", "at_risk", "left"])


def ends(at_risk: Numbers, left: Numbers) -> tuple[Numbers, Numbers]:
    """The band of a curve without its first point, at which nobody has left."""
    curve = stays_of(at_risk, left)[1:]
    return curve["low"].to_numpy(), curve["high"].to_numpy()


def test_the_share_still_in_by_hand() -> None:
    """Of ten, one leaves; two are not watched any longer; of seven, two leave; three go on, and one of them leaves."""
    shares = still_in(np.array([10.0, 7.0, 3.0]), np.array([1.0, 2.0, 1.0]))
    np.testing.assert_allclose(shares, [0.9, 0.9 * 5 / 7, 0.9 * 5 / 7 * 2 / 3])


def test_nothing_is_said_about_months_nobody_reached() -> None:
    shares = still_in(np.array([4.0, 0.0, 2.0]), np.array([1.0, 0.0, 0.0]))
    np.testing.assert_array_equal(shares, [0.75, np.nan, np.nan])


@given(st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=40))
def test_the_curve_is_that_of_scipy(stays: list[tuple[int, bool]]) -> None:
    months, seen = np.array([m for m, _ in stays]), np.array([s for _, s in stays])
    at = np.arange(1, months.max() + 1)
    at_risk = (months[:, None] >= at).sum(axis=0)
    left = ((months[:, None] == at) & seen[:, None]).sum(axis=0)
    curve = ecdf(CensoredData(uncensored=months[seen], right=months[~seen])).sf
    np.testing.assert_allclose(still_in(at_risk, left), curve.evaluate(at), atol=1e-12)


def test_the_band_is_that_of_whole_seeds() -> None:
    """Two seeds in which all or none of ten leave: draws of one seed twice give the ends."""
    low, high = ends(np.array([[10.0], [10.0]]), np.array([[10.0], [0.0]]))
    assert (low.tolist(), high.tolist()) == ([0.0], [1.0])
    same = ends(np.tile([10.0, 8.0], (5, 1)), np.tile([2.0, 4.0], (5, 1)))
    np.testing.assert_allclose(same, [[0.8, 0.4], [0.8, 0.4]])


def test_the_band_covers_the_truth_as_often_as_it_says() -> None:
    """Worlds whose members leave with a probability of their own, 30 % a month in the mean."""
    chance = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        left = chance.binomial(20, chance.beta(6, 14, (30, 1))).astype(np.float64)
        low, high = ends(np.full((30, 1), 20.0), left)
        covered += low[0] <= 0.7 <= high[0]
    assert 0.88 <= covered / 200 <= 0.99


def test_one_seed_has_a_curve_without_a_band() -> None:
    low, high = ends(np.array([[10.0, 9.0]]), np.array([[1.0, 0.0]]))
    assert np.isnan([low, high]).all()


def test_members_of_all_seeds_are_taken_together(made: Made) -> None:
    results = replace(
        made(strategies=2, seeds=2, worlds="population"),
        tenure=tenure([
            (0, 1, "focus", False, 0, 10, 1), (0, 1, "focus", False, 1, 9, 3),
            (0, 2, "focus", False, 0, 30, 3),
            (1, 1, "two, disclosed", False, 0, 8, 4),
        ]),
    )  # fmt: skip
    table = survival(results)
    assert list(table.columns) == ["setting", "variant", "month", "at_risk", "still_in", "low", "high"]
    focus, other = (table[table["variant"] == name] for name in ("focus", "two, disclosed"))
    assert focus["month"].tolist() == [0, 1, 2]
    assert focus["at_risk"].tolist() == [40, 40, 9]
    assert focus["still_in"].tolist() == pytest.approx([1.0, 0.9, 0.6])
    assert (focus["low"].iloc[0], focus["high"].iloc[0]) == (1.0, 1.0)
    assert other["still_in"].tolist() == [1.0, 0.5]


def test_in_focal_worlds_only_the_focal_people_count(made: Made) -> None:
    rows = [(0, 1, "focus", True, 0, 4, 1), (0, 1, "focus", False, 0, 100, 0)]
    table = survival(replace(made(strategies=1, seeds=1), tenure=tenure(rows)))
    assert table["still_in"].tolist() == [1.0, 0.75]
    assert table["at_risk"].tolist() == [4, 4]


def test_without_tenure_there_is_no_curve(made: Made) -> None:
    assert survival(replace(made(strategies=1, seeds=1), tenure=pd.DataFrame())).empty


TOLD = pd.DataFrame({"days": [2.0, 3.0, 3.0, 5.0, 8.0, 8.0], "closed": [True, True, False, True, False, False]})


def test_an_estimate_by_hand() -> None:
    curve = kaplan_meier(TOLD["days"], TOLD["closed"])
    assert curve["day"].tolist() == [0.0, 2.0, 3.0, 5.0]
    assert curve["alive"].tolist() == pytest.approx([1.0, 5 / 6, 5 / 6 * 4 / 5, 5 / 6 * 4 / 5 * 2 / 3])
    variance = 1 / 30 + 1 / 20 + 1 / 6
    spread = np.exp(1.959964 * np.sqrt(variance) / -np.log(4 / 9))
    assert curve.iloc[-1][["low", "high"]].tolist() == pytest.approx([(4 / 9) ** spread, (4 / 9) ** (1 / spread)])


def test_without_censoring_it_is_the_share_alive() -> None:
    days = pd.Series(np.arange(1.0, 11.0))
    curve = kaplan_meier(days, days > 0)
    assert curve["alive"].tolist() == pytest.approx([1 - k / 10 for k in range(11)], abs=1e-12)
    assert (curve["low"].iloc[-1], curve["high"].iloc[-1]) == (0.0, 0.0)


def mortal(twins: Results) -> Results:
    """Two worlds of a company that closes, at day 9 and never, and of one that cannot close."""
    shape = {"point": [0] * 8, "seed": [1, 1, 1, 1, 2, 2, 2, 2], "day": [7, 7, 14, 14] * 2}
    closed = [-1, -1, 9, -1, -1, -1, -1, -1]
    rows = pd.DataFrame({**shape, "company": ["y", "vita"] * 4, "closed": closed})
    declared = [
        {"name": "y", "kind": "revshare", "life": {"law": "none"}},
        {"name": "vita", "kind": "product", "life": {"law": "none"}},
    ]
    manifest = {**twins.manifest, "scenario": {**twins.scenario, "company": declared}}
    return replace(twins, companies=pd.concat([rows, rows.assign(point=1, closed=3)]), manifest=manifest)


def test_a_life_is_read_off_the_last_row_of_a_company_that_can_close_at_every_point(twins: Results) -> None:
    found = lives(mortal(twins))
    assert found["variant"].tolist() == ["focus", "focus", "two, disclosed", "two, disclosed"]
    assert found["days"].tolist() == [10, 14, 4, 4]
    assert found["closed"].tolist() == [True, False, True, True]


def test_strategies_side_by_side_share_their_companies(made: Callable[..., Results]) -> None:
    found = lives(mortal(made(worlds="mixed", strategies=2, seeds=2, vary={"gossip.rate": [0.0, 0.1]})))
    assert found["setting"].tolist() == ["chance of gossip 0"] * 2 + ["chance of gossip 0.1"] * 2
    assert found["variant"].unique().tolist() == [""]


def test_without_company_rows_there_is_no_life_to_tell_of(twins: Results) -> None:
    assert len(lives(replace(twins, companies=pd.DataFrame()))) == 0


def test_half_are_closed_at_an_age_or_never() -> None:
    assert half_closed(TOLD) == 5.0
    assert half_closed(TOLD.assign(closed=False)) == math.inf


def test_when_companies_close_is_told_where_ways_differ_in_it(twins: Results) -> None:
    text = "Of the companies that can close, half are closed after 4 days with 'two, disclosed' and after 10 days with "
    dying = mortal(twins)
    assert closing(dying) == f"{text}'focus'."
    assert found(dying).lead[-1] == closing(dying)
    rows = dying.companies
    never = replace(dying, companies=rows.assign(closed=rows["closed"].where(rows["point"] == 1, -1)))
    assert closing(never).endswith(f"; with 'focus' fewer than half close in {span(twins.days)}.")
    assert closing(replace(dying, companies=rows.assign(closed=3))) == ""
    assert closing(twins) == ""


def test_when_companies_close_comes_first_where_nothing_else_differs(twins: Results) -> None:
    dying = mortal(twins)
    same = {"recruits": 1.0}
    alike = replace(dying, runs=dying.runs.assign(**same), people=dying.people.assign(**same))
    assert found(alike).lead[0] == closing(dying)
