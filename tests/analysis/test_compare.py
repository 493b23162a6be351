from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.compare import compare
from sim.analysis.load import FRAMES, Results, ResultsError, load
from sim.analysis.samples import levels

Made = Callable[..., Results]
Stored = Callable[[Results, str], Path]


def test_batches_are_compared_seed_by_seed_with_the_first(made: Made, stored: Stored) -> None:
    town, village = made(strategies=2, seeds=6), made(strategies=2, seeds=6, shift=0.5)
    frame = compare([stored(town, "town"), stored(village, "village")]).frame
    assert frame["setting"].unique().tolist() == ["focus", "two, disclosed"]
    assert set(frame["reference"]) == {"town"}
    row = frame.set_index(["setting", "variant", "outcome"]).loc["two, disclosed", "village", "recruits"]
    theirs, ours = (
        levels(each).set_index(["variant", "seed"])["recruits"]["two, disclosed"] for each in (village, town)
    )
    assert row["difference"] == pytest.approx((theirs - ours).mean())
    assert row["low"] > 0


def test_table_and_plots_are_written(made: Made, stored: Stored, tmp_path: Path) -> None:
    folders = [stored(made(strategies=2, seeds=3, shift=shift), name) for name, shift in (("a", 0.0), ("b", 0.5))]
    comparison = compare(folders, tmp_path / "both")
    assert [file.name for file in comparison.files] == [
        "table.csv",
        "table.md",
        "sides.svg",
        "sides.png",
        "differences.svg",
        "differences.png",
    ]
    assert all(file.stat().st_size > 0 for file in comparison.files)
    screen = Console(file=io.StringIO(), width=110)
    screen.print(comparison.table())
    assert "two, disclosed" in screen.file.getvalue()  # type: ignore[attr-defined]


def test_batches_that_were_read_already_are_compared_like_their_folders(made: Made, stored: Stored) -> None:
    folders = [stored(made(strategies=2, seeds=3, shift=shift), name) for name, shift in (("a", 0.0), ("b", 0.5))]
    read = [load(folder) for folder in folders]
    by_folder = compare(folders).frame
    for these in (read, [folders[0], read[1]], (str(folders[0]), read[1])):
        pd.testing.assert_frame_equal(compare(these).frame, by_folder)


def test_batches_without_a_folder_are_called_by_title_and_number(made: Made) -> None:
    one, two = made(strategies=1, seeds=3), made(strategies=1, seeds=3, shift=0.5)
    title = one.title or "batch"
    assert set(compare([one, two]).frame["variant"]) == {f"{title} (1)", f"{title} (2)"}


@pytest.mark.parametrize("as_path", [False, True])
def test_one_batch_alone_is_a_list_of_one(made: Made, stored: Stored, as_path: bool) -> None:
    folder = stored(made(strategies=2, seeds=3), "a")
    for alone in (folder, str(folder), load(folder)) if as_path else ([folder], load(folder)):
        with pytest.raises(ResultsError) as caught:
            compare(alone, folder.parent / "b")
        assert str(caught.value) == "There is nothing to compare: name at least two folders of results."
    assert not (folder.parent / "b").exists()


def test_the_same_batch_twice_is_refused_however_it_is_given(made: Made, stored: Stored) -> None:
    folder = stored(made(strategies=2, seeds=3), "a")
    for twice in ([folder, folder], [load(folder), load(folder)], [str(folder), load(folder)]):
        with pytest.raises(ResultsError, match="is named twice"):
            compare(twice)


def test_single_strategies_are_compared_with_each_other(made: Made, stored: Stored) -> None:
    folders = [stored(made(strategies=1, seeds=3, shift=shift), name) for name, shift in (("a", 0.0), ("b", 0.5))]
    assert compare(folders).frame["setting"].unique().tolist() == [""]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"days": 30}, "days differ (365; 30)"),
        ({"worlds": "population"}, "kinds of worlds differ (focal; population)"),
        (
            {"outcomes": ["recruits"]},
            "outcomes differ (recruits, net_income, net_loss, credibility, contradictions; recruits)",
        ),
    ],
)
def test_what_differs_is_not_compared(made: Made, stored: Stored, other: dict[str, object], sentence: str) -> None:
    ours = stored(made(strategies=2, seeds=3), "a")
    theirs = stored(made(**({"strategies": 2, "seeds": 3} | other)), "b")
    with pytest.raises(ResultsError) as caught:
        compare([ours, theirs])
    assert str(caught.value) == f"'a' and 'b' cannot be compared: their {sentence}."


