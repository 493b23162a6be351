"""Whether batches may be compared: what must agree, and what is merely doubtful."""

from __future__ import annotations

import pandas as pd

from sim.analysis.load import Results, ResultsError
from sim.analysis.samples import individuals


def agreed(batches: dict[str, Results], *, anyway: bool = False) -> list[str]:
    """Refuse batches that cannot be compared with the first of them.

    Parameters
    ----------
    batches
        By the names they are called by, at least two.
    anyway
        Whether other seeds and other versions of the model are accepted.

    Returns
    -------
    list of str
        Sentences about what is doubtful: other seeds, another version of the model, other people.

    Raises
    ------
    ResultsError
        If days, outcomes or kinds of worlds differ, or, unless ``anyway``, seeds or versions of the model.
    """
    (first, reference), *others = batches.items()
    notes = []
    for name, results in others:
        pair = f"'{first}' and '{name}'"
        against = _differing(_needed(reference), _needed(results))
        if against:
            raise ResultsError(f"{pair} cannot be compared: {against}.")
        doubts = _differing(_doubtful(reference), _doubtful(results))
        if doubts and not anyway:
            raise ResultsError(f"{pair} are compared only with --anyway (in Python: anyway=True): {doubts}.")
        if doubts:
            notes.append(f"{pair} are compared anyway: {doubts}.")
        notes += _pairing(pair, reference, results)
    return notes


def _needed(results: Results) -> dict[str, str]:
    return {"days": str(results.days), "outcomes": ", ".join(results.outcomes), "kinds of worlds": results.worlds}


def _doubtful(results: Results) -> dict[str, str]:
    model = str(results.manifest.get("model", "unknown"))
    return {"seeds": seeds_text(results.seeds), "versions of the model": model}


def _differing(ours: dict[str, str], theirs: dict[str, str]) -> str:
    return ", and ".join(
        f"their {what} differ ({ours[what]}; {theirs[what]})" for what in ours if ours[what] != theirs[what]
    )


def _pairing(pair: str, ours: Results, theirs: Results) -> list[str]:
    common = set(ours.seeds) & set(theirs.seeds)
    if not common:
        return [f"{pair} have no seed in common: their worlds count as independent."]
    if not same_people(ours, theirs):
        return [f"{pair} are not about the same people: their worlds count as independent, whatever their seeds."]
    if len(common) < max(len(ours.seeds), len(theirs.seeds)):
        return [f"{pair} are paired in the {len(common)} seeds that both have."]
    return []


def same_people(ours: Results, theirs: Results) -> bool:
    """Whether two batches compare the same persons in the seeds that both have; False if they have none."""
    common = list(set(ours.seeds) & set(theirs.seeds))
    mine, others = (_people(results, common) for results in (ours, theirs))
    return not mine.empty and mine.equals(others)


def _people(results: Results, seeds: list[int]) -> pd.DataFrame:
    persons = individuals(results, only=[])[["seed", "person"]].drop_duplicates()
    return persons[persons["seed"].isin(seeds)].sort_values(["seed", "person"], ignore_index=True)


def seeds_text(seeds: list[int]) -> str:
    """Seeds as a reader would list them: ``1 to 20, 25``.

    Parameters
    ----------
    seeds
        In ascending order.
    """
    spans: list[list[int]] = []
    for seed in seeds:
        if spans and seed == spans[-1][1] + 1:
            spans[-1][1] = seed
        else:
            spans.append([seed, seed])
    return ", ".join(f"{low} to {high}" if high > low else str(low) for low, high in spans)
