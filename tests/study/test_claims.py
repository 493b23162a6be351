"""``manyhats claims`` from end to end, on a small town."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from sim.lab.executors import InProcess
from sim.model.outcomes import in_units
from sim.study.claims import ClaimError, catalogue, chosen, claimed, put_to_the_test, stored_claims
from sim.study.effects import effects
from sim.study.examine import Lab, digest, examine, fresh_digest, looks_of
from sim.study.judging import judge
from sim.study.worlds import drawn_for, worlds_of
from tests.command import Command
from tests.study.town import write_claim

FEW = 3  # seeds of a quick test
KNOWN = {name: Path(f"{name}.toml") for name in ("A1", "A2", "A10")}


def test_claims_are_found_by_their_id_and_ordered_by_number(tmp_path: Path) -> None:
    for name in ("A10", "B1", "A9"):
        (tmp_path / f"x{name}.toml").write_text(f'[claim]\nid = "{name}"\n', encoding="utf-8")
    (tmp_path / "base.toml").write_text('title = "no claim"\n', encoding="utf-8")
    assert list(catalogue(tmp_path)) == ["A9", "A10", "B1"]
    (tmp_path / "again.toml").write_text('[claim]\nid = "A9"\n', encoding="utf-8")
    with pytest.raises(ClaimError, match="both state the claim A9"):
        catalogue(tmp_path)


def test_a_folder_without_claims_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ClaimError, match=r"holds no scenario with a \[claim\]"):
        catalogue(tmp_path)


def test_some_are_chosen_and_an_unknown_one_is_named_with_the_nearest() -> None:
    assert list(chosen(KNOWN, [])) == ["A1", "A2", "A10"]
    assert list(chosen(KNOWN, ["a10", "A1"])) == ["A1", "A10"]
    with pytest.raises(ClaimError) as caught:
        chosen(KNOWN, ["A11"])
    assert str(caught.value) == 'There is no claim A11 ("A1", "A2" or "A10"). Did you mean "A1"?'


def test_a_scenario_without_a_claim_is_refused() -> None:
    with pytest.raises(ClaimError, match=r"has no \[claim\]"):
        claimed(Path("scenarios/base.toml"))


CALM = ["--scenarios", "claims", "--workers", "1"]
SAID = [f"[1/1] T1: {FEW} seeds"]


@pytest.fixture(scope="module", autouse=True)
def _few() -> Iterator[None]:
    """Quick tests with as few seeds as will do, and the town's own values in all of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.study.drawn.has_posterior", lambda: False)
        for many in ("FIRST_SEEDS", "QUICK_WORLDS", "MOST_QUICK_SEEDS"):
            patch.setattr(f"sim.study.examine.{many}", FEW)
        yield


