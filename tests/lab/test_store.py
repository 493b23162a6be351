from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from sim.lab.batch import batch
from sim.lab.plan import PACKAGES, RunIdentities, manifest_of
from sim.lab.points import points
from sim.lab.store import Store, column_of
from sim.lab.stored.files import ResultsError, signed
from sim.lab.stored.frames import FRAMES
from sim.lab.work import BatchError, Job, World, work
from sim.scenario import Scenario

from . import standin
from .resigned import resign
from .standin import contents

Make = Callable[..., Scenario]


def open_store(folder: Path, scenario: Scenario) -> Store:
    plan, seeds = points(scenario), [1, 2]
    return Store(folder, manifest_of(scenario, plan, seeds, "m"), RunIdentities(plan, seeds, "m"))


def done(scenario: Scenario, *seeds: int) -> list[object]:
    jobs = [Job(0, seed, "focus", points(scenario)[0].scenario) for seed in seeds]
    return list(work(jobs, World(standin.run)))


def test_a_part_counts_as_soon_as_it_is_complete(scenario: Make, tmp_path: Path) -> None:
    store = open_store(tmp_path / "x", scenario())
    store.add(done(scenario(), 2))  # type: ignore[arg-type]
    assert open_store(tmp_path / "x", scenario()).stored() == {(0, 2)}
    files = sorted(file.relative_to(tmp_path / "x").as_posix() for file in (tmp_path / "x").glob("*/*"))
    name = f"part-000000-{2:020d}"
    assert files == sorted([f"journal/{name}.json", *(f"{frame}/{name}.parquet" for frame in FRAMES)])
    assert len(pd.read_parquet(tmp_path / "x" / "people")) == standin.FOUNDERS


def test_a_part_that_was_cut_off_is_forgotten(scenario: Make, tmp_path: Path) -> None:
    store = open_store(tmp_path / "x", scenario())
    store.add(done(scenario(), 1))  # type: ignore[arg-type]
    store.add(done(scenario(), 2))  # type: ignore[arg-type]
    (tmp_path / "x" / "journal" / f"part-000000-{2:020d}.json").unlink()
    assert store.finish() == 1
    assert pd.read_parquet(tmp_path / "x" / "people")["seed"].unique().tolist() == [1]


def test_cents_and_currency_units_are_never_mixed(scenario: Make, tmp_path: Path) -> None:
    """The version of the model differs as well, and is what a user is told; without that money alone decides."""
    folder = tmp_path / "x"
    store = open_store(folder, scenario())
    store.add(done(scenario(), 1))  # type: ignore[arg-type]
    store.finish()
    before = contents(folder)
    for model, sentence in [
        ("m", f"'{folder}' holds money in cents, and this version writes currency units: "),
        ("older", f"'{folder}' was computed by model older, and this is m: "),
    ]:
        resign(folder, money=None, model=model)
        with pytest.raises(BatchError) as caught:
            open_store(folder, scenario())
        assert str(caught.value) == f"{sentence}choose another --out, or remove the folder."
    assert contents(folder) == before


def test_merging_twice_changes_nothing(scenario: Make, tmp_path: Path) -> None:
    store = open_store(tmp_path / "x", scenario())
    store.add(done(scenario(), 1, 2))  # type: ignore[arg-type]
    store.finish()
    before = contents(tmp_path / "x")
    store.add(done(scenario(), 2))  # type: ignore[arg-type]
    assert store.finish() == 0
    assert contents(tmp_path / "x") == before


