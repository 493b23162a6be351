"""One look for every figure: colors that survive grayscale and color blindness, titles that say the quantity."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import wrap
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogFormatterSciNotation, MaxNLocator
from PIL import Image

from sim.analysis.drawing import fonts
from sim.analysis.drawing.sheets import EDGE, WIDE, sheet
from sim.core.files import aside, place, safe_name
from sim.model.outcomes import Outcome

INK, SOFT, FAINT, PAPER = "#1a1a1a", "#5f5f5f", "#d9d9d9", "#ffffff"
KEPT = "\N{NO-BREAK SPACE}%"  # no line ends between a number and its sign
WIDTH = WIDE.width
FOOTER = 0.5
POINTS = 72.0  # an inch
HEADING = 22  # letters of a line, at least
PAD = {"money": 1.0, "count": 0.5, "share": 0.05, "score": 0.05, "day": 1.0}
"""Room on both sides of values that are all the same, by kind of outcome."""
LETTER = 0.0072
"""Width of a letter of one point in inches, on average."""

SURROUNDINGS = ("backend", "backend_fallback", "interactive", "toolbar", "timezone")
"""What belongs to the place where figures are shown, such as a notebook, and not to their looks."""
RC: dict[Any, Any] = {
    **{name: value for name, value in mpl.rcParamsDefault.items() if name not in SURROUNDINGS},
    "font.family": fonts.USUAL,
    "font.size": 11,
    "axes.labelsize": 11,
    "axes.labelcolor": INK,
    "axes.edgecolor": SOFT,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.7,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "lines.linewidth": 2.0,
    "figure.facecolor": PAPER,
    "savefig.facecolor": PAPER,
    "svg.hashsalt": "many hats",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "text.usetex": False,
}
"""Everything is set, so that a user's own settings have no say; names are drawn as they are written."""
DPI = 160
PACKING = 3
"""How hard PNG is packed: of the charts that a batch gets, 6 makes larger files and takes half as long again."""
CLIP = re.compile(rb'(<clipPath id="|url\(#)(p[0-9a-f]{10})\b')


@dataclass(frozen=True)
class Look:
    """How one variant is drawn; line, marker and hatch tell it from the others without color.

    Colors are close to those of Okabe and Ito: the first five differ in lightness by at least ten (CIE L*), all by at
    least five, and any two by at least ten (CIELAB) also for those who see no red or no green.
    """

    color: str
    line: str | tuple[int, tuple[float, ...]]
    marker: str
    hatch: str

    def stroke(self, size: float = 6.5, **more: Any) -> dict[str, Any]:
        """A line with marks of this size; ``more`` goes to :meth:`matplotlib.axes.Axes.plot` with it."""
        edge = {"markersize": size, "markeredgecolor": PAPER, "markeredgewidth": 0.8}
        return {"color": self.color, "linestyle": self.line, "marker": self.marker, **edge, **more}

    def band(self, alpha: float) -> dict[str, Any]:
        """What lies between the ends of intervals."""
        return {"color": self.color, "alpha": alpha, "linewidth": 0}


LOOKS = (
    Look("#000000", "-", "o", ""),
    Look("#E69F00", (0, (5, 1.5)), "s", "////"),
    Look("#004F80", (0, (1.2, 1.2)), "^", "...."),
    Look("#009E73", (0, (6, 1.5, 1.2, 1.5)), "D", "\\\\\\\\"),
    Look("#B54A00", (0, (9, 2)), "v", "xxxx"),
    Look("#D380B0", (0, (3, 1, 1, 1, 1, 1)), "P", "----"),
    Look("#7DC6F0", (0, (2.5, 2.5)), "X", "++++"),
    Look("#6A1B55", (0, (12, 2, 2, 2)), "h", "oooo"),
)


QUIET = Look("#A8A8A8", "-", "", "")
"""The look of what is shown for comparison only."""
BETTER, WORSE = "#004F80", "#B54A00"
"""What does better than what it is compared with, and worse; a mark of another shape says it as well."""


def look(number: int) -> Look:
    """The look of the variant with this number; the first is the reference, in black."""
    return LOOKS[number % len(LOOKS)]


CHECKED = dict(mpl.RcParams(RC))
"""The same as matplotlib understands them; to check all of them anew for every figure takes as long as a panel."""


@contextmanager
def styled() -> Iterator[None]:
    """Draw in this style, and leave matplotlib's settings as they were."""
    with mpl.rc_context():
        dict.update(mpl.rcParams, CHECKED)
        yield


class Drawing(Figure):
    """A figure that a notebook shows as the last value of a cell, whether or not pyplot is imported there."""

    def _repr_png_(self) -> bytes:
        return image(self, "png")


