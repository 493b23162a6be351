from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numba.core.registry import CPUDispatcher

from sim.world.compiled import phase, rule, whole


@given(number=st.integers(0, 2**32 - 1))
def test_whole_makes_unsigned_numbers_signed(number: int) -> None:
    assert whole(np.uint32(number)) == number
    assert whole(np.uint32(number)) - number - 1 == -1


def test_rules_and_phases_are_compiled_with_the_same_options() -> None:
    if os.environ.get("NUMBA_DISABLE_JIT") == "1":
        assert rule(abs) is abs
        return
    for mark in (rule, phase):
        marked = mark(lambda x: x + 1)
        assert isinstance(marked, CPUDispatcher)
        assert marked.targetoptions["error_model"] == "numpy"
        assert marked(1) == 2


def test_a_rule_runs_as_it_stands_with_compilation_off() -> None:
    code = "from sim.rules.reputation import remembered; print(type(remembered).__name__, remembered(30.0, 30.0))"
    off = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert off.stdout.split() == ["function", "0.5"]
