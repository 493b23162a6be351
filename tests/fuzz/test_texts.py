from __future__ import annotations

from itertools import islice
from pathlib import Path
from random import Random

import pytest

from sim.core.errors import UserError
from sim.scenario.schema import Scenario
from tests.fuzz.texts import mutants, read


@pytest.mark.parametrize("part", range(4))
def test_a_broken_scenario_file_is_a_scenario_or_a_sentence(part: int, tmp_path: Path) -> None:
    read_as = [read(data, tmp_path) for _, data in islice(mutants(Random(part)), 60)]
    refused = sum(isinstance(each, UserError) for each in read_as)
    assert 20 < refused < 60
    assert all(isinstance(each, UserError | Scenario) for each in read_as)
