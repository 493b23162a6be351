"""The one registry: what may be added to the model, by the package and by a user's file alike.

A decorator above a function says what it is and what it is called; nothing else has to be told of it. The package's own
rules are found where they lie (:data:`HOMES`) and read without being imported, so that a scenario can be checked before
anything is compiled; the function itself is imported when it is first asked for. A file of a user's own declares its
rules in the same words while :mod:`sim.own` runs it.
"""

from __future__ import annotations

import ast
import inspect
import math
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, get_args

from sim.core.errors import UserError
from sim.core.parameters import Words
from sim.core.wording import CONTROL, listed, meant, shown, visible
from sim.core.wording import number as written

Function = TypeVar("Function", bound=Callable[..., Any])
Kind = Literal["pitch", "plan", "life", "phase", "measure", "outcome", "plot", "check"]
Value = bool | int | float

HOMES: dict[Kind, tuple[str, ...]] = {
    "pitch": ("model/talk",),
    "plan": ("model/plans",),
    "life": ("model/shares",),
    "phase": ("model",),
    "measure": ("record",),
    "outcome": ("record",),
    "plot": ("analysis",),
    "check": ("model", "scenario"),
}
"""The folders of the package, with all below them, in which its own rules of each kind lie."""

WORDS: dict[Kind, str] = {
    "pitch": "pitch policy",
    "plan": "compensation plan",
    "life": "law of a company's life",
    "phase": "phase",
    "measure": "measure",
    "outcome": "outcome",
    "plot": "plot",
    "check": "check",
}
"""What a rule of each kind is called in a sentence."""

ALWAYS = ("kind", "name", "meaning", "line", "unit")  # what is told of every rule; of the rest, what is not the default
CADENCES = ("daily", "weekly", "monthly")
PACKAGE = Path(__file__).parents[1]
_DOORS: dict[str, Kind] = {**{kind: kind for kind in get_args(Kind)}, "law": "life"}
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


class RuleError(UserError):
    """Something is wrong with a rule of the user's own; the text is a sentence."""


@dataclass(frozen=True)
class Number:
    """A number of a rule, which a scenario may set and a design may vary.

    Attributes
    ----------
    name
        By which the function takes it and ``[own.numbers.RULE]`` sets it.
    default
        A whole number takes only whole ones, a float any, a switch true or false.
    unit, meaning
        For the reader.
    ge, le
        Bounds; None for none.
    """

    name: str
    default: Value
    unit: str = ""
    meaning: str = ""
    ge: float | None = None
    le: float | None = None

    def wrong(self, value: object) -> str:
        """Say what is wrong with a value, as the end of a sentence; empty if nothing is."""
        unit = f" ({self.unit})" if self.unit else ""
        if isinstance(self.default, bool):
            return "" if isinstance(value, bool) else "must be true or false."
        whole = isinstance(self.default, int)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            return f"must be a {'whole ' if whole else ''}number{unit}."
        if isinstance(value, float) and not math.isfinite(value):
            return f"must be a finite number{unit}."
        if self.ge is not None and value < self.ge:
            return f"must be at least {written(self.ge)}{unit}."
        if self.le is not None and value > self.le:
            return f"must be at most {written(self.le)}{unit}."
        return ""

    def taken(self, value: Value) -> Value:
        """Return a value as the rule takes it: a whole number where a float is declared becomes one."""
        return float(value) if isinstance(self.default, float) else value


number = Number
"""How a decorator declares a number: ``numbers=[number("share", 0.1, unit="share", ge=0, le=1)]``."""


@dataclass(frozen=True)
class Rule:
    """What is said of a rule: all that can be known without running it.

    Attributes
    ----------
    kind, name
        What it is, and by which name it is asked for.
    meaning
        One line for the reader.
    line
        Where it stands in its file, from 1.
    module
        That declares it, of the package; empty for a file of the user's.
    compiled
        Whether it is compiled and takes the tables, instead of plain and given what a reader would look at.
    when, after, before
        Of a phase: how often it happens (:data:`CADENCES`), and the step of the day that it follows or precedes.
    label, unit, better
        Of a measure or outcome: how a reader calls it, what is counted, and which way is better: ``more``, ``less`` or
        neither.
    needs
        What it can do nothing without.
    reads
        Of a plan: parameters of a company's plan that it reads and not all plans do.
    order
        Its place among its kind: smaller numbers come first.
    numbers
        Which it declares.
    more
        Whatever else its decorator was told.
    """

    kind: Kind
    name: str
    meaning: str = ""
    line: int = 0
    module: str = ""
    compiled: bool = False
    when: str = ""
    after: str = ""
    before: str = ""
    label: str = ""
    unit: str = ""
    better: str = ""
    needs: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    order: float = 0.0
    numbers: tuple[Number, ...] = ()
    more: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def less_is_better(self) -> bool:
        """Whether the smaller value wins a comparison."""
        return self.better == "less"

    def told(self) -> dict[str, Any]:
        """Say it in plain JSON types."""
        plain = Rule(self.kind, self.name)
        said = {name: value for name, value in asdict(self).items() if value != getattr(plain, name) or name in ALWAYS}
        return {**said, "less_is_better": self.less_is_better}

    @classmethod
    def from_told(cls, table: Mapping[str, Any]) -> Rule:
        """Read back what :meth:`told` said, or an older version, which knew measures of which less is better."""
        known: dict[str, Any] = {name: value for name, value in table.items() if name != "less_is_better"}
        if table.get("less_is_better"):
            known["better"] = "less"
        known["needs"], known["reads"] = tuple(known.get("needs", ())), tuple(known.get("reads", ()))
        known["numbers"] = tuple(Number(**each) for each in known.get("numbers", ()))
        return cls(**known)


