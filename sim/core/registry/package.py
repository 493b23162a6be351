"""The package's own rules, read where they lie without being imported; a function is imported when it is asked for."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, get_args

from sim.core.parameters import Words
from sim.core.registry.declare import kept
from sim.core.registry.rule import WORDS, Declared, Kind, Number, Rule
from sim.core.wording import shown

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
PACKAGE = Path(__file__).parents[2]
_DOORS: dict[str, Kind] = {**{kind: kind for kind in get_args(Kind)}, "law": "life"}
"""What a decorator is called, with the kind that it declares."""


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
    return tuple(
        sorted((rule for path in files for rule in _in_file(path) if rule.kind == kind), key=lambda rule: rule.order)
    )


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
            return kept[kind, name]
    raise KeyError(name)


def numbered(kind: Kind, title: str) -> type[Words]:
    """Number the package's own rules of a kind, for rows that name one; files spell them by their names."""
    enumeration: Any = Words
    members = {name.upper().replace("-", "_"): number for number, name in enumerate(names(kind))}
    made: type[Words] = enumeration(title, members, module=sys._getframe(1).f_globals["__name__"])
    return made


def everything(kind: Kind) -> tuple[Declared, ...]:
    """Import all rules of a kind that the package has, in their order."""
    return tuple(declared(kind, name) for name in names(kind))


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
