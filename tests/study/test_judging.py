"""Judgements: of full tests, of rehearsals, and over plausible settings."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.analysis.statistics import wilson
from sim.scenario.design import Claim
from sim.study.effects import Effect
from sim.study.examine import QUICK_SEEDS, rule_of
from sim.study.judging import Judged, holds, holm, interval, judge, moved, neutrality, sensitivity
from sim.study.verdicts import ClaimVerdict, TestVerdict, combined, control_of, over_regions
from tests.places import ROOT
from tests.study.judged import HALF, effect, question


def state(mean: float, expects: str = "higher", scale: float = 1.0, matters: float = 1.0) -> str:
    return judge([effect(mean, scale, matters)], expects)[0].state


@pytest.mark.parametrize(
    ("mean", "scale", "matters", "expected"),
    [
        (HALF + 0.01, 1.0, 1.0, "supported"),  # the interval begins just above 0
        (HALF - 0.01, 1.0, 1.0, "undecided"),  # it holds 0, and what matters
        (0.9, 0.01, 1.0, "not supported"),  # above 0, but too small to matter
        (1.01, 0.01, 1.0, "supported"),
        (0.99, 0.01, 1.0, "undecided"),  # does not reach what matters, and cannot rule it out
        (0.0, 0.1, 1.0, "not supported"),  # excludes what matters
        (1.0 - HALF - 0.01, 1.0, 1.0, "not supported"),
        (1.0 - HALF + 0.01, 1.0, 1.0, "undecided"),
        (-9.0, 1.0, 1.0, "not supported"),  # the other direction
    ],
)
def test_a_region_is_judged_by_its_interval_and_by_what_matters(
    mean: float, scale: float, matters: float, expected: str
) -> None:
    assert state(mean, "higher", scale, matters) == expected
    assert state(-mean, "lower", scale, matters) == expected


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [(0.5, 0.1, "supported"), (-0.5, 0.1, "supported"), (0.9, 0.1, "undecided"), (2.0, 0.1, "not supported"),
     (-2.0, 0.1, "not supported"), (0.0, 1.0, "undecided")],
)  # fmt: skip
def test_equal_means_within_what_does_not_matter(mean: float, scale: float, expected: str) -> None:
    assert state(mean, "equal", scale) == expected


def test_the_same_in_every_seed_is_certain() -> None:
    certain = [Effect({}, np.full(3, mean), 0.1, 0.5) for mean in (0.5, -0.5, 0.05)]
    assert [judge([each], "higher")[0].state for each in certain] == ["supported", "not supported", "not supported"]


def test_two_seeds_or_a_share_of_nothing_decide_nothing() -> None:
    two = Effect({}, np.array([5.0, 5.1]), 1.0, 10.0)
    nothing = Effect({}, np.array([5.0, 5.1, 5.2]), float("nan"), 0.0)
    for each in (two, nothing):
        assert judge([each], "higher")[0].state == "undecided"
        assert neutrality([each]) == ["unclear"]


def test_many_regions_are_corrected_together_as_holm_says() -> None:
    assert holm([0.01, 0.04, 0.03]).tolist() == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, float("nan"), 0.6])[[0, 2]].tolist() == [1.0, 1.0]
    alone = effect(HALF * 1.05)
    assert judge([alone], "higher")[0].state == "supported"
    assert judge([alone, *[effect(0.2)] * 5], "higher")[0].state == "undecided"


def test_each_look_spends_its_part() -> None:
    sure = effect(HALF * 1.05)
    assert [judge([sure], "higher", looks)[0].state for looks in (1, 3)] == ["supported", "undecided"]
    wide = stats.t.ppf(1 - 0.05 / 3 / 2, 2) / 3**0.5
    assert judge([effect(wide * 1.01)], "higher", 3)[0].state == "supported"


def test_intervals_are_those_of_students_t() -> None:
    low, high = interval(np.array([1.0, 2.0, 3.0]))
    assert (low, high) == pytest.approx((2.0 - HALF, 2.0 + HALF), abs=1e-6)
    assert np.isnan(interval(np.array([1.0, 2.0]))).all()


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (0.0, 1.0, "neutral"),  # contains 0, and does not reach what matters
        (0.5, 0.1, "neutral"),  # excludes 0, but lies within what does not matter
        (0.95, 0.1, "not neutral"),  # excludes 0, and may matter
        (3.0, 1.0, "not neutral"),
        (-3.0, 1.0, "not neutral"),
        (1.5, 1.0, "unclear"),  # reaches what matters, and contains 0
    ],
)
def test_a_control_must_leave_no_effect(mean: float, scale: float, expected: str) -> None:
    assert neutrality([effect(mean, scale)]) == [expected]


VERDICTS = ROOT / "docs" / "verdicts.json"
FEW = "not enough worlds"
DRAWS = 20


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (1.0 + HALF + 0.01, 1.0, "supported"),  # all of the interval is beyond what matters
        (1.0 + HALF - 0.01, 1.0, FEW),  # a full test could find less than what matters
        (HALF + 0.01, 1.0, FEW),  # which would be enough for a full test
        (1.0 - HALF - 0.01, 1.0, "not supported"),
        (1.0 - HALF + 0.01, 1.0, FEW),
        (1.01, 0.01, FEW),
        (1.03, 0.01, "supported"),
        (0.97, 0.01, "not supported"),
        (5.0, 0.0, FEW),  # the same in every seed: how much seeds differ is not known
        (0.0, 0.0, FEW),
    ],
)
def test_few_seeds_decide_only_if_the_interval_is_on_one_side_of_what_matters(
    mean: float, scale: float, expected: str
) -> None:
    assert judge([effect(mean, scale)], "higher", rule="few")[0].state == expected
    assert judge([effect(-mean, scale)], "lower", rule="few")[0].state == expected


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [(0.5, 0.1, "supported"), (0.9, 0.1, FEW), (2.0, 0.1, "not supported"), (0.0, 1.0, FEW), (0.0, 0.0, FEW)],
)
def test_equal_needs_an_interval_inside_or_outside(mean: float, scale: float, expected: str) -> None:
    assert judge([effect(mean, scale)], "equal", rule="few")[0].state == expected


@pytest.mark.parametrize("mean", [HALF + 0.01, 1.0 - HALF - 0.01, 0.3])
def test_as_many_seeds_as_a_full_test_looks_at_first_are_judged_like_these(mean: float) -> None:
    first, full = (judge([effect(mean)], "higher", 3, rule)[0].state for rule in ("first", "full"))
    assert first == (FEW if full == "undecided" else full)


@pytest.mark.parametrize(
    ("mean", "scale", "expected"),
    [
        (0.0, 0.0, "neutral"),  # no difference at all: the mechanism is off
        (0.5, 0.0, "unclear"),
        (0.5, 0.1, "neutral"),
        (0.0, 1.0, "unclear"),  # which a full test calls neutral, as it contains 0
        (1.5, 0.1, "not neutral"),
        (1.2, 0.1, "unclear"),
    ],
)
def test_a_control_of_few_seeds_is_clear_only_by_its_interval(mean: float, scale: float, expected: str) -> None:
    assert neutrality([effect(mean, scale)], "few") == [expected]


def of_states(states: list[str], neutral: str = "neutral", *, rehearsed: bool = True) -> TestVerdict:
    regions = [Judged(Effect({"x": at}, np.zeros(3), 1.0, 1.0), -1.0, 1.0, state) for at, state in enumerate(states)]  # type: ignore[arg-type]
    return TestVerdict(question(), regions, regions, neutral, over_regions(states), rehearsed=rehearsed)  # type: ignore[arg-type]


def test_one_region_that_waits_makes_the_test_wait() -> None:
    assert of_states(["supported", FEW, "not supported"]).sentence == "not enough worlds to decide 1 of 3 regions"
    assert of_states([FEW]).sentence == FEW
    assert of_states(["supported"] * 3).sentence == "supported"
    assert of_states(["supported", "not supported", "not supported"]).sentence == "supported only where x is 0"


def test_a_control_that_is_too_imprecise_makes_it_wait_as_well() -> None:
    told = of_states(["supported"], "unclear")
    assert (told.verdict, told.sentence) == (FEW, "not enough worlds to rule out an effect without the mechanism")
    assert of_states(["supported"], "unclear", rehearsed=False).verdict == "undecided"
    assert of_states(["not supported"], "unclear").verdict == "not supported"


def test_one_question_that_waits_makes_the_claim_wait() -> None:
    claim = ClaimVerdict(
        "A1", "It pays.", [of_states(["supported"]), of_states([FEW]), of_states(["not supported"])], quick=True
    )
    assert claim.verdict == FEW
    assert claim.sentence == "not enough worlds for question 2; question 1 supported; question 3 not supported"
    both = ClaimVerdict("A1", "It pays.", [of_states([FEW]), of_states(["supported", FEW])], quick=True)
    assert both.sentence == "not enough worlds for questions 1, 2"
    assert (
        ClaimVerdict("A1", "", [of_states(["supported", FEW])]).sentence == "not enough worlds to decide 1 of 2 regions"
    )


@pytest.mark.parametrize(
    ("fewest", "most", "rule"), [(10, 40, "few"), (3, 40, "first"), (3, 3, "full"), (3, 4, "full")]
)
def test_the_rule_hangs_on_the_seeds_that_a_full_test_would_run(fewest: int, most: int, rule: str) -> None:
    stated = {"id": "A1", "says": "It pays.", "control": ["gossip.rate=0"], "test": [question()]}
    claim = Claim.model_validate({**stated, "min_seeds": fewest, "max_seeds": most})
    assert rule_of(claim, min(QUICK_SEEDS, most), quick=True) == rule
    assert rule_of(claim, most, quick=False) == "full"


def drawn(row: dict[str, Any], chance: np.random.Generator) -> Effect:
    """Four seeds of a region as they would have come, by the mean and spread that the full test measured."""
    many = row["seeds"]
    spread = 0.0
    if row["low"] is not None:
        spread = (row["high"] - row["low"]) / 2 * many**0.5 / float(stats.t.ppf(0.975, many - 1))
    sample = row["estimate"] + spread * chance.standard_normal(QUICK_SEEDS)
    return Effect(row["region"], sample, row["matters"] or float("nan"), 1.0)


def quick_verdict(claim: dict[str, Any], chance: np.random.Generator, rule: Any) -> str:
    verdicts = []
    for test in claim["tests"]:
        found = [drawn(row, chance) for row in test["regions"]]
        off = [drawn(row, chance) for row in test["control"]["regions"]]
        judged = judge(found, test["expects"], 1, rule)
        states: list[Any] = neutrality(off, rule)
        if test["kind"] == "level":
            words = {"supported": "not neutral", "not supported": "neutral"}
            states = [words.get(each.state, "unclear") for each in judge(off, test["expects"], 1, rule)]
        neutral = control_of(question(), states)
        regions = over_regions([each.state for each in judged])
        verdicts.append(TestVerdict(question(), judged, [], neutral, regions, rehearsed=rule != "full").verdict)
    return combined(verdicts)


def contradicted(rule: str) -> tuple[float, float]:
    """Shares of quick tests that decide what the full test reverses, and that decide at all.

    Over all claims of which a full test runs more seeds.
    """
    claims = json.loads(VERDICTS.read_text(encoding="utf-8"))["claims"]
    chance = np.random.default_rng(20_261_128)
    decided, wrong = [], []
    for claim in claims:
        for _ in range(DRAWS if claim["seeds"] > QUICK_SEEDS else 0):
            told = quick_verdict(claim, chance, rule)
            decided.append(told not in (FEW, "undecided"))
            wrong.append(decided[-1] and told != claim["verdict"])
    return float(np.mean(wrong)), float(np.mean(decided))


def test_full_verdicts_are_not_reversed_by_four_of_their_seeds() -> None:
    assert contradicted("full")[0] > 0.1
    wrong, decided = contradicted("few")
    assert wrong < 0.01
    assert decided > 0.1


def of(*estimates: float) -> list[Effect]:
    return [Effect({}, np.array([each]), 1.0, 1.0) for each in estimates]


def test_a_setting_holds_if_every_region_does() -> None:
    assert holds(of(1.0, 2.0), question())
    assert not holds(of(0.9, 2.0), question())
    assert holds(of(-1.0), question(expects="lower"))
    assert not holds(of(1.0), question(expects="lower"))
    assert holds(of(0.9, -0.9), question(expects="equal"))
    assert not holds(of(float("nan")), question())


def test_the_share_has_wilsons_interval() -> None:
    assert wilson(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)


def test_the_parameter_that_decides_is_found() -> None:
    chance = np.random.default_rng(1)
    settings = pd.DataFrame(chance.random((48, 30)), columns=[f"a.p{i}" for i in range(30)])
    found = [of(3.0 * row["a.p7"] - 0.5) for _, row in settings.iterrows()]
    told = sensitivity(question(), found, settings)
    assert (told.settings, told.holds) == (48, int((settings["a.p7"] >= 0.5).sum()))
    assert (told.moved[0].name, told.moved[0].correlation, told.moved[0].chance) == ("a.p7", pytest.approx(1.0), False)
    assert all(each.chance for each in told.moved[1:])
    less = sensitivity(question(expects="lower"), found, settings)
    assert less.moved[0].correlation == pytest.approx(-1.0)


def test_what_does_not_move_or_is_not_measured_has_no_correlations() -> None:
    settings = pd.DataFrame({"a.p": np.arange(8.0)})
    assert moved(np.ones(8), settings) == []
    assert moved(np.array([1.0, 2.0, 3.0, 4.0] + [np.nan] * 4), settings) == []
