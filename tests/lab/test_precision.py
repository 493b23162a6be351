from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.lab.batch import batch
from sim.lab.precision import Width, sentence, widths
from sim.lab.work import RunsFailed
from sim.scenario import Scenario
from tests.lab.standin import contents

from .standin import Run

Make = Callable[..., Scenario]


def seesaw(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    """Recruits are 10 - 1 and 10 + 1 in turn; a second business costs 2 of them in every seed."""
    recruits = 10.0 + (1.0 if seed % 2 else -1.0) - (2.0 if strategy == "two" else 0.0)
    people = pd.DataFrame(
        {
            "person": np.arange(5),
            "strategy": strategy,
            "focal": False,
            "recruits": recruits + np.arange(-2, 3),
            "net_income": 1_000 * seed,
        }
    )
    groups = people.groupby(["strategy", "focal"])[["recruits", "net_income"]].mean().reset_index()
    groups.insert(2, "people", 5)
    empty = pd.DataFrame({"day": [0], "strategy": strategy, "focal": False})
    return Run(groups, people, empty, pd.DataFrame({"day": [0], "company": "vita"}), pd.DataFrame({"person": [0]}))


def seesaw_but_not_five(scenario: Scenario, seed: int, *, strategy: str | None, progress: Callable[[int], None]) -> Run:
    if seed == 5:
        raise ZeroDivisionError("a bug in the rules")
    return seesaw(scenario, seed, strategy=strategy, progress=progress)


def half_width(seeds: int) -> float:
    """Of the mean of so many, half of them +1 and half -1."""
    spread = np.array([1.0 if seed % 2 else -1.0 for seed in range(1, seeds + 1)]).std(ddof=1)
    return float(stats.t.ppf(0.975, seeds - 1) * spread / np.sqrt(seeds))


def told(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "precision.json").read_text())
    return found


def make_batch(scenario: Make, out: Path, run: Any = seesaw, **precision: Any) -> Path:
    wish = {"outcome": "recruits", "half_width": 0.3, **precision}
    design = scenario(vary={"strategy": ["focus", "two"]}, precision=wish)
    return batch(design, out, workers=1, progress="quiet", run=run)


def test_it_stops_at_the_number_that_the_spread_asks_for(scenario: Make, tmp_path: Path) -> None:
    out = make_batch(scenario, tmp_path / "x")
    least = next(seeds for seeds in range(3, 200) if half_width(seeds) <= 0.3)
    found = told(out)
    assert least == 47
    assert found["seeds"] == 52  # 10, 20 and 40 are too few; then a tenth more than 40 x (0.3239 / 0.3)²
    assert [point["reached"] for point in found["points"]] == [True, True]
    assert found["points"][0]["half_width"] == pytest.approx(half_width(found["seeds"]))
    assert found["points"][1]["mean"] == pytest.approx(8.0)
    assert sorted(pd.read_parquet(out / "runs")["seed"].unique()) == [*range(1, found["seeds"] + 1)]


def test_called_again_it_computes_nothing(scenario: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = told(make_batch(scenario, tmp_path / "x"))

    def never(*_: Any, **__: Any) -> Run:
        raise AssertionError

    assert told(make_batch(scenario, tmp_path / "x", run=never)) == first


def test_an_interrupted_one_takes_the_same_rounds(scenario: Make, tmp_path: Path) -> None:
    whole = make_batch(scenario, tmp_path / "x")
    make_batch(scenario, tmp_path / "y", max_seeds=17)
    more = make_batch(scenario, tmp_path / "y")
    assert told(more) == told(whole)
    assert contents(more) == contents(whole)


def test_of_a_paired_difference_the_fewest_seeds_suffice(scenario: Make, tmp_path: Path) -> None:
    found = told(make_batch(scenario, tmp_path / "x", difference=True, min_seeds=4))
    assert found["seeds"] == 4
    (point,) = found["points"]
    assert (point["strategy"], point["mean"], point["half_width"]) == ("two", -2.0, 0.0)
    assert found["sentence"] == (
        "Precision: after 4 seeds the 95 % interval of recruits (difference to the first strategy) is within ± 0.3 "
        "everywhere."
    )


def test_what_is_not_reached_is_said(scenario: Make, tmp_path: Path) -> None:
    found = told(make_batch(scenario, tmp_path / "x", half_width=0.01, max_seeds=20, relative=True))
    assert found["seeds"] == 20
    assert found["sentence"] == (
        "Precision: 20 seeds, all that design.precision.max_seeds allows, do not suffice: at 2 of 2 points the 95 % "
        "interval of recruits is wider than ± 1 % of the mean; the widest, of 'two' at point 1, has ± "
        f"{half_width(20):.3g} around 8."
    )


@pytest.mark.parametrize(
    ("outcome", "mean"), [("recruits.median", 10.0), ("recruits.q25", 9.0), ("recruits.mean", 10.0)]
)
def test_quantiles_are_over_the_people_of_a_run(scenario: Make, tmp_path: Path, outcome: str, mean: float) -> None:
    found = told(make_batch(scenario, tmp_path / "x", outcome=outcome, half_width=5.0))
    assert (found["seeds"], found["points"][0]["mean"]) == (10, mean)


def test_money_is_in_currency_units(scenario: Make, tmp_path: Path) -> None:
    design = scenario(precision={"outcome": "net_income", "min_seeds": 3})
    out = batch(design, tmp_path / "x", seeds=5, workers=1, progress="quiet", run=seesaw)
    assert not (out / "precision.json").exists()
    (width,) = widths(design, out, 3)
    assert (width.seeds, width.mean) == (3, 2000.0)
    assert width.half_width == pytest.approx(stats.t.ppf(0.975, 2) * 1000.0 / np.sqrt(3))
    assert not width.reached


def test_failed_runs_do_not_stop_it_and_are_told_at_the_end(scenario: Make, tmp_path: Path) -> None:
    with pytest.raises(RunsFailed) as caught:
        make_batch(scenario, tmp_path / "x", run=seesaw_but_not_five, half_width=0.5)
    found = told(tmp_path / "x")
    assert len(caught.value.failures) == 2
    assert found["points"][0]["seeds"] == found["seeds"] - 1


def test_a_world_without_values_is_never_precise(scenario: Make) -> None:
    lost = Width(3, "two", 0, float("nan"), float("inf"), 0.3)
    text = sentence(scenario(precision={"outcome": "recruits"}), 400, [lost])
    assert text.endswith("the widest, of 'two' at point 3, has ± inf around nan.")
