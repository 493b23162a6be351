"""From stored rows to samples: what is compared, in which setting, one row a seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.model.outcomes import OUTCOMES

if TYPE_CHECKING:
    from sim.analysis.load import Results

KEYS = ["setting", "variant", "seed"]
STORED_KEYS = ("point", "seed", "strategy")
PEOPLE = " people"
"""Ends the names of columns with numbers of people."""

OF_WORLDS = frozenset({"gini", "top1_share", "top10_share", "net_income_median"})
"""Outcomes that a world has and no person."""
MOST_LINES = 8  # as many as can be told apart without color
TELLING = 5  # letters; shorter names say nothing without their section


def compares_strategies(results: Results) -> bool:
    """Whether strategies are compared; otherwise the values of a parameter are."""
    return results.worlds == "mixed" or any("strategy" in point["values"] for point in results.points)


def labels(results: Results) -> pd.DataFrame:
    """Which point is what.

    Returns
    -------
    pandas.DataFrame
        Columns ``point``, ``setting`` (the varied values that are equal among what is compared; may be
        empty) and ``variant`` (what is compared; empty in mixed worlds, where groups are).
    """
    names = short_names([name for point in results.points for name in point["values"]])
    alike = _alike(results)
    names |= {group[0]: f"{names[group[0]]} and {len(group) - 1} more" for group in alike}
    hidden = {name for group in alike for name in group[1:]}
    rows = []
    for point in results.points:
        others = {name: value for name, value in point["values"].items() if name != "strategy" and name not in hidden}
        text = ", ".join(f"{names[name]} = {value}" for name, value in others.items())
        if compares_strategies(results):
            rows.append((point["index"], text, point["strategy"] or ""))
        else:
            rows.append((point["index"], "", text or point["strategy"] or ""))
    return pd.DataFrame(rows, columns=["point", "setting", "variant"])


def _alike(results: Results) -> list[list[str]]:
    """Parameters that are varied together and have one value at every point; the first of them speaks for all."""
    groups = results.scenario["design"].get("together", [])
    values = [point["values"] for point in results.points]
    return [group for group in groups if all(len({str(each.get(name)) for name in group}) == 1 for each in values)]


def short_names(dotted: list[str]) -> dict[str, str]:
    """Readable names of parameters: the last part where it is unique and says enough, with blanks.

    Parameters
    ----------
    dotted
        Names such as ``conversation.memory_half_life``.
    """
    last = Counter(name.rpartition(".")[2] for name in dict.fromkeys(dotted))
    return {
        name: (tail if last[tail] == 1 and len(tail) >= TELLING else name.replace(".", " ")).replace("_", " ")
        for name in dotted
        if (tail := name.rpartition(".")[2])
    }


def individuals(
    results: Results, names: pd.DataFrame | None = None, only: Collection[str] | None = None
) -> pd.DataFrame:
    """Single persons under what is compared: the focal ones in focal worlds, otherwise all founders.

    Parameters
    ----------
    names
        Which point is what; by default as :func:`labels` says.
    only
        Outcomes that are needed; by default all. Of many runs, few outcomes take much less memory.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``seed``, ``person`` and the outcomes of a person, money in currency units.
    """
    focal = results.worlds == "focal"
    return _labeled(results, _stored(results, "people", ["person"], only, focal=focal), ["person"], names)


def levels(results: Results, names: pd.DataFrame | None = None, only: Collection[str] | None = None) -> pd.DataFrame:
    """What is compared, seed by seed: means over the focal people, or over a strategy's networkers.

    Parameters
    ----------
    names
        Which point is what; by default as :func:`labels` says.
    only
        As for :func:`individuals`.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``seed`` and outcomes, money in currency units; one row per run and variant.
    """
    if results.worlds == "focal":
        return mean_by_seed(individuals(results, names, only))
    return _labeled(results, _stored(results, "runs", [], only), [], names)


def weights(results: Results, names: pd.DataFrame | None = None, only: Collection[str] | None = None) -> pd.DataFrame:
    """Of how many people each value of :func:`levels` is the mean; 1 for what only a world has, as a Gini coefficient.

    Parameters
    ----------
    names, only
        As for :func:`levels`.

    Returns
    -------
    pandas.DataFrame
        As :func:`levels`, with numbers of people in the columns of the outcomes.
    """
    if results.worlds == "focal":
        persons = individuals(results, names, only)
        outcomes = [name for name in persons.columns if name in OUTCOMES]
        return persons.groupby(KEYS, observed=True)[outcomes].count().reset_index()
    table = named(results, _stored(results, "runs", ["people"], only), names)
    people = table["people"] if "people" in table.columns else 1
    outcomes = [name for name in table.columns if name in OUTCOMES]
    return table[KEYS].assign(**{name: 1 if name in OF_WORLDS else people for name in outcomes})


def counted(results: Results, names: pd.DataFrame | None = None) -> pd.DataFrame:
    """:func:`levels`, and beside every outcome of how many people it is the mean; parameters as for that."""
    return levels(results, names).merge(weights(results, names), on=KEYS, suffixes=("", PEOPLE), validate="one_to_one")


def over_people(frame: pd.DataFrame, by: str | list[str], columns: list[str]) -> pd.DataFrame:
    """Means over all people of all seeds, as those of the table: a seed with more people counts for more.

    Parameters
    ----------
    frame
        A row a seed, with its means; of how many people these are the means stands beside each, as in
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


def mean_by_seed(persons: pd.DataFrame) -> pd.DataFrame:
    """Average the persons of a seed; the worlds, not the persons in them, are independent."""
    means = persons.drop(columns="person").groupby(KEYS, observed=True).mean()
    return means.reset_index()


