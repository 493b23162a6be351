from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.analysis.drawing import style
from sim.model.outcomes import OUTCOMES
from tests.analysis.plots.conftest import overlaps

__all__ = ["overlaps"]


def lightness(color: str) -> float:
    """CIE L* of a color: how light it is in grayscale."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    y = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def test_five_variants_are_told_apart_in_grayscale() -> None:
    shades = [lightness(look.color) for look in style.LOOKS[:5]]
    assert min(abs(a - b) for a, b in combinations(shades, 2)) >= 10.0


DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
SEEN = (np.eye(3), np.array(DEUTERANOPIA), np.array(PROTANOPIA))  # Machado, Oliveira & Fernandes 2009
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])


def lab(color: str, seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIE L*, a*, b* of a color as somebody sees it."""
    rgb = np.array(to_rgb(color))
    linear = seen @ np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(linear, 0.0, 1.0) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("seen", SEEN)
def test_any_two_colors_are_told_apart_also_without_red_or_green(seen: NDArray[np.float64]) -> None:
    colors = [look.color for look in style.LOOKS]
    apart = [np.linalg.norm(lab(a, seen) - lab(b, seen)) for a, b in combinations(colors, 2)]
    assert min(apart) >= 10.0
    assert np.linalg.norm(lab(style.BETTER, seen) - lab(style.WORSE, seen)) >= 30.0


def test_all_colors_differ_in_lightness() -> None:
    shades = [lightness(look.color) for look in style.LOOKS]
    assert min(abs(a - b) for a, b in combinations(shades, 2)) >= 5.0


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


@pytest.mark.parametrize("words", range(8, 24))
def test_a_number_and_its_percent_sign_stay_on_one_line(words: int) -> None:
    figure = style.canvas(2.0, "Title", "a word " * words + "within 80 % of the seeds, and more of them", "Footer")
    lines = figure.texts[1].get_text().split("\n")
    assert not any(line.startswith("%") for line in lines)
    assert sum("80 %" in line for line in lines) == 1


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


NAMES = (
    "pays $5 or $10",
    "$\\foo{$",
    "$\\alpha_{",
    "$x$",
    "a_b^c",
    "\\frac{1}{2} $ $ $",
    "<b>&amp;",
    "100 % {} [/b]",
    "_x",
)


@pytest.mark.parametrize("name", NAMES)
def test_names_are_drawn_as_they_are_written(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("matplotlib.mathtext.MathTextParser.parse", None)
    with style.styled():
        figure = style.canvas(1.0, name, name, name)
        axes = figure.add_subplot()
        axes.set_title(name)
        axes.set_xticks([0, 1], [name, "x"])
        axes.text(0, 0, name)
    drawing = style.image(figure, "svg").decode()
    shown = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert drawing.count(f"<!-- {shown} -->") == 6


HOSTILE = {
    "text.usetex": True, "text.parse_math": True, "font.family": ["No Such Font"], "figure.dpi": 900,
    "figure.figsize": [90.0, 90.0], "savefig.bbox": "tight", "savefig.dpi": 30, "savefig.transparent": True,
    "lines.linewidth": 30, "axes.facecolor": "black", "axes.grid": True, "svg.fonttype": "none",
    "axes.formatter.use_locale": True, "xtick.labelsize": 30, "axes.titlecolor": "red", "path.sketch": (3, 9, 9),
}  # fmt: skip


def test_settings_of_the_user_have_no_say() -> None:
    def drawn() -> tuple[bytes, bytes]:
        with style.styled():
            figure = style.canvas(1.0, "Title", "Subtitle", "n = 3")
            axes = figure.add_subplot()
            axes.plot([1, 2000])
            axes.set_title("Panel")
        return style.image(figure, "svg"), style.image(figure, "png", 50)

    usual = drawn()
    with mpl.rc_context(HOSTILE):
        assert drawn() == usual


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("curve-company.vita.retail_margin", "curve-company.vita.retail_margin.svg"),
        ("curve-company.x/y.quality", "curve-company.x-y.quality-11546f5f.svg"),
        ("../../up", "up-29b18949.svg"),
        ("map-" + "é" * 60, "map-622112af.svg"),
        ("a" * 300, "a" * 71 + "-9835fa6b.svg"),
        ("con:<>|?*", "con-c91162c0.svg"),
    ],
)
def test_file_names_are_made_from_names_safely(name: str, file: str, tmp_path: Path) -> None:
    with style.styled():
        files = style.save(style.canvas(0.5, "", "", ""), tmp_path / "out", name)
    assert [path.name for path in files] == [file, file.removesuffix("svg") + "png"]
    assert sorted(tmp_path.rglob("*.*")) == sorted(files)


def test_pictures_are_written_through_no_link(tmp_path: Path) -> None:
    (tmp_path / "theirs.svg").write_text("untouched")
    (tmp_path / "x.svg").symlink_to(tmp_path / "theirs.svg")
    with style.styled():
        style.save(style.canvas(0.5, "", "", ""), tmp_path, "x")
    assert (tmp_path / "theirs.svg").read_text() == "untouched"
    assert not (tmp_path / "x.svg").is_symlink()


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (1.0, 1000.0, ["10⁰", "10¹", "10²", "10³"]),
        (1e-3, 1e-1, ["10⁻³", "10⁻²", "10⁻¹"]),
        (2.0, 30.0, ["10¹", "2×10⁰", "3×10⁰", "4×10⁰", "6×10⁰", "2×10¹", "3×10¹"]),
    ],
)
def test_powers_of_ten_are_written_plainly(low: float, high: float, labels: list[str]) -> None:
    with style.styled():
        figure = style.canvas(1.0, "", "", "")
        axes = figure.add_subplot()
        axes.plot([low, high], [1, 2])
        axes.set_xscale("log")
        axes.set_xlim(low, high)
    style.image(figure, "svg")
    both = [(axes.xaxis.get_majorticklocs(), axes.xaxis.get_majorticklabels())]
    both.append((axes.xaxis.get_minorticklocs(), axes.xaxis.get_minorticklabels()))
    shown = [text.get_text() for at, texts in both for x, text in zip(at, texts, strict=True) if low <= x <= high]
    assert [text for text in shown if text] == labels
