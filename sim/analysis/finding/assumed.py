"""What a result rests on, told in the same breath: how much was run, and an assumption that carries it."""

from __future__ import annotations

from typing import Any

from sim.analysis.answers import Answers
from sim.analysis.finding.words import listed, span, way
from sim.analysis.naming import number_of, value_in_words
from sim.analysis.samples import seeds_text
from sim.analysis.sides import Sides

DEPOSITS = "deposits"
GROWTH = "deposits_growth"


def basis(answers: Answers) -> str:
    """How much was run, and who is compared with whom."""
    if isinstance(answers, Sides):
        return _basis_of_sides(answers)
    seeds, text = len(answers.seeds), seeds_text(answers.seeds)
    worlds = f"{number_of(seeds, 'world')} of {span(answers.days)} ({'seed' if seeds == 1 else 'seeds'} {text})"
    if len(answers.points) == 1 and answers.worlds != "mixed":
        return f"This rests on {worlds}."
    if answers.worlds == "focal":
        people = len(answers.individuals[["seed", "person"]].drop_duplicates())
        what = "strategy" if answers.compares_strategies else "setting"
        lived = f"{people / seeds:.3g} {'person' if people == seeds else 'people'} in each lived once with every {what}"
        return f"This rests on {worlds}: {lived}, all else being equal; {people:,} in all."
    how = {
        "mixed": "in which all strategies live side by side, so that nobody is compared with themselves",
        "population": "each lived once per way, which everybody follows",
    }
    return f"This rests on {worlds}, {how[answers.worlds]}."


def _basis_of_sides(sides: Sides) -> str:
    """How much was run of each batch, and how many people lived in all of them."""
    seeds = {name: (f"{len(each.seeds):,}", seeds_text(each.seeds)) for name, each in sides.batches.items()}
    if len(set(seeds.values())) == 1:
        worlds = f"{number_of(len(sides.seeds), 'world')} of {span(sides.days)}"
        text = f"{worlds} (seeds {seeds_text(sides.seeds)}) in each batch"
    else:
        parts = [f"{count} in {way(name)} (seeds {which})" for name, (count, which) in seeds.items()]
        text = f"worlds of {span(sides.days)}: {listed(parts)}"
    people = 0 if sides.worlds != "focal" else len(sides.pairs[["seed", "person"]].drop_duplicates())
    where = "both" if len(seeds) == 2 else "more than one of them"
    return f"This rests on {text}{f'; the same {people:,} people live in {where}' if people else ''}."


def carried(answers: Answers, variant: str, reference: str) -> str:
    """The assumption that carries what is said of a way: outside money in systems that the reference does not hold."""
    if isinstance(answers, Sides):
        batch = answers.batches[variant]
        return _outside(batch, _all_systems(batch) - _all_systems(answers.batches[reference]))
    ways = {each["name"]: each for each in answers.scenario["strategy"]}
    if not answers.compares_strategies or variant not in ways:
        return ""
    theirs = _systems(ways[reference]) if reference in ways else set()
    return _outside(answers, _systems(ways[variant]) - theirs)


def carried_by_all(answers: Answers) -> str:
    """The same, of everything that is compared, where no strategies are: one sentence, or empty."""
    if answers.compares_strategies:
        return ""
    found = _outside(answers, _all_systems(answers))
    return f"All of it holds {found}." if found else ""


def _all_systems(answers: Answers) -> set[str]:
    return set().union(*map(_systems, answers.scenario["strategy"]))


def _systems(strategy: dict[str, Any]) -> set[str]:
    portfolio = strategy.get("portfolio") or {}
    return {*strategy.get("companies", []), *portfolio.get("systems", [])}


def _outside(answers: Answers, names: set[str]) -> str:
    """On which outside money systems of these names live; empty if on none, or if it is varied."""
    varied = {name.rpartition(".")[2] for point in answers.points for name in point["values"]}
    found = [_money(each) for each in answers.scenario.get("company", []) if each["name"] in names]
    fed = [money for money in found if money[DEPOSITS] > 0.0]
    if not fed or {DEPOSITS, GROWTH} & varied:
        return ""
    rates = listed(
        [value_in_words(rate, "per day") for rate in dict.fromkeys(m[GROWTH] for m in fed if m[GROWTH])], "or"
    )
    grows = f" that grows by {rates}" if rates else ""
    return f"only as long as outside money{grows} flows into the yield systems, which is assumed"


def _money(company: dict[str, Any]) -> dict[str, float]:
    """Money from outside the model that flows into a company a day, and how it grows."""
    share = company.get("revshare") or {}
    is_fed = company.get("kind") == "revshare"
    return {name: float(share.get(name) or 0.0) if is_fed else 0.0 for name in (DEPOSITS, GROWTH)}
