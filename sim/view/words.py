"""What the window says, in English and German, and how it writes numbers."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from sim.analysis.moving.alone import LANGUAGES, refuse_language

HERE = Path(__file__).parent
COMPARED = ("net_income", "recruits", "credibility", "contradictions")
"""Outcomes whose differences are told, the one that people count by first."""
_TO_GERMAN = str.maketrans({",": ".", ".": ","})

__all__ = ["COMPARED", "LANGUAGES", "number_in", "refuse_language", "words_of"]


@cache
def _all() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
    return found


def words_of(language: str) -> dict[str, Any]:
    """Return everything that the window says in a language; what topics are called comes from the evening's words.

    Raises
    ------
    sim.core.errors.UserError
        If it does not speak that language.
    """
    refuse_language(language)
    return _all()[language]


def number_in(language: str, text: str) -> str:
    """Return a number as the language writes it, from one with English separators."""
    return text.translate(_TO_GERMAN) if language == "de" else text
