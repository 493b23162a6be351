"""What a parameter means, as data: type, default, bounds, unit, meaning and source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sim.core.parameters import OWNABLE, Section
from sim.core.wording import nearest, number, shown
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.reading.merging import OWN
from sim.scenario.schema import Scenario
from sim.scenario.sections import (
    ALIASES,
    KEEP,
    KEYS,
    NAMED,
    REMOVE,
    RETIRED,
    SHARED,
    canonical,
    field_at,
    options_of,
    plain,
    schema_names,
    section_of,
    unknown,
)

_WORDS = {
    int: "whole number",
    float: "number",
    bool: "true or false",
    str: "text",
    Decimal: "amount of money",
}
_LIMITS = {
    "ge": "at least",
    "gt": "more than",
    "min_length": "at least",
    "le": "at most",
    "lt": "less than",
    "max_length": "at most",
}
OF_A_FILE: dict[str, tuple[str, str]] = {
    "extends": (
        "text",
        "Scenario file whose values hold where this one is silent: relative to this, or manyhats:NAME.",
    ),
    KEEP: (
        "table",
        "Entries of inherited lists that stay, in this order: company and strategy by name, topic_distance by the pair "
        "of topics. [] keeps none; all stay of a list that is not named.",
    ),
    SHARED: (
        "table",
        "What product companies have that they do not state themselves: any key of a company but name, kind and topic.",
    ),
    **{
        f"{kind}.{REMOVE}": ("true", f"Leaves out the inherited {kind} that this entry names, and states nothing else.")
        for kind in KEYS
    },
}
"""What may stand in a file besides the names of the schema: type and meaning."""
_LENGTHS = ("min_length", "max_length")
_MUST = {"population.people": "required, unless the graph comes from a file"}
"""What is said in place of a default that is none."""


@dataclass(frozen=True)
class Explained:
    """One name of the schema, in words; the name is empty for the whole scenario, ``fields`` are those of a section.

    A section has no unit, and what has no default has no source for it. ``bounds`` are empty if anything goes;
    ``plausible`` is None where nothing was said about it.
    """

    name: str
    type: str
    default: str
    bounds: str
    unit: str
    meaning: str
    source: str
    plausible: tuple[float, float] | None = None
    prior: tuple[str, float, float] | None = None
    remark: str = ""
    fields: tuple[Explained, ...] = ()

    @property
    def unstated(self) -> str:
        """What holds where nothing is stated: the default with its unit, or that it must be stated."""
        if self.default == "none":
            return _MUST.get(self.name, "none")
        return f"{self.default} {self.unit}".strip()

    @property
    def grounds(self) -> str:
        """Source, what would be plausible instead, and the prior of a calibration."""
        told = []
        if self.plausible is not None:
            low, high = map(number, self.plausible)
            told.append(f"Plausible: {low} to {high}.")
        if self.prior is not None:
            law, low, high = self.prior[0], *map(number, self.prior[1:])
            told.append(f"Prior: {law}, {low} to {high}.")
        return " ".join([f"{self.source}{'' if self.source.endswith('.') else '.'}", *told]) if told else self.source


def explain(name: str = "") -> Explained:
    """Explain a parameter, a section, or everything (an empty name).

    An entry of a list may be named or left out: ``company.vita.quality`` or ``company.quality``.

    Raises
    ------
    ScenarioError
        If the schema has no such name.
    """
    if not name:
        return _whole()
    if name in OF_A_FILE:
        return _of_a_file(name)
    path = _schema_path(canonical(name))
    field = field_at(path)
    if field is None:
        raise ScenarioError([_no_such(name, path)])
    remark = f"{name} is another name of {canonical(name)}." if name in ALIASES else ""
    return _explained(".".join(path), field, remark)


def schema_json() -> str:
    """JSON schema of a scenario file, for editors that complete and check while one types."""
    schema = Scenario.model_json_schema()
    schema.pop("required", None)  # a file that extends another may be silent about anything
    _add_what_files_know(schema)
    for alias, name in ALIASES.items():
        section, key = alias.split(".")
        there, original = name.split(".")
        shared = _properties(schema, there)[original]
        _properties(schema, section)[key] = {**shared, "description": f"Another name of {name}."}
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _add_what_files_know(schema: dict[str, Any]) -> None:
    """Add to the JSON schema what a file may say about those it extends."""
    properties, parts = schema["properties"], schema["$defs"]
    lists = {kind: parts[section.__name__] for kind in KEYS if (section := _section(kind))}
    shared = {key: value for key, value in lists["company"]["properties"].items() if key not in OWN}
    for kind, entry in lists.items():
        entry["properties"][REMOVE] = {"const": True, "description": OF_A_FILE[f"{kind}.{REMOVE}"][1]}
        entry["required"] = [KEYS[kind]]  # the others may be inherited
    named = {kind: {"type": "array", "items": entry["properties"][KEYS[kind]]} for kind, entry in lists.items()}
    table = {"type": "object", "additionalProperties": False}
    properties["extends"] = {"type": "string", "description": OF_A_FILE["extends"][1]}
    properties[KEEP] = {**table, "properties": named, "description": OF_A_FILE[KEEP][1]}
    properties[SHARED] = {**table, "properties": shared, "description": OF_A_FILE[SHARED][1]}


def _of_a_file(name: str) -> Explained:
    """Explain what only files know."""
    kind, meaning = OF_A_FILE[name]
    fields: tuple[Explained, ...] = ()
    if name == SHARED:
        fields = tuple(each for each in _inner(_section("company"), f"{name}.") if each.name.split(".")[1] not in OWN)
    return Explained(name, kind, "", "", "", meaning, "", fields=fields)


def _section(kind: str) -> type[Section]:
    """The section that the entries of a list are."""
    section = section_of(Scenario.model_fields[kind].annotation)
    assert section is not None
    return section


def _properties(schema: dict[str, Any], section: str) -> dict[str, Any]:
    """Properties of a section in the JSON schema."""
    definition = Scenario.model_fields[section].annotation
    found: dict[str, Any] = schema["$defs"][getattr(definition, "__name__", "")]["properties"]
    return found


def _whole() -> Explained:
    """Everything there is."""
    meaning = (Scenario.__doc__ or "").partition("\n")[0]
    return Explained("", "scenario", "", "", "", meaning, "", fields=tuple(_inner(Scenario, "")))


def _schema_path(name: str) -> tuple[str, ...]:
    """Path of a name, without the name of a company or strategy."""
    parts = tuple(name.split("."))
    is_entry = parts[0] in NAMED and len(parts) > 1 and field_at(parts[:2]) is None
    return (parts[0], *parts[2:]) if is_entry and len(parts) > 2 else parts


def _no_such(name: str, path: tuple[str, ...]) -> Problem:
    """The sentence for a name that is not in the schema."""
    names = [*schema_names(), *ALIASES] if len(path) > 1 else Scenario.model_fields
    near = nearest(name, names) if name not in RETIRED else None
    message = f"is not a known key. Did you mean {near}?" if near else unknown(path, ".".join(path[:-1]))
    return Problem(message, key=name)


def _explained(name: str, field: FieldInfo, remark: str = "") -> Explained:
    """Explain one field with what it holds."""
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    section = section_of(field.annotation)
    return Explained(
        name=name,
        type=_type(field.annotation),
        default="" if section else _default(field),
        bounds=_bounds(field),
        unit="" if section else str(extra.get("unit", "")),
        meaning=field.description or "",
        source="" if section or field.is_required() else str(extra.get("source", "")),
        plausible=_pair(extra.get("plausible")),
        prior=_prior(extra.get("prior")),
        remark=remark,
        fields=tuple(_inner(section, f"{name}.")) if section else (),
    )


def _pair(declared: Any) -> tuple[float, float] | None:
    """Read two numbers back."""
    return None if declared is None else (float(declared[0]), float(declared[1]))


def _prior(declared: Any) -> tuple[str, float, float] | None:
    """Read a law and two numbers back."""
    return None if declared is None else (str(declared[0]), float(declared[1]), float(declared[2]))


def _inner(section: type[Section], prefix: str) -> Iterator[Explained]:
    """Explain the fields of a section."""
    for name, field in section.model_fields.items():
        yield _explained(prefix + name, field)


def _type(annotation: Any) -> str:
    """Name a type in words."""
    kind = plain(annotation)
    origin = get_origin(kind)
    if section_of(kind):
        return "list of tables" if origin is list else "table"
    if origin is list:
        return f"list: {_type(get_args(kind)[0])}"
    if origin is tuple:
        return f"list of {len(get_args(kind))}: {_type(get_args(kind)[0])}"
    if origin is dict:
        return f"table: {_type(get_args(kind)[1])}"
    return "name" if options_of(kind) else _WORDS.get(kind, "any value")


def _default(field: FieldInfo) -> str:
    """Write the default as TOML."""
    if field.default is PydanticUndefined:
        return "required"
    return "none" if field.default is None else shown(field.default)


def _bounds(field: FieldInfo) -> str:
    """Put the limits of a field, and of the entries of a list, into words."""
    options = options_of(field.annotation)
    if options:
        more = ", or a rule of your own" if _is_ownable(field) else ""
        return f"one of {', '.join(options)}{more}"
    kind = plain(field.annotation)
    inner = get_args(kind)[0] if get_origin(kind) in (list, tuple) else None
    own = _limits(field.metadata, "entries" if inner else "characters")
    each = _limits(getattr(inner, "__metadata__", ()), "characters")
    return "; ".join(filter(None, [", ".join(own), f"each {', '.join(each)}" if each else ""]))


def _is_ownable(field: FieldInfo) -> bool:
    """Whether a field, or the entries of its list, may name a rule of the user's own."""
    inner = getattr(next(iter(get_args(plain(field.annotation))), None), "__metadata__", ())
    return OWNABLE in (*field.metadata, *inner)


def _limits(metadata: Iterable[Any], counted: str) -> list[str]:
    """Collect numeric limits and lengths from what annotates a type."""
    constraints = [part for item in metadata for part in getattr(item, "metadata", [item])]
    return [
        f"{words} {number(getattr(constraint, key))}{f' {counted}' if key in _LENGTHS else ''}"
        for constraint in constraints
        for key, words in _LIMITS.items()
        if getattr(constraint, key, None) is not None
    ]