class Rulebook(Protocol):
    """Where rules are looked up by kind and name: the package's own, and those of the files that a scenario has."""

    def rule(self, kind: Kind, name: str) -> Rule:
        """Return what is said of a rule."""

    def function(self, kind: Kind, name: str) -> Callable[..., Any]:
        """Return the function of a rule, which is given the numbers that the scenario sets."""

    def place(self, kind: Kind, name: str) -> str:
        """Say where a rule stands and what it is, for the beginning of a sentence about it."""


@dataclass(frozen=True)
class Declared:
    """A rule with the function that carries it out."""

    rule: Rule
    function: Callable[..., Any]


collecting: ContextVar[list[Declared] | None] = ContextVar("collecting", default=None)
"""Where declarations go while a file of rules is run; a file that is imported in another way declares nothing."""

_registered: dict[tuple[Kind, str], Declared] = {}


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


class Shipped:
    """The package's own rules as a rulebook, their numbers as they are declared."""

    def rule(self, kind: Kind, name: str) -> Rule:
        """Return what is said of a rule."""
        return next(rule for rule in rules(kind) if rule.name == name)

    def function(self, kind: Kind, name: str) -> Callable[..., Any]:
        """Return the function of a rule."""
        return declared(kind, name).function

    def place(self, kind: Kind, name: str) -> str:
        """Say what a rule is, for the beginning of a sentence about it."""
        return f"the {WORDS[kind]} {shown(name)}"


SHIPPED = Shipped()


@cache
def rules(kind: Kind) -> tuple[Rule, ...]:
    """Return what the package's own files declare of a kind, in its order, without importing any of them."""
    files = [path for home in HOMES[kind] for path in sorted((PACKAGE / home).rglob("*.py"))]
    return tuple(sorted((rule for path in files for rule in _in_file(path) if rule.kind == kind), key=_place))


def names(kind: Kind) -> tuple[str, ...]:
    """Return the names of the package's own rules of a kind, in their order."""
    return tuple(rule.name for rule in rules(kind))


def declared(kind: Kind, name: str) -> Declared:
    """Import a rule of the package.

    Raises
    ------
    KeyError
        If there is none of this name.
    """
    for rule in rules(kind):
        if rule.name == name:
            import_module(rule.module)
            return _registered[kind, name]
    raise KeyError(name)


def numbered(kind: Kind, title: str) -> type[Words]:
    """Number the package's own rules of a kind, for rows that name one; files spell them by their names."""
    enumeration: Any = Words
    members = {name.upper().replace("-", "_"): number for number, name in enumerate(names(kind))}
    made: type[Words] = enumeration(title, members, module=sys._getframe(1).f_globals["__name__"])
    return made


def registered(kind: Kind) -> tuple[Declared, ...]:
    """Rules of a kind that the package has imported so far, in their order; nothing is looked for in files."""
    return tuple(sorted((each for each in _registered.values() if each.rule.kind == kind), key=_order))


def everything(kind: Kind) -> tuple[Declared, ...]:
    """Import all rules of a kind that the package has, in their order."""
    return tuple(declared(kind, name) for name in names(kind))


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
    old = _registered.setdefault((rule.kind, rule.name), new)
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


def _place(rule: Rule) -> float:
    return rule.order


def _order(declared: Declared) -> float:
    return declared.rule.order


@cache
def _in_file(path: Path) -> tuple[Rule, ...]:
    """Read the declarations of a file of the package, in its order."""
    return tuple(_read_file(path))


def _read_file(path: Path) -> Iterator[Rule]:
    text = path.read_text(encoding="utf-8")
    if not re.search(rf"^@(?:{'|'.join(_DOORS)})\(", text, re.MULTILINE):
        return
    module = ".".join(("sim", *path.relative_to(PACKAGE).with_suffix("").parts))
    for part in ast.parse(text).body:
        if isinstance(part, ast.FunctionDef):
            for mark in part.decorator_list:
                if isinstance(mark, ast.Call) and isinstance(mark.func, ast.Name) and mark.func.id in _DOORS:
                    yield _read(mark, part, module)


def _read(mark: ast.Call, function: ast.FunctionDef, module: str) -> Rule:
    """Read one declaration: what is written out in it."""
    kind = _DOORS[mark.func.id]  # type: ignore[attr-defined]
    said = {word.arg: _literal(word.value) for word in mark.keywords if word.arg}
    known = {name: value for name, value in said.items() if name in Rule.__dataclass_fields__ and value is not None}
    more = {name: value for name, value in said.items() if name not in known and value is not None}
    told = known.pop("meaning", None) or (ast.get_docstring(function) or "").partition("\n")[0]
    for name in ("needs", "reads", "numbers"):
        known[name] = tuple(known.get(name, ()))
    return Rule(kind, ast.literal_eval(mark.args[0]), told, mark.lineno, module, **known, more=more)


def _literal(node: ast.expr) -> Any:
    """Evaluate what is written out, numbers of a rule among it; None for anything that would have to be run."""
    if isinstance(node, ast.List | ast.Tuple) and any(isinstance(each, ast.Call) for each in node.elts):
        return tuple(_number(each) for each in node.elts if isinstance(each, ast.Call))
    try:
        return ast.literal_eval(node)
    except ValueError:
        return None


def _number(call: ast.Call) -> Number:
    words = {word.arg: ast.literal_eval(word.value) for word in call.keywords if word.arg}
    return Number(*map(ast.literal_eval, call.args), **words)
