"""The sections of a scenario, composed from the parameters of the mechanisms, and the names of what is in them."""

from __future__ import annotations

import types
from collections.abc import Iterator, KeysView, Mapping, Sequence
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.core.errors import KeyPath
from sim.core.parameters import Line, Section, param
from sim.core.wording import cut, key_shown, listed, meant, nearest, shown
from sim.model.events.parameters import Events
from sim.model.membership.parameters.decision import Decision
from sim.model.membership.parameters.leaving import Customers, Leaving
from sim.model.people.parameters import Graph, Phases, Population, Time
from sim.model.plans.companies import MOST_COMPANIES, Company, Strategy, TopicDistance
from sim.model.plans.parameters import Budget, Policies
from sim.model.reach.parameters import Advertising, Groups
from sim.model.talk.parameters import Conversation, Credibility, Gossip
from sim.model.week.parameters import Experience, Study, Teams
from sim.scenario.design import Claim, Design, Recording
from sim.scenario.errors import ABSENT, Problem, ScenarioError
from sim.scenario.own import Own


class Sections(Section):
    """All that a scenario states, each section valid by itself."""

    title: Line = param("", max_length=200, meaning="What the scenario asks, in one line.")
    time: Time = param(Time(), meaning="How long the world is watched.")
    population: Population = param(Population(), meaning="People at the start.")
    graph: Graph = param(Graph(), meaning="Who knows whom.")
    phases: Phases = param(Phases(), meaning="Parts of the day that happen.")
    study: Study = param(Study(), meaning="Knowledge and hours.")
    teams: Teams = param(Teams(), meaning="Care for recruits.")
    leaving: Leaving = param(Leaving(), meaning="Giving up.")
    experience: Experience = param(Experience(), meaning="Conviction from use.")
    conversation: Conversation = param(Conversation(), meaning="Talking one to one.")
    events: Events = param(Events(), meaning="Evenings.")
    advertising: Advertising = param(Advertising(), meaning="Leads for advertising credits.")
    groups: Groups = param(Groups(), meaning="Groups of a company's members.")
    credibility: Credibility = param(Credibility(), meaning="What listeners make of a mouth.")
    gossip: Gossip = param(Gossip(), meaning="Comparing notes.")
    decision: Decision = param(Decision(), meaning="Joining or not.")
    customers: Customers = param(Customers(), meaning="Going on buying.")
    budget: Budget = param(Budget(), meaning="What people spend on goods of this kind.")
    policies: Policies = param(Policies(), meaning="What the law asks of companies.")
    company: list[Company] = param(min_length=1, max_length=MOST_COMPANIES, meaning="Companies.")
    strategy: list[Strategy] = param(min_length=1, max_length=200, meaning="Strategies.")
    topic_distance: list[TopicDistance] = param([], meaning="Declared distances between topics.")
    own: Own = param(Own(), meaning="Phases and measures of your own.")
    design: Design = param(Design(), meaning="Worlds to compare.")
    record: Recording = param(Recording(), meaning="What is kept.")
    claim: Claim | None = param(None, meaning="A claim that these worlds put to the test.")

    __iter__ = None  # type: ignore[assignment]  # one value: who goes through lists of values must not take it apart

    def keys(self) -> KeysView[str]:
        """Names of the sections; with them ``dict(scenario)`` gives the sections by name."""
        return vars(self).keys()

    def __getitem__(self, section: str) -> Any:
        """Return a section by its name."""
        return vars(self)[section]

    @property
    def topics(self) -> list[str]:
        """Topics of the companies, in the order they are first named."""
        return list(dict.fromkeys(company.topic for company in self.company))


ALIASES: dict[str, str] = {"credibility.memory_half_life": "conversation.memory_half_life"}
"""Second spellings of a parameter, each with the name it stands for."""

RETIRED: dict[str, str] = {
    "leaving.losses": "leaving.money took its place: it weighs what all businesses together bring against what was "
    "hoped for.",
    "claim.settings_seeds": "claim.max_seeds took its place: every pair of worlds has a plausible setting of its own.",
}
"""Parameters of earlier versions that are gone, each with a sentence on what took its place."""

NAMED = ("company", "strategy")
"""Lists of tables whose entries are called by their name."""

KEYS: dict[str, str] = {**dict.fromkeys(NAMED, "name"), "topic_distance": "between"}
"""Lists whose entries a file merges with those it inherits, and the key by which an entry is known."""

SHARED = "product_defaults"
"""Section of a file whose keys are those of a company; see :mod:`sim.scenario.reading.merging`."""

KEEP, REMOVE = "keep", "remove"
OF_FILES = ("extends", KEEP, SHARED)
"""Keys that a file knows besides those of a scenario."""

OPEN = (("design", "vary"), ("design", "background"), ("design", "between"), ("design", "matters"))
"""Tables whose keys the user chooses; they are values, replaced as a whole."""


def canonical(name: str) -> str:
    """Replace an alias by the name it stands for."""
    return ALIASES.get(name, name)


