"""Decorators that add a rule to the model, for the package and for a user's file alike, and what they refuse."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, TypeVar

from sim.core.registry.rule import CADENCES, WORDS, Declared, Kind, Number, Rule, RuleError
from sim.core.wording import CONTROL, listed, meant, shown, visible

Function = TypeVar("Function", bound=Callable[..., Any])

_TAKES: dict[tuple[Kind, bool], int] = {
    ("pitch", False): 2,
    ("plan", False): 1,
    ("plan", True): 3,
    ("life", False): 2,
    ("phase", False): 1,
    ("measure", False): 2,
}
"""How many arguments a rule is given, by its kind and whether it is compiled; other rules take what they like."""

_NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_COLUMN = re.compile(r"[a-z][a-z0-9_]{0,59}")

collecting: ContextVar[list[Declared] | None] = ContextVar("collecting", default=None)
"""Where declarations go while a file of rules is run; a file that is imported in another way declares nothing."""

kept: dict[tuple[Kind, str], Declared] = {}
"""Rules of the package that have been imported, by kind and name."""


def pitch(name: str, *, numbers: Iterable[Number] = ()) -> Callable[[Function], Function]:
    """Declare a pitch policy: ``def policy(networker, contact)`` returns what this contact is told.

    Notes
    -----
    ``strategy.pitch`` asks for it by its name. ``networker`` is a :class:`sim.agents.Speaker`, ``contact`` the id of a
    contact of theirs or, at an evening, of any guest; there they are asked about every guest before it begins. Returned
    are names of companies they work, the offer first: one is told as *the* profession, several are put side by side,
    none is silence.
    """
    return _declared("pitch", name, numbers=tuple(numbers))


def plan(
    name: str,
    *,
    meaning: str = "",
    compiled: bool = False,
    reads: Iterable[str] = (),
    needs: Iterable[str] = (),
    order: float = 0.0,
    numbers: Iterable[Number] = (),
) -> Callable[[Function], Function]:
    """Declare a compensation plan: ``def plan(company)`` returns the payments of a month.

    Parameters
    ----------
    name
        By which ``company.plan.kind`` asks for it.
    compiled
        If true, ``def plan(w, day, kind)`` pays the commissions of all companies whose row says ``plan == kind``.
    reads
        Parameters of ``company.plan`` that it reads and not all plans do.
    needs
        ``("places",)`` of a plan that pays by a tree of places.
    meaning, order, numbers
        As :class:`Rule` has them.

    Notes
    -----
    ``company`` is a :class:`sim.model.plans.commissions.Books`. Returned is a list of ``(person, cents, "active" or
    "passive")``.
    """
    said = {"reads": tuple(reads), "needs": tuple(needs), "numbers": tuple(numbers)}
    return _declared("plan", name, meaning=meaning, compiled=compiled, order=order, **said)


def life(name: str, *, order: float = 0.0, numbers: Iterable[Number] = ()) -> Callable[[Function], Function]:
    """Declare a law of a company's life: ``def law(draw, company)`` returns a lifetime in days.

    Notes
    -----
    ``company.life.law`` asks for it by its name. ``draw`` is uniform, 0 <= draw < 1; ``company`` is the scenario's
    :class:`sim.model.plans.companies.Company`.
    """
    return _declared("life", name, order=order, numbers=tuple(numbers))


law = life


def phase(
    name: str, *, when: str = "daily", after: str = "", before: str = "", numbers: Iterable[Number] = ()
) -> Callable[[Function], Function]:
    """Declare a phase: ``def phase(today)`` happens at the end of the day, or where it says.

    Parameters
    ----------
    name
        By which ``own.phases`` asks for it.
    when
        ``daily``, ``weekly`` (every seventh day, from the first) or ``monthly`` (on the last day of a month).
    after, before
        Step of the day, as ``manyhats schedule`` names it, right after or before which it happens; one of the two, or
        neither for the end of the day.
    numbers
        As :class:`Rule` has them.

    Notes
    -----
    ``today`` is a :class:`sim.steps.Today`.
    """
    if when not in CADENCES:
        raise RuleError(f"when = {shown(when)}: must be {listed(CADENCES)}.{meant(str(when), CADENCES)}")
    if after and before:
        raise RuleError(f"the phase {shown(name)} has one place in the day: write after or before, not both.")
    return _declared("phase", name, when=when, after=after, before=before, numbers=tuple(numbers))


def measure(
    name: str,
    *,
    unit: str = "",
    meaning: str = "",
    less_is_better: bool = False,
    better: str = "",
    numbers: Iterable[Number] = (),
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
        Whether the smaller value wins a comparison; the same as ``better="less"``.
    better, numbers
        As :class:`Rule` has them.

    Notes
    -----
    ``world`` is a :class:`sim.world.world.World`, ``who`` holds ids of persons; returned is an array of the same
    shape, nan where there is nothing to measure.
    """
    better = better or ("less" if less_is_better else "")
    return _declared("measure", name, meaning=meaning, unit=unit, better=better, numbers=tuple(numbers))


