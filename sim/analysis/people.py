"""The same people under two ways: how many do better, the typical difference, and how few people make the mean.

A mean of incomes is made by a few; so the people are counted first. A person is compared with the same person in a
world of the same seed, and never with a mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis.answers import Answers, kept
from sim.analysis.differences import GROUP, subtract
from sim.analysis.statistics import NO_ENDS, Numbers, quantile, share
from sim.model.outcomes import OUTCOMES

ENDS = ("", "_low", "_high")
COUNTED = ["ahead", "behind"]
PEOPLE = ["twins", *(f"{name}{end}" for name in [*COUNTED, "typical"] for end in ENDS), "alike", "few", "each"]
NEARLY = 1e-9  # of a sum, which is lost in adding it up


@kept
def twins(answers: Answers) -> pd.DataFrame:
    """Differences of the same persons to the reference: a row per setting, variant, seed and person; may be empty.

    In focal worlds those of the focal people; in population worlds those of everybody who worked on the first day, if
    all variants have the same of them. In mixed worlds nobody lives twice.
    """
    persons = answers.individuals
    if answers.worlds == "mixed" or persons.empty:
        return persons.iloc[:0]
    if answers.worlds == "focal":
        return answers.pairs
    who = persons.groupby(GROUP, observed=True)[["seed", "person"]].agg(tuple)
    same = all(
        len(set(block["person"])) == len(set(block["seed"])) == 1 for _, block in who.groupby(level=0, observed=True)
    )
    return subtract(persons, ["seed", "person"]) if same else persons.iloc[:0]


def counted(pairs: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Count the same people.

    Parameters
    ----------
    pairs
        As :func:`twins` returns them.
    outcomes
        Outcomes to count by; those that people do not have by themselves are left out.

    Returns
    -------
    pandas.DataFrame
        One row per setting, variant and outcome with the columns of ``PEOPLE``: ``twins`` (how many people were
        compared), the shares that do better (``ahead``), worse (``behind``) and the same (``alike``), 0..1; the
        ``typical`` difference, which is the median of the differences of all these people; both with 95 % intervals
        that resample whole seeds; ``few``, see :func:`few`; and ``each``, the mean over these people.
    """
    known = [name for name in outcomes if name in pairs.columns]
    rows = [
        {**dict(zip(GROUP, names, strict=True)), "outcome": name, **_counted(group, name)}
        for names, group in pairs.groupby(GROUP, observed=True)
        for name in known
    ]
    return pd.DataFrame(rows, columns=[*GROUP, "outcome", *PEOPLE])


def _counted(group: pd.DataFrame, name: str) -> dict[str, Any]:
    some = group[group[name].notna()]
    differences, seed = some[name].to_numpy(np.float64), some["seed"].to_numpy()
    gains = -differences if OUTCOMES[name].less_is_better else differences
    mean = float(differences.mean()) if differences.size else float("nan")
    found: dict[str, Any] = {"twins": differences.size, "few": few(differences), "each": mean}
    signs = np.sign(gains)
    for label, sign in zip(COUNTED, (1.0, -1.0), strict=True):
        part = share((signs == sign).astype(np.float64), seed)
        found |= _with_ends(label, part if np.unique(seed).size > 1 else (part[0], *NO_ENDS))
    found["alike"] = float((signs == 0.0).mean()) if signs.size else float("nan")
    return found | _with_ends("typical", quantile(differences, seed, 0.5))


def _with_ends(name: str, found: tuple[float, float, float]) -> dict[str, float]:
    return {f"{name}{end}": value for end, value in zip(ENDS, found, strict=True)}


def few(differences: Numbers) -> float:
    """Smallest share of people whose differences alone add up to the sum of all, and so make the mean; 0..1.

    Those with the largest differences in the direction of the mean are taken first. What is left of the others cancels
    out or points the other way. nan if there is nobody, or the sum is 0.
    """
    total = float(differences.sum())
    if not differences.size or abs(total) <= NEARLY * float(np.abs(differences).sum()):
        return float("nan")
    toward: NDArray[np.float64] = np.sort(differences * np.sign(total))[::-1]
    reached = np.cumsum(toward[toward > 0.0]) >= abs(total) * (1.0 - NEARLY)
    return float(np.argmax(reached) + 1) / differences.size
