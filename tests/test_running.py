from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from sim.core.errors import UserError
from sim.market import Market
from sim.running import run, watch
from tests.builders import scenario
from tests.test_market import TOML

OF = scenario(time={"days": 33})


def test_a_run_is_a_function_of_scenario_and_seed() -> None:
    one, two, other = run(OF, 5, strategy="tailored"), run(OF, 5, strategy="tailored"), run(OF, 6, strategy="tailored")
    for part in ("groups", "people", "series", "companies", "tenure"):
        pd.testing.assert_frame_equal(getattr(one, part), getattr(two, part), check_exact=True)
    assert not one.people.equals(other.people)
    assert (one.scenario, one.seed, one.strategy) == (OF, 5, "tailored")


def test_watching_a_market_is_the_same_run() -> None:
    market = Market(OF, 5, strategy="tailored", activation="agents")
    watched = watch(market)
    pd.testing.assert_frame_equal(watched.people, run(OF, 5, strategy="tailored").people, check_exact=True)
    assert market.day == 33
    assert market.world.people == 80


def test_a_market_half_lived_is_watched_to_its_end() -> None:
    market = Market(OF, 5, strategy="tailored", collect=False)
    for _ in range(20):
        market.step()
    rest = watch(market)
    pd.testing.assert_frame_equal(rest.people, run(OF, 5, strategy="tailored").people, check_exact=True)
    assert rest.series.day.unique().tolist() == [21, 28, 33]


def test_progress_is_told_every_day() -> None:
    days: list[int] = []
    run(scenario(time={"days": 9}), 1, progress=days.append)
    assert days == list(range(1, 10))


def test_a_run_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TOML)
    assert run(path, 2).people.equals(run(str(path), 2).people)


def test_an_unknown_strategy_is_a_sentence() -> None:
    with pytest.raises(UserError, match="'tailord' is not declared"):
        run(OF, 1, strategy="tailord")


def test_a_run_names_itself() -> None:
    quiet = {"time": {"days": 2}, "phases": {"decisions": False}}
    assert repr(run(scenario(title="Who wins?", **quiet), 4)) == "<Run of 'Who wins?', seed 4, 8 networkers>"
    assert repr(run(scenario(**quiet), 4)) == "<Run of 'untitled', seed 4, 8 networkers>"
