"""Seeds of the iterations of Mesa's ``batch_run``, which tells a model neither its seed nor which iteration it is.

Without this every iteration would be the same world. The number is read where Mesa keeps it: in the function that makes
the model. Settings of one iteration share a seed, so that they differ in nothing but what was set.
"""

from __future__ import annotations

import sys
from typing import Any

FIRST = 1  # seed of a market that is given none


def iteration() -> int | None:
    """Return the number of the iteration of ``mesa.batch_run`` in which this is called, from 0; None outside of one."""
    makes: Any = getattr(sys.modules.get("mesa.batchrunner"), "_model_run_func", None)
    frame = sys._getframe(1) if makes is not None else None
    while frame is not None and frame.f_code is not makes.__code__:
        frame = frame.f_back
    number = None if frame is None else frame.f_locals.get("iteration")
    return number if isinstance(number, int) else None
