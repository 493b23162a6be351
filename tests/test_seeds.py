"""Seeds: any kind of whole number gives the same world; what is none gets a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim.core.errors import UserError
from sim.experiment import batch
from sim.lab.work import BatchError
from sim.market import Market
from sim.runs import run
from sim.world.build import as_seed
from tests.builders import differing, lived, scenario

OF = scenario(time={"days": 3})
FIVE = [
    np.int64(5),
    np.int32(5),
    np.uint8(5),
    np.uint64(5),
    np.array(5),
    np.arange(6)[5],
    pd.Series([5])[0],
    "5",
    " 5 ",
]
NONE_AT_ALL: list[tuple[Any, str]] = [
    ("abc", '"abc"'),
    ("5.5", '"5.5"'),
    ("", '""'),
    (True, "true"),
    (-1, "-1"),
    (np.int64(-1), "-1"),
    (2**64, "18446744073709551616"),
    (1.5, "1.5"),
    ([1], "[1]"),
]


@pytest.mark.parametrize("seed", FIVE)
def test_any_kind_of_whole_number_is_the_same_seed(seed: Any) -> None:
    assert as_seed(seed) == 5
    market = lived(OF, 2, seed)
    assert differing(market.world.tables, lived(OF, 2, 5).world.tables) == []
    assert (market.seed, market.world.seed) == (5, 5)
    assert type(market.world.seed) is int


@pytest.mark.parametrize("seed", [0, 2**32, 2**63, 2**64 - 1, str(2**64 - 1), np.uint64(2**64 - 1)])
def test_all_of_64_bits_can_be_used(seed: Any) -> None:
    assert run(OF, seed).seed == int(seed)


@pytest.mark.parametrize(("seed", "told"), [*NONE_AT_ALL, (None, "None")])
def test_what_is_no_seed_gets_a_sentence(seed: Any, told: str) -> None:
    sentence = f"The seed {told} must be a whole number from 0 to 2**64 - 1."
    for ask in (run, lambda of, seed: run(of, seed=seed)):
        with pytest.raises(UserError) as caught:
            ask(OF, seed)
        assert str(caught.value) == sentence
    if seed is not None:
        with pytest.raises(UserError) as caught:
            Market(OF, seed)
        assert str(caught.value) == sentence


def test_mesas_own_randomness_differs_in_every_bit_of_the_seed() -> None:
    seeds = [7, 7 + 2**32, 7 + 2**33, 7 + 2**63, 8]
    markets = [Market(OF, seed) for seed in seeds]
    assert len({market.random.random() for market in markets}) == len(seeds)
    assert len({float(market.rng.random()) for market in markets}) == len(seeds)
    again = Market(OF, 7 + 2**32)
    assert again.rng.random() == Market(OF, 7 + 2**32).rng.random()


def test_without_a_seed_it_is_one() -> None:
    market = Market(OF)
    market.step()
    assert market.seed == 1
    assert differing(market.world.tables, lived(OF, 1, 1).world.tables) == []
    assert "seed" not in market.datacollector.model_vars


def test_the_seed_may_be_called_rng_as_in_later_versions_of_mesa() -> None:
    assert Market(OF, rng=5).seed == 5
    with pytest.raises(UserError) as caught:
        Market(OF, 5, rng=5)
    assert str(caught.value) == "The seed was given twice, as seed and as rng."


def test_the_number_of_seeds_is_read_alike(tmp_path: Path) -> None:
    small = scenario(time={"days": 2}, design={"worlds": "population"})
    found = batch(small, tmp_path / "a", seeds=np.int64(2), workers=1, progress="quiet")  # type: ignore[arg-type]
    assert found.seeds == [1, 2]
    for wrong, told in (("two", '"two"'), (True, "true"), (1.5, "1.5")):
        with pytest.raises(BatchError) as caught:
            batch(small, tmp_path / "b", seeds=wrong, workers=1)  # type: ignore[arg-type]
        assert str(caught.value) == f"seeds = {told}: must be a whole number, at least 1."
    assert not (tmp_path / "b").exists()
