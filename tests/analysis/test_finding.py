from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.finding import CAUTION, finding, found, verdict_of
from sim.analysis.finding.matters import BY_NAME, matters
from sim.analysis.results import Results
from sim.model.outcomes import OUTCOMES

Made = Callable[..., Results]


def hand_made(difference: list[float], worlds: str = "population", third: list[float] | None = None) -> Results:
    """Two or three strategies whose mean recruits differ by the given amounts, seed by seed; nobody lives twice."""
    names = ["focus", "two", "three"][: 2 if third is None else 3]
    points = [{"index": i, "strategy": name, "values": {"strategy": name}} for i, name in enumerate(names)]
    seeds = range(1, len(difference) + 1)
    rows = [
        {
            "point": i,
            "seed": seed,
            "studied": name,
            "strategy": name,
            "focal": False,
            "recruits": 2.0 + d[seed - 1],
        }
        for i, (name, d) in enumerate(zip(names, [[0.0] * len(difference), difference, third], strict=False))
        for seed in seeds
    ]
    scenario = {
        "title": "",
        "time": {"days": 30},
        "strategy": [{"name": name} for name in names],
        "design": {"worlds": worlds, "outcomes": ["recruits"]},
    }
    frame = pd.DataFrame(rows)
    nobody = frame.iloc[:0].assign(person=0)
    return Results({"scenario": scenario, "points": points}, frame, nobody, frame)


def test_a_difference_that_matters_is_told_with_its_base_and_interval() -> None:
    text = finding(hand_made([-1.0, -1.2, -0.8] * 4))
    assert text.startswith(
        "Recruits: 1.00 with 'two', 2.00 with 'focus', 50 % fewer (45 to 55): a difference that matters. This rests on "
        "12 worlds of 30 days (seeds 1 to 12), each lived once per way, which everybody follows. 1 "
        "comparison was made; if nothing differed, fewer than one would still look like a difference by chance alone. "
        "All of this"
    )
    assert text.endswith(CAUTION)


@pytest.mark.parametrize(
    ("differences", "answer"),
    [
        ([-0.1, -0.12, -0.08] * 4, "5 % fewer (4 to 6): a small difference."),
        ([0.1, -0.1] * 6, "(0.00, −0.07 to +0.07): no difference that matters."),
        ([-1.0, 1.0] * 6, "(0.00, −0.66 to +0.66): no clear difference, about 140 worlds would decide it."),
        ([0.0] * 12, "2.00 with 'focus': no difference in any world."),
        ([0.5] * 12, "25 % more (25 to 25): a difference that matters (the same in every seed)."),
        ([1.0], "Recruits: not enough worlds to say anything (fewer than 2 seeds: no interval)."),
        ([-0.1, -0.4] * 6, "12 % fewer (8 to 17): a difference that matters."),
    ],
)
def test_there_are_three_answers_and_not_enough_worlds(differences: list[float], answer: str) -> None:
    assert answer in finding(hand_made(differences))


def test_what_matters_can_be_stated() -> None:
    results = hand_made([-0.1, -0.12, -0.08] * 4)
    results.scenario["design"]["matters"] = {"recruits": 0.05}
    assert "5 % fewer (4 to 6): a difference that matters." in finding(results)


def test_few_seeds_are_called_rough_once() -> None:
    text = finding(hand_made([-1.0, -1.2, -0.8]))
    assert text.count("rough") == 1
    assert "With so few worlds the intervals are rough." in text


def test_ways_are_grouped_by_what_was_found() -> None:
    results = hand_made([-1.0, -1.2] * 6, third=[0.1, -0.1] * 6)
    assert "Recruits: 2.00 with 'three'" in finding(results)
    assert "2 comparisons were made" in finding(results)


def test_missing_seeds_are_told() -> None:
    assert "(no value in 1 of 12 seeds)" in finding(hand_made([np.nan, *[-1.0, -1.2, -0.8] * 3, -1.0, -1.1]))


