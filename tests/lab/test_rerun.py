from __future__ import annotations

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from sim.lab.batch import batch
from sim.lab.plan import model_version, plan_of
from sim.lab.points import points
from sim.lab.rerun import keep_example, rerun
from sim.lab.store import Store
from sim.lab.stored.files import ResultsError
from sim.lab.stored.frames import write_frame
from sim.lab.work import BatchError, Job, World, work
from sim.scenario import Scenario
from tests.shipped import SCENARIOS, load_shipped, rules_beside

from . import standin
from .resigned import older, resign
from .standin import contents, stored
from .test_batch import VARY

Make = Callable[..., Scenario]
SMALL = ["time.days=31", "design.focal_entry=0", "design.seeds=1"]


@pytest.fixture
def results(scenario: Make, tmp_path: Path) -> Path:
    return batch(scenario(vary=VARY), tmp_path / "x", workers=1, progress="quiet", run=standin.run)


def test_a_run_made_again_is_equal(results: Path) -> None:
    row = pd.read_parquet(results / "runs").iloc[6]
    made = rerun(results, 6, standin.run)
    assert (made.point, made.seed, made.run, made.differing, made.versions) == (1, 3, row["run"], [], [])
    assert made.equal
    assert str(made) == f"Run {row['run']} (point 1, seed 3) was made again: equal, byte for byte ({made.rows} rows)."


def test_a_run_is_found_by_its_name_or_the_beginning_of_it(results: Path) -> None:
    name = str(pd.read_parquet(results / "runs")["run"][9])
    assert rerun(results, name, standin.run).run == name
    beginning = next(name[:size] for size in range(6, 32) if not name[:size].isdecimal())
    assert rerun(results, beginning, standin.run).run == name


@pytest.mark.parametrize(
    ("run", "sentence"),
    [
        ("16", "run = 16: '{out}' has the rows 0 to 15."),
        ("xyz", "run = xyz: in '{out}' no run begins with it; a row's number is allowed as well."),
        ("", "run = : in '{out}' more than one run begins with it; a row's number is allowed as well."),
    ],
)
def test_runs_that_are_not_there_are_refused(results: Path, run: str, sentence: str) -> None:
    with pytest.raises(BatchError) as caught:
        rerun(results, run, standin.run)
    assert str(caught.value) == sentence.format(out=results)


def test_a_folder_without_results_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match=r"holds no finished results\.$"):
        rerun(tmp_path / "nowhere", 0)


@pytest.mark.parametrize("column", ["recruits", "net_income", "credibility", "net_loss", "strategy"])
def test_one_other_value_is_found(results: Path, column: str) -> None:
    people = pd.read_parquet(results / "people")
    values = people[column].to_list()
    last = standin.FOUNDERS * 7 - 1
    new = {"net_loss": not values[last], "strategy": "else"}.get(column)
    values[last] = np.nextafter(np.nan_to_num(values[last]), 2.0) if column == "credibility" else new
    if column in ("recruits", "net_income"):
        values[last] = people[column][last] + 1
    write_frame(stored(results, "people"), people.assign(**{column: values}))
    resign(results)
    made = rerun(results, 6, standin.run)
    assert (made.differing, made.equal) == ([f"people.{column}"], False)
    assert str(made).endswith(f" differs in people.{column}. Model and packages are those it was computed with.")
    assert rerun(results, 7, standin.run).equal


def test_rows_that_are_gone_are_found(results: Path) -> None:
    write_frame(stored(results, "people"), pd.read_parquet(results / "people").iloc[1:])
    resign(results)
    assert rerun(results, 0, standin.run).differing == ["people"]
    assert rerun(results, 1, standin.run).equal


def test_other_versions_are_told(results: Path) -> None:
    manifest = json.loads((results / "manifest.json").read_text())
    older = {**manifest["versions"], "numpy": "1.0"}
    del older["scipy"]  # an older manifest did not record it
    resign(results, model="m", versions=older)
    made = rerun(results, 0, standin.run)
    assert made.versions == [("model", "m", model_version()), ("numpy", "1.0", version("numpy"))]
    assert f"byte for byte ({made.rows} rows), although model there m, here {model_version()}; numpy" in str(made)


def test_a_run_stored_in_cents_is_compared_in_currency_units(results: Path) -> None:
    """The manifest of an older version says nothing about money and has no sums; the rest of the run is the same."""
    manifest = json.loads((results / "manifest.json").read_text())
    assert manifest.pop("money") == "currency units"
    (results / "manifest.json").write_text(json.dumps(manifest))
    older(results)
    assert rerun(results, 6, standin.run).differing == ["people.net_income", "runs.net_income"]
    for name in ("people", "runs"):
        frame = pd.read_parquet(results / f"{name}.parquet")
        write_frame(results / f"{name}.parquet", frame.assign(net_income=frame["net_income"] * 100))
    made = rerun(results, 6, standin.run)
    assert made.equal
    assert made.versions == [("money", "cents", "currency units")]
    assert str(made).endswith(" rows), although money there cents, here currency units.")


