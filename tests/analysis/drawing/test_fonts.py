from __future__ import annotations

import warnings
from pathlib import Path
from types import SimpleNamespace

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager

from sim.analysis.drawing import fonts, style
from sim.core.errors import Notice

BUNDLED = [font for font in fontManager.ttflist if "matplotlib" in font.fname]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which only those fonts are installed that come with matplotlib."""
    monkeypatch.setattr(fontManager, "ttflist", list(BUNDLED))


@pytest.fixture
def han(bare: None, tmp_path: Path) -> str:
    """A font with two letters, which is installed."""
    return install(tmp_path, "Tiny Han", "专注")


def install(folder: Path, family: str, letters: str) -> str:
    """Install a font in which every letter is a square."""
    pen = TTGlyphPen(None)
    for at, (x, y) in enumerate([(50, 0), (50, 700), (950, 700), (950, 0)]):
        (pen.moveTo if at == 0 else pen.lineTo)((x, y))
    pen.closePath()
    names = [f"uni{ord(letter):04X}" for letter in letters]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names])
    font.setupCharacterMap({ord(letter): name for letter, name in zip(letters, names, strict=True)})
    font.setupGlyf(dict.fromkeys([".notdef", *names], pen.glyph()))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *names], (1000, 50)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    file = folder / f"{family.replace(' ', '')}.ttf"
    font.save(file)
    fontManager.addfont(file)
    return family


def figure_of(title: str, note: str = "") -> Figure:
    with style.styled():
        figure = style.canvas(1.0, title, "Subtitle", note)
        figure.add_subplot().set_xticks([0], [title])
    return figure


def test_letters_are_taken_from_an_installed_font(han: str, tmp_path: Path) -> None:
    figure = figure_of("专注 or not")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        style.save(figure, tmp_path, "x")
    assert fonts.families_for("专注") == ([han], set())
    assert figure.texts[0].get_fontfamily() == [fonts.USUAL, han]
    assert figure.axes[0].get_xticklabels()[0].get_fontfamily() == [fonts.USUAL, han]
    assert figure.texts[1].get_fontfamily() == [fonts.USUAL]


def test_several_fonts_help_each_other_and_the_preferred_comes_first(han: str, tmp_path: Path) -> None:
    install(tmp_path, "Aaa", "专あ")
    install(tmp_path, "Noto Sans CJK SC", "专")
    assert fonts.families_for("专注あ") == (["Noto Sans CJK SC", "Aaa", han], set())
    assert fonts.families_for("专注あ語") == (["Noto Sans CJK SC", "Aaa", han], {"語"})


@pytest.mark.usefixtures("bare")
def test_missing_letters_are_told_once_and_in_one_sentence(tmp_path: Path) -> None:
    with warnings.catch_warnings(record=True) as told, fonts.one_sentence():
        warnings.simplefilter("always")
        style.save(figure_of("专注"), tmp_path, "a")
        style.save(figure_of("多 and 🙂"), tmp_path, "b")
    said = "Figures show a box for the letters 专 多 注 🙂, which no installed font has: "
    assert [(each.category, str(each.message)) for each in told] == [
        (Notice, f"{said}install Noto Sans CJK and Noto Emoji, and draw again.")
    ]


@pytest.mark.parametrize(
    ("letters", "sentence"),
    [
        ("語", "the letter 語, which no installed font has: install Noto Sans CJK"),
        ("あ한", "the letters あ 한, which no installed font has: install Noto Sans CJK"),
        ("नी", "the letters न ी, which no installed font has: install Noto Sans Devanagari"),
        ("ก", "the letter ก, which no installed font has: install Noto Sans Thai"),
        ("𓀀", "the letter 𓀀, which no installed font has: install a Noto Sans font for their script"),
        ("".join(map(chr, range(0x4E00, 0x4E14))), "the letters 一 丁 丂 七 丄 丅 丆 万 丈 三 上 下 and 8 more, which"),
    ],
)
def test_the_sentence_says_which_letters_and_what_to_install(letters: str, sentence: str) -> None:
    assert fonts.sentence(letters).startswith(f"Figures show a box for {sentence}")


@pytest.mark.usefixtures("bare")
@pytest.mark.parametrize("text", ["Größe – 5 ≥ 3", "Привет", "مرحبا", "a\u200db\ufe0f", "tab\tand\nline", "x² → ½"])
def test_what_the_usual_font_has_needs_no_other(text: str, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        figure = figure_of(text)
        style.save(figure, tmp_path, "x")
    assert figure.texts[0].get_fontfamily() == [fonts.USUAL]


def test_fonts_of_boxes_and_those_that_are_gone_are_no_help(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    last = next(font for font in fontManager.ttflist if font.name.startswith("Last Resort"))
    gone = SimpleNamespace(name="Gone", fname=str(tmp_path / "gone.ttf"))
    monkeypatch.setattr(fontManager, "ttflist", [last, gone])
    assert fonts.families_for("专") == ([], {"专"})


def test_control_characters_of_old_results_are_written_out(tmp_path: Path) -> None:
    figure = figure_of("red \x1b[31m", "\x07 one\nline")
    style.save(figure, tmp_path, "x")
    assert figure.texts[0].get_text() == "red \\x1b[31m"
    assert figure.texts[2].get_text() == "\\x07 one line"
