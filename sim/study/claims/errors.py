"""What can be wrong with a wish to test claims, as sentences."""

from __future__ import annotations

from sim.core.errors import UserError


class ClaimError(UserError):
    """Claims that cannot be tested; the text is a sentence."""