def canvas(height: float, title: str, subtitle: str, footer: str, width: float | None = None) -> Figure:
    """An empty figure with its title, what is shown below it, and a footer; axes keep clear of all three.

    Parameters
    ----------
    height
        Inches of the drawing, without header and footer.
    title
        What is found, or the quantity that is shown; may have several lines.
    subtitle
        What one mark stands for and how it was paired.
    footer
        Number of people, seeds and days.
    width
        Inches; by default those of the sheet.
    """
    page, width = sheet(), width or sheet().width
    wide = page.letters(page.title, width, bold=True)
    top = [line for part in title.split("\n") for line in _lines(part, wide)]
    lines = _lines(subtitle, page.letters(page.text, width))
    foot = _lines(footer, page.letters(page.small, width))
    above = 0.2 + page.title / POINTS * 1.3 * len(top) + 0.05
    head = above + 0.2 * len(lines) + 0.2
    below = FOOTER + 0.16 * (len(foot) - 1)
    full = height + head + below
    figure = Drawing(figsize=(width, full), layout="constrained")
    FigureCanvasAgg(figure)
    shown: dict[str, Any] = {"x": EDGE / width, "linespacing": 1.3}
    big: dict[str, Any] = {"fontsize": page.title, "fontweight": "bold", "color": INK, "va": "top"}
    figure.text(y=1 - 0.2 / full, s="\n".join(top), **shown, **big)
    figure.text(y=1 - above / full, s="\n".join(lines), fontsize=page.text, color=SOFT, va="top", **shown)
    figure.text(y=0.14 / full, s="\n".join(foot), fontsize=page.small, color=SOFT, va="bottom", **shown)
    engine = figure.get_layout_engine()
    assert engine is not None
    engine.set(h_pad=0.08, hspace=0.03, rect=(0.006, below / full, 0.984, 1 - (head + below) / full))  # type: ignore[call-arg]
    return figure


def _lines(text: str, letters: int) -> list[str]:
    """Lines of at most so many letters, none of which ends between a number and its sign."""
    return [line.replace(KEPT, " %") for line in wrap(text.replace(" %", KEPT), letters)]


def seeds(number: int) -> str:
    """How many seeds there are, for a footer."""
    return f"{number:,} seed{'' if number == 1 else 's'}"


def footer(*parts: str) -> str:
    """Parts of a footer beside each other; empty ones are left out."""
    return "  ·  ".join(filter(None, parts))


def rows_axis(
    axes: Axes,
    names: Sequence[tuple[float, str]],
    headings: Sequence[tuple[float, str]] = (),
    width: int | None = None,
) -> None:
    """Name the rows on the left axis, headings in bold, in lines of at most ``width`` letters, without tick marks."""
    both, width = [*headings, *names], width or sheet().names
    wider = max(width, HEADING)
    axes.set_yticks(
        [at for at, _ in both],
        [*(_broken(text, wider) for _, text in headings), *(_broken(text, width) for _, text in names)],
    )
    for label in axes.get_yticklabels()[: len(headings)]:
        label.set_fontweight("bold")
    axes.tick_params(axis="y", length=0, pad=6, labelsize=sheet().text)
    axes.spines["left"].set_visible(False)


def _broken(text: str, width: int) -> str:
    return "\n".join(wrap(text, width, break_long_words=False))


def number_axis(axes: Axes, outcome: Outcome, which: str = "x", *, difference: bool = False) -> None:
    """Label an axis (``x`` or ``y``) with name and unit, and write its numbers with thousands separators.

    Numbers of an axis of differences get their sign, and shares become percentage points.
    """
    label = f"Difference in {outcome.axis[0].lower()}{outcome.axis[1:]}" if difference else outcome.axis
    if difference and outcome.kind == "share":
        label = label.replace("% of networkers", "percentage points")
    scale = 100.0 if outcome.kind == "share" else 1.0
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_major_formatter(FuncFormatter(lambda value, _: plain(value * scale, sign=difference)))
    axis.set_label_text(label)
    axes.grid(visible=True, axis="x" if which == "x" else "y")


def panel(axes: Axes, outcome: Outcome, *, difference: bool = False) -> None:
    """Head a small panel with the outcome's name and keep only the unit on its axis, as in :func:`number_axis`."""
    number_axis(axes, outcome, difference=difference)
    axes.set_title(outcome.label, loc="left", fontsize=11.5, fontweight="bold", pad=6)
    only_unit(axes, "x")
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def only_unit(axes: Axes, which: str = "y", size: float = 10.0) -> None:
    """Take from the label of an axis, as :func:`number_axis` wrote it, all but the unit."""
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_label_text(axis.get_label_text().partition(" (")[2].rstrip(")"), fontsize=size)


