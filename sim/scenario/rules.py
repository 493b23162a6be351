"""Rules that a scenario names, whether they exist, and the files of a user's own that are loaded for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.core.errors import KeyPath
from sim.core.files import expanded
from sim.core.registry import WORDS, Kind, Number, RuleError, check, names, rules
from sim.core.rulefile import RuleFile, read
from sim.core.wording import listed, meant, nearest, shown
from sim.model.talk.parameters import Pitch
from sim.scenario.design import SHOWN
from sim.scenario.errors import Problem
from sim.scenario.sections import Sections, at

ENDINGS: tuple[tuple[str, Kind], ...] = ((".pitch", "pitch"), (".plan.kind", "plan"), (".life.law", "life"))
"""How the dotted names of parameters end that name a rule."""

COLUMNS = (
    *("person", "strategy", "founder", "focal", "people", "founders", "point", "seed", "run", "studied"),
    *("setting", "variant", "day", "company", "members", "outcome", "value"),
)
"""Columns of results that are no outcomes."""


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


def load_rules(paths: Sequence[str | Path]) -> tuple[RuleFile, ...]:
    """Run files of rules, and say what they declare.

    Parameters
    ----------
    paths
        Python files that the user named themselves: their code is run.

    Raises
    ------
    RuleError
        If a file cannot be read or run, declares nothing, or two rules of a kind have the same name; with file and
        line.
    """
    files: list[RuleFile] = []
    for path in paths:
        file = read(expanded(path))
        _refuse_taken(file)
        for earlier in (file, *files):
            _refuse_clash(earlier, file)
        files.append(file)
    return tuple(files)


def _refuse_taken(file: RuleFile) -> None:
    """Refuse the name of something built in."""
    for rule in file.rules:
        taken = rule.name in built_in(rule.kind)
        if rule.kind == "measure":
            taken = taken or rule.name in COLUMNS or rule.name.removesuffix("_median") in SHOWN
        if taken:
            raise RuleError(f"{file.place(rule)} is built in; choose another name.")


def _refuse_clash(earlier: RuleFile, file: RuleFile) -> None:
    """Refuse two rules of a kind with the same name."""
    for rule in file.rules:
        for other in earlier.rules:
            if (rule.kind, rule.name) == (other.kind, other.name) and (earlier is not file or other.line < rule.line):
                where = f"{earlier.path}, line {other.line}"
                what = f"the {WORDS[rule.kind]} {shown(rule.name)}"
                raise RuleError(f"{file.path}, line {rule.line}: {what} is declared already in {where}.")
            if rule.name == other.name and rule.kind != other.kind and rule.numbers and other.numbers:
                also = f"another rule {shown(rule.name)}"
                raise RuleError(f"{file.place(rule)} has numbers, and so has {also}; call one of them otherwise.")