def test_people_come_first_then_the_typical_difference_then_the_mean(made: Made) -> None:
    results = made(strategies=2, seeds=12, outcomes=["net_income", "recruits", "credibility", "contradictions"])
    people, typical, means = found(results).lead
    gain = results.persons().set_index(["seed", "person", "variant"])["net_income"].unstack()
    gain = gain["two, disclosed"] - gain["focus"]
    assert people.startswith(f"Of the same 96 people, {(gain > 0).sum()} (")
    assert " ended up better off with 'two, disclosed' than with 'focus', " in people
    assert people.endswith(f" worse off, {(gain == 0).sum()} the same.")
    assert f"{gain.median():+,.0f}".replace("-", "−").removeprefix("+0") in typical
    assert re.search(r"; the mean is −\d+ \(−[\d,]+ to −[\d,]+\), and \d+ of the 96 people alone make it\.$", typical)
    assert means == "That is a difference that matters: 122 or more does."
    (why,) = found(results).why
    assert why.startswith("Credibility ended at 0.")
    assert "contradictions per person were noticed, against 0." in why


def test_of_many_ways_the_best_and_the_worst_are_told(twins: Results) -> None:
    text, said = finding(twins), found(twins)
    assert [" ".join(each.split()[:3]) for each in said.lead] == [
        *["Of the same", "By the mean"] * 2,
        "The 2 others",
    ]
    assert [re.sub(r" [+−\d].*", "", each) for each in said.more] == [
        "'two, disclosed' compared with 'focus': the typical difference is",
        "'five, tailored' compared with 'focus': the typical difference is",
    ]
    assert "(seeds 1 to 12): 8 people in each lived once with every strategy, all else being equal; 96 in all." in text
    assert "The 2 others lie between these." in text
    assert "Net income (currency units), compared with 'focus': lower, which matters, with 4 others, from '" in text
    assert "20 comparisons were made; if nothing differed, about one would" in text


def test_settings_are_counted(made: Made) -> None:
    text = finding(made(strategies=2, seeds=12, vary={"conversation.memory_half_life": [7, 14, 30]}))
    assert text.startswith("Of the same 96 people, ")
    assert " by setting: by the mean, a difference that matters in 3 of 3 settings (" in text


def test_one_point_is_described(made: Made) -> None:
    text = finding(made(strategies=1, seeds=4))
    recruits = made(strategies=1, seeds=4).persons()["recruits"]
    assert f"Recruits: median person {recruits.median():.2f}, mean {recruits.mean():.2f}. " in text
    assert " Net income (currency units): median person " in text
    assert " % of 32 people. " in text
    assert "There is nothing to compare: the design has one point." in text


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (-1.0, 0.0, "level"),
        (0.1, 0.2, "apart"),
        (-2.0, -1.0, "apart"),
        (0.0, 0.0, "same"),
        (np.nan, 1.0, "unknown"),
    ],
)
def test_verdicts(low: float, high: float, verdict: str) -> None:
    assert verdict_of({"low": low, "high": high}) == verdict


SYSTEM = {"name": "y", "kind": "revshare", "revshare": {"deposits": 5_000.0, "deposits_growth": 0.009}}


def test_an_assumption_that_carries_a_result_stands_in_the_same_breath(made: Made) -> None:
    base = made(strategies=2, seeds=12)
    holders = [{"name": "focus"}, {"name": "two, disclosed", "portfolio": {"systems": ["y"]}}]
    scenario = base.scenario | {"company": [SYSTEM], "strategy": holders}
    people, *_ = found(replace(base, manifest=base.manifest | {"scenario": scenario})).lead
    told = "only as long as outside money that grows by 0.9 % a day flows into the yield systems, which is assumed."
    assert people.endswith(f" the same, {told}")
    assert told not in finding(base)


@pytest.mark.parametrize("kind", [*BY_NAME])
def test_what_matters_is_said_of_outcomes_that_exist(kind: str) -> None:
    assert kind in OUTCOMES


def test_money_that_adds_up_matters_by_the_month() -> None:
    results = hand_made([1.0] * 3)
    results.scenario["time"]["days"] = 360
    assert matters(results, "net_income", 0.0) == 120.0
    results.scenario["design"]["focal_entry"] = 330
    assert matters(results, "net_income", 0.0) == 10.0
    assert (matters(results, "recruits", 4.0), matters(results, "credibility", 0.5)) == (0.4, 0.02)
