"""``manyhats claims`` from end to end, on a small town."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.lab.executors import InProcess
from sim.study.claims.catalogue import claimed
from sim.study.claims.command import known, put_to_the_test
from sim.study.claims.examine import QUICK_SEEDS, QUICK_SETTINGS, Lab, examine, looks_of
from sim.study.claims.reference import fresh_digest
from tests.command import Command
from tests.study.claims.town import write_claim

CALM = ["--scenarios", "claims", "--workers", "1"]


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a folder of its own, with a claim, and compiled."""
    command = Command(tmp_path, monkeypatch, capfd)
    write_claim(tmp_path)
    assert command("run", "town.toml", "--set", "time.days=1", "--quiet").code == 0
    return command


def test_a_quick_test_writes_a_verdict_and_runs_nothing_twice(manyhats: Command, tmp_path: Path) -> None:
    told = manyhats("claims", "t1", "--quick", *CALM)
    assert told.code == 0
    assert told.err.splitlines()[:2] == ["[1/1] T1: 4 seeds", "[1/1] T1: 8 plausible settings"]
    assert "quick: few seeds and settings" in told.out
    folder = tmp_path / "results" / "claims"
    stored = json.loads((folder / "quick" / "verdicts.json").read_text(encoding="utf-8"))
    (claim,) = stored["claims"]
    assert (claim["id"], claim["quick"], claim["seeds"]) == ("T1", True, QUICK_SEEDS)
    assert claim["worlds"] == {"own": 4 * 4, "control": 2 * 4 * 4, "settings": 2 * QUICK_SETTINGS}
    assert claim["tests"][0]["control"]["switches"] == ["phases.conversations=false"]
    assert [row["estimate"] for row in claim["tests"][0]["control"]["regions"]] == [0.0, 0.0]
    assert claim["tests"][0]["control"]["state"] == "neutral"
    report = (folder / "quick" / "report.html").read_text(encoding="utf-8")
    assert "This is a quick test" in report
    assert "http" not in report.replace("http://www.w3.org", "")
    before = {file: file.stat().st_mtime_ns for file in folder.rglob("runs.parquet")}
    again = manyhats("claims", "T1", "--quick", "--json", *CALM)
    assert json.loads(again.out)["claims"] == stored["claims"]
    assert {file: file.stat().st_mtime_ns for file in folder.rglob("runs.parquet")} == before


def test_a_level_is_judged_by_its_value_and_its_control(manyhats: Command, tmp_path: Path) -> None:
    assert manyhats("claims", "--quick", "--quiet", *CALM).code == 0
    (claim,) = known(tmp_path / "results" / "claims" / "quick").values()
    costs = claim["tests"][1]
    assert costs["verdict"] == "supported"
    assert costs["control"]["state"] == "neutral"
    assert all(row["estimate"] < -990_000 for row in costs["regions"])
    assert all(row["estimate"] >= 0 for row in costs["control"]["regions"])
    assert costs["sensitivity"]["holds"] == QUICK_SETTINGS


def test_claims_are_listed_and_an_unknown_one_is_refused(manyhats: Command) -> None:
    listed = manyhats("claims", "--list", "--scenarios", "claims")
    assert (listed.code, listed.err) == (0, "")
    told = " ".join(listed.out.split())
    assert told == "it says questions file T1 Two businesses need more conversations. 2 claims/t01_town.toml"
    refused = manyhats("claims", "T11", *CALM)
    assert (refused.code, refused.err) == (2, 'There is no claim T11 ("T1"). Did you mean "T1"?\n')


def test_one_world_run_again_tells_whether_a_verdict_is_stale(manyhats: Command, tmp_path: Path) -> None:
    assert manyhats("claims", "--quick", "--quiet", *CALM).code == 0
    (claim,) = known(tmp_path / "results" / "claims" / "quick").values()
    scenario = claimed(tmp_path / "claims" / "t01_town.toml")
    assert fresh_digest(scenario) == claim["reference"]
    other = scenario.model_copy(update={"gossip": scenario.gossip.model_copy(update={"rate": 0.9})})
    assert fresh_digest(other) != claim["reference"]


def test_seeds_are_added_until_everything_is_decided(manyhats: Command, tmp_path: Path) -> None:
    scenario = claimed(tmp_path / "claims" / "t01_town.toml")
    claim = scenario.claim
    assert claim is not None
    assert looks_of(claim, quick=False) == [3, 5, 6]
    said: list[str] = []
    lab = Lab(tmp_path / "lab", InProcess(), say=said.append)
    easy = scenario.model_copy(update={"claim": claim.model_copy(update={"test": claim.test[1:]})})
    assert examine(easy, lab).seeds == 3
    never = claim.test[0].model_copy(update={"matters": 1e-9, "outcome": "recruits"})
    hard = scenario.model_copy(update={"claim": claim.model_copy(update={"test": [never]})})
    found = examine(hard, lab)
    assert found.seeds == 6
    assert said == [
        *["T1: 3 seeds", "T1: 48 plausible settings", "T1: 3 seeds", "T1: 5 seeds", "T1: 6 seeds"],
        "T1: 48 plausible settings",
    ]


def test_an_edited_scenario_begins_new_worlds_and_other_claims_stay(manyhats: Command, tmp_path: Path) -> None:
    file, out = tmp_path / "claims" / "t01_town.toml", tmp_path / "out"
    first = put_to_the_test({"T1": file}, out, quick=True, workers=1)
    second = file.with_name("t02.toml")
    changed = file.read_text(encoding="utf-8").replace('"T1"', '"T2"').replace("days = 40", "days = 35")
    second.write_text(changed, encoding="utf-8")
    both = put_to_the_test({"T2": second}, out, quick=True, workers=1)
    assert (first.examined, both.examined, list(both.claims)) == (["T1"], ["T2"], ["T1", "T2"])
    file.write_text(file.read_text(encoding="utf-8").replace("days = 40", "days = 35"), encoding="utf-8")
    put_to_the_test({"T1": file}, out, quick=True, workers=1)
    assert len(list((out / "T1").glob("worlds-*"))) == 2