@pytest.fixture(scope="module")
def tested(_few: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a claim and the results of its quick test."""
    folder, said = tmp_path_factory.mktemp("tested"), list[str]()
    put_to_the_test({"T1": write_claim(folder)}, folder / "results" / "claims", quick=True, workers=1, say=said.append)
    assert said[:1] == SAID
    return folder


@pytest.fixture
def manyhats(
    tested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """The command in a folder of its own, with a claim that was tested quickly."""
    shutil.copytree(tested, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr("sim.core.cache.is_warm", lambda: True)
    return Command(tmp_path, monkeypatch, capfd)


@pytest.fixture(scope="module")
def claim(tested: Path) -> dict[str, Any]:
    """The entry of the claim."""
    (entry,) = stored_claims(tested / "results" / "claims" / "quick").values()
    return entry


def controlled(claim: dict[str, Any]) -> int:
    """How many controls were run: of the questions on which something was found."""
    return sum(test["control"]["state"] != "not run" for test in claim["tests"])


def test_a_quick_test_writes_a_verdict_and_runs_nothing_twice(manyhats: Command, tmp_path: Path) -> None:
    folder = tmp_path / "results" / "claims"
    (claim,) = json.loads((folder / "quick" / "verdicts.json").read_text(encoding="utf-8"))["claims"]
    assert (claim["id"], claim["quick"], claim["seeds"]) == ("T1", True, FEW)
    assert claim["worlds"] == {"own": 4 * FEW, "control": 4 * FEW * controlled(claim)}
    assert claim["tests"][0]["control"]["switches"] == ["phases.conversations=false"]
    report = (folder / "quick" / "report.html").read_text(encoding="utf-8")
    assert "This is a quick test" in report
    assert "http" not in report.replace("http://www.w3.org", "")
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("*.parquet")}
    assert {file.parent.name for file in before} >= {"runs", "people"}
    told = manyhats("claims", "t1", "--quick", *CALM)
    assert (told.code, told.err.splitlines()[:1]) == (0, SAID)
    assert "quick: few seeds" in told.out
    again = manyhats("claims", "T1", "--quick", "--json", *CALM)
    assert json.loads(again.out)["claims"] == [{**claim, "file": "claims/t01_town.toml"}]
    assert {file: file.stat().st_mtime_ns for file in folder.rglob("*.parquet")} == before


def test_a_level_is_judged_by_its_value_and_its_control(claim: dict[str, Any]) -> None:
    costs = claim["tests"][1]
    assert costs["word"] == "Yes"
    assert costs["control"]["state"] == "neutral"
    assert all(row["estimate"] < -990_000 for row in costs["regions"])
    assert all(row["estimate"] >= 0 for row in costs["control"]["regions"])


def test_claims_are_listed_and_an_unknown_one_is_refused(manyhats: Command) -> None:
    listed = manyhats("claims", "--list", "--scenarios", "claims")
    assert (listed.code, listed.err) == (0, "")
    told = " ".join(listed.out.split())
    assert told == "it says questions file T1 Two businesses need more conversations. 2 claims/t01_town.toml"
    refused = manyhats("claims", "T11", *CALM)
    assert (refused.code, refused.err) == (2, 'There is no claim T11 ("T1"). Did you mean "T1"?\n')


def test_one_world_run_again_tells_whether_a_verdict_is_stale(tested: Path, claim: dict[str, Any]) -> None:
    scenario = claimed(tested / "claims" / "t01_town.toml")
    assert fresh_digest(scenario) == claim["reference"]
    other = scenario.model_copy(update={"gossip": scenario.gossip.model_copy(update={"rate": 0.9})})
    assert fresh_digest(other) != claim["reference"]


def test_seeds_are_added_until_everything_is_decided(tested: Path, tmp_path: Path) -> None:
    scenario = claimed(tested / "claims" / "t01_town.toml")
    vary = {"strategy": scenario.design.vary["strategy"]}
    scenario = scenario.model_copy(update={"design": scenario.design.model_copy(update={"vary": vary})})
    claim = scenario.claim
    assert claim is not None
    assert looks_of(scenario, quick=False) == [3, 5, 6]
    said: list[str] = []
    lab = Lab(tmp_path / "lab", InProcess(), say=said.append)
    easy = scenario.model_copy(update={"claim": claim.model_copy(update={"test": claim.test[1:]})})
    assert examine(easy, lab).seeds == 3
    never = claim.test[0].model_copy(update={"matters": 1e-9, "outcome": "recruits"})
    hard = scenario.model_copy(update={"claim": claim.model_copy(update={"test": [never]})})
    found = examine(hard, lab)
    assert found.seeds == 6
    assert said == ["T1: 3 seeds", "T1: 3 seeds", "T1: 5 seeds", "T1: 6 seeds"]


@pytest.mark.parametrize(("wanted", "seeds"), [(5, 6), (500, 3)])
def test_a_quick_test_goes_on_only_where_its_seeds_may_decide(
    tested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wanted: int, seeds: int
) -> None:
    monkeypatch.setattr("sim.study.examine.QUICK_WORLDS", 100)
    monkeypatch.setattr("sim.study.examine.MOST_QUICK_SEEDS", 6)
    scenario = claimed(tested / "claims" / "t01_town.toml")
    vary = {"strategy": scenario.design.vary["strategy"]}
    scenario = scenario.model_copy(update={"design": scenario.design.model_copy(update={"vary": vary})})
    assert scenario.claim is not None
    asked = scenario.claim.test[0].model_copy(update={"outcome": "recruits"})
    scenario = scenario.model_copy(update={"claim": scenario.claim.model_copy(update={"test": [asked]})})
    lab = Lab(tmp_path / "lab", InProcess(), quick=True)
    results = lab.run(worlds_of(scenario), tmp_path / "tried", 3, drawn_for(scenario))
    sample = effects(results, asked)[0].sample
    # What matters lies as far above the mean as so many pairs tell apart, at the level of one of three looks.
    apart = float(norm.isf(0.05 / 3 / 2)) * sample.std(ddof=1) / (wanted - 2) ** 0.5
    hard = asked.model_copy(update={"matters": float(abs(sample.mean()) + apart * 1.0001)})
    (region,) = judge(effects(results, hard), 3, "first")
    assert (region.answer, region.enough) == ("open", wanted)
    found = examine(scenario.model_copy(update={"claim": scenario.claim.model_copy(update={"test": [hard]})}), lab)
    assert found.seeds == seeds


def test_an_edited_scenario_begins_new_worlds_and_other_claims_stay(
    tested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for many in ("FIRST_SEEDS", "MOST_QUICK_SEEDS"):
        monkeypatch.setattr(f"sim.study.examine.{many}", 2)
    shutil.copytree(tested, tmp_path, dirs_exist_ok=True)
    file, out = tmp_path / "claims" / "t01_town.toml", tmp_path / "results" / "claims"
    edited = file.read_text(encoding="utf-8").replace("days = 40", "days = 10")
    second = file.with_name("t02.toml")
    second.write_text(edited.replace('"T1"', '"T2"'), encoding="utf-8")
    both = put_to_the_test({"T2": second}, out, quick=True, workers=1)
    assert (both.examined, list(both.claims)) == (["T2"], ["T1", "T2"])
    file.write_text(edited, encoding="utf-8")
    put_to_the_test({"T1": file}, out, quick=True, workers=1)
    assert len(list((out / "T1").glob("worlds-*"))) == 2


def test_worlds_are_known_by_their_cents() -> None:
    """Verdicts of versions whose frames held cents stay recognized, whatever a hundredth is as a float."""
    cents = pd.DataFrame(
        {
            "person": [3, 7, 9],
            "strategy": ["one", "two", "two"],
            "net_income": [-12_345_679, 29, 7],
            "net_income_1y": [np.nan, 57.0, -1.0],
            "credibility": [0.5, np.nan, 0.1],
            "net_loss": [True, False, False],
        }
    )
    by_hand = hashlib.sha256()
    for name in cents.columns:
        by_hand.update(name.encode())
        text = name == "strategy"
        by_hand.update(b"one\ntwo\ntwo" if text else cents[name].to_numpy(np.float64).tobytes())
    assert digest(in_units("people", cents)) == by_hand.hexdigest()[:16]
