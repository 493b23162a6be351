"""Samples: one row per seed, or per seed and person, of what is compared; and their means over all people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.analysis.statistics import bootstrap, mean_of_sums

KEYS = ["setting", "variant", "seed"]
PEOPLE = " people"
"""Ends the names of columns with numbers of people."""


def seeds_text(seeds: list[int]) -> str:
    """Seeds as a reader would list them: ``1 to 20, 25``."""
    spans: list[list[int]] = []
    for seed in seeds:
        if spans and seed == spans[-1][1] + 1:
            spans[-1][1] = seed
        else:
            spans.append([seed, seed])
    return ", ".join(f"{low} to {high}" if high > low else str(low) for low, high in spans)


def ordered(column: pd.Series[Any], order: list[Any]) -> pd.Series[Any]:
    """Turn a column into ordered categories, those of an order that occur."""
    present = set(column.unique())
    kept = [value for value in dict.fromkeys(order) if value in present]
    return column.astype(pd.CategoricalDtype(kept, ordered=True))


def mean_by_seed(samples: pd.DataFrame) -> pd.DataFrame:
    """Average the persons of a seed, if there are persons; the worlds, not the persons in them, are independent."""
    if "person" not in samples.columns:
        return samples
    return samples.drop(columns="person").groupby(KEYS, observed=True).mean().reset_index()


def counted(levels: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Means seed by seed, and beside every outcome of how many people it is the mean."""
    merged = levels.merge(weights, on=KEYS, suffixes=("", PEOPLE), validate="one_to_one")
    return merged.copy()  # in one piece: pandas warns of frames in more than a hundred


def over_people(frame: pd.DataFrame, by: str | list[str], columns: list[str]) -> pd.DataFrame:
    """Means over all people of all seeds, as those of the table: a seed with more people counts for more.

    Parameters
    ----------
    frame
        A row per seed, with its means; of how many people these are the means stands beside each, as in
        :func:`counted`, or in a column ``people``. Without both all seeds count alike.
    by
        Columns by which rows are put together.
    columns
        What is averaged.

    Returns
    -------
    pandas.DataFrame
        The columns, with ``by`` as index.
    """
    found = {}
    for name in columns:
        known = frame.dropna(subset=[name])
        weight = next((known[given] for given in (f"{name}{PEOPLE}", "people") if given in known), None)
        weight = pd.Series(1.0, known.index) if weight is None else weight.astype("float64")
        sums = known.assign(**{name: known[name] * weight, PEOPLE: weight}).groupby(by, observed=True)[[name, PEOPLE]]
        total = sums.sum()
        found[name] = total[name] / total[PEOPLE]
    return pd.DataFrame(found)


def pooled(samples: pd.DataFrame, people: pd.DataFrame, outcomes: list[str]) -> pd.DataFrame:
    """Means over all people of all seeds; of what is yes or no for a person, that is the share of all people.

    Returns
    -------
    pandas.DataFrame
        One row per setting, outcome and variant: ``seeds`` (with a value), ``people`` (in all of these), ``mean`` with
        its 95 % interval ``mean_low`` to ``mean_high`` (whole seeds are resampled), and the ``reference``.
    """
    reference = str(samples["variant"].cat.categories[0])
    rows: list[dict[str, Any]] = []
    for setting, block in counted(samples, people).groupby("setting", observed=True):
        for name in outcomes:
            for variant, group in block.groupby("variant", observed=True):
                keys = {"setting": setting, "outcome": name, "variant": variant}
                rows.append({**keys, **mean_of_people(group, name), "reference": reference})
    return pd.DataFrame(rows)


def mean_of_people(group: pd.DataFrame, name: str) -> dict[str, float]:
    """``seeds``, ``people``, ``mean``, ``mean_low`` and ``mean_high`` of :func:`pooled`, for one row of its table."""
    known = group.dropna(subset=[name])
    weight = known.get(f"{name}{PEOPLE}", pd.Series(1.0, known.index)).to_numpy(np.float64)
    sums = np.column_stack([known[name].to_numpy(np.float64) * weight, weight])
    total, people = sums.sum(axis=0)
    low, high = bootstrap(sums, mean_of_sums)
    mean = float(total / people) if people else float("nan")
    return {"seeds": len(sums), "people": int(people), "mean": mean, "mean_low": low, "mean_high": high}
