from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from sim.analysis.outcomes import OUTCOMES
from sim.analysis.plots import style


def lightness(color: str) -> float:
    """CIE L* of a color: how light it is in grayscale."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    y = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_five_variants_are_told_apart_in_grayscale() -> None:
    shades = [lightness(look.color) for look in style.LOOKS[:5]]
    assert min(abs(a - b) for a, b in combinations(shades, 2)) >= 10.0


def test_looks_differ_in_more_than_color() -> None:
    for part in ("color", "line", "marker", "hatch"):
        assert len({getattr(look, part) for look in style.LOOKS}) == len(style.LOOKS)
    assert style.look(8) == style.look(0)


def test_matplotlib_is_left_as_it_was() -> None:
    before = dict(mpl.rcParams)
    with style.styled():
        assert mpl.rcParams["axes.spines.top"] is False
    assert dict(mpl.rcParams) == before


def test_equal_figures_have_equal_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        with style.styled():
            figure = style.canvas(2.0, "Title", "Subtitle", "n = 3")
            figure.add_subplot().plot([1, 2, 3])
        files = style.save(figure, tmp_path / name, "x")
        assert [file.name for file in files] == ["x.svg", "x.png"]
    for ending in ("svg", "png"):
        assert (tmp_path / "a" / f"x.{ending}").read_bytes() == (tmp_path / "b" / f"x.{ending}").read_bytes()
    assert "<dc:date>" not in (tmp_path / "a" / "x.svg").read_text()


def test_the_axes_keep_clear_of_title_and_footer() -> None:
    with style.styled():
        figure = style.canvas(2.0, "Title", "One line. " * 20, "Footer. " * 40)
        axes = figure.add_subplot()
    figure.draw_without_rendering()
    title, subtitle, footer = (text.get_window_extent() for text in figure.texts)
    inside = axes.get_tightbbox()
    assert inside is not None
    assert title.y0 > subtitle.y1
    assert subtitle.y0 > inside.y1
    assert inside.y0 > footer.y1
    assert subtitle.x1 < figure.bbox.x1


@pytest.mark.parametrize(
    ("value", "sign", "text"),
    [
        (0.0, True, "0"),
        (-1500.0, False, "−1,500"),
        (0.025, True, "+0.025"),
        (12.0, False, "12"),
        (1e-15, True, "0"),
    ],
)
def test_numbers_of_an_axis_are_short(value: float, sign: bool, text: str) -> None:
    assert style.plain(value, sign=sign) == text


def test_axes_of_differences_say_so() -> None:
    with style.styled():
        axes = style.canvas(2.0, "", "", "").add_subplot()
        style.number_axis(axes, OUTCOMES["net_loss"], difference=True)
    assert axes.get_xlabel() == "Difference in share with a net loss (percentage points)"
    assert axes.xaxis.get_major_formatter()(0.1, 0) == "+10"


def test_texts_that_cover_each_other_are_found(overlaps: Callable[[Figure], list[tuple[str, str]]]) -> None:
    with style.styled():
        figure = style.canvas(2.0, "", "", "")
        figure.text(0.50, 0.5, "first")
        figure.text(0.51, 0.5, "second")
        figure.text(0.99, 0.2, "beyond the edge")
    assert set(overlaps(figure)) == {("beyond the edge", "outside"), ("first", "second")}
