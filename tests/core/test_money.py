from __future__ import annotations

import pytest

from sim.core.money import UNITS, holds_units


@pytest.mark.parametrize(("manifest", "units"), [({}, False), ({"money": "cents"}, False), ({"money": UNITS}, True)])
def test_a_manifest_that_says_nothing_is_of_a_store_in_cents(manifest: dict[str, str], units: bool) -> None:
    assert holds_units(manifest) is units
