"""The posterior sample: what plausible settings are, wherever they are drawn.

Draws stand in ``posterior.json`` beside this file, in one place; ``manyhats calibrate`` writes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim import Scenario, UserError
from sim.core.files import write_text
from sim.scenario import guesses

FILE = Path(__file__).with_suffix(".json")
Values = dict[str, float]


@dataclass(frozen=True)
class Sample:
    """Equally weighted draws from the posterior."""

    names: tuple[str, ...]  # parameters, those of companies as ``company.<key>``
    draws: tuple[tuple[float, ...], ...]  # one row per draw, its values in the order of the names
    chosen: int  # row of the draw that stands for all

    def values(self, row: int) -> Values:
        """Return the values of a draw, by name."""
        return dict(zip(self.names, self.draws[row], strict=True))

    def write(self, file: Path = FILE) -> Path:
        """Write the sample, a line per draw."""
        lines = ",\n  ".join(json.dumps(list(draw)) for draw in self.draws)
        head = f'"names": {json.dumps(list(self.names))},\n "chosen": {self.chosen}'
        write_text(file, f'{{\n {head},\n "draws": [\n  {lines}\n ]\n}}\n')
        return file

    @staticmethod
    def read(file: Path = FILE) -> Sample:
        """Read what :meth:`write` wrote.

        Raises
        ------
        UserError
            If there is no such file.
        """
        if not file.is_file():
            raise UserError(f"No posterior sample stands in {file.name}; 'manyhats calibrate' writes it.")
        data = json.loads(file.read_text(encoding="utf-8"))
        return Sample(tuple(data["names"]), tuple(map(tuple, data["draws"])), chosen_of(data))


def chosen_of(table: Mapping[str, Any]) -> Any:
    """What a file says of the chosen draw, which files that were written before call ``medoid``."""
    return table["chosen" if "chosen" in table else "medoid"]


def has_posterior() -> bool:
    """Whether a search has left its draws."""
    return FILE.is_file()


@cache
def sample() -> Sample:
    """Return the sample of the package, read once."""
    return Sample.read()


def posterior(scenario: Scenario | None = None, many: int | None = None) -> list[Values]:
    """Return draws from the posterior, as tables of overrides.

    Parameters
    ----------
    scenario
        Whose dotted names are used, ``company.vita.quality`` of every product company; none: the names of the
        parameters, ``company.quality``.
    many
        How many draws, spread evenly over the sample; none: all. More than there are begin again.

    Raises
    ------
    UserError
        If no search has left its draws.
    """
    found = sample()
    rows = range(len(found.draws)) if many is None else spread(len(found.draws), many)
    draws = [found.values(row) for row in rows]
    return draws if scenario is None else [overrides(scenario, draw) for draw in draws]


def chosen(scenario: Scenario | None = None) -> Values:
    """Return the draw that stands for all; see :func:`posterior`."""
    values = sample().values(sample().chosen)
    return values if scenario is None else overrides(scenario, values)


def spread(there: int, many: int) -> Sequence[int]:
    """Return rows spread evenly over so many, again from the beginning if more are wanted."""
    return [int((2 * k + 1) * there / (2 * many)) if many <= there else k % there for k in range(many)]


def overrides(scenario: Scenario, values: Mapping[str, float]) -> Values:
    """Return values by the dotted names of a scenario, whole where the parameter is."""
    known = {guess.name: guess for guess in guesses()}
    found: Values = {}
    for name, value in values.items():
        found |= dict.fromkeys(known[name].at(scenario), int(value) if known[name].whole else value)
    return found
