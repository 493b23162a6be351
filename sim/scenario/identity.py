"""What a scenario is known by: the rules that it names, all that it states with every default, and the hash of that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.core.errors import KeyPath
from sim.core.files import refuse_odd_file
from sim.core.registry import WORDS, Kind, Number, check, names, rules
from sim.core.rulefile import RuleFile
from sim.core.wording import listed, meant, nearest, shown
from sim.model.talk.parameters import Pitch
from sim.scenario.design import SHOWN, VARIES
from sim.scenario.errors import Problem
from sim.scenario.sections import Sections, at

MOST_HASHED = 2_000_000_000
"""Bytes of a graph file that are read for its hash; no reader takes a larger one."""
CHUNK = 1 << 20
_NO_PART_OF_A_RUN = ("seeds", "first_seed", "outcomes", "precision", *VARIES)
ENDINGS: tuple[tuple[str, Kind], ...] = ((".pitch", "pitch"), (".plan.kind", "plan"), (".life.law", "life"))
"""How the dotted names of parameters end that name a rule."""


def built_in(kind: Kind) -> tuple[str, ...]:
    """Names of rules of a kind that need no file."""
    compiled: dict[Kind, tuple[str, ...]] = {"pitch": Pitch.words(), "measure": SHOWN}
    return (*compiled.get(kind, ()), *names(kind))


def named_rules(scenario: Sections) -> Iterator[tuple[KeyPath, Kind, str]]:
    """Where a scenario names a rule: path, kind and name, whether it is built in or not."""
    for i, strategy in enumerate(scenario.strategy):
        yield ("strategy", i, "pitch"), "pitch", strategy.pitch
    for i, company in enumerate(scenario.company):
        yield ("company", i, "plan", "kind"), "plan", company.plan.kind
        yield ("company", i, "life", "law"), "life", company.life.law
    for i, name in enumerate(scenario.own.phases):
        yield ("own", "phases", i), "phase", name
    for i, name in enumerate(scenario.own.measures):
        yield ("own", "measures", i), "measure", name


@check("own-rules-known", order=2, needs=["own"])
def own_problems(scenario: Sections) -> Iterator[Problem]:
    """Check that every rule that is named exists, and that own plans are where goods are bought."""
    for path, kind, name in named_rules(scenario):
        message = unknown_rule(scenario, kind, name, names(kind) if path[0] == "own" else built_in(kind))
        if message:
            yield at(scenario, path, message)
    yield from _number_problems(scenario)
    for part in ("phases", "measures"):
        named = getattr(scenario.own, part)
        for i, name in enumerate(named):
            if name in named[:i]:
                yield at(scenario, ("own", part, i), "is named twice.")
    for i, company in enumerate(scenario.company):
        if company.kind == "revshare" and company.plan.kind not in names("plan"):
            message = 'is a plan of your own; these divide what is bought, and kind = "revshare" sells packs.'
            yield at(scenario, ("company", i, "plan", "kind"), message)
    for i, name in enumerate(scenario.design.outcomes):
        if name not in known_outcomes(scenario):
            known = known_outcomes(scenario)
            hint = "" if nearest(name, known) else " Measures of your own are named in own.measures."
            yield at(scenario, ("design", "outcomes", i), f"must be {listed(known)}.{meant(name, known)}{hint}")


def numbers_of(scenario: Sections) -> dict[str, Number]:
    """Numbers that rules declare, the package's and those of the files, by the dotted name that sets or varies them."""
    shipped = [rule for _, kind in ENDINGS for rule in rules(kind)]
    given = [rule for file in scenario.own.files for rule in file.rules]
    return {f"own.numbers.{rule.name}.{each.name}": each for rule in (*shipped, *given) for each in rule.numbers}