def test_another_scenario_is_refused_with_the_first_difference(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    with pytest.raises(BatchError) as caught:
        batch(scenario(days=11, focal_people=3), out, workers=1, progress="quiet", run=standin.run)
    assert str(caught.value) == (
        f"'{out}' holds results of another scenario: there time.days is 10, here 11, and 1 more; "
        "choose another --out, or remove the folder."
    )


def test_another_grid_is_refused(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    with pytest.raises(BatchError, match=r"there design.vary is \{\}, here \{ \"gossip.rate\" = \[0.2\] \}"):
        batch(scenario(vary={"gossip.rate": [0.2]}), out, workers=1, progress="quiet", run=standin.run)


def test_another_model_is_refused(scenario: Make, tmp_path: Path) -> None:
    out = tmp_path / "x"
    open_store(out, scenario())
    with pytest.raises(
        BatchError, match=r"^'.*x' was computed by model m, and this is \d\.\d\.\d\+[0-9a-f]{12}: choose"
    ):
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run)


def test_a_folder_with_something_else_is_refused(scenario: Make, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("")
    with pytest.raises(BatchError) as caught:
        open_store(tmp_path, scenario())
    assert str(caught.value) == f"'{tmp_path}' is there already and holds no results; choose another --out."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "it is no JSON at line 1"),
        ("[]", "input should be a valid dictionary or instance of Manifest"),
        ('{"scenario": {}}', "scenario.design: field required"),
    ],
)
def test_a_damaged_manifest_is_refused(scenario: Make, tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(ResultsError) as caught:
        open_store(tmp_path, scenario())
    assert str(caught.value) == (
        f"'{tmp_path}/manifest.json' is damaged ({why}): put it back from a copy, or remove the folder '{tmp_path}' "
        "and run the batch again."
    )


def test_a_manifest_that_does_not_say_which_runs_there_are_is_refused(scenario: Make, tmp_path: Path) -> None:
    open_store(tmp_path / "x", scenario())
    file = tmp_path / "x" / "manifest.json"
    manifest = json.loads(file.read_text())
    del manifest["seeds"]
    file.write_text(json.dumps(signed(manifest)))
    with pytest.raises(ResultsError) as caught:
        open_store(tmp_path / "x", scenario())
    assert str(caught.value) == f"'{file}' does not say seeds: choose another --out."


def test_varied_values_become_columns_of_their_own_type(scenario: Make, tmp_path: Path) -> None:
    vary = {"phases.gossip": [True, False], "company.vita.plan.rates": [[0.1], [0.1, 0.05]]}
    out = batch(scenario(vary=vary, seeds=1), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    runs = pd.read_parquet(out / "runs")
    assert runs["phases.gossip"].tolist() == [True, True, False, False]
    assert runs["company.vita.plan.rates"].tolist() == ["[0.1]", "[0.1, 0.05]"] * 2


def test_the_manifest_says_where_results_come_from(scenario: Make, tmp_path: Path) -> None:
    out = batch(scenario(vary={"gossip.rate": [0.2]}), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    found = json.loads((out / "manifest.json").read_text())
    assert found["points"] == [{"index": 0, "strategy": "focus", "values": {"gossip.rate": 0.2}}]
    assert found["units"] == {"gossip.rate": "probability"}
    assert found["seeds"] == [1, 2, 3, 4]
    assert set(found["versions"]) == {"python", *PACKAGES}
    assert {"numpy", "numba", "mesa", "pandas", "pydantic", "scipy", "SALib", "scikit-learn"} < set(PACKAGES)
    assert found["machine"]["cores"] >= 1
    assert found["started"] <= found["finished"]


@pytest.mark.parametrize("name", ["design.focal_hours", "policies.recruiting_pay_cap"])
def test_a_number_that_is_not_stated_is_a_missing_one(name: str, scenario: Make, tmp_path: Path) -> None:
    varied = scenario(kind="one-at-a-time", vary={name: [0.1, 0.25]}, seeds=2, worlds="focal", focal_people=1)
    batch(varied, tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    stored = pd.read_parquet(tmp_path / "x" / "runs").drop_duplicates("point").set_index("point")[name]
    assert stored.dtype == "float64"
    assert stored.isna().tolist() == [True, False, False]
    assert stored.tolist()[1:] == [0.1, 0.25]


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ([1, 2], [1, 2]),
        ([None, "a"], ["null", "a"]),
        ([3, "a", [1.5]], ["3", "a", "[1.5]"]),
        ([None, True], ["null", "true"]),
        ([None, None], ["null", "null"]),
    ],
)
def test_a_column_of_what_was_varied_has_one_type(values: list[object], cells: list[object]) -> None:
    assert column_of(values) == cells
