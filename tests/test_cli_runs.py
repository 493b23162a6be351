"""The verbs that run worlds: ``run``, ``batch``, ``plot`` and ``compare``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import sim
from tests.command import Command, Told
from tests.lab.resigned import resign
from tests.lab.standin import stored


@pytest.fixture
def manyhats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Command:
    """The command in a folder of its own."""
    return Command(tmp_path, monkeypatch, capfd)


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are made but not drawn, where a test looks at none."""
    monkeypatch.setattr("sim.analysis.drawing.style.image", lambda *_: b"undrawn")


@pytest.mark.usefixtures("compiled")
def test_run_shows_the_means_of_its_networkers(manyhats: Command) -> None:
    told = manyhats("run", "town.toml", "--seed", "3", "--strategy", "two, tailored")
    found = sim.run("town.toml", 3, strategy="two, tailored").groups.iloc[0]
    assert (told.code, told.err) == (0, "")
    title, head, row = told.out.splitlines()[:3]
    assert title.strip() == "A town (seed 3, 40 days)"
    assert " ".join(head.split()) == "strategy people recruits net income median loss % credibility caught"
    assert row.split() == [
        *("two,", "tailored"),
        f"{found['people']}",
        f"{found['recruits']:.2f}",
        f"{found['net_income']:,.0f}",
        f"{found['net_income_median']:,.0f}",
        f"{found['net_loss'] * 100:.0f}",
        f"{found['credibility']:.2f}",
        f"{found['contradictions']:.2f}",
    ]


def test_one_world_is_not_written_into_the_folder_of_a_batch(manyhats: Command, tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / "manifest.json").write_text("{}", encoding="utf-8")
    told = manyhats("run", "town.toml", "--out", "many")
    assert (told.code, told.out) == (2, "")
    assert told.err == "'many' holds the results of a batch; name another folder with --out.\n"
    assert [path.name for path in (tmp_path / "many").iterdir()] == ["manifest.json"]


@pytest.mark.usefixtures("compiled")
def test_stepping_every_agent_prints_the_same_table(manyhats: Command) -> None:
    sweep = manyhats("run", "town.toml", "--seed", "3", "--strategy", "two, tailored")
    agents = manyhats("run", "town.toml", "--seed", "3", "--strategy", "two, tailored", "--activation", "agents")
    assert sweep.code == 0
    assert agents == sweep


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--activation", "agent", "The activation 'agent' must be one of sweep, agents.\n"),
        ("--seed", str(2**64), f"The seed {2**64} must be a whole number from 0 to 2**64 - 1.\n"),
    ],
)
def test_run_refuses_what_is_not_there(manyhats: Command, option: str, value: str, sentence: str) -> None:
    told = manyhats("run", "town.toml", option, value)
    assert (told.code, told.err) == (2, sentence)


def test_run_refuses_a_strategy_that_is_not_declared(manyhats: Command) -> None:
    told = manyhats("run", "town.toml", "--strategy", "focs", "--quiet")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("The strategy 'focs' is not declared")
    assert told.err.endswith(' Did you mean "focus"?\n')


@pytest.mark.usefixtures("compiled")
def test_run_writes_tables_graphs_and_pictures(manyhats: Command) -> None:
    told = manyhats("run", "town.toml", "--out", "one")
    names = ["groups.parquet", "people.parquet", "series.parquet", "companies.parquet"]
    names += ["tenure.parquet", "entries.parquet", "flows.parquet", "sponsors.graphml", "social.graphml"]
    names += ["sponsors.svg", "sponsors.png", "social.svg", "social.png"]
    assert (told.code, told.err) == (0, "")
    assert [line for line in told.out.splitlines() if line.startswith("wrote ")] == [
        f"wrote one/{name}" for name in names
    ]
    assert sorted(os.listdir("one")) == sorted(names)
    record = sim.run("town.toml", 1)
    pd.testing.assert_frame_equal(pd.read_parquet("one/groups.parquet"), record.groups)
    assert nx.read_graphml("one/social.graphml").number_of_nodes() == 200
    seats = nx.read_graphml("one/sponsors.graphml", node_type=int)
    working = sum(data["working"] for _, data in seats.nodes(data=True))
    assert working == round(float((record.groups["people"] * record.groups["survival"]).sum()))


@pytest.mark.usefixtures("undrawn")
def test_quiet_prints_nothing(manyhats: Command) -> None:
    assert manyhats("run", "town.toml", "--quiet", "--out", "one") == Told(0, "", "")
    short = ("--seeds", "2", "--workers", "1", "--set", "time.days=10")
    for out in ("a", "b"):
        assert manyhats("batch", "town.toml", "--quiet", "--out", out, "--no-plots", *short) == Told(0, "", "")
    assert manyhats("plot", "a", "--quiet") == Told(0, "", "")
    assert manyhats("compare", "a", "b", "--quiet") == Told(0, "", "")
    assert Path("results/compare-a-b/table.md").is_file()


