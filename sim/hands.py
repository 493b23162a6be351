"""What a day asks of those who move people by hand; where no agent does, nothing has to be done."""

from __future__ import annotations

from collections.abc import Callable


class Hands:
    """Nobody's: everybody is moved by the compiled sweep. See :class:`sim.moving.Moving` for those of Mesa's agents."""

    @property
    def everybody(self) -> bool:
        """Whether all people, prospects included, are moved by their agents."""
        return False

    @property
    def by_hand(self) -> bool:
        """Whether anybody is moved by an agent."""
        return False

    @property
    def pace(self) -> str:
        """What a progress line says of how people are moved."""
        return "days"

    @property
    def settle(self) -> Callable[[int, int], int] | None:
        """What a networker with a pitch policy of the user's own would tell a guest; None if nobody has one."""
        return None

    def mark(self) -> None:
        """Mark who is moved by hand today; the compiled sweep passes over them."""

    def step(self) -> None:
        """Let everybody moved by hand live their day."""

    def tell(self) -> None:
        """Let everybody moved by hand say something to those whom they met today."""

    def settle_messages(self, first: int, last: int) -> None:
        """Ask networkers with a pitch policy of the user's own what rows ``first`` to ``last - 1`` of ``said`` tell."""

    def sort_messages(self) -> None:
        """Sort out which of today's messages are whose."""

    def listen(self) -> None:
        """Let everybody take in what they were told."""

    def gossip(self) -> None:
        """Let everybody compare notes, then take in what they were told of others."""