def test_a_run_that_fails_when_made_again_is_told(results: Path) -> None:
    with pytest.raises(BatchError, match=r"\(point 0, seed 2\) was made again and failed: ZeroDivisionError: a bug"):
        rerun(results, 1, standin.run_but_not_two)


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_runs_of_every_shipped_scenario_can_be_made_again(tmp_path: Path, file: Path) -> None:
    small = [*SMALL, "population.people=1000"]
    if load_shipped(file).graph.kind == "file":
        nx.write_edgelist(nx.barabasi_albert_graph(1000, 5, seed=1), tmp_path / "friends.txt", data=False)
        small = [*SMALL, f"graph.path={tmp_path / 'friends.txt'}"]
    out, plan = tmp_path / "x", plan_of(load_shipped(file, small))
    store, runs = Store(out, plan.manifest, plan.identities), list(plan.identities)
    for number, seed in dict.fromkeys((runs[0], runs[-1])):
        point = plan.points[number]
        store.add(work([Job(number, seed, point.strategy, point.scenario)], World()))
    store.finish()
    last = len(pd.read_parquet(out / "runs")) - 1
    for row in (0, last):
        made = rerun(out, row, rules=rules_beside(file))
        assert made.differing == []
        assert made.rows > 1


@pytest.mark.parametrize("value", ["\x1b[2J" + "x" * 10_000, [[]], -1])
def test_a_scenario_that_does_not_fit_is_told_with_its_file(results: Path, value: object) -> None:
    told = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["scenario"]
    told["population"]["openness"] = value
    resign(results, scenario=told)
    with pytest.raises(ResultsError) as caught:
        rerun(results, 0, standin.run)
    said = str(caught.value)
    start = f"The scenario in '{results / 'manifest.json'}' does not fit this version: population.openness"
    assert said.startswith(start)
    assert len(said) < len(start) + 300
    assert said.isprintable()


def test_a_parameter_that_is_gone_is_told_with_what_took_its_place(results: Path) -> None:
    told = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["scenario"]
    told["leaving"]["losses"] = 1.05
    resign(results, scenario=told)
    with pytest.raises(ResultsError) as caught:
        rerun(results, 0, standin.run)
    assert str(caught.value) == (
        f"The scenario in '{results / 'manifest.json'}' does not fit this version: leaving.losses = 1.05 is no longer "
        "a key. leaving.money took its place: it weighs what all businesses together bring against what was hoped for."
    )


def test_worlds_of_the_market_do_not_depend_on_the_number_of_workers(scenario: Make, tmp_path: Path) -> None:
    plan = scenario(days=40, worlds="focal", focal_people=1, vary={"strategy": ["focus", "two"]})
    here = batch(plan, tmp_path / "here", seeds=2, workers=1, progress="quiet")
    apart = batch(plan, tmp_path / "apart", seeds=2, workers=2, progress="quiet")
    assert contents(here) == contents(apart)
    assert len(contents(here)) == 5
    runs = pd.read_parquet(here / "runs")
    assert runs[runs["focal"]]["strategy"].tolist() == ["focus", "focus", "two", "two"]


def test_one_run_is_kept_to_look_at(scenario: Make, tmp_path: Path) -> None:
    keep_example(points(scenario(days=40))[0], 1, tmp_path)
    sponsors = nx.read_graphml(tmp_path / "example" / "sponsors.graphml")
    social = nx.read_graphml(tmp_path / "example" / "social.graphml")
    assert sponsors.is_directed()
    assert all({"role", "strategy", "working"} <= set(data) for _, data in sponsors.nodes(data=True))
    assert social.number_of_nodes() == 100
    assert {role for _, role in social.nodes(data="role")} <= {"prospect", "networker", "upline"}
    assert all(not data for _, _, data in social.edges(data=True))


def test_an_example_that_is_there_is_left_alone(scenario: Make, tmp_path: Path) -> None:
    (tmp_path / "example").mkdir()
    for name in ("sponsors", "social"):
        (tmp_path / "example" / f"{name}.graphml").write_text("mine")
    keep_example(points(scenario())[0], 1, tmp_path)
    assert (tmp_path / "example" / "social.graphml").read_text() == "mine"


def test_large_worlds_are_not_kept(scenario: Make, tmp_path: Path) -> None:
    large = scenario().model_copy(update={"population": scenario().population.model_copy(update={"people": 20_001})})
    keep_example(points(large)[0], 1, tmp_path)
    assert list(tmp_path.iterdir()) == []
