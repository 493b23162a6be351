"""Whether a claim can be put to the test by the worlds of its scenario, and what it measures can move in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sim.core.errors import KeyPath
from sim.core.registry import check
from sim.core.wording import among, listed, meant, shown
from sim.scenario.design import CALIBRATION_SEEDS, MEAN, Claim, ClaimTest, Term, terms
from sim.scenario.designs import rows
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.reading.lines import read
from sim.scenario.sections import Sections, at
from sim.scenario.vary import guesses, with_values

Levels = dict[str, list[Any]]


@check("claim-fits", order=20, needs=["claim", "design"])
def claim_problems(scenario: Sections) -> Iterator[Problem]:
    """Check that every test names what varies, that every control can be switched, and that seeds can be added."""
    claim = scenario.claim
    if claim is None:
        return
    if scenario.design.first_seed + claim.max_seeds > CALIBRATION_SEEDS.start and (
        scenario.design.first_seed < CALIBRATION_SEEDS.stop
    ):
        message = f"reaches into the seeds of the calibration, {CALIBRATION_SEEDS.start} to {CALIBRATION_SEEDS[-1]}."
        yield at(scenario, ("design", "first_seed"), message)
    if claim.max_seeds < claim.min_seeds:
        yield at(scenario, ("claim", "max_seeds"), f"must be at least min_seeds = {claim.min_seeds}.")
    try:
        levels = levels_of(scenario)
    except (ScenarioError, KeyError, IndexError, ValueError):
        return
    yield from _levels_known(scenario, levels, claim.core, ("claim", "core"))
    yield from _guesses_known(scenario, claim)
    yield from _control_fits(scenario, levels, claim.control, ("claim", "control"))
    for i, test in enumerate(claim.test):
        path: KeyPath = ("claim", "test", i)
        yield from _measured(scenario, test, path)
        yield from _compared(scenario, test, levels, path)
        yield from _levels_known(scenario, levels, test.where, (*path, "where"))
        yield from _control_fits(scenario, levels, test.control, (*path, "control"))


def levels_of(scenario: Sections) -> Levels:
    """Return the levels of everything a design varies, in the order of its points.

    Of names that vary together the first stands for all; in mixed worlds the strategies are levels too.
    """
    found: Levels = {}
    for row in compared_rows(scenario):
        for name, value in row.items():
            if value not in found.setdefault(name, []):
                found[name].append(value)
    return found


def compared_rows(scenario: Sections) -> list[dict[str, Any]]:
    """Return what varies at every point, as :func:`levels_of` counts it."""
    followers = {name for group in scenario.design.together for name in group[1:]}
    found = [{name: value for name, value in row.items() if name not in followers} for row in rows(scenario)]
    if scenario.design.worlds != "mixed":
        return found
    return [{"strategy": strategy.name, **row} for row in found for strategy in scenario.strategy]


def _measured(scenario: Sections, test: ClaimTest, path: KeyPath) -> Iterator[Problem]:
    try:
        terms(test.outcome)
    except ValueError as error:
        yield at(scenario, (*path, "outcome"), str(error))


def _compared(scenario: Sections, test: ClaimTest, levels: Levels, path: KeyPath) -> Iterator[Problem]:
    if test.kind == "level":
        if test.relative and test.value == 0.0:
            yield at(scenario, (*path, "relative"), "has no meaning against the value 0.")
        return
    if test.factor not in levels:
        yield at(scenario, (*path, "factor"), _not_varied(test.factor, levels))
        return
    yield from _among(scenario, (*path, "better"), test.better, levels[test.factor])
    if not test.against:
        yield at(scenario, (*path, "against"), "must name at least one level.")
    for j, level in enumerate(test.against):
        if level == test.better:
            yield at(scenario, (*path, "against", j), "is compared with itself.")
        else:
            yield from _among(scenario, (*path, "against", j), level, levels[test.factor])
    if test.kind == "interaction":
        yield from _second_factor(scenario, test, levels, path)


def _second_factor(scenario: Sections, test: ClaimTest, levels: Levels, path: KeyPath) -> Iterator[Problem]:
    if test.by not in levels or test.by == test.factor:
        yield at(scenario, (*path, "by"), _not_varied(test.by, levels))
        return
    for end in ("low", "high"):
        yield from _among(scenario, (*path, end), getattr(test, end), levels[test.by])


def _levels_known(scenario: Sections, levels: Levels, chosen: Levels, path: KeyPath) -> Iterator[Problem]:
    for name, values in chosen.items():
        if name not in levels:
            yield at(scenario, (*path, name), _not_varied(name, levels))
            continue
        if not values:
            yield at(scenario, (*path, name), "must name at least one level.")
        for j, value in enumerate(values):
            yield from _among(scenario, (*path, name, j), value, levels[name])


def _among(scenario: Sections, path: KeyPath, value: Any, levels: list[Any]) -> Iterator[Problem]:
    if value not in levels:
        known = ", ".join(shown(level) for level in levels)
        yield at(scenario, path, f"must be one of the levels that vary: {known}.")


def _not_varied(name: str, levels: Levels) -> str:
    return f"is not among what varies ({listed(levels)}).{meant(name, levels)}"


def _guesses_known(scenario: Sections, claim: Claim) -> Iterator[Problem]:
    known = [guess.name for guess in guesses()] if claim.fixed else []
    for i, name in enumerate(claim.fixed):
        if name not in known:
            message = among("a parameter with a plausible range", name, known)
            yield at(scenario, ("claim", "fixed", i), message)


def _control_fits(scenario: Sections, levels: Levels, control: list[str], path: KeyPath) -> Iterator[Problem]:
    if not control:
        return
    try:
        varied = [name for name in switched(control) if name in levels]
        if varied:
            yield at(scenario, path, f"switches {varied[0]}, which varies.")
        with_values(scenario.model_copy(update={"claim": None}), switched(control))
    except ScenarioError as error:
        yield at(scenario, path, f"cannot be switched: {error.problems[0]}")


def switched(control: list[str]) -> dict[str, Any]:
    """Values by dotted name that the switches of a control (``key=value`` each, as of ``--set``) state.

    Raises
    ------
    ScenarioError
        If one has no equals sign.
    """
    values = {}
    for text in control:
        key, equals, value = text.partition("=")
        if not equals or not key.strip():
            raise ScenarioError([Problem('must have the form key=value, such as "phases.gossip=false".', key=text)])
        values[key.strip()] = read(value.strip())
    return values


SHARES = ("capital_income", "capital_result", "gain")
GROUPS = ("cross_posts", "group_leads")
EVENINGS = ("event_share", "contradictions_public")


@check("outcome-moves", order=22, needs=["claim", "design"])
def moving_problems(scenario: Sections) -> Iterator[Problem]:
    """Check that what a question measures is not fixed by counting, or by what the scenario leaves out."""
    if scenario.claim is None:
        return
    try:
        levels = levels_of(scenario)
    except (ScenarioError, KeyError, IndexError, ValueError):
        return
    for i, test in enumerate(scenario.claim.test):
        why = why_still(scenario, test, levels)
        if why:
            yield at(scenario, ("claim", "test", i, "outcome"), f"cannot move here: {why}")


def why_still(scenario: Sections, test: ClaimTest, levels: Levels) -> str:
    """Say why an outcome cannot move in the worlds of a scenario; empty if it can, as far as rules know.

    Parameters
    ----------
    scenario
        The scenario with its design.
    test
        The question.
    levels
        What varies, as :func:`sim.scenario.checks_claim.levels_of` counts it.
    """
    try:
        found = terms(test.outcome)
    except ValueError:
        return ""
    if len(found) == 1 and (why := _by_counting(scenario, found[0])):
        return why
    reasons = [_left_out(scenario, term.name, levels) for term in found if not term.company]
    return next(filter(None, reasons), "")


def _by_counting(scenario: Sections, term: Term) -> str:
    """What is the same number whatever happens."""
    if term.company and term.name == "systems":
        return "it is the number of revenue-share companies. Divide by it, such as company.closed / company.systems."
    if term == Term("recruits", MEAN) and scenario.design.worlds == "population":
        return (
            "all networkers but the founders are somebody's recruit, so their mean is the same however many there are. "
            "Ask for recruits / months, or for sales."
        )
    return ""


Switch = tuple[tuple[str, ...], Callable[[Sections], bool], str]
"""Names that make something happen where they vary, whether it happens without, and a sentence if it does not."""


def _left_out(scenario: Sections, name: str, levels: Levels) -> str:
    """What needs something that happens nowhere in these worlds."""
    for names, (switches, happens, sentence) in _NEEDS.items():
        if name in names and not happens(scenario) and not _varies(switches, levels):
            return sentence
    return ""


def _varies(names: Sequence[str], levels: Levels) -> bool:
    return any(name.startswith(tuple(names)) for name in levels)


def _has_shares(scenario: Sections) -> bool:
    return any(company.kind == "revshare" for company in scenario.company)


def _has_evenings(scenario: Sections) -> bool:
    return bool(scenario.phases.events) and scenario.events.share > 0.0


def _has_posts(scenario: Sections) -> bool:
    return any(strategy.cross_post != "never" for strategy in scenario.strategy)


_NEEDS: dict[tuple[str, ...], Switch] = {
    SHARES: ((), _has_shares, "no company is a revenue-share system."),
    EVENINGS: (
        ("events.share", "phases.events"),
        _has_evenings,
        "nobody goes to events. Set events.share above 0.",
    ),
    GROUPS: (("strategy.",), _has_posts, "no strategy cross-posts."),
    ("care",): (("phases.care",), lambda scenario: bool(scenario.phases.care), "phases.care is off."),
}
