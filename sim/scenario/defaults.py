"""``[product_defaults]``: what every product company has that does not state its own."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from sim.model.plans.companies import Company
from sim.scenario.entries import laid_over, paths_in
from sim.scenario.errors import KeyPath, Problem
from sim.scenario.layers import Layers
from sim.scenario.translate import translate

DEFAULTS = "product_defaults"
OWN = ("name", "kind", "topic")
"""What companies cannot have in common."""


def settle_defaults(layers: Layers) -> list[Problem]:
    """Give product companies the values they share, and take the section out of what is stated.

    Returns
    -------
    list of Problem
        About the section itself, with their places; what is wrong is given to no company.
    """
    stated = layers.data.get(DEFAULTS, {})
    problems = _problems(stated)
    if isinstance(stated, dict):
        broken = {problem.path[1] for problem in problems}
        shared = {key: value for key, value in stated.items() if key not in broken}
        for i, company in enumerate(_tables(layers.data.get("company"))):
            if isinstance(company, dict) and company.get("kind", "product") == "product":
                _give(layers, i, company, shared)
    placed = [layers.place(problem) for problem in problems]
    layers.data = {name: value for name, value in layers.data.items() if name != DEFAULTS}
    return placed


def _give(layers: Layers, i: int, company: dict[str, Any], shared: dict[str, Any]) -> None:
    """Lay a company over the values that all share; those it took from there have their place there."""
    for path in paths_in(shared):
        if _absent(company, path):
            layers.borrow(("company", i, *path), (DEFAULTS, *path))
    companies = list(layers.data["company"])
    companies[i] = laid_over(shared, company)
    layers.data = {**layers.data, "company": companies}


def _absent(company: dict[str, Any], path: KeyPath) -> bool:
    """Whether a company does not state a value."""
    inner: Any = company
    for part in path:
        if not isinstance(inner, dict) or part not in inner:
            return True
        inner = inner[part]
    return False


def _tables(value: Any) -> list[Any]:
    """The entries of a list, whatever stands in its place."""
    return value if isinstance(value, list) else []


def _problems(stated: Any) -> list[Problem]:
    """What is wrong with the section, before any company has it."""
    if not isinstance(stated, dict):
        return [Problem("must be a table: write [product_defaults].", key=DEFAULTS, value=stated, path=(DEFAULTS,))]
    found = [
        Problem(
            "is a company's own; companies cannot share it.", f"{DEFAULTS}.{key}", stated[key], path=(DEFAULTS, key)
        )
        for key in OWN
        if key in stated
    ]
    shared = {key: value for key, value in stated.items() if key not in OWN}
    try:
        Company.model_validate({"name": "any", "topic": "any", **shared})
    except ValidationError as error:
        found += translate(error, {DEFAULTS: stated}, (DEFAULTS,))
    return found
