"""What is kept of the answer: figures only, from which the words, the pictures and the page are made."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim import UserError
from sim.core.files import write_text

RECORD = "why.json"
DIGITS = 6
Told = dict[str, Any]


@dataclass(frozen=True)
class Why:
    """The record of what makes two ways differ."""

    about: (
        Told  # ``title`` of the scenario, ``ways``, ``people``, ``entry`` and ``days``, ``model``, ``draws`` (or not)
    )
    decomposition: Told  # see :func:`sim.study.why.decomposition.told`
    structure: Told  # see :func:`sim.study.why.structure.structures`
    breakeven: Told  # see :func:`sim.study.why.breakeven.break_evens`
    draws: Told | None = None  # see :func:`sim.study.why.sensitivity.of_draws`
    ranges: Told | None = None  # see :func:`sim.study.why.sensitivity.of_ranges`

    @property
    def ways(self) -> tuple[str, str]:
        """The ways that are compared, the first one first."""
        one, two = self.about["ways"]
        return one, two

    def write(self, file: Path) -> Path:
        """Write it as JSON."""
        write_text(file, json.dumps(rounded(asdict(self)), indent=1, allow_nan=False) + "\n")
        return file

    @staticmethod
    def read(file: Path) -> Why:
        """Read what :meth:`write` wrote.

        Raises
        ------
        UserError
            If it is no such record.
        """
        try:
            return Why(**json.loads(file.read_text(encoding="utf-8")))
        except (ValueError, TypeError):
            raise UserError(f"{file} is no record of what makes two ways differ.") from None


def rounded(value: Any) -> Any:
    """Return figures with as many digits as are kept, and None for those that there are not."""
    if isinstance(value, Mapping):
        return {str(key): rounded(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(each) for each in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else None
    return value
