"""Whether the rules that a scenario names exist: built in, or in a file that was given with it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.core.errors import KeyPath
from sim.core.registry import WORDS, Kind, check
from sim.core.wording import listed, meant, nearest
from sim.model.plans.parameters import PlanKind
from sim.model.shares.parameters import Law
from sim.model.talk.parameters import Pitch
from sim.scenario.design import SHOWN
from sim.scenario.errors import Problem
from sim.scenario.own import RuleFile
from sim.scenario.sections import Sections, at

BUILT_IN: dict[Kind, tuple[str, ...]] = {
    "pitch": Pitch.words(),
    "plan": PlanKind.words(),
    "life": Law.words(),
    "phase": (),
    "measure": SHOWN,
}
"""Names that need no file, by the kind of rule."""

ENDINGS: tuple[tuple[str, Kind], ...] = ((".pitch", "pitch"), (".plan.kind", "plan"), (".life.law", "life"))
"""How the dotted names of parameters end that name a rule."""


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
        message = unknown_rule(scenario, kind, name, BUILT_IN[kind] if path[0] != "own" else ())
        if message:
            yield at(scenario, path, message)
    for part in ("phases", "measures"):
        names = getattr(scenario.own, part)
        for i, name in enumerate(names):
            if name in names[:i]:
                yield at(scenario, ("own", part, i), "is named twice.")
    for i, company in enumerate(scenario.company):
        if company.kind == "revshare" and company.plan.kind not in PlanKind.words():
            message = 'is a plan of your own; these divide what is bought, and kind = "revshare" sells packs.'
            yield at(scenario, ("company", i, "plan", "kind"), message)
    for i, name in enumerate(scenario.design.outcomes):
        if name not in known_outcomes(scenario):
            known = known_outcomes(scenario)
            hint = "" if nearest(name, known) else " Measures of your own are named in own.measures."
            yield at(scenario, ("design", "outcomes", i), f"must be {listed(known)}.{meant(name, known)}{hint}")


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
    """What is wrong with a varied value that names a rule; empty if nothing is, or if it is no text."""
    for ending, kind in ENDINGS:
        if name.endswith(ending) and isinstance(value, str):
            return unknown_rule(scenario, kind, value, BUILT_IN[kind])
    return ""


def used_files(scenario: Sections) -> list[RuleFile]:
    """Files whose rules a scenario, or a point of its design, names; in the order in which they were given."""
    named = {(kind, name) for _, kind, name in named_rules(scenario)}
    varied = [*scenario.design.vary.items(), *((n, [v]) for point in scenario.design.point for n, v in point.items())]
    for ending, kind in ENDINGS:
        named |= {(kind, value) for name, values in varied if name.endswith(ending) for value in map(str, values)}
    return [file for file in scenario.own.files if any((rule.kind, rule.name) in named for rule in file.rules)]
