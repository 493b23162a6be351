"""Damage is told with the name of the file, by everything that reads; what cannot be read is not called damaged."""

from __future__ import annotations

import builtins
import errno
import io
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pytest

from sim.analysis.answers import FRAMES
from sim.analysis.report import write_report
from sim.analysis.results import compare, load
from sim.core.errors import UserError
from sim.lab.batch import batch
from sim.lab.estimate import estimate
from sim.lab.plan import plans_of
from sim.lab.rerun import rerun
from sim.lab.stored.files import signed
from sim.lab.work import RunsFailed

from . import standin
from .conftest import make
from .damage import MUTATIONS, everything, flipped, fuzz, torn
from .resigned import older, resign
from .standin import contents, stored

FLIPS = 400
AGAIN = "run the same 'manyhats batch' command again, which computes the runs in it anew."
PLAN = {"seeds": 2, "vary": {"strategy": ["focus", "two"]}}


def run_batch(out: Path, run: Any = standin.run) -> Path:
    return batch(make(**PLAN), out, workers=1, progress="quiet", run=run)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run_batch(tmp_path_factory.mktemp("good") / "x")


@pytest.fixture
def out(good: Path, tmp_path: Path) -> Path:
    """A folder of results to damage."""
    return Path(shutil.copytree(good, tmp_path / "x"))


VERBS: dict[str, Callable[[Path], Any]] = {
    "plot": lambda out: load(out).table(),
    "report": write_report,
    "compare": lambda out: compare([out.parent / "good", out]),
    "rerun": lambda out: rerun(out, 0, standin.run),
}


def told(verb: str, good: Path, out: Path) -> str:
    if not (out.parent / "good").exists():
        shutil.copytree(good, out.parent / "good")
    with pytest.raises(UserError) as caught:
        VERBS[verb](out)
    return str(caught.value)


def tried(read: Callable[[], Any]) -> tuple[Any, str]:
    """What was read, or None and the sentence."""
    try:
        return read(), ""
    except UserError as error:
        return None, str(error)


@pytest.mark.parametrize(("name", "flips"), [("runs", FLIPS), *((name, 60) for name in FRAMES[1:])])
def test_no_turned_bit_of_a_frame_goes_unnoticed(out: Path, name: str, flips: int) -> None:
    file, random = stored(out, name), Random(1)
    whole = file.read_bytes()
    for _ in range(flips):
        file.write_bytes(flipped(whole, random))
        with pytest.raises(UserError) as caught:
            getattr(load(out), name)
        reason = "its checksum is another one than when it was written"
        assert str(caught.value) == f"'{file}' is damaged ({reason}): {AGAIN}"


def test_no_turned_bit_of_the_manifest_goes_unnoticed(out: Path) -> None:
    file, random = out / "manifest.json", Random(1)
    whole = file.read_bytes()
    read = 0
    for _ in range(FLIPS):
        file.write_bytes(flipped(whole, random))
        found, sentence = tried(lambda: load(out).manifest)
        if found is None:
            assert sentence.startswith(f"'{file}' is damaged (")
        else:
            assert found == json.loads(whole)  # as 1e-05 and 1E-05
            read += 1
    assert read <= FLIPS // 100


def test_no_turned_bit_of_the_failures_goes_unnoticed(tmp_path: Path) -> None:
    with pytest.raises(RunsFailed):
        run_batch(tmp_path / "x", standin.run_but_not_two)
    file, random = tmp_path / "x" / "failures.json", Random(1)
    whole = file.read_bytes()
    for _ in range(40):
        file.write_bytes(flipped(whole, random))
        with pytest.raises(UserError, match=r"failures\.json' is damaged"):
            load(tmp_path / "x").intact("failures.json")
        with pytest.raises(UserError, match=r"failures\.json' is damaged"):
            write_report(tmp_path / "x")


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("damage", ["cut", "flipped", "gone", "emptied"])
def test_every_verb_names_the_file_that_is_damaged(good: Path, out: Path, verb: str, damage: str) -> None:
    file = stored(out, "people")
    whole = file.read_bytes()
    if damage == "gone":
        file.unlink()
    else:
        file.write_bytes({"cut": whole[:500], "emptied": b"", "flipped": flipped(whole, Random(1))}[damage])
    assert told(verb, good, out).startswith(f"'{file}' is {'missing' if damage == 'gone' else 'damaged'}")
    run_batch(out)
    assert contents(out) == contents(good)


