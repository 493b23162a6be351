"""What is to be seen in a figure, in a sentence or two that are computed from what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def captioned(figure: Figure, caption: str) -> Figure:
    """Give a figure its caption, and return it.

    Parameters
    ----------
    figure
        Drawn.
    caption
        Whole sentences; what they say of the figure must have been computed from what it shows.
    """
    figure.set_label(caption)
    return figure


def caption_of(figure: Figure) -> str:
    """The caption of a figure.

    Raises
    ------
    KeyError
        If it has none: a kind of figure was added that is not described.
    """
    caption = str(figure.get_label())
    if not caption:
        title = figure.texts[0].get_text() if figure.texts else ""
        raise KeyError(f"the figure '{title}' has no caption")
    return caption
