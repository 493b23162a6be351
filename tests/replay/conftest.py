from __future__ import annotations

from tests.analysis.plots.conftest import overlaps

__all__ = ["overlaps"]
