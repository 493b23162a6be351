"""What captions say of comparisons, money, companies, samples and single runs holds for what is shown."""

from __future__ import annotations

import networkx as nx
import pandas as pd
import pytest

from sim.analysis.captions import compared, money, run, sampled
from sim.analysis.designs import Crossed, cells
from sim.analysis.explained import Leaf, Tree, dependence, explain_sample
from sim.analysis.plots.tipping import Tipping
from sim.model.outcomes import OUTCOMES
from tests.analysis.captions.test_people import persons, series
from tests.analysis.sampled_worlds import batch_of, linear


def test_differences_are_counted_by_outcome() -> None:
    pairs = (
        persons("recruits", b=[1.0, 1.1, 0.9], c=[1.0, -1.0, 0.1])
        .assign(net_loss=0.0)
        .rename(columns={"person": "world"})
    )
    pairs["seed"] = pairs["world"]
    told = compared.differences(pairs, ["recruits", "net_loss"])
    assert told == "Told apart from 0 are 1 of 4 differences: recruits 1 of 2, share with a net loss 0 of 2."


@pytest.mark.parametrize(
    ("heights", "others"),
    [([5.0, 1.0, 0.0], "no other cell is"), ([5.0, 5.0, 0.0], "1 other cell is"), ([5.0] * 3, "2 other cells are")],
)
def test_the_best_cell_is_named(heights: list[float], others: str) -> None:
    rows = [(str(at), "focus", seed, "focus", at, height) for at, height in enumerate(heights, 1) for seed in range(3)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "seed", "row", "column", "recruits"])
    crossing = Crossed("strategy", "events.share", frame)
    told = compared.heat_map(crossing, cells(frame, OUTCOMES["recruits"]), OUTCOMES["recruits"])
    assert told == f"The best mean, 5.00, is that of 'focus' with share at 1; {others} not told from it."


def test_a_curve_is_told_by_its_ends() -> None:
    frame = persons("recruits", a=[1.0, 5.0, 2.0], b=[3.0, 3.0, 3.5]).assign(value=[7.0, 30.0, 90.0] * 2)
    assert compared.curve(frame, "recruits") == (
        "Recruits at 7 and at 90: 1.00 to 2.00 under 'a', 3.00 to 3.50 under 'b'."
    )


def test_crossings_are_counted() -> None:
    found = {
        "recruits": [Tipping("b", 0.5, 1.0, True, (0.2, 0.8)), Tipping("b", 0.9, 1.0, False, None)],
        "credibility": [],
    }
    assert compared.tipping(found, "a") == (
        "Crossings of the line of 'a': recruits 2, 1 of them beyond chance; credibility 0, 0 of them beyond chance."
    )


KINDS = ["active_income", "passive_income"]


def earned(costs: list[float]) -> pd.DataFrame:
    frame = series("active_income", a=[0.0, 5.0], b=[0.0, 1.0])
    return frame.assign(passive_income=[9.0, 2.0, 9.0, 2.0], costs=costs)


def test_the_largest_income_is_that_of_the_last_day() -> None:
    assert money.incomes(earned([0.0, 6.0, 0.0, 6.0]), KINDS) == (
        "On the last day active income is the largest part in 1 of 2 panels; passive income is the largest part in 1 "
        "of 2 panels; costs exceed all income under 'b'."
    )
    assert money.incomes(earned([0.0, 0.0, 0.0, 0.0]), KINDS).endswith("costs exceed all income in no panel.")
    assert money.incomes(earned([0.0, 9.0, 0.0, 9.0]), KINDS).endswith("costs exceed all income in every panel.")


def test_companies_are_told_by_when_half_are_closed() -> None:
    lives = persons("days", a=[5.0, 9.0, 20.0, 20.0], b=[7.0, 20.0, 20.0, 20.0])
    lives["closed"] = lives["days"] < 20
    assert money.lifetimes(lives) == (
        "Of the companies that can close fewer than half of all close; at the end left are 50 % under 'a', 75 % under "
        "'b'."
    )
    lives["closed"] = True
    assert "half of all are closed by day 20" in money.lifetimes(lives)
    assert money.lifetimes(lives).endswith("at the end 0 % are left.")


def test_the_strongest_parameter_is_named_with_how_many_are_told_from_nothing() -> None:
    explanation = explain_sample(batch_of(linear, "morris", 12, ends=(0.0, 2.0)))
    assert sampled.indices(explanation.frame, explanation.sample.targets[0], "mu_star") == (
        "The strongest parameter by mean size of the effect. Recruits: intercept, 6 (2 of 3 above 0); Share with a net "
        "loss: nothing to tell (the same at every point)."
    )


def test_a_dependence_names_where_the_mean_moves_most() -> None:
    sample = explain_sample(batch_of(linear, "latin-hypercube", 60, ends=(0.0, 10.0))).sample
    fifths = dependence(sample, sample.answer("recruits", sample.targets[0]))
    told = sampled.dependence(fifths, OUTCOMES["recruits"], sign=True)
    means = fifths[fifths["factor"] == "intercept"]["mean"]
    ends = f"from {means.min():+.2f} to {means.max():+.2f}."
    assert told == f"Recruits: the means of fifths lie farthest apart along intercept, {ends}"


def test_a_tree_is_told_unless_it_predicts_nothing() -> None:
    leaves = (Leaf(((0, float("-inf"), 2.0),), 30, 1.0, 1.0), Leaf(((0, 2.0, float("inf")),), 30, 4.0, 1.0))
    told = sampled.tree(Tree(leaves, 0.6), ["x"], OUTCOMES["recruits"], sign=False)
    assert told == "Recruits: least, 1.00 where x ≤ 2; most, 4.00 where x > 2."
    useless = sampled.tree(Tree(leaves, 0.05), ["x"], OUTCOMES["recruits"], sign=False)
    assert useless == "Recruits: these rules predict next to nothing at points they have not seen (R² = 0.05)."


def test_a_single_run_is_told_by_its_numbers() -> None:
    forest = nx.DiGraph([(0, 1), (0, 2), (2, 3)])
    assert run.sponsors(forest) == (
        "2 of 4 members brought in anybody, the most of them 2. One run shows shapes and proves nothing."
    )
    assert run.sponsors(nx.DiGraph()).startswith("Nobody recruited anybody.")
    assert run.social(nx.path_graph(4)).startswith("In the whole graph 4 people know 1.5 others each on average.")
