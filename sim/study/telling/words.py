"""Words of both languages: names of settings, outcomes and ways, and how a number is written."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from sim.core.wording import number
from sim.model import OUTCOMES
from sim.scenario import OVER
from sim.study.effects import outcome_of

Language = Literal["en", "de"]
TABLE = Path(__file__).with_suffix(".toml")
_SWAPPED = str.maketrans(",.", ".,")
_PREFIX = re.compile(r"^(?:company|strategy)\.")
FOR_EVER = 50_000.0
"""Days; nothing that lives longer closes within a run."""
YEAR, MONTH = 365.0, 30.4


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Words:
    """The words of one language."""

    language: Language

    def say(self, phrase: str, **parts: Any) -> str:
        """Return a phrase of the table with its parts put in."""
        return str(self.table("say")[phrase]).format(**parts)

    def name(self, dotted: str) -> str:
        """Name a setting: ``talks at events`` for ``events.share``; what the table lacks, by its dotted name."""
        return str(self.table("names").get(dotted) or _PREFIX.sub("", dotted).replace(".", " ").replace("_", " "))

    def level(self, dotted: str, value: Any) -> str:
        """Name a value of a setting."""
        if isinstance(value, bool):
            return self.say("on" if value else "off")
        if isinstance(value, str):
            return str(self.table("levels").get(value) or self.quoted(value))
        if dotted.endswith("life.days"):
            return self.life(value)
        if dotted in self.table("shares"):
            return f"{self.figures(f'{100 * value:.0f}')} %"
        return self.figures(number(value))

    def life(self, days: float) -> str:
        """Say how long companies live on average."""
        if days >= FOR_EVER:
            return self.say("for_ever")
        if days >= 2 * YEAR - 30:
            return self.say("years", many=f"{days / YEAR:.0f}")
        if YEAR - 30 <= days < 1.3 * YEAR:
            return self.say("a_year")
        return self.say("months", many=f"{days / MONTH:.0f}") if days >= 2 * MONTH else self.say("days", many=int(days))

    def place(self, where: Mapping[str, Any]) -> str:
        """Name a place of the map, as short as it goes: ``no events, companies stay open, part-time``."""
        return ", ".join(self._placed(name, at) for name, at in where.items()) or self.say("everywhere")

    def where(self, dotted: str, at: Any) -> str:
        """Begin a sentence on the places at which a setting has a value: ``Without minimum purchases``."""
        known = self.table("where").get(f"{dotted}={number(at)}")
        return str(known or self.say("where", place=self._placed(dotted, at)))

    def _placed(self, dotted: str, at: Any) -> str:
        short, known = self.table("short"), self.table("places").get(f"{dotted}={number(at)}")
        if known is not None:
            return str(known)
        if dotted not in short:
            return self.setting(dotted, at)
        if dotted.endswith("life.days") and at >= FOR_EVER:
            return self.say("stays")
        return f"{short[dotted]} {self.level(dotted, at)}"

    def setting(self, dotted: str, value: Any) -> str:
        """Say which value a setting has: ``talks at events 50 %``."""
        special = self.table("settings").get(f"{dotted}={number(value)}" if not isinstance(value, str) else "")
        return str(special or f"{self.name(dotted)} {self.level(dotted, value)}")

    def outcome(self, measure: str) -> str:
        """Name what was measured."""
        first, _, second = measure.partition(OVER)
        return self._part(first) + (f"{self.say('over')}{self._part(second, 'per')}" if second else "")

    def _part(self, part: str, table: str = "outcomes") -> str:
        known = self.table(table).get(part)
        if known is not None:
            return str(known)
        return str(OUTCOMES[part].label if part in OUTCOMES else outcome_of(part).name)

    def figures(self, text: str) -> str:
        """Write figures as the language does; they come with English commas and points."""
        return text.translate(_SWAPPED) if self.language == "de" else text

    def quoted(self, text: str) -> str:
        """Put a name into the quotation marks of the language."""
        return f"„{text}“" if self.language == "de" else f"'{text}'"

    def either(self, texts: Sequence[str]) -> str:
        """Join what may be one or the other."""
        return self.say("or").join(filter(None, [", ".join(texts[:-1]), texts[-1]]))

    def both(self, texts: Iterable[str]) -> str:
        """Join what holds one after the other: ``−1,232 and 0``."""
        return self.say("both").join(texts)

    def money(self, value: float) -> str:
        """Write an amount of whole currency units with its sign."""
        return self.figures(f"{round(value):+,}".replace("-", "−")) if round(value) else "0"

    def hundred(self, share: float) -> int:
        """Return of how many of a hundred people something holds."""
        return round(100 * share)

    def table(self, name: str) -> dict[str, Any]:
        """Return a table of this language, with what both have in common."""
        table: dict[str, Any] = _tables().get("both", {}).get(name, {})
        return {**table, **_tables()[self.language].get(name, {})}


ENGLISH, GERMAN = Words("en"), Words("de")
