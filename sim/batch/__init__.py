"""Many worlds: points and seeds, executors, and a store that survives being interrupted.

The package can be called: ``from sim import batch`` gives :func:`sim.batching.batch`, and the modules of the package
remain where they are.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Called(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Run a batch; see :func:`sim.batching.batch`."""
        from sim.batching import batch

        return batch(*arguments, **options)


sys.modules[__name__].__class__ = _Called
