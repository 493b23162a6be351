"""Links and odd things in a results folder that may be a stranger's."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.core.errors import UserError
from sim.lab.batch import batch
from sim.lab.plan import plan_of
from sim.lab.store import Store
from sim.lab.stored.frames import FRAMES
from sim.lab.work import Job, World, work
from sim.scenario import Scenario

from . import standin
from .standin import contents

Make = Callable[..., Scenario]
OURS = ("manifest.json", "failures.json", *(f"{frame}/{frame}-0000004.parquet" for frame in FRAMES))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of somebody else, with files that are called like ours."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in (*OURS, "part-1.parquet", "part-2.json", "failed-1.json", ".x.draft"):
        (folder / Path(name).name).write_text("precious")
    return folder


def untouched(folder: Path) -> bool:
    files = list(folder.iterdir())
    return len(files) == len(OURS) + 4 and all(file.read_text() == "precious" for file in files)


@pytest.mark.parametrize("name", [*FRAMES, "journal", "example", "plots"])
@pytest.mark.parametrize("finished", [True, False])
def test_a_folder_that_is_a_link_is_refused_before_anything_is_done(
    scenario: Make, tmp_path: Path, elsewhere: Path, name: str, finished: bool
) -> None:
    out = tmp_path / "x"
    if finished:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    else:
        plan = plan_of(scenario())
        Store(out, plan.manifest, plan.identities)
    before = contents(out), (out / "manifest.json").read_bytes()
    if (out / name).exists():
        (out / name).rename(tmp_path / "aside")
    (out / name).symlink_to(elsewhere)
    with pytest.raises(UserError) as caught:
        batch(scenario(seeds=6), out, workers=1, progress="quiet", run=standin.run_to_death)
    assert (
        str(caught.value) == f"'{out}/{name}' is a link that leads elsewhere; nothing is written through it. Remove it."
    )
    assert untouched(elsewhere)
    (out / name).unlink()
    if (tmp_path / "aside").exists():
        (tmp_path / "aside").rename(out / name)
    assert (contents(out), (out / "manifest.json").read_bytes()) == before


@pytest.mark.parametrize("name", OURS)
def test_a_file_that_is_a_link_is_replaced_not_followed(
    scenario: Make, tmp_path: Path, elsewhere: Path, name: str
) -> None:
    out = batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    if name == "manifest.json":
        (elsewhere / "whole.json").write_bytes((out / name).read_bytes())
        content = (elsewhere / "whole.json").read_bytes()
        (out / name).unlink()
        (out / name).symlink_to(elsewhere / "whole.json")
    else:
        (out / name).unlink(missing_ok=True)
        (out / name).symlink_to(elsewhere / Path(name).name)
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    once = batch(scenario(), tmp_path / "once", workers=1, progress="quiet", run=standin.run)
    assert contents(out) == contents(once)
    assert not (out / name).is_symlink()
    if name == "manifest.json":
        assert (elsewhere / "whole.json").read_bytes() == content
        (elsewhere / "whole.json").unlink()
    assert untouched(elsewhere)


@pytest.mark.parametrize("kind", ["runs", "people", "journal"])
def test_a_part_that_is_a_link_is_forgotten_not_followed(
    scenario: Make, tmp_path: Path, elsewhere: Path, kind: str
) -> None:
    out, plan = tmp_path / "x", plan_of(scenario())
    store = Store(out, plan.manifest, plan.identities)
    store.add(work([Job(0, 1, "focus", plan.points[0].scenario)], World(standin.run)))
    (part,) = (out / kind).iterdir()
    part.unlink()
    part.symlink_to(elsewhere / ("part-2.json" if kind == "journal" else "part-1.parquet"))
    assert Store(out, plan.manifest, plan.identities).stored() == set()
    assert [file for name in (*FRAMES, "journal") for file in (out / name).iterdir()] == []
    assert untouched(elsewhere)


@pytest.mark.parametrize(
    "name", [*OURS, "runs/part-1.parquet", "journal/part-1.json", "journal/failed-1.json", "runs/.a.draft"]
)
def test_a_pipe_never_keeps_anybody_waiting(scenario: Make, tmp_path: Path, name: str) -> None:
    out = batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    before = contents(out)
    (out / "journal").mkdir()
    (out / name).unlink(missing_ok=True)
    os.mkfifo(out / name)
    if name == "manifest.json":
        with pytest.raises(UserError) as caught:
            batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
        assert str(caught.value) == f"'{out / name}' is not a regular file but a device, a pipe or a socket."
    else:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
        assert contents(out) == before
        assert not (out / "journal").exists()
        assert not os.path.lexists(out / name) or (out / name).is_file()


@pytest.mark.parametrize("name", ["failures.json", "example/social.graphml"])
def test_a_folder_where_a_file_belongs_is_told_before_the_first_run(scenario: Make, tmp_path: Path, name: str) -> None:
    out, plan = tmp_path / "x", plan_of(scenario())
    Store(out, plan.manifest, plan.identities)
    (out / name).mkdir(parents=True)
    (out / name / "mine.txt").write_text("precious")
    with pytest.raises(UserError) as caught:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run_to_death)
    assert str(caught.value) == f"'{out / name}' is a folder where a file of the results belongs: remove it."
    assert (out / name / "mine.txt").read_text() == "precious"


@pytest.mark.parametrize("name", [*FRAMES, "journal", "example", "plots"])
def test_a_file_where_a_folder_belongs_is_told_before_the_first_run(scenario: Make, tmp_path: Path, name: str) -> None:
    out, plan = tmp_path / "x", plan_of(scenario())
    Store(out, plan.manifest, plan.identities)
    (out / name).write_text("precious")
    with pytest.raises(UserError) as caught:
        batch(scenario(), out, workers=1, progress="quiet", run=standin.run_to_death)
    assert str(caught.value) == f"'{out / name}' is a file where a folder of the results belongs: remove it."
    assert (out / name).read_text() == "precious"


def test_a_results_folder_may_itself_be_a_link(scenario: Make, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "x").symlink_to(tmp_path / "disk")
    batch(scenario(), tmp_path / "x", workers=1, progress="quiet", run=standin.run)
    assert (tmp_path / "disk" / "runs").is_dir()


def test_what_else_lies_among_the_parts_stays_there(scenario: Make, tmp_path: Path) -> None:
    out, plan = tmp_path / "x", plan_of(scenario())
    Store(out, plan.manifest, plan.identities)
    (out / "runs").mkdir()
    (out / "journal").mkdir()
    (out / "journal" / "notes.txt").write_text("mine")
    (out / "runs" / "notes.txt").write_text("mine")
    batch(scenario(), out, workers=1, progress="quiet", run=standin.run)
    assert [file.name for file in (out / "journal").iterdir()] == ["notes.txt"]
    assert [file.name for file in (out / "runs").glob("*.txt")] == ["notes.txt"]


@pytest.mark.parametrize("name", ["~/h", "a:b", "s3:x", "file:x", "a%20b?c#d", "with blank", "ä\udcff"])
def test_a_name_means_what_it_says(scenario: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    out = batch(scenario(), name, workers=1, progress="quiet", run=standin.run)
    assert (tmp_path / name.replace("~", "home") / "runs").is_dir()
    assert not (tmp_path / "~").exists()
    assert batch(scenario(), name, workers=1, progress="quiet", run=standin.run_to_death) == out