def _number_problems(scenario: Sections) -> Iterator[Problem]:
    """Check that numbers that are set are declared, and within their bounds."""
    known = numbers_of(scenario)
    for rule, stated in scenario.own.numbers.items():
        for name, value in stated.items():
            path, number = ("own", "numbers", rule, name), known.get(f"own.numbers.{rule}.{name}")
            here = [each.rsplit(".", 1)[1] for each in known if each.startswith(f"own.numbers.{rule}.")]
            if number is None and here:
                yield at(scenario, path, f"is no number of this rule: must be {listed(here)}.{meant(name, here)}")
            elif number is None:
                yield at(scenario, path, f"is not known: no rule {shown(rule)} that was given declares a number.")
            elif number.wrong(value):
                yield at(scenario, path, number.wrong(value))


def known_outcomes(scenario: Sections) -> tuple[str, ...]:
    """Outcomes that a scenario has: those built in and its own measures."""
    return (*SHOWN, *scenario.own.measures)


def unknown_rule(scenario: Sections, kind: Kind, name: str, built_in: tuple[str, ...]) -> str:
    """Say that there is no such rule, what there is, and where own ones come from; empty if there is one."""
    own = scenario.own.names(kind)
    known = [*built_in, *own]
    if name in known:
        return ""
    one_of = f"must be {listed(known)}.{meant(name, known)}" if known else f"is no {WORDS[kind]} that is known."
    if not scenario.own.files:
        return f"{one_of} A {WORDS[kind]} of your own needs --rules FILE."
    paths = ", ".join(file.path for file in scenario.own.files)
    return one_of if own else f"{one_of} {paths} declares no {WORDS[kind]}."


def value_problem(scenario: Sections, name: str, value: object) -> str:
    """What is wrong with a varied value that names a rule or is a number of one; empty if nothing is."""
    number = numbers_of(scenario).get(name)
    if number:
        return number.wrong(value)
    for ending, kind in ENDINGS:
        if name.endswith(ending) and isinstance(value, str):
            return unknown_rule(scenario, kind, value, built_in(kind))
    return ""


def used_files(scenario: Sections) -> list[RuleFile]:
    """Files whose rules a scenario, or a point of its design, names; in the order in which they were given."""
    named = {(kind, name) for _, kind, name in named_rules(scenario)}
    varied = [*scenario.design.vary.items(), *((n, [v]) for point in scenario.design.point for n, v in point.items())]
    for ending, kind in ENDINGS:
        named |= {(kind, value) for key, values in varied if key.endswith(ending) for value in map(str, values)}
    return [file for file in scenario.own.files if any((rule.kind, rule.name) in named for rule in file.rules)]


def resolved(scenario: Sections) -> dict[str, Any]:
    """A scenario with all its defaults as plain JSON types, in the order of the schema.

    Equal scenarios give equal dictionaries. Files of own rules that it names stand in ``own.files``, without content.
    """
    table = scenario.model_dump(mode="json")
    table["own"]["files"] = [file.told() for file in used_files(scenario)]
    return table


def fingerprint(scenario: Sections) -> str:
    """SHA-256 (64 hexadecimal digits) of everything that determines a run but its seed.

    The title, a claim, which seeds there are, what varies, how precise it must be and which outcomes are shown first
    do not count. Of a graph file, and of a file of own rules that is used, the content counts, not where it lies.
    """
    table = resolved(scenario)
    del table["title"]
    del table["claim"]
    for key in _NO_PART_OF_A_RUN:
        del table["design"][key]
    if scenario.graph.kind == "file" and scenario.graph.path:
        table["graph"]["path"] = _content(Path(scenario.graph.path))
    table["own"]["files"] = sorted(file["sha256"] for file in table["own"]["files"])
    if not table["own"]["numbers"]:  # runs that were made before rules had numbers keep their names
        del table["own"]["numbers"]
    canonical = json.dumps(table, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _content(path: Path) -> str:
    """Hash of a file's content; of its path if it cannot be read, which is a sentence when the graph is."""
    try:
        refuse_odd_file(path, OSError)
        size = path.stat().st_size
        if size > MOST_HASHED:
            return str(path)
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while size > 0 and (chunk := file.read(min(size, CHUNK))):
                digest.update(chunk)
                size -= len(chunk)
        return digest.hexdigest()
    except (OSError, ValueError):
        return str(path)
