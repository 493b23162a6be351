"""What members may not do."""

from __future__ import annotations

from sim.core.parameters import Words


class Regime(Words):
    """What members of a company may not do: nothing; win fellow members for another; or work another at all."""

    FREE = 0
    NO_CROSS_RECRUITING = 1
    EXCLUSIVE = 2
