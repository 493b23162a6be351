from __future__ import annotations

from hypothesis import strategies as st

from sim.core.sets import members
from tests.model.contract import RuleContract, bits, named


class TestMembers(RuleContract):
    rule = staticmethod(members)
    takes = named(bits=st.one_of(bits, st.integers(0, 2**62)))
    gives = (0, 62)

    def test_counts_ones(self) -> None:
        assert [members(bits) for bits in (0, 1, 0b1011, 2**16 - 1)] == [0, 1, 3, 16]
