"""Pydantic's findings as sentences: what must hold, with unit, bounds and the nearest valid name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import islice
from math import ceil, floor
from typing import Any, get_origin

from pydantic import ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from sim.core.errors import KeyPath
from sim.core.wording import cut, listed, meant, number, shown
from sim.model.plans.companies import NAME_PATTERN
from sim.scenario.errors import ABSENT, Problem
from sim.scenario.reading.lines import as_number
from sim.scenario.sections import OPEN, dotted, field_at, options_of, section_of, unknown

MOST_TRANSLATED = 500
MOST_DIGITS = 16
Context = Mapping[str, Any]

_BOUNDS: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", "at least"),
    "greater_than": ("gt", "more than"),
    "less_than_equal": ("le", "at most"),
    "less_than": ("lt", "less than"),
}
_TYPES: dict[str, str] = {
    "int_type": "a whole number",
    "float_type": "a number",
    "finite_number": "a finite number",
    "is_instance_of": "a number",
    "bool_type": "true or false",
    "string_type": 'text in "quotes"',
    "string_unicode": "text that can be written in UTF-8",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}
_NUMBERS = ("int_type", "float_type", "finite_number", "is_instance_of")


def translate(error: ValidationError, data: Any, base: KeyPath = ()) -> list[Problem]:
    """Turn a validation error into sentences.

    ``data`` is the whole scenario as given, from which companies and strategies get their names; ``base`` the path of
    the part that was validated.
    """
    found = error.errors(include_url=False)
    return [_problem(detail, data, base) for detail in islice(found, MOST_TRANSLATED)]


def _problem(detail: ErrorDetails, data: Any, base: KeyPath) -> Problem:
    """Translate one finding."""
    path, value = (*base, *detail["loc"]), detail["input"]
    kind = detail["type"]
    if kind == "missing" and isinstance(path[-1], int):
        path, message = path[:-1], "must have exactly 2 entries."
    elif kind == "missing":
        value, message = ABSENT, _missing(path)
    elif kind == "extra_forbidden":
        message = unknown(path, dotted(path[:-1], data))
    else:
        message = _sentence(detail, path)
    is_shown = kind != "control_character" and not _holds_tables(value)
    return Problem(message, key=dotted(path, data), value=value if is_shown else ABSENT, path=path)


def _holds_tables(value: Any) -> bool:
    """Whether a value is a table or a list of tables: too much to repeat in a sentence."""
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(e, dict) for e in value))


def _missing(path: KeyPath) -> str:
    """A required name that was not given."""
    field = field_at(path)
    if len(path) == 1:
        return f"is missing. A scenario needs at least one [[{path[0]}]]."
    return f"is missing. It must be given: {field.description if field else ''}"


def _sentence(detail: ErrorDetails, path: KeyPath) -> str:
    """What is allowed instead of a value."""
    kind, context, value, field = detail["type"], detail.get("ctx", {}), detail["input"], field_at(path)
    if kind in _BOUNDS:
        bound, words = _BOUNDS[kind]
        return f"must be {words} {number(context[bound])}{_unit(field)}."
    if kind in _TYPES:
        if kind in _NUMBERS:
            return f"must be {_TYPES[kind]}{_unit(field)}{_instead(kind, value)}."
        return f"must be {_TYPES[kind]}{_header(path, field) or _as_list(kind, value, path)}."
    if kind == "literal_error" and field:
        options = options_of(field.annotation)
        return f"must be {listed(options)}.{meant(value, options)}"
    if kind in _OTHERS:
        return _OTHERS[kind](context)
    return f"is not allowed: {cut(detail['msg'])}."


def _instead(kind: str, value: Any) -> str:
    """What to write instead of a number with a fraction, or of one in quotes."""
    if isinstance(value, str) and len(value) < MOST_DIGITS:
        number_read = _number_in(value)
        fits = number_read is not None and (kind != "int_type" or isinstance(number_read, int))
        return f": write {number_read} without quotes" if fits else ""
    if kind == "int_type" and isinstance(value, float) and abs(value) < 10**MOST_DIGITS:
        return f": write {floor(value)} or {ceil(value)}"
    return ""


def _number_in(text: str) -> int | float | None:
    """A number in quotes, with a decimal comma or a percent sign perhaps."""
    plain_text = text.strip().replace(",", ".") if text.count(",") == 1 and "." not in text else text.strip()
    if plain_text.endswith("%"):
        percent = as_number(plain_text[:-1])
        return None if percent is None else float(f"{percent / 100:.12g}")
    return as_number(plain_text)


def _as_list(kind: str, value: Any, path: KeyPath) -> str:
    """How a value stands in a list, for who wrote it alone; dotted names are tables unless they are quoted."""
    is_varied = path[:2] in OPEN
    if kind != "list_type" or not (is_varied or isinstance(value, str)):
        return ""
    if isinstance(value, str | int | float):
        return f": write [{shown(value)}]"
    name = [str(path[-1])]
    while isinstance(value, dict) and value:
        key, value = next(iter(value.items()))
        name.append(key)
    return f": a name with dots needs quotes, {shown('.'.join(name))} = […]" if len(name) > 1 else ""


def _header(path: KeyPath, field: FieldInfo | None) -> str:
    """How the header of a section is written, for who wrote something else."""
    if len(path) > 1 or field is None or section_of(field.annotation) is None:
        return ""
    one, many = f"[{path[0]}]", f"[[{path[0]}]]"
    return f" of tables: write {many}" if get_origin(field.annotation) is list else f": write {one}"


def _unit(field: FieldInfo | None) -> str:
    """The unit in parentheses; the interval 0..1 needs none."""
    extra = field.json_schema_extra if field else None
    unit = extra.get("unit", "") if isinstance(extra, dict) else ""
    return f" ({unit})" if unit and unit != "0..1" else ""


def _entries(count: int) -> str:
    """Count the entries of a list."""
    return "1 entry" if count == 1 else f"{count} entries"


def _too_short(context: Context) -> str:
    return f"must have at least {_entries(context['min_length'])}."


def _too_long(context: Context) -> str:
    return f"must have at most {_entries(context['max_length'])}, not {context['actual_length']}."


def _pattern(context: Context) -> str:
    if context["pattern"] == NAME_PATTERN:
        return "must be a name without dots, line breaks and spaces at its ends."
    return f"must match {context['pattern']}."


_OTHERS: dict[str, Callable[[Context], str]] = {
    "control_character": lambda context: f"must be one line without control characters (here {context['code']}).",
    "too_short": _too_short,
    "too_long": _too_long,
    "string_too_short": lambda context: "must not be empty.",
    "string_too_long": lambda context: f"must have at most {context['max_length']} characters.",
    "string_pattern_mismatch": _pattern,
    "decimal_max_places": lambda context: "must be in whole cents (at most 2 decimal places).",
}
