"""Powers of ten on logarithmic axes without mathematical typesetting, which names and titles are not to meet."""

from __future__ import annotations

import re

from matplotlib.figure import Figure
from matplotlib.ticker import LogFormatterSciNotation

RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_POWER = re.compile(r"\^\{([^}]*)\}")


class Powers(LogFormatterSciNotation):
    """Writes ``10³`` and ``2×10⁻³``."""

    def __call__(self, value: float, position: int | None = None) -> str:
        """Write one number; empty where no tick of this kind has a label."""
        return plain_power(super().__call__(value, position))


def plain_power(text: str) -> str:
    r"""Turn ``$\\mathdefault{10^{3}}$`` into ``10³``."""
    inside = text.removeprefix(r"$\mathdefault{").removesuffix("}$").replace(r"\times", "×")
    return _POWER.sub(lambda power: power[1].translate(RAISED), inside)


def in_plain_powers(figure: Figure) -> None:
    """Let all logarithmic axes of a figure that still have the usual labels write plain powers."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if type(axis.get_major_formatter()) is LogFormatterSciNotation:
                axis.set_major_formatter(Powers())
            if type(axis.get_minor_formatter()) is LogFormatterSciNotation:
                axis.set_minor_formatter(Powers())
