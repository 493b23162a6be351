"""On what the difference hangs: posterior draws, ranges of the dials, and the places in which the second way wins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis import RESAMPLING_SEED, sobol
from sim.scenario import unit_problem, with_values
from sim.study.posterior import has_posterior, overrides, sample, spread
from sim.study.why.declared import Dial, dials
from sim.study.why.measuring import Measuring
from sim.study.why.worlds import FIRST_SEED, Job, means

Numbers = NDArray[np.float64]
Told = dict[str, Any]
ORDERS = 100
HALVES = 200
SEEDS_A_POINT = 2
SEED_OF_POINTS = 1
DEEPEST = 3
LEAST_SHARE = 0.05  # of the points, in a leaf of the tree


def of_draws(measuring: Measuring, many: int) -> Told | None:
    """Say which parameters of the posterior the difference hangs on; None while no draws are shipped.

    Returns
    -------
    dict
        ``draws``, ``effects``: by parameter its share of the variance of the difference with the ends of its interval,
        and ``left``: the share that is chance, or no straight line.
    """
    if not has_posterior() or many < 1:
        return None
    scenario, there = measuring.question.scenario, sample()
    rows = spread(len(there.draws), many)
    drawn = [there.values(row) for row in rows]
    jobs = [
        Job("pair", tuple(overrides(scenario, draw).items()), FIRST_SEED + number) for number, draw in enumerate(drawn)
    ]
    net = means(measuring.all(jobs, "Draws from the posterior"), "net", gaps=True)
    table = np.array([[draw[name] for name in there.names] for draw in drawn], dtype=np.float64)
    net, table = net[~np.isnan(net)], table[~np.isnan(net)]
    varied = [k for k in range(table.shape[1]) if np.ptp(table[:, k]) > 0.0]
    if len(net) < 2 * len(varied) + 4 or np.ptp(net) == 0.0:
        return None
    shares, ends = with_halves(table[:, varied], net)
    effects = {there.names[k]: [float(shares[n]), *map(float, ends[n])] for n, k in enumerate(varied)}
    return {"draws": len(net), "effects": effects, "left": float(1.0 - shares.sum())}


def linear_effects(inputs: Numbers, answer: Numbers, seed: int = RESAMPLING_SEED) -> Numbers:
    """Split the variance of an answer among correlated inputs: Shapley effects of a linear model.

    Parameters
    ----------
    inputs
        Shape (draws, inputs), none of them constant; draws exceed inputs by 2 at least.
    answer
        Shape (draws,), not constant.
    seed
        Of the sampled orders.

    Returns
    -------
    numpy.ndarray
        Shape (inputs,); their sum is the adjusted share of variance explained.

    Notes
    -----
    Shapley's value of the explained variance (Lindeman, Merenda & Gold 1980; Owen & Prieur 2017, who show that it stays
    sound where inputs are correlated, as Sobol indices do not), over sampled orders, each walked through by one
    Cholesky factor. Ezekiel's adjustment at every step keeps an input without effect at zero on average. SALib's own
    Shapley effects (Goda 2021) take independent inputs only.
    """
    n, many = inputs.shape
    chance, found = np.random.default_rng(seed), np.zeros(many)
    together = np.corrcoef(np.column_stack([inputs, answer]), rowvar=False) + 1e-9 * np.eye(many + 1)
    sizes = np.arange(many + 1)
    for _ in range(ORDERS // 2):
        order = chance.permutation(many)
        for each in (order, order[::-1]):
            walked = np.append(each, many)
            steps = np.linalg.cholesky(together[np.ix_(walked, walked)])[-1, :many] ** 2
            explained = np.concatenate([[0.0], np.cumsum(steps)])
            adjusted = 1.0 - (1.0 - explained) * (n - 1) / (n - sizes - 1)
            found[each] += np.diff(adjusted)
    return found / (2 * (ORDERS // 2))


def with_halves(inputs: Numbers, answer: Numbers) -> tuple[Numbers, Numbers]:
    """Return :func:`linear_effects` and the ends of their intervals, shape (inputs, 2).

    By the delete-half jackknife (Shao & Wu 1989): the bootstrap repeats draws, which a regression takes for knowledge.
    """
    whole, n = linear_effects(inputs, answer), len(answer)
    chance, away = np.random.default_rng(RESAMPLING_SEED), []
    for number in range(HALVES):
        half = chance.permutation(n)[: n // 2]
        if np.ptp(answer[half]) > 0.0 and (np.ptp(inputs[half], axis=0) > 0.0).all():
            away.append(linear_effects(inputs[half], answer[half], number) - whole)
    spread_of = np.sqrt(np.mean(np.square(away), axis=0)) if away else np.full(len(whole), np.nan)
    return whole, np.column_stack([whole - 1.96 * spread_of, whole + 1.96 * spread_of])


def of_ranges(measuring: Measuring, breakeven: Told, points: int) -> Told | None:
    """Say how much the difference hangs on each dial over its range, and where the second way wins.

    Parameters
    ----------
    measuring
        Where worlds are lived.
    breakeven
        From :func:`sim.study.why.breakeven.break_evens`; a point's level of sales is restored by the sum of the shifts
        found there for each dial by itself.
    points
        Base points of the sample, a power of two; the sample has (dials + 2) times as many.

    Returns
    -------
    dict
        ``points`` and ``seeds`` of each, ``first`` and ``total`` indices by dial with the ends of their intervals,
        ``turnover``: the 5 % and 95 % quantiles over the points, in shares of their median, and ``places``, the leaves
        of :func:`where`. None if nothing can be turned, or the answer is always the same.
    """
    turned = [dial for dial in dials() if dial.key in breakeven["dials"]]
    if points < 2 or not turned:
        return None
    from SALib.sample import sobol as salib

    unit = salib.sample(unit_problem(len(turned)), points, calc_second_order=False, seed=SEED_OF_POINTS)
    jobs = [job for row in unit for job in _jobs(measuring, turned, breakeven["dials"], row)]
    figures = measuring.all(jobs, "Ranges of the dials")
    net, turnover = (means(figures, name).reshape(-1, SEEDS_A_POINT).mean(axis=1) for name in ("net", "turnover"))
    if np.ptp(net) == 0.0:
        return None
    indices, scale = sobol(net, len(turned)), float(np.median(turnover))
    places = np.array([[dial.level(share) for dial, share in zip(turned, row, strict=True)] for row in unit])
    return {
        "points": len(unit),
        "seeds": SEEDS_A_POINT,
        **{
            which: {dial.key: [float(each[k]) for each in indices[which]] for k, dial in enumerate(turned)}
            for which in ("first", "total")
        },
        "turnover": [
            float(value / scale) if scale > 0 else float("nan") for value in np.quantile(turnover, (0.05, 0.95))
        ],
        "wins": float((net > 0.0).mean()),
        "places": where([dial.key for dial in turned], places, net > 0.0),
    }


def _jobs(measuring: Measuring, turned: Sequence[Dial], found: Told, row: Numbers) -> list[Job]:
    question, values, shift = measuring.question, dict[str, Any](), 0.0
    for dial, share in zip(turned, row, strict=True):
        level, known = dial.level(float(share)), found[dial.key]
        values |= dial.at(question.scenario, question.ways, level)
        shift += float(np.interp(dial.place(level), [dial.place(each) for each in known["levels"]], known["shift"]))
    told = question.changed({}, values, shift)
    with_values(question.scenario, dict(told))  # a range that makes no scenario is told before anything is lived
    return [Job("pair", told, FIRST_SEED + number) for number in range(SEEDS_A_POINT)]


def where(names: Sequence[str], places: Numbers, wins: NDArray[np.bool_]) -> list[Told]:
    """Cut the ranges into boxes in which one of the two ways wins, by a decision tree (Breiman et al. 1984).

    Returns
    -------
    list of dict
        Of every leaf the ``share`` of points in it that the second way wins, the number of ``points`` and its
        ``bounds``: by name the lower and upper end, None where it has none. The most won first.

    Notes
    -----
    A tree of three cuts at most stands in place of PRIM: it is as easily read, covers the losses as well, and comes
    with scikit-learn, which is there anyway; EMAworkbench would bring in eight further packages.
    """
    from sklearn.tree import DecisionTreeClassifier

    least = max(1, round(LEAST_SHARE * len(wins)))
    tree = DecisionTreeClassifier(max_depth=DEEPEST, min_samples_leaf=least, random_state=0).fit(places, wins).tree_
    leaves: list[Told] = []

    def walk(node: int, mine: NDArray[np.int64], bounds: dict[str, list[float | None]]) -> None:
        if tree.children_left[node] < 0:
            leaves.append({"share": float(wins[mine].mean()), "points": len(mine), "bounds": bounds})
            return
        axis, cut = int(tree.feature[node]), float(tree.threshold[node])
        below = places[mine, axis].astype(np.float32) <= cut
        low, high = bounds.get(names[axis], [None, None])
        walk(int(tree.children_left[node]), mine[below], {**bounds, names[axis]: [low, cut]})
        walk(int(tree.children_right[node]), mine[~below], {**bounds, names[axis]: [cut, high]})

    walk(0, np.arange(len(wins)), {})
    return sorted(leaves, key=lambda leaf: -leaf["share"])
