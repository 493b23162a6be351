from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console

from sim.analysis.compare import compare, seeds_text
from sim.analysis.load import Results, ResultsError
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


def test_single_strategies_are_compared_with_each_other(made: Made, stored: Stored) -> None:
    folders = [stored(made(strategies=1, seeds=3, shift=shift), name) for name, shift in (("a", 0.0), ("b", 0.5))]
    assert compare(folders).frame["setting"].unique().tolist() == [""]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"days": 30}, "days differ (365; 30)"),
        ({"seeds": 4}, "seeds differ (1 to 3; 1 to 4)"),
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


def test_seeds_are_listed_in_spans() -> None:
    assert seeds_text([1, 2, 3, 7, 9, 10]) == "1 to 3, 7, 9 to 10"
