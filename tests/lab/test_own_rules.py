"""Batches with rules of the user's own: the same bytes everywhere, and no mixing of contents."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from sim.analysis.results import load
from sim.experiment import batch as run_batch
from sim.lab.batch import batch
from sim.lab.executors import InProcess
from sim.lab.rerun import rerun
from sim.lab.work import BatchError, RunsFailed
from sim.own import load_rules
from sim.scenario import Scenario

from .standin import contents

RULES = """
import numpy as np
from sim.own import life, measure, phase, pitch, plan

@pitch("either")
def either(networker, contact):
    return [networker.main] if networker.draw(contact) < 0.5 else networker.companies

@plan("tenth")
def tenth(company):
    return [(m.person, m.volume // 10, "passive") for m in company.members]

@life("uniform")
def uniform(draw, company):
    return 20 + 40 * draw

@phase("doubt")
def doubt(today):
    ties = today.tables.ties
    ties.bad[int(today.draw(0) * ties.size)] += 1.0

@measure("hats", unit="hats", less_is_better=True)
def hats(world, who):
    return world.tables.people.works[who]
"""


def rules(folder: Path, text: str = RULES, name: str = "mine.py") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def scenario(file: Path | None, **design: object) -> Scenario:
    own = file is not None
    return Scenario.model_validate(
        {
            "time": {"days": 40},
            "population": {"people": 100, "networkers": 0.1},
            "events": {"share": 0.3, "hours": 1.0},
            "company": [
                {"name": "vita", "topic": "health", "plan": {"kind": "tenth" if own else "none"}},
                {"name": "glow", "topic": "beauty", "life": {"law": "uniform" if own else "none"}},
            ],
            "strategy": [
                {"name": "own", "companies": ["vita", "glow"], "pitch": "either" if own else "focus"},
                {"name": "focus", "companies": ["vita"]},
            ],
            "own": {"phases": ["doubt"], "measures": ["hats"]} if own else {},
            "design": {
                "seeds": 3,
                "vary": {"strategy": ["own", "focus"]},
                "outcomes": ["hats"] if own else ["recruits"],
                **design,
            },
        },
        context={"rules": load_rules([file] if file else [])},
    )


def test_processes_and_a_cluster_give_the_bytes_of_one_process_without_the_file(tmp_path: Path) -> None:
    plan = scenario(rules(tmp_path))
    one = batch(plan, tmp_path / "one", workers=1, progress="quiet")
    (tmp_path / "mine.py").unlink()
    two = batch(plan, tmp_path / "two", workers=2, progress="quiet")
    far = batch(plan, tmp_path / "far", cluster="local:2", progress="quiet")
    assert contents(two) == contents(one)
    assert contents(far) == contents(one)
    people = pd.read_parquet(one / "people")
    assert {0.0, 1.0} < set(people["hats"]) <= {0.0, 1.0, 2.0, 3.0}


def test_the_manifest_names_the_files_that_are_used(tmp_path: Path) -> None:
    mine = rules(tmp_path)
    unused = load_rules([rules(tmp_path, "from sim.own import plan\n@plan('x')\ndef x(company): ...\n", "unused.py")])
    plan = scenario(mine)
    plan = Scenario.model_validate(
        {**dict(plan), "own": plan.own.model_dump()}, context={"rules": [*plan.own.files, *unused]}
    )
    out = batch(plan, tmp_path / "x", executor=InProcess(), progress="quiet")
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["rules"] == [{"path": str(mine), "sha256": load_rules([mine])[0].sha256}]
    assert "def " not in (out / "manifest.json").read_text()


def test_a_batch_goes_on_with_the_same_content_wherever_it_lies_and_with_no_other(tmp_path: Path) -> None:
    out = batch(scenario(rules(tmp_path)), tmp_path / "x", seeds=1, executor=InProcess(), progress="quiet")
    batch(scenario(rules(tmp_path / "moved")), out, seeds=2, executor=InProcess(), progress="quiet")
    assert pd.read_parquet(out / "runs")["seed"].max() == 2
    changed = rules(tmp_path, RULES.replace("0.5", "0.6"))
    with pytest.raises(BatchError) as caught:
        batch(scenario(changed), out, seeds=2, executor=InProcess(), progress="quiet")
    there, here = load_rules([tmp_path / "moved" / "mine.py"])[0].sha256, load_rules([changed])[0].sha256
    assert str(caught.value) == (
        f"'{out}' was computed with other rules of your own: {changed} has changed (SHA-256 there {there[:12]}, here "
        f"{here[:12]}); choose another --out, or remove the folder."
    )


def test_a_run_is_made_again_with_its_rules_and_with_no_others(tmp_path: Path) -> None:
    mine = rules(tmp_path)
    out = batch(scenario(mine), tmp_path / "x", seeds=1, executor=InProcess(), progress="quiet")
    assert rerun(out, 0, rules=[mine]).equal
    assert rerun(out, 1, rules=[rules(tmp_path / "moved", name="renamed.py")]).equal
    with pytest.raises(BatchError) as missing:
        rerun(out, 0)
    assert str(missing.value) == (f"'{out}' was computed with rules of your own: name their file with --rules {mine}.")
    there = load_rules([mine])[0].sha256
    rules(tmp_path, RULES.replace("0.5", "0.6"))
    here = load_rules([mine])[0].sha256
    with pytest.raises(BatchError) as changed:
        rerun(out, 0, rules=[mine])
    assert str(changed.value) == (
        f"'{out}' was computed with other rules of your own: {mine} has changed (SHA-256 there {there[:12]}, here "
        f"{here[:12]})."
    )


def test_own_measures_are_read_compared_and_made_precise(tmp_path: Path) -> None:
    mine = rules(tmp_path)
    wish = {"outcome": "hats", "half_width": 9.0, "min_seeds": 3, "max_seeds": 4}
    plan = scenario(mine, precision=wish)
    results = run_batch(plan, tmp_path / "x", workers=1, progress="quiet")
    assert "within ± 9 everywhere" in (tmp_path / "x" / "precision.json").read_text()
    table = results.table()
    row = table[(table["outcome"] == "hats") & (table["variant"] == "own")]
    assert len(row) == 1
    assert "did better in hats" in results.finding()
    assert load(tmp_path / "x").frame()["hats"].notna().all()


def test_a_run_in_which_a_rule_fails_is_told_with_its_line(tmp_path: Path) -> None:
    mine = rules(tmp_path, RULES.replace("today.draw(0) * ties.size", "today.nothing"))
    failed = tmp_path / "x"
    with pytest.raises(Exception, match=r"mine.py, line 20: the phase .doubt. failed: AttributeError"):
        batch(scenario(mine), failed, seeds=1, executor=InProcess(), progress="quiet")
    (first, *_) = json.loads((failed / "failures.json").read_text())
    assert first["traceback"] == ""


LEAVES = """
@phase("leave")
def leave(today):
    if today.day == 3 and today.world.seed == 2:
        import sys
        sys.exit(0)
    if today.day == 3 and today.world.seed == 3:
        import os
        os.closerange(3, 100)
"""


def test_rules_that_leave_cost_their_runs_even_with_one_worker(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    mine = rules(tmp_path, RULES + LEAVES)
    plan = scenario(mine, vary={})
    plan = Scenario.model_validate(
        {**dict(plan), "own": {"phases": ["doubt", "leave"], "measures": ["hats"]}}, context={"rules": plan.own.files}
    )
    with pytest.raises(RunsFailed) as caught:
        batch(plan, tmp_path / "x", workers=1, progress="quiet")
    assert str(caught.value).splitlines() == [
        f"2 of 3 runs failed; '{tmp_path}/x/failures.json' has their tracebacks:",
        f'  seed 2, point 0: {mine}, line 30: the phase "leave" failed: SystemExit: 0.',
        "  seed 3, point 0: It ended its process (exit code 1), and again when it was run alone.",
        "All others are stored. --retry-failed runs these again.",
    ]
    assert capfd.readouterr() == ("", "")
    assert pd.read_parquet(tmp_path / "x" / "runs")["seed"].unique().tolist() == [1]


def test_a_scenario_without_own_rules_has_the_same_bytes_with_a_file_at_hand(tmp_path: Path) -> None:
    plain = batch(scenario(None), tmp_path / "plain", seeds=1, executor=InProcess(), progress="quiet")
    mine = load_rules([rules(tmp_path)])
    given = Scenario.model_validate({**dict(scenario(None)), "own": {}}, context={"rules": mine})
    beside = batch(given, tmp_path / "beside", seeds=1, executor=InProcess(), progress="quiet")
    assert contents(beside) == contents(plain)
    assert json.loads((beside / "manifest.json").read_text())["rules"] == []
