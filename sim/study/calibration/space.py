"""What is searched: parameters, their priors, and scenarios with other values of them, in memory and as files.

Names and reasons stand in ``sim/study/searched.toml``, priors where the parameters are declared. The search moves in
the unit cube, in which every prior is uniform.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from sim import Scenario, UserError, explain
from sim.core.files import write_text, written
from sim.scenario import MARK, SHARED, Guess, guesses, with_values

Values = dict[str, float]
FILE = Path(__file__).resolve().parents[1] / "searched.toml"
DIGITS = 3  # that count of what is written down; more would feign knowledge


@dataclass(frozen=True)
class Searched:
    """One parameter of the search."""

    guess: Guess
    why: str
    whole: bool

    @property
    def name(self) -> str:
        """The parameter, those of companies as ``company.<key>``."""
        return self.guess.name

    def at(self, share: float) -> float:
        """Return the quantile of the prior, ``share`` 0..1."""
        low, high = self.guess.least, self.guess.most
        if self.guess.law == "log-uniform":
            value = math.exp(math.log(low) + share * (math.log(high) - math.log(low)))
        else:
            value = low + share * (high - low)
        return float(round(value)) if self.whole else value

    def share(self, value: float) -> float:
        """Return the share of the prior below a value, 0..1."""
        low, high = self.guess.least, self.guess.most
        if self.guess.law == "log-uniform":
            low, high, value = math.log(low), math.log(high), math.log(max(value, 1e-300))
        return min(1.0, max(0.0, (value - low) / (high - low)))

    def written(self, value: float) -> float:
        """Return a value as one would write it: three digits that count, within the prior."""
        short = float(f"{value:.{DIGITS}g}")
        short = float(round(short)) if self.whole else short
        return min(self.guess.most, max(self.guess.least, short))


def known() -> dict[str, Guess]:
    """Return all guesses by name."""
    return {guess.name: guess for guess in guesses()}


def is_whole(name: str) -> bool:
    """Tell whether a parameter takes whole numbers or amounts of money."""
    return explain(name).type in ("whole number", "amount of money")


def searched(file: Path = FILE, names: Sequence[str] | None = None) -> list[Searched]:
    """Return what is searched, in the order of the file.

    Parameters
    ----------
    file
        TOML with a table per parameter, ``[decision.intercept]``, that says ``why``.
    names
        Other parameters to search instead.

    Raises
    ------
    UserError
        If a name is not that of a guess.
    """
    every = known()
    reasons = _reasons(tomllib.loads(file.read_text(encoding="utf-8"))) if names is None else dict.fromkeys(names, "")
    strange = [name for name in reasons if name not in every]
    if strange:
        raise UserError(f"{strange[0]} cannot be searched: it is no parameter with a plausible range.")
    return [Searched(every[name], why, is_whole(name)) for name, why in reasons.items()]


def _reasons(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> dict[str, str]:
    return {f"{section}.{key}": each["why"] for section, keys in tables.items() for key, each in keys.items()}


def changed(scenario: Scenario, at: Mapping[str, float]) -> Scenario:
    """Return a scenario with other values of guesses, those of companies in all product companies.

    Raises
    ------
    ScenarioError
        If the values do not go together.
    """
    every, values = known(), {}
    for name, value in at.items():
        values.update(dict.fromkeys(every[name].at(scenario), round(value) if is_whole(name) else value))
    return with_values(scenario, values)


def applied(text: str, at: Mapping[str, float]) -> str:
    """Return a scenario file with calibrated values, by name; those of companies are called ``company.<key>``.

    Everything else stays as it was written. Values get the mark of the calibration, whether they were there or are
    added at the end of their section; what an earlier calibration left elsewhere goes. Single companies keep what was
    written by hand.
    """
    document = tomlkit.parse(text)
    wanted: dict[str, dict[str, float]] = {}
    for name, value in at.items():
        section, _, key = name.partition(".")
        wanted.setdefault(SHARED if section == "company" else section, {})[key] = value
    _forget(document, wanted)
    for section, values in wanted.items():
        if section not in document:
            if document:
                document.add(tomlkit.nl())
            document.add(section, tomlkit.table())
        for key, value in values.items():
            whole = float(value).is_integer()
            document[section][key] = tomlkit.item(int(value) if whole else value).comment(MARK.lstrip("# "))
    return tomlkit.dumps(document)


def _forget(table: Any, wanted: Mapping[str, Any]) -> None:
    """Remove values with the mark of an earlier calibration, but for those that are written anew in their place."""
    for key, item in list(table.items()):
        if isinstance(item, tomlkit.items.AoT):
            for each in item:
                _forget(each, {})
        elif isinstance(item, tomlkit.items.Table):
            _forget(item, wanted.get(key, {}))
        elif getattr(item, "trivia", None) and item.trivia.comment == MARK and key not in wanted:
            table.remove(key)


def apply(base: Path, at: Mapping[str, float]) -> list[Path]:
    """Write calibrated values into the scenario file that the others extend; return it if it changed."""
    text = base.read_text(encoding="utf-8")
    new = applied(text, at)
    if new == text:
        return []
    with written(base):
        write_text(base.resolve(), new)
    return [base]
