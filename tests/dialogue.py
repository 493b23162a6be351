"""One speaker and one listener, as the verification lets them talk."""

from __future__ import annotations

from sim.verification.limits import Dialogue

__all__ = ["Dialogue"]