def test_one_folder_is_too_few(tmp_path: Path) -> None:
    with pytest.raises(ResultsError) as caught:
        compare([tmp_path])
    assert str(caught.value) == "There is nothing to compare: name at least two folders of results."


def test_the_same_folder_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError) as caught:
        compare([tmp_path, tmp_path])
    assert str(caught.value) == f"'{tmp_path.as_posix()}' is named twice."


def test_folders_of_one_name_are_called_by_their_paths(made: Made, stored: Stored, tmp_path: Path) -> None:
    first = stored(made(strategies=1, seeds=2), "x")
    (tmp_path / "old").mkdir()
    second = first.rename(tmp_path / "old" / "x")
    first = stored(made(strategies=1, seeds=2), "x")
    assert compare([first, second]).frame["variant"].unique().tolist() == [
        first.as_posix(),
        second.as_posix(),
    ]


def renamed(results: Results, **manifest: object) -> Results:
    """The same results with other entries in the manifest."""
    return replace(results, manifest=results.manifest | manifest)


def later(results: Results, by: int) -> Results:
    """The same results under later seeds."""
    frames = {name: getattr(results, name).assign(seed=getattr(results, name)["seed"] + by) for name in FRAMES}
    return replace(results, **frames)


def test_what_is_doubtful_is_compared_only_on_demand(made: Made, stored: Stored) -> None:
    ours = stored(renamed(made(strategies=2, seeds=4), model="1"), "a")
    theirs = stored(renamed(made(strategies=2, seeds=6, shift=0.5), model="2"), "b")
    doubts = "their seeds differ (1 to 4; 1 to 6), and their versions of the model differ (1; 2)."
    with pytest.raises(ResultsError) as caught:
        compare([ours, theirs])
    assert str(caught.value) == f"'a' and 'b' are compared only with --anyway (in Python: anyway=True): {doubts}"
    found = compare([ours, theirs], anyway=True)
    assert found.notes == [
        f"'a' and 'b' are compared anyway: {doubts}",
        "'a' and 'b' are paired in the 4 seeds that both have.",
    ]
    row = found.frame.set_index(["setting", "variant", "outcome"]).loc["focus", "b", "recruits"]
    assert row["remark"] == "only 4 seeds: a rough interval"


def test_worlds_without_a_common_seed_are_independent(made: Made, stored: Stored) -> None:
    town = made(worlds="population", strategies=1, seeds=12)
    other = later(made(worlds="population", strategies=1, seeds=12, shift=0.5), 100)
    found = compare([stored(town, "a"), stored(other, "b")], anyway=True)
    assert found.notes[-1] == "'a' and 'b' have no seed in common: their worlds count as independent."
    row = found.frame.set_index(["variant", "outcome"]).loc["b", "recruits"]
    means = [levels(each)["recruits"].mean() for each in (other, town)]
    assert (row["difference"], row["remark"]) == (pytest.approx(means[0] - means[1]), "independent worlds")


def test_other_people_are_independent_whatever_their_seeds(made: Made, stored: Stored, tmp_path: Path) -> None:
    town = made(strategies=1, seeds=4)
    strangers = replace(town, people=town.people.assign(person=town.people["person"] + 1))
    found = compare([stored(town, "a"), stored(strangers, "b"), stored(town, "c")], tmp_path / "all")
    note = "'a' and 'b' are not about the same people: their worlds count as independent, whatever their seeds."
    assert found.notes == [note]
    rows = found.frame.set_index(["variant", "outcome"])
    assert rows.loc[("b", "recruits"), "remark"].startswith("independent worlds")
    assert rows.loc[("c", "recruits"), ["difference", "beats"]].tolist() == [0.0, 0.5]
    assert (tmp_path / "all" / "table.md").read_text(encoding="utf-8").endswith(f"\nNote: {note}\n")
    assert f"<p>Note: {escape(note)}</p>" in found._repr_html_()


def test_the_same_persons_of_two_batches_are_paired(made: Made, stored: Stored) -> None:
    town, village = made(strategies=1, seeds=6), made(strategies=1, seeds=6, shift=0.5)
    row = (
        compare([stored(town, "a"), stored(village, "b")]).frame.set_index(["variant", "outcome"]).loc["b", "recruits"]
    )
    keys = ["seed", "person"]
    gain = village.persons().set_index(keys)["recruits"] - town.persons().set_index(keys)["recruits"]
    assert row["beats"] == pytest.approx(((gain > 0) + 0.5 * (gain == 0)).mean())
    assert row["effect"] == pytest.approx(gain.mean() / gain.std())
    assert row["p50"] == village.persons()["recruits"].median()