def few_ticks(axes: Axes, scale: float = 1.0) -> None:
    """Put fewer numbers on the horizontal axis of a small panel, and still fewer if, times ``scale``, they are long."""
    longest = max(abs(end) for end in axes.get_xlim()) * scale
    axes.xaxis.set_major_locator(MaxNLocator(4 if longest >= 1000 else 5, steps=[1, 2, 4, 5, 10]))


def plain(value: float, *, sign: bool = False) -> str:
    """A number of an axis: as short as it goes, with thousands separators and a true minus."""
    if abs(value) < 1e-12:
        return "0"
    text = f"{value:{'+' if sign else ''},.0f}" if abs(value) >= 1000 else f"{value:{'+' if sign else ''}.4g}"
    return text.replace("-", "−")


def image(figure: Figure, kind: str, dpi: int | None = None) -> bytes:
    """Draw a figure as ``svg`` or ``png``; equal figures give equal bytes."""
    finish(figure)
    with styled(), fonts.quiet():
        return _painted(figure, dpi or figure.dpi) if kind == "png" else _drawn(figure)


def _drawn(figure: Figure) -> bytes:
    file = io.BytesIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return _numbered(file.getvalue())


def _painted(figure: Figure, dpi: float) -> bytes:
    """Paint a figure in one go, where ``savefig`` first goes through all of it only to find the layout."""
    before, canvas = figure.dpi, FigureCanvasAgg(figure)
    figure.set_dpi(dpi)
    try:
        canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        return packed(Image.fromarray(pixels[..., :3]), dpi)
    finally:
        figure.set_dpi(before)


def packed(picture: Image.Image, dpi: float) -> bytes:
    """A picture as PNG."""
    file = io.BytesIO()
    picture.save(file, format="png", dpi=(dpi, dpi), compress_level=PACKING)
    return file.getvalue()


def smaller(png: bytes, dpi: int) -> bytes:
    """A picture of :data:`DPI` dots an inch with fewer of them."""
    with Image.open(io.BytesIO(png)) as picture:
        wide, high = (max(1, round(side * dpi / DPI)) for side in picture.size)
        return packed(picture.convert("RGB").resize((wide, high), Image.Resampling.LANCZOS), dpi)


def _numbered(drawing: bytes) -> bytes:
    """The drawing with its clip paths numbered; hashes of where they lie differ with the last bit of the layout."""
    names: dict[bytes, bytes] = {}
    return CLIP.sub(lambda found: found[1] + names.setdefault(found[2], b"clip%d" % len(names)), drawing)


def finish(figure: Figure) -> None:
    """Give a figure whose axes and texts are there the fonts and numbers with which it can be drawn."""
    with styled():
        for axis in (axis for axes in figure.axes for axis in (axes.xaxis, axes.yaxis)):
            if type(axis.get_major_formatter()) is LogFormatterSciNotation:
                axis.set_major_formatter(Powers())
            if type(axis.get_minor_formatter()) is LogFormatterSciNotation:
                axis.set_minor_formatter(Powers())
        fonts.fit(figure)


def save(figure: Figure, folder: Path, name: str, *, svg: bool = True) -> list[Path]:
    """Write a figure as PNG and, if wanted, as SVG; what in the name is not safe in a file name is replaced."""
    files = [place(folder, f"{safe_name(name)}.{kind}") for kind in (("svg", "png") if svg else ("png",))]
    with fonts.one_sentence():
        for file in files:
            write_image(figure, file, DPI if file.suffix == ".png" else None)
    return files


def write_image(figure: Figure, file: Path, dpi: int | None = None) -> None:
    """Write a figure into a file, as a whole or not at all; its ending says the kind."""
    drawing = image(figure, file.suffix[1:], dpi)
    with aside(file) as draft:
        draft.write_bytes(drawing)


RAISED = str.maketrans("0123456789-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻")
_POWER = re.compile(r"\^\{([^}]*)\}")


class Powers(LogFormatterSciNotation):
    """Writes ``10³`` and ``2×10⁻³``: no mathematical typesetting, which names and titles are not to meet."""

    def __call__(self, value: float, position: int | None = None) -> str:
        """Write one number; empty where no tick of this kind has a label."""
        text = super().__call__(value, position)
        inside = text.removeprefix(r"$\mathdefault{").removesuffix("}$").replace(r"\times", "×")
        return _POWER.sub(lambda power: power[1].translate(RAISED), inside)