@pytest.mark.parametrize("verb", [*VERBS, "batch", "dry run"])
@pytest.mark.parametrize("name", ["manifest.json", "runs", "people"])
def test_what_may_not_be_read_is_called_so_and_left_alone(
    good: Path, out: Path, monkeypatch: pytest.MonkeyPatch, verb: str, name: str
) -> None:
    real, file = io.open, out / name if "." in name else stored(out, name)

    def forbidding(path: Any, *others: Any, **options: Any) -> Any:
        if str(path) == str(file):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return real(path, *others, **options)

    before = contents(out)
    with monkeypatch.context() as patch:
        patch.setattr(io, "open", forbidding)
        patch.setattr(builtins, "open", forbidding)
        if verb in VERBS:
            sentence = told(verb, good, out)
        else:
            if (verb, name) == ("dry run", "people"):
                return
            with pytest.raises(UserError) as caught:
                run_batch(out) if verb == "batch" else estimate(plans_of(make(**PLAN)), out, 1, standin.run)
            sentence = str(caught.value)
    assert sentence.startswith(f"'{file}' cannot be read (Permission denied)")
    assert "remove" not in sentence
    assert contents(out) == before


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is no JSON at line 1"),
        (b"\xff\xfe{}", "it is no UTF-8 text at byte 0"),
        (b'{"scenario": NaN}', "it holds a number that cannot be read (NaN)"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"[" + b"9" * 5_000 + b"]", "it holds a number that cannot be read (Exceeds the limit"),
        (b"null", "input should be a valid dictionary"),
        (b'{"points": []}', "scenario: field required"),
    ],
)
@pytest.mark.parametrize("verb", VERBS)
def test_a_manifest_that_is_something_else_is_told(good: Path, out: Path, verb: str, content: bytes, why: str) -> None:
    (out / "manifest.json").write_bytes(content)
    assert told(verb, good, out).startswith(f"'{out}/manifest.json' is damaged ({why}")


def test_a_huge_manifest_is_not_read(out: Path) -> None:
    with (out / "manifest.json").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(UserError) as caught:
        load(out)
    assert str(caught.value) == f"'{out}/manifest.json' is larger than 250 MB."


@pytest.mark.parametrize("verb", [*VERBS, "batch"])
def test_a_manifest_that_is_a_folder_is_told(good: Path, out: Path, verb: str) -> None:
    (out / "manifest.json").unlink()
    (out / "manifest.json").mkdir()
    if verb == "batch":
        with pytest.raises(UserError) as caught:
            run_batch(out)
        sentence = str(caught.value)
    else:
        sentence = told(verb, good, out)
    assert sentence == f"'{out}/manifest.json' is a folder, not a file."


def test_a_file_and_an_empty_folder_are_no_results(good: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "empty").mkdir()
    assert told("plot", good, tmp_path / "file") == f"'{tmp_path}/file' is a file, not a folder of results."
    assert told("report", good, tmp_path / "empty") == (
        f"'{tmp_path}/empty' is not a results folder: it has no manifest.json."
    )
    assert told("rerun", good, tmp_path / "empty") == f"'{tmp_path}/empty' holds no finished results."
    for name in ("nowhere", "x" * 300):
        assert told("plot", good, tmp_path / name).startswith(f"There is no folder '{tmp_path}/{name}': run 'manyhats")