def _of_the_package(kind: Kind) -> Callable[..., Callable[[Function], Function]]:
    """Make a decorator for rules that only the package has."""

    def declare(
        name: str,
        *,
        meaning: str = "",
        label: str = "",
        unit: str = "",
        better: str = "",
        needs: Iterable[str] = (),
        order: float = 0.0,
        **more: Any,
    ) -> Callable[[Function], Function]:
        said = {"meaning": meaning, "label": label, "unit": unit, "better": better, "order": order}
        return _declared(kind, name, needs=tuple(needs), more=more, **said)

    return declare


outcome = _of_the_package("outcome")
"""Declare an outcome, all as :class:`Rule` has it; several may stand above a function that gives several columns."""
plot = _of_the_package("plot")
"""Declare a plot; all as :class:`Rule` has it."""
check = _of_the_package("check")
"""Declare a check of a scenario; all as :class:`Rule` has it."""


def registered(kind: Kind) -> tuple[Declared, ...]:
    """Rules of a kind that the package has imported so far, in their order; nothing is looked for in files."""
    return tuple(sorted((each for each in kept.values() if each.rule.kind == kind), key=lambda each: each.rule.order))


def _declared(kind: Kind, name: str, **more: Any) -> Callable[[Function], Function]:
    _refuse_name(kind, name)
    meaning = more.pop("meaning", "")
    _refuse_numbers(kind, name, more.get("numbers", ()))
    if more.get("better", "") not in ("", "more", "less"):
        raise RuleError(f'the {WORDS[kind]} {shown(name)}: better must be "more", "less" or nothing.')

    def keep(function: Function) -> Function:
        plain = getattr(function, "py_func", function)
        taken = [each.name for each in more.get("numbers", ())]
        _refuse_function(kind, name, plain, more.get("compiled", False), taken)
        _refuse_control(kind, name, meaning, more.get("unit", ""))
        told = visible(meaning or (inspect.getdoc(plain) or "").partition("\n")[0])
        found, line = collecting.get(), plain.__code__.co_firstlineno
        if found is not None:
            found.append(Declared(Rule(kind, name, told, line, **more), function))
        elif plain.__module__.partition(".")[0] == "sim":
            _register(Declared(Rule(kind, name, told, line, plain.__module__, **more), function))
        return function

    return keep


def _register(new: Declared) -> None:
    """Keep a rule of the package; two of a kind with one name are a mistake of ours."""
    rule = new.rule
    old = kept.setdefault((rule.kind, rule.name), new)
    if (old.rule.module, old.rule.line) != (rule.module, rule.line):
        raise ValueError(f"The {rule.kind} '{rule.name}' is declared twice: in {old.rule.module} and {rule.module}.")


def _refuse_name(kind: Kind, name: Any) -> None:
    """Refuse a name that is none."""
    what, pattern = WORDS[kind], _COLUMN if kind in ("measure", "outcome") else _NAME
    if not isinstance(name, str):
        raise RuleError(f'a {what} has a name: write @{kind}("name") above the function.')
    if not pattern.fullmatch(name):
        signs = "small letters, digits and _" if pattern is _COLUMN else "small letters, digits, - and _"
        raise RuleError(f"the {what} {shown(name)} must be called by {signs}, a letter first, at most 60 of them.")


def _refuse_numbers(kind: Kind, name: str, numbers: Iterable[Any]) -> None:
    """Refuse numbers that are none, that share a name, or whose default is out of their bounds."""
    seen: set[str] = set()
    for each in numbers:
        what = f"of the {WORDS[kind]} {shown(name)}"
        if not isinstance(each, Number):
            raise RuleError(f'the numbers {what} must be written as number("name", default).')
        if not isinstance(each.name, str) or not _COLUMN.fullmatch(each.name) or each.name in seen:
            raise RuleError(f"a number {what} is called {shown(each.name)}: needs a name like a variable's, once.")
        wrong = each.wrong(each.default)
        if wrong:
            raise RuleError(f"the number {shown(each.name)} {what} {wrong}")
        _refuse_control(kind, name, each.unit, each.meaning)
        seen.add(each.name)


def _refuse_control(kind: Kind, name: str, *texts: Any) -> None:
    """Refuse text that a terminal would obey."""
    for text in texts:
        found = CONTROL.search(text) if isinstance(text, str) else None
        if found:
            code = f"U+{ord(found[0]):04X}"
            raise RuleError(f"what is said of the {WORDS[kind]} {shown(name)} holds the control character {code}.")


def _refuse_function(kind: Kind, name: str, function: Any, compiled: bool, numbers: Iterable[str]) -> None:
    """Refuse what cannot be called with what a rule of this kind is given."""
    count = _TAKES.get((kind, compiled))
    try:
        if count is not None:
            inspect.signature(function).bind(*range(count), **dict.fromkeys(numbers))
        function.__code__  # noqa: B018 - only functions that are written down have a line
    except (TypeError, ValueError, AttributeError):
        takes = "one argument" if count == 1 else f"{count} arguments"
        also = f" and its numbers {', '.join(numbers)}" if numbers else ""
        raise RuleError(f"the {WORDS[kind]} {shown(name)} must be a function of {takes}{also}.") from None
