from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.core.wholes import is_whole


@pytest.mark.parametrize("number", [0, -3, 2**70, np.int64(5), np.uint32(7)])
def test_whole_numbers(number: Any) -> None:
    assert is_whole(number)


@pytest.mark.parametrize("number", [1.0, np.float64(2.0), "3", None, [1], np.array([1, 2])])
def test_everything_else(number: Any) -> None:
    assert not is_whole(number)
