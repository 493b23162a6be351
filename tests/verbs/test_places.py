"""Places that cannot be written are known before the work, by a sentence and exit code 4."""

from __future__ import annotations

import errno
import json
import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

from sim.analysis.answers import FRAMES
from sim.analysis.plots.subject import Picture
from sim.core.errors import DiskTrouble
from sim.experiment import batch
from sim.verbs.options import Printed
from tests.analysis.conftest import make
from tests.command import Command
from tests.places import SCENARIOS
from tests.replay.lists import evening

KEPT = "What was stored before is kept; once that is mended, the same command goes on.\n"
LONG = "x" * 300
PLACES = {
    "file": "a file stands where a folder should be",
    "file/inside": "Not a directory",
    LONG: "File name too long",
    "loop/x": "Too many levels of symbolic links",
    "town.toml/a/b": "Not a directory",
}
VERBS = {
    "run": ("run", "town.toml", "--out"),
    "batch": ("batch", "town.toml", "--out"),
    "compare": ("compare", "one", "two", "--out"),
    "replay": ("replay", "list.txt", "--out"),
    "claims": ("claims", "A6", "--scenarios", str(SCENARIOS / "claims"), "--out"),
    "docs": ("claims", "A6", "--scenarios", str(SCENARIOS / "claims"), "--out", "ok", "--write-docs"),
    "verify": ("verify", "adpack", "--out"),
    "why": ("why", "--out"),
    "calibrate": ("calibrate", str(SCENARIOS / "base.toml"), "--out"),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return store(tmp_path_factory.mktemp("results") / "x")


@pytest.fixture
def manyhats(
    results: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Command:
    """The command in a folder with a scenario, a contact list, two results and places that cannot be written."""
    command = Command(tmp_path, monkeypatch, capfd)
    Path("file").touch()
    Path("loop").symlink_to("loop")
    Path("list.txt").write_text(evening())
    for name in ("one", "two"):
        shutil.copytree(results, name)
    monkeypatch.setattr(
        "sim.analysis.report.page.page", lambda _, **__: "written elsewhere"
    )  # first: it imports pictures
    monkeypatch.setattr("sim.analysis.drawing.style.image", lambda *_: b"drawn elsewhere")
    monkeypatch.setattr("sim.analysis.plots.gallery.pictures", lambda *_, **__: iter([Picture("x", Figure(), "An x.")]))
    return command


def store(folder: Path) -> Path:
    """Write results into a folder, the way a batch leaves them."""
    results = make(strategies=2, seeds=2)
    folder.mkdir()
    (folder / "manifest.json").write_text(json.dumps(results.manifest))
    for frame in FRAMES:
        getattr(results, frame).to_parquet(folder / f"{frame}.parquet", index=False)
    return folder


WORKS = (
    "sim.verbs.oneworld.live",
    "sim.lab.batch.batch",
    "sim.analysis.results.Sides",
    "sim.replay.command.take_apart",
    "sim.study.claims.examine",
    "sim.verification.verify.executor_of",
    "sim.study.calibration.command.measuring_in",
    "sim.study.why.command.measuring_in",
)


def no_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever works fail at once."""

    def work(*_: Any, **__: Any) -> None:
        raise AssertionError("worked before the place was looked at")

    for name in WORKS:  # what is imported only now would keep what stands in for another's work
        import_module(name.rpartition(".")[0])
    for name in WORKS:
        monkeypatch.setattr(name, work)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("place", PLACES, ids=["file", "below-a-file", "300-letters", "loop", "below-a-scenario"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_looks_at_its_place_first(
    manyhats: Command, monkeypatch: pytest.MonkeyPatch, verb: str, place: str
) -> None:
    no_work(monkeypatch)
    told = manyhats(*VERBS[verb], place)
    said = f"Results cannot be written into '{place}': {PLACES[place]}. {KEPT}"
    assert (told.code, told.out, told.err) == (4, "", said)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("file/x.html", "Not a directory"),
        (f"{LONG}.html", "File name too long"),
        ("one", "Is a directory"),
        ("/dev/null", "it is no regular file but a device, a pipe or a socket"),
        ("pipe", "it is no regular file but a device, a pipe or a socket"),
    ],
)
def test_a_report_looks_at_its_file_first(
    manyhats: Command, monkeypatch: pytest.MonkeyPatch, file: str, reason: str
) -> None:
    monkeypatch.setattr("sim.analysis.report.page.page", None)
    os.mkfifo("pipe")
    told = manyhats("report", "one", "--out", file)
    assert (told.code, told.out) == (4, "")
    assert told.err == f"Results cannot be written into '{file}': {reason}. {KEPT}"


def test_a_file_in_the_place_of_plots_is_found_before_the_comparison(
    manyhats: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.analysis.table.comparison", None)
    Path("one/plots").touch()
    told = manyhats("plot", "one")
    assert (told.code, told.out) == (4, "")
    assert told.err == f"Results cannot be written into 'one/plots': a file stands where a folder should be. {KEPT}"


def test_plots_are_not_written_through_a_link(manyhats: Command) -> None:
    Path("elsewhere").mkdir()
    Path("one/plots").symlink_to(Path("elsewhere").resolve())
    told = manyhats("plot", "one")
    sentence = "'one/plots' is a link that leads elsewhere; nothing is written through it. Remove it.\n"
    assert (told.code, told.err) == (2, sentence)
    assert list(Path("elsewhere").iterdir()) == []


@pytest.mark.parametrize("file", ["table.csv", "table.md", "report.html"])
def test_links_to_files_are_replaced(manyhats: Command, file: str) -> None:
    Path("theirs").write_text("untouched")
    Path("one", file).symlink_to(Path("theirs").resolve())
    from sim.verbs import batches

    batches._report(Path("one"), plots=False, printed=Printed(quiet=True))
    assert manyhats("report", "one", "--quiet").code == 0
    assert Path("theirs").read_text() == "untouched"
    assert not Path("one", file).is_symlink()


@pytest.mark.parametrize("verb", ["plot", "compare", "report"])
def test_a_disk_that_fills_up_is_told_in_a_sentence(
    manyhats: Command, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.replace", full)
    arguments = {"plot": ("one",), "compare": ("one", "two", "--out", "one"), "report": ("one",)}[verb]
    told = manyhats(verb, *arguments, "--quiet")
    place = "one/report.html" if verb == "report" else "one"
    assert (told.code, told.err) == (4, f"Results cannot be written into '{place}': No space left on device. {KEPT}")
    assert not [path for path in Path("one").rglob("*") if path.name.endswith(".draft")]


def test_a_folder_that_is_no_result_is_not_made(manyhats: Command) -> None:
    assert manyhats("plot", "nothing").code == 2
    assert not Path("nothing").exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("plot", "~/one", "--quiet"),
        ("report", "~/one", "--out", "~/r.html", "--quiet"),
        ("compare", "~/one", "~/two", "--out", "~/c", "--quiet"),
        ("check", "~/town.toml"),
        ("scenarios", "--copy", "base", "--to", "~/copies"),
        ("check", "town.toml", "--set", "graph.path=~/town.toml"),
    ],
)
def test_a_tilde_is_the_home_folder(
    manyhats: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    Path("elsewhere").mkdir()
    Path("elsewhere/town.toml").write_text('extends = "~/town.toml"\n')
    monkeypatch.chdir("elsewhere")
    told = manyhats(*arguments)
    assert told.code == 0
    assert "no such file" not in told.err
    assert [path.name for path in Path().iterdir()] == ["town.toml"]


def test_a_tilde_without_a_home_is_a_sentence(manyhats: Command) -> None:
    told = manyhats("plot", "~nobody-of-this-name/x")
    assert (told.code, told.out) == (2, "")
    sentence = "'~nobody-of-this-name/x' cannot be found: no such home folder is known; write the whole path.\n"
    assert told.err == sentence


def test_names_with_colons_are_only_names(manyhats: Command) -> None:
    Path("one").rename("s3:a b")
    assert manyhats("report", "s3:a b", "--quiet").code == 0
    assert manyhats("compare", "s3:a b", "two", "--out", "gs:c", "--quiet").code == 0
    assert Path("gs:c/table.csv").is_file()


def test_batches_of_long_names_are_compared_in_a_folder_whose_name_fits(manyhats: Command) -> None:
    names = ["a" * 130, "b" * 130]
    for old, name in zip(("one", "two"), names, strict=True):
        Path(old).rename(name)
    assert manyhats("compare", *names, "--quiet").code == 0
    (folder,) = Path("results").iterdir()
    assert folder.name.startswith("compare-aaa")
    assert len(folder.name) == 80


def test_python_looks_at_the_place_first_too(manyhats: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiment.run_batch", None)
    with pytest.raises(DiskTrouble) as caught:
        batch("town.toml", out="file/x")
    assert str(caught.value) == f"Results cannot be written into 'file/x': Not a directory. {KEPT}".rstrip()