def along(results: Results, parameter: str) -> pd.DataFrame:
    """Samples along one varied parameter.

    Where few lines suffice, there is one for every strategy and every value of the other parameters; else, and
    where one is varied at a time, those stay at their first value.

    Parameters
    ----------
    parameter
        Dotted name of a varied parameter with numeric values.

    Returns
    -------
    pandas.DataFrame
        As :func:`counted`, the varied value in a column ``value``; the variant is the strategy, and the
        values of the other parameters where there is a line for each.
    """
    kept, others, _ = _lines(results, parameter)
    names, rows = short_names(others), []
    for p in kept:
        parts = [p["strategy"] or "", *(f"{names[name]} = {p['values'][name]}" for name in others)]
        rows.append((p["index"], str(p["values"][parameter]), ", ".join(filter(None, parts))))
    samples = counted(results, pd.DataFrame(rows, columns=["point", "setting", "variant"]))
    return samples.assign(value=samples["setting"].astype("str").astype("float64"))


def held(results: Results, parameter: str) -> str:
    """Name what :func:`along` leaves at its first value: ``gossip rate = 0.1``; empty if it shows everything.

    Parameters
    ----------
    parameter
        As for :func:`along`.
    """
    *_, fixed = _lines(results, parameter)
    names = short_names([name for name in results.points[0]["values"] if name != "strategy"])
    return ", ".join(f"{names[name]} = {results.points[0]['values'][name]}" for name in fixed)


def _lines(results: Results, parameter: str) -> tuple[list[dict[str, Any]], list[str], list[str]]:
    """Points that are shown along a parameter, other parameters that make lines, and those that stay as they are."""
    first = results.points[0]["values"]
    design = results.scenario["design"]
    moving = {name for group in design.get("together", []) if parameter in group for name in group}
    others = [name for name in first if name not in ("strategy", parameter, *moving)]
    lines = {(p["strategy"], *(str(p["values"][name]) for name in others)) for p in results.points}
    if len(lines) <= MOST_LINES and design.get("kind") != "one-at-a-time":
        return results.points, others, []
    kept = [p for p in results.points if all(p["values"][name] == first[name] for name in others)]
    return kept, [], [name for name in others if len({str(p["values"][name]) for p in results.points}) > 1]


def numeric_parameters(results: Results) -> list[str]:
    """Varied parameters whose values are two or more numbers."""
    values: dict[str, list[Any]] = {}
    for point in results.points:
        for name, value in point["values"].items():
            values.setdefault(name, []).append(value)
    return [
        name
        for name, found in values.items()
        if all(isinstance(value, int | float) and not isinstance(value, bool) for value in found)
        and len(set(found)) > 1
    ]


def over_time(results: Results) -> pd.DataFrame:
    """The series of what is compared: of the focal people in focal worlds, otherwise of the strategy's networkers.

    They cover the people of :func:`levels` on every day, whether they still work or not.

    Returns
    -------
    pandas.DataFrame
        ``setting``, ``variant``, ``seed``, ``day``, the recorded means, money in currency units, ``people`` (whom they
        cover) and ``at_work`` (share of these who work on the day, 0..1). Results of versions before lack both: their
        means are over those who worked, whose number is ``people`` then.
    """
    series = results.series
    if {"networkers", "people"} <= set(series.columns):
        series = series.assign(at_work=series["networkers"] / series["people"])
    elif "networkers" in series.columns:
        series = series.rename(columns={"networkers": "people"})
    if results.worlds == "focal":
        series = series[series["focal"]]
    return _labeled(results, series, ["day", *series.columns.intersection(["people", "at_work"])])


def named(results: Results, frame: pd.DataFrame, names: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rows of a stored frame under what is compared.

    Parameters
    ----------
    frame
        With the columns ``point`` and, for mixed worlds, ``strategy``.
    names
        Which point is what; by default as :func:`labels` says.

    Returns
    -------
    pandas.DataFrame
        The rows of known points with the ordered categories ``setting`` and ``variant``.
    """
    names = labels(results) if names is None else names
    table = frame.merge(names, on="point", how="inner", validate="many_to_one")
    if results.worlds == "mixed":
        table["variant"] = table["strategy"]
    table["setting"] = _ordered(table["setting"], list(names["setting"]))
    table["variant"] = _ordered(table["variant"], _variant_order(results, names))
    return table


def _stored(
    results: Results, name: str, keep: list[str], only: Collection[str] | None, *, focal: bool = False
) -> pd.DataFrame:
    """Rows of a stored frame; read as a whole, and kept in memory, only if all outcomes are needed."""
    if only is not None:
        return results.part(name, {*STORED_KEYS, *keep, *(set(only) & OUTCOMES.keys())}, focal=focal)
    frame: pd.DataFrame = getattr(results, name)
    return frame[frame["focal"]] if focal else frame


def _labeled(results: Results, frame: pd.DataFrame, keep: list[str], names: pd.DataFrame | None = None) -> pd.DataFrame:
    table = named(results, frame, names)
    outcomes = [name for name in table.columns if name in OUTCOMES]
    table = table[[*KEYS, *keep, *outcomes]].astype(dict.fromkeys(outcomes, "float64"))
    return table.sort_values([*KEYS, *keep], ignore_index=True)


def _variant_order(results: Results, names: pd.DataFrame) -> list[Any]:
    if results.worlds == "mixed":
        return [strategy["name"] for strategy in results.scenario["strategy"]]
    return list(names["variant"])


def _ordered(column: pd.Series[Any], order: list[Any]) -> pd.Series[Any]:
    present = set(column.unique())
    kept = [value for value in dict.fromkeys(order) if value in present]
    return column.astype(pd.CategoricalDtype(kept, ordered=True))