def plain(annotation: Any) -> Any:
    """Strip what pydantic or ``| None`` wraps around a type."""
    if hasattr(annotation, "__metadata__"):
        return plain(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return plain(next(arm for arm in get_args(annotation) if arm is not type(None)))
    return annotation


def section_of(annotation: Any) -> type[Section] | None:
    """The section a type holds, alone or in a list; None for values."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        return section_of(get_args(kind)[0])
    return kind if isinstance(kind, type) and issubclass(kind, Section) else None


def options_of(annotation: Any) -> tuple[str, ...]:
    """Names that a ``Literal``, alone or in a list, allows."""
    kind = plain(annotation)
    if get_origin(kind) is list:
        return options_of(get_args(kind)[0])
    return get_args(kind) if get_origin(kind) is Literal else ()


def field_at(path: KeyPath) -> FieldInfo | None:
    """The field a path leads to, None if there is none; entries of a list or an open table belong to its field."""
    section: type[Section] | None = Sections
    found: FieldInfo | None = None
    for part in ("company", *path[1:]) if path[:1] == (SHARED,) else path:
        if isinstance(part, int) or (section is None and found and _is_open(found)):
            continue
        found = section.model_fields.get(part) if section else None
        if found is None:
            return None
        section = section_of(found.annotation)
    return found


def _is_open(field: FieldInfo) -> bool:
    """Whether the field is a table, or a list of tables, whose keys the user chooses."""
    kind = plain(field.annotation)
    return get_origin(get_args(kind)[0] if get_origin(kind) is list else kind) is dict


def fields_in(path: KeyPath) -> list[str]:
    """Names the section at a path knows."""
    if not path:
        return [*Sections.model_fields, *OF_FILES]
    field = field_at(path)
    section = section_of(field.annotation) if field else None
    of_files = [REMOVE] if len(path) == 2 and path[0] in KEYS else []
    return [*section.model_fields, *of_files] if section else []


def schema_names(section: type[Section] = Sections, prefix: str = "") -> Iterator[str]:
    """Dotted names of all values of the schema, lists of tables without an entry's name."""
    for name, field in section.model_fields.items():
        inner = section_of(field.annotation)
        if inner is None:
            yield prefix + name
        else:
            yield from schema_names(inner, f"{prefix}{name}.")


def unknown(path: KeyPath, above: str) -> str:
    """Sentence: the schema has no such name, with what took its place or the nearest one.

    ``above`` is what its section is called.
    """
    if gone := RETIRED.get(".".join(map(str, path))):
        return f"is no longer a key. {gone}"
    last, here = str(path[-1]), fields_in(path[:-1])
    if last in here:
        return "is read in files only: a table in Python states everything itself."
    near = nearest(last, here)
    if near:
        return f"is not a known key. Did you mean {above}{'.' if above else ''}{near}?"
    if not here:
        return "is not a known key."
    elsewhere = [name for name in schema_names() if name.rsplit(".", 1)[-1] == last]
    hint = f"Did you mean {elsewhere[0]}?" if elsewhere else f"Known here: {', '.join(here)}."
    return f"is not a known key. {hint}"


def path_of(name: str, declared: Mapping[str, Sequence[str]]) -> KeyPath:
    """Path of a dotted name such as ``"company.vita.quality"`` or ``"strategy.two, tailored.pitch"``.

    ``declared`` holds the names of the entries of every named list, in their order.

    Raises
    ------
    ScenarioError
        If the schema has no such name, or the company or strategy is not declared.
    """
    parts = tuple(canonical(name).split("."))
    path: KeyPath = parts
    if parts[0] in NAMED and len(parts) > 1:
        path = (parts[0], _entry(name, parts[0], parts[1], declared[parts[0]]), *parts[2:])
    elif parts[:2] in OPEN and len(parts) > 2:
        path = (*parts[:2], ".".join(parts[2:]))
    if field_at(path) is None:
        raise ScenarioError([Problem(unknown(path, name.rpartition(".")[0]), key=name)])
    return path


def _entry(name: str, kind: str, entry: str, declared: Sequence[str]) -> int:
    """Index of a company or strategy by its name."""
    if entry in declared:
        return declared.index(entry)
    allowed = f"declared: {listed(declared)}" if declared else "none is declared"
    message = f"there is no {kind} {shown(entry)} ({allowed}).{meant(entry, declared)}"
    raise ScenarioError([Problem(message, key=name)])


def dotted(path: KeyPath, data: Any) -> str:
    """A path as a reader calls it, entries of named lists by their name; ``data`` is a scenario or plain tables."""
    text = ""
    for part in path:
        data = _step(data, part)
        if isinstance(part, int):
            name = _step(data, "name")
            text += f".{cut(name)}" if isinstance(name, str) and name else f" (entry {part + 1})"
        else:
            text += f".{key_shown(part)}" if text else key_shown(part)
    return text


def _step(data: Any, part: str | int) -> Any:
    """Go one step into dictionaries, lists and sections; None where there is nothing."""
    if isinstance(data, Section):
        return getattr(data, str(part), None)
    try:
        return data[part]
    except (KeyError, IndexError, TypeError):
        return None


def at(scenario: Section, path: KeyPath, message: str) -> Problem:
    """The problem of one value of a scenario: where it is, and what must hold."""
    value: Any = scenario
    for part in path:
        value = getattr(value, str(part)) if isinstance(value, Section) else value[part]
    stated = ABSENT if value is None else value
    return Problem(message, key=dotted(path, scenario), value=stated, path=path)
