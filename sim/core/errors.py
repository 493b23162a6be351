"""The error that is a sentence."""

from __future__ import annotations


class UserError(Exception):
    """A mistake of the user: ``str(error)`` is the sentence to print; there is nothing to debug."""


class Notice(UserWarning):
    """Something a user should know, as a sentence."""


class DiskTrouble(UserError):  # noqa: N818 - it is the disk's error
    """Something could not be written: the disk is full, or the place may not be written.

    Parameters
    ----------
    place
        Folder or file, as the user wrote it.
    reason
        The operating system's word for it.
    """

    exit_code = 4

    def __init__(self, place: str, reason: str) -> None:
        self.folder, self.reason = place, reason
        super().__init__(place, reason)

    def __str__(self) -> str:
        """Say what is kept and how to go on."""
        return (
            f"Results cannot be written into '{self.folder}': {self.reason}. What was stored before is kept; once "
            "that is mended, the same command goes on."
        )