def odd(**changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest.update(changes)


def with_parameter(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: [point["values"].update({name: 1}) for point in manifest["points"]]


def point(number: int, **changes: Any) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["points"][number].update(changes)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (odd(points=[]), "points: list should have at least 1 item"),
        (odd(points={}), "points: input should be a valid list"),
        (odd(seeds=["1"]), "seeds.0: input should be a valid integer"),
        (odd(scenario=[]), "scenario: input should be a valid dictionary"),
        (odd(units=3), "units: input should be a valid dictionary"),
        (odd(timing={"runs": -1, "seconds": 0.0}), "timing.runs: input should be greater than or equal to 0"),
        (odd(files={"runs": "x"}), "files.runs: input should be a valid dictionary"),
        (point(1, index=0), "point 1 has the index 0"),
        (point(1, values={}), "point 1 has other parameters than point 0"),
        (point(0, strategy=7), "points.0.strategy: input should be a valid string"),
        (with_parameter("x/../../../tmp/y"), '"x/../../../tmp/y" is no parameter of its scenario'),
        (with_parameter("../x"), '"../x" is no parameter of its scenario'),
        (with_parameter("time.dayz"), '"time.dayz" is no parameter of its scenario'),
        (with_parameter("design.vary.../x"), '"design.vary.../x" is no parameter of its scenario'),
        (with_parameter("company.nobody.quality"), '"company.nobody.quality" is no parameter of its scenario'),
        (with_parameter("\x1b[31m"), r'"\u001b[31m" is no parameter of its scenario'),
    ],
)
@pytest.mark.parametrize("sign", [True, False])
def test_a_manifest_of_another_shape_is_refused(
    out: Path, change: Callable[[dict[str, Any]], None], why: str, sign: bool
) -> None:
    file = out / "manifest.json"
    if not sign:
        older(out)
    manifest = json.loads(file.read_text())
    change(manifest)
    file.write_text(json.dumps(signed(manifest) if sign else manifest))
    for read in (load, run_batch, lambda out: rerun(out, 0, standin.run)):
        if not sign and "files" in why:
            continue
        with pytest.raises(UserError) as caught:
            read(out)
        assert str(caught.value).startswith(f"'{file}' is damaged ({why}")
    assert len(contents(out) if sign else list(out.glob("*.parquet"))) == len(FRAMES)


def test_keys_of_other_versions_are_let_through(out: Path) -> None:
    manifest = json.loads((out / "manifest.json").read_text())
    scenario = manifest["scenario"] | {"weather": {"rain": 0.1}}
    points = [each | {"values": each["values"] | {"weather.rain": 0.1}, "note": ""} for each in manifest["points"]]
    resign(out, scenario=scenario, points=points, climate=[1, 2])
    assert load(out).points[0]["values"]["weather.rain"] == 0.1
    assert load(out).manifest["climate"] == [1, 2]


def test_results_of_before_there_were_sums_are_still_read(good: Path, out: Path) -> None:
    older(out)
    pd.testing.assert_frame_equal(load(out).people, load(good).people)
    assert rerun(out, 0, standin.run).equal
    run_batch(out, standin.run_to_death)
    pd.testing.assert_frame_equal(load(out).people, load(good).people)
    told, there = (json.loads((folder / "manifest.json").read_text())["files"] for folder in (out, good))
    assert {name: told[f"{name}.parquet"] for name in FRAMES} == {name.split("/")[0]: there[name] for name in there}


def test_a_batch_goes_on_in_a_folder_of_before(good: Path, out: Path, tmp_path: Path) -> None:
    older(out)
    batch(make(**PLAN | {"seeds": 3}), out, workers=1, progress="quiet", run=standin.run)
    once = batch(make(**PLAN | {"seeds": 3}), tmp_path / "once", workers=1, progress="quiet", run=standin.run)
    assert contents(out) == contents(once)
    assert [*out.glob("*.parquet")] == []
    assert len(load(out).runs) == 6


