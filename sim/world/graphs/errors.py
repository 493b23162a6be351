"""What is said when a social graph cannot be read or made."""

from __future__ import annotations

from sim.core.errors import UserError
from sim.core.wording import printable


class GraphError(UserError):
    """A social graph that cannot be read, made or written.

    Parameters
    ----------
    sentence
        What is wrong: file and line or key and value, and what is allowed.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(printable(sentence))