@pytest.mark.usefixtures("compiled")
def test_batch_compares_draws_and_says_what_was_found(manyhats: Command, request: pytest.FixtureRequest) -> None:
    told = manyhats("batch", "town.toml", "--workers", "1")
    assert told.code == 0
    assert told.err.splitlines()[0] == "6 runs"
    assert "This rests on 3 worlds of 40 days (seeds 1 to 3)" in told.out
    assert "▲ higher, ▼ lower" in told.out
    files = [path for path in Path("results/town").rglob("*") if path.suffix in (".svg", ".png", ".csv", ".md")]
    pictures = [path for path in files if path.suffix == ".png"]
    assert told.out.splitlines()[-1] == "Everything else: open results/town/report.html"
    assert len(files) > len(pictures) > 0
    again = manyhats("batch", "town.toml", "--workers", "1", "--no-plots")
    assert again.err == "6 runs (6 are there already)\n"
    request.getfixturevalue("undrawn")
    plotted = manyhats("plot", "results/town")
    assert (plotted.code, plotted.err, plotted.out) == (0, "", told.out)


@pytest.mark.usefixtures("compiled", "undrawn")
def test_failed_runs_end_in_exit_code_three(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.lab.work.ENGINE", "tests.lab.standin:run_but_not_two")
    told = manyhats("batch", "town.toml", "--workers", "1", "--quiet", "--set", "time.days=10")
    assert (told.code, told.out) == (3, "")
    assert told.err.splitlines() == [
        "4 of 6 runs failed; 'results/town/failures.json' has their tracebacks:",
        '  seed 2, point 0 (strategy = "focus"): ZeroDivisionError: a bug in the rules',
        '  seed 2, point 1 (strategy = "two, tailored"): ZeroDivisionError: a bug in the rules',
        '  seed 3, point 0 (strategy = "focus"): The graph has no ties.',
        '  seed 3, point 1 (strategy = "two, tailored"): The graph has no ties.',
        "All others are stored. --retry-failed runs these again.",
    ]
    again = ("batch", "town.toml", "--workers", "1", "--quiet", "--set", "time.days=10")
    monkeypatch.setattr("sim.lab.work.ENGINE", "tests.lab.standin:run")
    assert manyhats(*again) == told
    assert manyhats(*again, "--retry-failed") == Told(0, "", "")


@pytest.mark.usefixtures("compiled")
def test_a_batch_in_which_every_run_fails_says_so(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.lab.work.ENGINE", "tests.lab.standin:run_but_not_two")
    told = manyhats("batch", "town.toml", "--workers", "1", "--json", "--set", "design.first_seed=2", "--seeds", "2")
    assert told.code == 3
    assert (json.loads(told.out)["stored"], len(json.loads(told.out)["failed"])) == (0, 4)
    assert "4 of 4 runs failed" in told.err


@pytest.mark.usefixtures("compiled")
def test_json_is_one_object_on_standard_output(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.lab.work.ENGINE", "tests.lab.standin:run")
    told = manyhats("batch", "town.toml", "--workers", "1", "--json", "--no-plots")
    found = json.loads(told.out)
    assert (told.code, told.err.splitlines()[0]) == (0, "6 runs")
    assert (found["folder"], found["runs"], found["stored"], found["failed"]) == ("results/town", 6, 6, [])
    assert "This rests on 3 worlds of 40 days" in found["finding"]
    assert found["report"] == "results/town/report.html"


@pytest.mark.usefixtures("compiled")
def test_a_dry_run_says_what_it_would_take_and_does_nothing(manyhats: Command) -> None:
    told = manyhats("batch", "town.toml", "--dry-run", "--workers", "2")
    first, second, third = told.out.splitlines()
    assert (told.code, told.err, first) == (0, "", "2 settings x 3 seeds = 6 runs")
    assert " on 2 workers: " in second
    assert second.endswith(" s a run, by a tenth of the first runs of points 0 and 1")
    assert third.endswith(" MB of disk, twice that while parts are merged")
    found = json.loads(manyhats("batch", "town.toml", "--dry-run", "--json", "--seeds", "5").out)
    assert (found["dry_run"], found["runs"], found["left"]) == (True, 10, 10)
    assert not Path("results").exists()


@pytest.mark.usefixtures("compiled")
def test_a_run_is_made_again_and_compared(manyhats: Command) -> None:
    manyhats("batch", "town.toml", "--workers", "1", "--quiet", "--no-plots", "--seeds", "1")
    file = stored(Path("results/town"), "runs")
    runs = pd.read_parquet(file)
    told = manyhats("rerun", "results/town", "--run", "1")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"Run {runs['run'][1]} (point 1, seed 1) was made again: equal, byte for byte (")
    runs.assign(recruits=runs["recruits"] + 1).to_parquet(file, index=False)
    resign(Path("results/town"))
    told = manyhats("rerun", "results/town", "--run", str(runs["run"][0]))
    assert (told.code, told.err) == (1, "")
    assert " and differs in runs.recruits. Model and packages are those" in told.out


def test_a_cluster_that_makes_no_sense_is_refused(manyhats: Command) -> None:
    told = manyhats("batch", "town.toml", "--cluster", "local:none", "--quiet")
    assert (told.code, told.out) == (2, "")
    assert told.err.startswith("cluster = 'local:none': must be local:N")


@pytest.mark.usefixtures("compiled", "undrawn")
def test_report_writes_one_file(manyhats: Command) -> None:
    short = ("--seeds", "2", "--workers", "1", "--set", "time.days=10", "--set", "design.outcomes=['recruits']")
    assert manyhats("batch", "town.toml", "--quiet", "--no-plots", *short) == Told(0, "", "")
    told = manyhats("report", "results/town")
    text = Path("results/town/report.html").read_text(encoding="utf-8")
    size = len(text.encode()) / 1e6
    assert told == Told(0, f"wrote results/town/report.html ({size:.1f} MB).\n", "")
    assert "<h1>A town</h1>" in text
    assert manyhats("report", "results/town", "--out", "mine.html", "--quiet") == Told(0, "", "")
    assert Path("mine.html").read_text(encoding="utf-8") == text


@pytest.mark.usefixtures("compiled", "undrawn")
def test_compare_asks_before_it_compares_other_seeds(manyhats: Command) -> None:
    for seeds, out in (("2", "a"), ("3", "b")):
        short = ("--seeds", seeds, "--workers", "1", "--set", "time.days=10")
        assert manyhats("batch", "town.toml", "--quiet", "--out", out, "--no-plots", *short) == Told(0, "", "")
    doubt = "their seeds differ (1 to 2; 1 to 3)."
    refusal = f"'a' and 'b' are compared only with --anyway (in Python: anyway=True): {doubt}\n"
    assert manyhats("compare", "a", "b") == Told(2, "", refusal)
    told = manyhats("compare", "a", "b", "--anyway")
    assert told.code == 0
    assert f"Note: 'a' and 'b' are compared anyway: {doubt}" in told.out
    assert "Note: 'a' and 'b' are paired in the 2 seeds that both have." in told.out


def test_plot_and_compare_ask_for_results(manyhats: Command) -> None:
    missing = "There is no folder 'nowhere': run 'manyhats batch FILE --out nowhere' first.\n"
    alone = "There is nothing to compare: name at least two folders of results.\n"
    assert manyhats("plot", "nowhere") == Told(2, "", missing)
    assert manyhats("compare", "nowhere") == Told(2, "", alone)


@pytest.mark.usefixtures("compiled")
def test_a_sampled_batch_ends_with_its_sensitivity(manyhats: Command) -> None:
    design = ["kind=morris", "points=3", "seeds=1", 'between={"gossip.rate"=[0.0, 1.0], "study.start"=[0.1, 0.9]}']
    sets = [word for value in [*design, "outcomes=['recruits']"] for word in ("--set", f"design.{value}")]
    told = manyhats("batch", "town.toml", "--workers", "1", *sets)
    assert told.code == 0
    assert "Recruits: two, tailored − focus" in told.out
    assert told.out.splitlines()[-1] == "Everything else: open results/town/report.html"
    assert len(pd.read_parquet("results/town/runs")) == 3 * 3 * 2
    assert len(pd.read_csv("results/town/sensitivity.csv")) == 3 * 2 * 3
    again = manyhats("sensitivity", "results/town")
    assert (again.code, again.out) == (0, told.out)


@pytest.mark.usefixtures("compiled")
def test_sensitivity_of_a_grid_is_refused(manyhats: Command) -> None:
    assert manyhats("batch", "town.toml", "--seeds", "1", "--workers", "1", "--no-plots", "--quiet").code == 0
    told = manyhats("sensitivity", "results/town")
    assert (told.code, told.out) == (2, "")
    assert told.err == (
        '\'town\' has design.kind = "grid"; sensitivity needs "latin-hypercube", "sobol", "saltelli" or "morris".\n'
    )


@pytest.mark.usefixtures("compiled")
def test_a_batch_says_how_many_seeds_its_precision_took(manyhats: Command) -> None:
    wish = 'design.precision={outcome="recruits", half_width=100.0, min_seeds=3}'
    told = manyhats("batch", "town.toml", "--workers", "1", "--no-plots", "--set", wish)
    assert (told.code, "This rests on 3 worlds of 40 days" in told.out) == (0, True)
    assert "Precision: after 3 seeds the 95 % interval of recruits is within ± 100 everywhere.\n" in told.out
