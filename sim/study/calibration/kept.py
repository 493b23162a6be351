"""What was measured already, written down as it comes, so that nothing is ever lived twice.

One SQLite table: a key and the figures as JSON. The key is a hash of the values and the seed; what else decides on the
figures (scenario, targets, age of the market) stands beside, and another search is refused.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

from sim import UserError
from sim.core.files import written
from sim.study.calibration.space import Values

NAME = "worlds.db"


def key_of(kind: str, at: Mapping[str, float], seeds: Sequence[int]) -> str:
    """Return the key of figures: of which kind of measurement, at which values, with which seeds."""
    told = json.dumps([kind, {name: repr(float(at[name])) for name in sorted(at)}, list(seeds)])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


class Kept:
    """The figures of a folder."""

    def __init__(self, folder: Path, what: Mapping[str, Any]) -> None:
        self.file = folder / NAME
        if self.file.is_symlink():
            raise UserError(f"'{self.file}' is a link that leads elsewhere; nothing is written through it. Remove it.")
        with written(self.file):
            try:
                self._base = sqlite3.connect(self.file)
                self._base.execute("CREATE TABLE IF NOT EXISTS figures (key TEXT PRIMARY KEY, found TEXT)")
                self._refuse_another(json.dumps(what, sort_keys=True, default=str))
            except sqlite3.DatabaseError:
                raise UserError(f"{self.file} is damaged. Remove it: what it held is computed again.") from None

    def _refuse_another(self, what: str) -> None:
        mine = hashlib.sha256(what.encode()).hexdigest()
        there = self._base.execute("SELECT found FROM figures WHERE key = 'what'").fetchone()
        if there is None:
            self._put("what", mine)
        elif there[0] != mine:
            raise UserError(f"{self.file.parent} holds another search. Choose another folder with --out.")

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._base.close()

    def get(self, key: str) -> Values | None:
        """Return what is kept under a key; none if nothing is."""
        there = self._base.execute("SELECT found FROM figures WHERE key = ?", (key,)).fetchone()
        return None if there is None else dict(json.loads(there[0]))

    def put(self, key: str, figures: Mapping[str, float]) -> None:
        """Keep figures."""
        self._put(key, json.dumps(figures))

    def _put(self, key: str, text: str) -> None:
        with written(self.file), self._base:
            self._base.execute("INSERT OR REPLACE INTO figures VALUES (?, ?)", (key, text))

    def __len__(self) -> int:
        """Return how many figures are kept."""
        return int(self._base.execute("SELECT COUNT(*) FROM figures").fetchone()[0]) - 1
