"""What is said when a contact list cannot be read or replayed."""

from __future__ import annotations

from sim.core.errors import UserError
from sim.core.wording import printable


class ContactListError(UserError):
    """A contact list that cannot be read or replayed.

    Parameters
    ----------
    sentence
        What is wrong: file and line, what stands there, and what is allowed.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(printable(sentence))
