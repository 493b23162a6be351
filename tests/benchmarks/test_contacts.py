"""Memory of the largest worlds, as far as it can be told without building them."""

from __future__ import annotations

import pytest

from benchmarks.contacts import GIGABYTE, LONG, World, bytes_of_rows

BESIDES = 1.0


@pytest.mark.parametrize("world", LONG)
def test_a_limit_is_what_rows_take_and_at_most_a_gigabyte_more(world: World) -> None:
    rows = bytes_of_rows(world) / GIGABYTE
    assert rows < world.gigabytes <= rows + BESIDES
