"""Letters of any script in figures: what the usual font lacks is taken from what else is installed."""

from __future__ import annotations

import logging
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font
from matplotlib.text import Text

from sim.core.errors import Notice
from sim.core.wording import visible

USUAL = "DejaVu Sans"
PREFERRED = (
    *("Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans CJK TC", "Noto Sans SC"),
    *("Source Han Sans SC", "Source Han Sans", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback"),
    *("Microsoft YaHei", "SimHei", "PingFang SC", "Hiragino Sans", "Yu Gothic", "MS Gothic", "IPAexGothic"),
    *("TakaoGothic", "VL Gothic", "Malgun Gothic", "Apple SD Gothic Neo", "NanumGothic", "Baekmuk Gulim"),
    *("Arial Unicode MS", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari"),
    *("Lohit Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Thai", "Noto Sans Georgian"),
    *("Noto Sans Armenian", "Noto Sans Ethiopic", "Segoe UI", "Noto Emoji", "Segoe UI Emoji", "Symbola"),
    *("FreeSans", "FreeSerif", "Unifont"),
)
"""Families in the order in which they are tried; after them any other that is installed."""
NO_FONTS = ("Last Resort", "LastResort", ".LastResort", "Adobe Blank")
"""Have every letter, and draw a box for it."""
HELP = {
    **dict.fromkeys(("CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"), "Noto Sans CJK"),
    **{name.upper(): f"Noto Sans {name}" for name in ("Arabic", "Hebrew", "Devanagari", "Bengali", "Tamil", "Thai")},
}
MOST_SHOWN = 12

_untold: list[set[str]] = []


def fit(figure: Figure) -> None:
    """Give every text of a figure fonts that have its letters, as far as any is installed.

    Warns with a :class:`sim.core.errors.Notice` if there is none for some of them.
    """
    missing: set[str] = set()
    for text in _texts(figure):
        said = text.get_text()
        if visible(said) != said:
            text.set_text(visible(said))
        lacking = _lacking(text)
        if lacking:
            families, without = families_for(lacking)
            text.set_fontfamily([USUAL, *families])
            missing |= without
    with one_sentence():
        _untold[-1].update(missing)


def _texts(artist: Artist) -> Iterator[Text]:
    """All texts inside, as ``findobj`` finds them, without the sets that it makes of everything on every floor."""
    for child in artist.get_children():
        if isinstance(child, Text):
            yield child
        else:
            yield from _texts(child)


@contextmanager
def quiet() -> Iterator[None]:
    """Draw without matplotlib's own words about letters and weights that a font lacks."""
    log = logging.getLogger("matplotlib.font_manager")
    before = log.level
    log.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing from font", UserWarning)
            yield
    finally:
        log.setLevel(before)


@contextmanager
def one_sentence() -> Iterator[None]:
    """Keep what is said about missing letters until everything is drawn; the outermost says it."""
    letters: set[str] = set()
    _untold.append(letters)
    try:
        yield
    finally:
        _untold.pop()
        if _untold:
            _untold[-1].update(letters)
        elif letters:
            warnings.warn(Notice(sentence(letters)), stacklevel=4)


def is_lacking() -> bool:
    """Whether letters were missing in what was drawn since the outermost :func:`one_sentence` began."""
    return any(_untold)


def sentence(letters: Iterable[str]) -> str:
    """Say which letters (at least one) no installed font has, and what to install."""
    known = sorted(letter for letter in set(letters) if not unicodedata.combining(letter)) or sorted(set(letters))
    shown = " ".join(known[:MOST_SHOWN]) + (f" and {len(known) - MOST_SHOWN} more" if len(known) > MOST_SHOWN else "")
    fonts = " and ".join(dict.fromkeys(_advice(letter) for letter in known))
    what = "letter" if len(known) == 1 else "letters"
    return f"Figures show a box for the {what} {shown}, which no installed font has: install {fonts}, and draw again."


def families_for(letters: Iterable[str]) -> tuple[list[str], set[str]]:
    """Installed families for letters that the usual one lacks, in the order of trying, and letters that none has."""
    left, found = set(letters), []
    for family, file in installed().items():
        if not left:
            break
        has = {letter for letter in left if _has(file, letter)}
        if has:
            found.append(family)
            left -= has
    return found, left


def _lacking(text: Text) -> set[str]:
    """Letters of a text that its own font has not."""
    letters = {letter for letter in text.get_text() if ord(letter) > 127 and _is_drawn(letter)}
    return letters - _letters(findfont(_usual(text))) if letters else letters


def _usual(text: Text) -> FontProperties:
    properties = text.get_fontproperties().copy()
    properties.set_family(USUAL)
    return properties


def _is_drawn(letter: str) -> bool:
    """Whether a letter leaves ink of its own: no blank, and nothing that only tells how to join or vary others."""
    return not letter.isspace() and unicodedata.category(letter) not in ("Cf", "Cc") and not "︀" <= letter <= "️"


@lru_cache(maxsize=64)
def _letters(file: str) -> frozenset[str]:
    return frozenset(map(chr, get_font(file).get_charmap()))


def installed() -> dict[str, str]:
    """Families that may be tried, in their order, with a file each."""
    files = {font.name: font.fname for font in reversed(fontManager.ttflist) if not font.name.startswith(NO_FONTS)}
    files.pop(USUAL, None)
    return {name: files[name] for name in (*PREFERRED, *sorted(files)) if name in files}


def _has(file: str, letter: str) -> bool:
    try:
        return get_font(file).get_char_index(ord(letter)) != 0
    except (OSError, RuntimeError):  # the font was removed, or is none that can be drawn
        return False


def _advice(letter: str) -> str:
    script = unicodedata.name(letter, "").partition(" ")[0]
    if script in HELP:
        return HELP[script]
    return "Noto Emoji" if unicodedata.category(letter) == "So" else "a Noto Sans font for their script"
