from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from sim.scenario.errors import UserError
from sim.scenario.schema import Scenario
from tests.fuzz.lives import live
from tests.fuzz.texts import mutants, read
from tests.fuzz.values import accepted, extremes, numbers


@pytest.mark.parametrize("part", range(4))
def test_a_broken_scenario_file_is_a_scenario_or_a_sentence(part: int, tmp_path: Path) -> None:
    read_as = [read(data, tmp_path) for _, data in islice(mutants(Random(part)), 60)]
    refused = sum(isinstance(each, UserError) for each in read_as)
    assert 20 < refused < 60
    assert all(isinstance(each, UserError | Scenario) for each in read_as)


@pytest.mark.parametrize("part", range(4))
def test_accepted_extremes_live_and_keep_what_always_holds(part: int) -> None:
    for number, (stated, scenario) in enumerate(islice(accepted(Random(part)), 12)):
        try:
            live(scenario, number)
        except BaseException as error:
            raise AssertionError(f"{stated}, days {scenario.time.days}, seed {number}") from error


def test_every_number_of_a_scenario_is_moved_to_its_ends() -> None:
    known = numbers()
    assert {"gossip.rate", "company.revshare.deposits_growth", "conversation.memory_half_life"} <= known.keys()
    assert extremes("number", {"minimum": 0.0, "maximum": 1.0}) == [0.0, 1.0, 0.5]
    assert extremes("integer", {"exclusiveMinimum": 0, "maximum": 9}) == [1, 9, 5]
