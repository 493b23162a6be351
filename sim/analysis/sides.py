"""Batches side by side: whether they can be compared, and what they answer as if they were one batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

import pandas as pd

from sim.analysis.answers import Answers
from sim.analysis.differences import subtract
from sim.analysis.samples import KEYS, seeds_text
from sim.lab.stored.files import ResultsError
from sim.model.outcomes import OUTCOMES

Batches = Mapping[str, Answers]


class Sides(Answers):
    """What several batches answer as one whose variants are the batches; the first of them is the reference.

    Where seeds and people agree, differences are taken seed by seed, in focal worlds person by person; batches of other
    people stand apart (:attr:`apart`).
    """

    def __init__(self, batches: Batches) -> None:
        """Take batches by name, which :func:`agreed` has not refused."""
        first = next(iter(batches.values()))
        scenario = first.scenario | {"design": first.scenario["design"] | {"kind": "list"}}
        points = [point for each in batches.values() for point in each.points]
        none = pd.DataFrame()
        super().__init__(first.manifest | {"scenario": scenario, "points": points}, none, none, none)
        self.batches = batches

    @property
    def title(self) -> str:
        """Names of the batches."""
        return ", ".join(self.batches)

    @cached_property
    def seeds(self) -> list[int]:
        """Seeds of all batches, in ascending order."""
        return sorted({seed for each in self.batches.values() for seed in each.seeds})

    @property
    def compares_strategies(self) -> bool:
        """False: batches are compared."""
        return False

    @cached_property
    def twins(self) -> list[str]:
        """Batches that have the people of the first, which stands at the beginning."""
        (first, reference), *others = self.batches.items()
        return [first, *(name for name, each in others if same_people(reference, each))]

    @cached_property
    def individuals(self) -> pd.DataFrame:
        """Single persons of all batches."""
        return together(self.batches, lambda each: each.individuals_of(only=self.outcomes))

    @cached_property
    def levels(self) -> pd.DataFrame:
        """What is compared, seed by seed, of all batches."""
        return together(self.batches, lambda each: each.levels_of(only=self.outcomes))

    @cached_property
    def weights(self) -> pd.DataFrame:
        """Of how many people each value of :attr:`levels` is the mean."""
        return together(self.batches, lambda each: each.weights_of(only=self.outcomes))

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Differences of the same people, or of worlds of the same seed, to the first batch."""
        if self.worlds == "focal":
            return subtract(_only(self.individuals, self.twins), ["seed", "person"])
        return subtract(_only(self.levels, self.twins), ["seed"])

    @property
    def apart(self) -> pd.DataFrame:
        """:attr:`levels` of the first batch, and of those that are not about the same people."""
        first, *others = self.batches
        return _only(self.levels, [first, *(name for name in others if name not in self.twins)])


def _only(samples: pd.DataFrame, variants: list[str]) -> pd.DataFrame:
    return samples[samples["variant"].isin(variants)]


def together(batches: Batches, sampled: Callable[[Answers], pd.DataFrame]) -> pd.DataFrame:
    """Samples of several batches in one frame.

    Returns
    -------
    pandas.DataFrame
        ``setting`` (setting and variant inside a batch; empty if no batch has more than one), ``variant`` (the
        batch), ``seed``, ``person`` if single persons are sampled, and the outcomes that all batches have.
    """
    frames = []
    for name, results in batches.items():
        samples = sampled(results)
        inside = samples["setting"].astype("str") + ", " + samples["variant"].astype("str")
        frames.append(samples.assign(setting=inside.str.removeprefix(", "), variant=name))
    if all(frame["setting"].nunique() == 1 for frame in frames):
        frames = [frame.assign(setting="") for frame in frames]
    common = [name for name in frames[0].columns if all(name in frame.columns for frame in frames)]
    table = pd.concat([frame[common] for frame in frames], ignore_index=True)
    for key in ("setting", "variant"):
        order = pd.CategoricalDtype(list(dict.fromkeys(table[key])), ordered=True)
        table[key] = table[key].astype(order)
    keys = [*KEYS, *(["person"] if "person" in common else [])]
    return table[[*keys, *(name for name in common if name in OUTCOMES)]].sort_values(keys, ignore_index=True)


def agreed(batches: Batches, *, anyway: bool = False) -> list[str]:
    """Refuse batches that cannot be compared with the first of them.

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


def _needed(results: Answers) -> dict[str, str]:
    return {"days": str(results.days), "outcomes": ", ".join(results.outcomes), "kinds of worlds": results.worlds}


def _doubtful(results: Answers) -> dict[str, str]:
    model = str(results.manifest.get("model", "unknown"))
    return {"seeds": seeds_text(results.seeds), "versions of the model": model}


def _differing(ours: dict[str, str], theirs: dict[str, str]) -> str:
    return ", and ".join(
        f"their {what} differ ({ours[what]}; {theirs[what]})" for what in ours if ours[what] != theirs[what]
    )


def _pairing(pair: str, ours: Answers, theirs: Answers) -> list[str]:
    common = set(ours.seeds) & set(theirs.seeds)
    if not common:
        return [f"{pair} have no seed in common: their worlds count as independent."]
    if not same_people(ours, theirs):
        return [f"{pair} are not about the same people: their worlds count as independent, whatever their seeds."]
    if len(common) < max(len(ours.seeds), len(theirs.seeds)):
        return [f"{pair} are paired in the {len(common)} seeds that both have."]
    return []


def same_people(ours: Answers, theirs: Answers) -> bool:
    """Whether two batches compare the same people in the seeds that both have; False if they have none."""
    common = list(set(ours.seeds) & set(theirs.seeds))
    mine, others = (_people(results, common) for results in (ours, theirs))
    return not mine.empty and mine.equals(others)


def _people(results: Answers, seeds: list[int]) -> pd.DataFrame:
    persons = results.individuals_of(only=[])[["seed", "person"]].drop_duplicates()
    return persons[persons["seed"].isin(seeds)].sort_values(["seed", "person"], ignore_index=True)
