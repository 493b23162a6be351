"""What the package offers by its own name."""

from __future__ import annotations

import pytest

import sim


@pytest.mark.parametrize("name", sim.__all__)
def test_public_names_are_found_where_they_live(name: str) -> None:
    assert getattr(sim, name).__name__.removeprefix("sim.") == name


def test_public_names_are_sorted_and_others_are_refused() -> None:
    assert sim.__all__ == sorted(sim.__all__)
    assert dir(sim) == sorted([*sim.__all__, "__version__"])
    with pytest.raises(AttributeError) as caught:
        _ = sim.nothing
    assert str(caught.value) == "module 'sim' has no attribute 'nothing'"
