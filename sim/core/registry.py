"""The decorators by which a file declares its rules."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from sim.core.errors import UserError
from sim.core.wording import CONTROL, listed, meant, shown, visible
from sim.scenario.design import SHOWN
from sim.scenario.own import WORDS, Kind, OwnRule
from sim.scenario.own_fit import BUILT_IN

Function = TypeVar("Function", bound=Callable[..., Any])
CADENCES = ("daily", "weekly", "monthly")
COLUMNS = (
    *("person", "strategy", "founder", "focal", "people", "founders", "point", "seed", "run", "studied"),
    *("setting", "variant", "day", "company", "members", "outcome", "value"),
)
"""Columns of results that are no outcomes."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ARGUMENTS: dict[Kind, int] = {"pitch": 2, "plan": 1, "life": 2, "phase": 1, "measure": 2}


class RuleError(UserError):
    """Something is wrong with a rule of the user's own; the text is a sentence."""


@dataclass(frozen=True)
class Declared:
    """A rule with the function that carries it out."""

    rule: OwnRule
    function: Callable[..., Any]


collecting: ContextVar[list[Declared] | None] = ContextVar("collecting", default=None)
"""Where declarations go while a file is loaded; a file that is imported in another way declares nothing."""


def pitch(name: str) -> Callable[[Function], Function]:
    """Declare a pitch policy: ``def policy(networker, contact)`` returns what this contact is told.

    Parameters
    ----------
    name
        By which ``strategy.pitch`` asks for it.

    Notes
    -----
    ``networker`` is a :class:`sim.own.pitching.Speaker`, ``contact`` the id of one of his contacts or, at an evening,
    of any guest; there he is asked about every guest before it begins. Returned are names of companies he works, the
    offer first: one is told as *the* profession, several are put side by side, none is silence.
    """
    return _declared("pitch", name)


def plan(name: str) -> Callable[[Function], Function]:
    """Declare a compensation plan: ``def plan(company)`` returns the payments of a month.

    Parameters
    ----------
    name
        By which ``company.plan.kind`` asks for it.

    Notes
    -----
    ``company`` is a :class:`sim.own.paying.Books`. Returned is a list of ``(person, cents, "active" or "passive")``.
    """
    return _declared("plan", name)


def life(name: str) -> Callable[[Function], Function]:
    """Declare a law of a company's life: ``def law(draw, company)`` returns a lifetime in days.

    Parameters
    ----------
    name
        By which ``company.life.law`` asks for it.

    Notes
    -----
    ``draw`` is uniform, 0 <= draw < 1; ``company`` is the scenario's :class:`sim.model.plans.companies.Company`.
    """
    return _declared("life", name)


def phase(name: str, *, when: str = "daily") -> Callable[[Function], Function]:
    """Declare a phase: ``def phase(today)`` happens at the end of the day.

    Parameters
    ----------
    name
        By which ``own.phases`` asks for it.
    when
        ``daily``, ``weekly`` (every seventh day, from the first) or ``monthly`` (on the last day of a month).

    Notes
    -----
    ``today`` is a :class:`sim.own.phases.Today`.
    """
    if when not in CADENCES:
        raise RuleError(f"when = {shown(when)}: must be {listed(CADENCES)}.{meant(str(when), CADENCES)}")
    return _declared("phase", name, when=when)


def measure(
    name: str, *, unit: str = "", meaning: str = "", less_is_better: bool = False
) -> Callable[[Function], Function]:
    """Declare a measure: ``def measure(world, who)`` returns a number for each of the persons asked for.

    Parameters
    ----------
    name
        By which ``own.measures`` asks for it: the name of a column.
    unit
        What is counted; ``0..1`` for a score, ``share`` for a share of networkers, ``currency units`` for money (the
        tables hold cents).
    meaning
        One line for the reader; by default the first line of the docstring.
    less_is_better
        Whether the smaller value wins a comparison.

    Notes
    -----
    ``world`` is a :class:`sim.world.world.World`, ``who`` holds ids of persons; returned is an array of the same
    shape, nan where there is nothing to measure.
    """
    return _declared("measure", name, meaning=meaning, unit=unit, less_is_better=less_is_better)


def _declared(kind: Kind, name: str, meaning: str = "", **more: Any) -> Callable[[Function], Function]:
    _refuse_name(kind, name)

    def keep(function: Function) -> Function:
        plain = getattr(function, "py_func", function)
        _refuse_function(kind, name, plain)
        _refuse_control(kind, name, meaning, more.get("unit", ""))
        told = visible(meaning or (inspect.getdoc(plain) or "").partition("\n")[0])
        rule = OwnRule(kind, name, told, plain.__code__.co_firstlineno, **more)
        found = collecting.get()
        if found is not None:
            found.append(Declared(rule, function))
        return function

    return keep


def _refuse_name(kind: Kind, name: Any) -> None:
    """Refuse a name that is none, or that is taken by something built in."""
    what, pattern = WORDS[kind], _COLUMN if kind == "measure" else _NAME
    if not isinstance(name, str):
        raise RuleError(f'a {what} has a name: write @{kind}("name") above the function.')
    if not pattern.fullmatch(name):
        signs = "small letters, digits and _" if kind == "measure" else "small letters, digits, - and _"
        raise RuleError(f"the {what} {shown(name)} must be called by {signs}, a letter first, at most 60 of them.")
    taken = (*BUILT_IN[kind], *COLUMNS) if kind == "measure" else BUILT_IN[kind]
    if name in taken or (kind == "measure" and name.removesuffix("_median") in SHOWN):
        raise RuleError(f"the {what} {shown(name)} is built in; choose another name.")


def _refuse_control(kind: Kind, name: str, *texts: Any) -> None:
    """Refuse text that a terminal would obey."""
    for text in texts:
        found = CONTROL.search(text) if isinstance(text, str) else None
        if found:
            code = f"U+{ord(found[0]):04X}"
            raise RuleError(f"what is said of the {WORDS[kind]} {shown(name)} holds the control character {code}.")


def _refuse_function(kind: Kind, name: str, function: Any) -> None:
    """Refuse what cannot be called with what a rule of this kind is given."""
    count = _ARGUMENTS[kind]
    try:
        inspect.signature(function).bind(*range(count))
        function.__code__  # noqa: B018 - only functions that are written down have a line
    except (TypeError, ValueError, AttributeError):
        takes = "one argument" if count == 1 else f"{count} arguments"
        raise RuleError(f"the {WORDS[kind]} {shown(name)} must be a function of {takes}.") from None