def test_older_results_have_their_own_checks(good: Path, out: Path) -> None:
    older(out)
    file, noticed = out / "runs.parquet", 0
    whole = file.read_bytes()
    random = Random(1)
    for _ in range(60):
        file.write_bytes(flipped(whole, random))
        found, sentence = tried(lambda: load(out).runs)
        assert found is not None or sentence.startswith(f"'{file}' is damaged")
        noticed += found is None
    assert noticed > 30


def test_older_results_with_a_renamed_column_are_damaged(out: Path) -> None:
    older(out)
    file = out / "people.parquet"
    pd.read_parquet(file).rename(columns={"seed": "sead"}).to_parquet(file)
    with pytest.raises(UserError, match=r"people\.parquet' is damaged \(it has no column 'seed'\)"):
        load(out)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda people: people.rename(columns={"seed": "sead"}), "it has no column 'seed'"),
        (lambda people: people.drop(columns="strategy"), "it has no column 'strategy'"),
        (lambda people: people.assign(seed="1"), "its column 'seed' holds no whole numbers"),
        (lambda people: people.assign(point=0.5), "its column 'point' holds no whole numbers"),
        (lambda people: people.assign(net_income="much"), 'its column "net_income" holds no numbers'),
        (lambda people: people.assign(recruits=pd.Timestamp(0)), 'its column "recruits" holds no numbers'),
    ],
)
def test_columns_that_a_stranger_signed_are_looked_at(out: Path, change: Callable[[Any], Any], why: str) -> None:
    file = stored(out, "people")
    change(pd.read_parquet(file)).to_parquet(file, index=False)
    resign(out)
    for read in (lambda: load(out).people, lambda: rerun(out, 0, standin.run)):
        with pytest.raises(UserError) as caught:
            read()
        assert str(caught.value) == f"'{file}' is damaged ({why}): {AGAIN}"


def test_runs_that_stand_twice_are_not_compared_with_each_other(out: Path) -> None:
    file = stored(out, "runs")
    runs = pd.read_parquet(file)
    pd.concat([runs, runs.iloc[:1]], ignore_index=True).to_parquet(file, index=False)
    resign(out)
    with pytest.raises(UserError) as caught:
        load(out).runs  # noqa: B018 - reads it
    assert str(caught.value) == (f"'{file}' is damaged (two of its rows are of the same run and strategy): {AGAIN}")


def test_a_file_is_no_folder_to_make_a_run_of_again(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("")
    with pytest.raises(UserError) as caught:
        rerun(tmp_path / "runs", 0)
    assert str(caught.value) == f"'{tmp_path}/runs' is a file, not a folder of results."


def test_a_file_that_changes_after_it_was_read_is_looked_at_again(out: Path) -> None:
    results = load(out)
    assert len(results.part("people", ["seed"])) == 16
    file = stored(out, "people")
    file.write_bytes(flipped(file.read_bytes(), Random(3)))
    os.utime(file, ns=(1, 1))
    with pytest.raises(UserError, match=r"people-0000004\.parquet' is damaged"):
        results.part("people", ["seed"])


VARY = {
    "strategy": ["focus", "two"],
    "conversation.memory_half_life": [7, 30],
    "company.vita.plan.rates": [[0.1], [0.2]],
}


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good") / "x"
    return batch(make(vary=VARY, seeds=2), folder, workers=1, progress="quiet", run=standin.run)


def test_whatever_is_damaged_or_made_up_ends_with_a_sentence_or_is_read(varied: Path, tmp_path: Path) -> None:
    assert everything(varied).path == varied
    told: list[str] = []
    count = fuzz(varied, tmp_path, 12, 1, told.append)
    assert told == []
    assert count["read"] + count["refused"] == 12
    assert min(count["read"], count["refused"]) > 2


def test_mutations_change_something_and_follow_their_seed(varied: Path, tmp_path: Path) -> None:
    whole = bytes(range(256)) * 4
    assert torn(whole, Random(1)) == torn(whole, Random(1)) != whole
    assert len(set(MUTATIONS)) == 5
