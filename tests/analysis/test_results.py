from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from sim.analysis.answers import FRAMES
from sim.analysis.results import Results, compare, load
from sim.analysis.samples import seeds_text
from sim.analysis.sides import agreed, same_people
from sim.lab.stored.files import ResultsError
from sim.study.effects import values


def test_what_was_stored_comes_back(stored: Callable[..., Path], twins: Results) -> None:
    results = load(stored(twins, "town"))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(results, name), getattr(twins, name))
    assert (results.name, results.worlds, results.days) == ("town", "focal", 365)
    assert results.seeds == list(range(1, 13))
    assert results.outcomes == ["recruits", "net_income", "net_loss", "credibility", "contradictions"]


def test_a_store_in_cents_is_read_in_currency_units(in_cents: Callable[..., Path], twins: Results) -> None:
    """An older version stored cents, whole ones of persons, and its manifest says nothing."""
    folder = in_cents(twins, "old")
    assert pd.read_parquet(folder / "people.parquet")["net_income"].dtype == np.int64
    old = load(folder)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(old, name), getattr(twins, name))
    part = load(folder).part("people", ["costs", "seed"], focal=True)
    focal = twins.people[twins.people["focal"]]
    assert (part["costs"].tolist(), part["seed"].tolist()) == (focal["costs"].tolist(), focal["seed"].tolist())


def test_what_is_concluded_from_a_store_in_cents_is_the_same(
    stored: Callable[..., Path], in_cents: Callable[..., Path], twins: Results
) -> None:
    old, new = load(in_cents(twins, "old")), load(stored(twins, "new"))
    pd.testing.assert_frame_equal(old.table(), new.table())
    assert old.finding() == new.finding()
    pd.testing.assert_frame_equal(old.over_time, new.over_time)
    pd.testing.assert_frame_equal(values(old, "company.volume"), values(new, "company.volume"))
    both = compare([old.path, new.path]).frame  # type: ignore[list-item]
    np.testing.assert_allclose(both["difference"].dropna(), 0.0, atol=1e-9)


def test_only_what_is_asked_for_is_read(stored: Callable[..., Path], twins: Results) -> None:
    results = load(stored(twins, "town"))
    part = results.part("people", ["seed", "recruits", "no such column"], focal=True)
    pd.testing.assert_frame_equal(
        part, twins.people[twins.people["focal"]][["seed", "recruits"]].reset_index(drop=True)
    )
    assert results.part("runs", ["seed"]).shape == (120, 1)
    pd.testing.assert_frame_equal(results.table(), twins.table())
    assert results.finding() == twins.finding()
    assert not set(vars(results)) & set(FRAMES)


def test_a_part_of_a_frame_in_memory_is_taken_from_it(stored: Callable[..., Path], twins: Results) -> None:
    results = load(stored(twins, "town"))
    pd.testing.assert_frame_equal(results.people, twins.people)
    (results.path / "people.parquet").unlink()  # type: ignore[operator]
    part = results.part("people", ["recruits"], focal=True)
    pd.testing.assert_frame_equal(part, twins.people[twins.people["focal"]][["recruits"]])


def test_results_introduce_themselves(stored: Callable[..., Path], twins: Results) -> None:
    assert repr(load(stored(twins, "town"))).startswith(
        "<Results 'town': 5 settings x 12 seeds, 365 days, focal worlds; rows of frames: runs 120, people 1,440, "
    )
    results = load(stored(twins, "village"))
    assert "people 1,440" in repr(results)
    assert not set(vars(results)) & set(FRAMES)  # nothing was read for it


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsError) as caught:
        load(tmp_path / "no")
    folder = tmp_path / "no"
    assert str(caught.value) == f"There is no folder '{folder}': run 'manyhats batch FILE --out {folder}' first."


def test_a_folder_without_results_is_told(tmp_path: Path) -> None:
    with pytest.raises(ResultsError) as caught:
        load(tmp_path)
    assert str(caught.value) == f"'{tmp_path}' is not a results folder: it has no manifest.json."


def test_an_unfinished_batch_is_told(stored: Callable[..., Path], twins: Results) -> None:
    folder = stored(twins, "half")
    (folder / "runs.parquet").unlink()
    with pytest.raises(ResultsError) as caught:
        load(folder)
    assert str(caught.value) == (
        f"'{folder}' is not finished: run the same 'manyhats batch' command again; it goes on where it stopped."
    )


@pytest.mark.parametrize("name", [*(f"{name}.parquet" for name in FRAMES), "manifest.json"])
def test_damage_is_told(stored: Callable[..., Path], twins: Results, name: str) -> None:
    folder = stored(twins, "hurt")
    (folder / name).write_bytes(b"PAR1 not really")
    advice = "put it back from a copy" if name == "manifest.json" else "run the same 'manyhats batch' command again"
    with pytest.raises(ResultsError, match=f"'{folder / name}' is damaged.*: {advice}"):
        load(folder)


def test_a_store_from_before_companies_were_recorded_is_told(stored: Callable[..., Path], twins: Results) -> None:
    folder = stored(twins, "old")
    (folder / "companies.parquet").unlink()
    with pytest.raises(ResultsError) as caught:
        load(folder)
    assert str(caught.value) == (
        f"'{folder}/companies.parquet' is missing: run the same 'manyhats batch' command again, which computes the "
        "runs in it anew."
    )


@pytest.mark.parametrize("text", ["[]", "{}", json.dumps({"scenario": {"design": {}, "time": {}}})])
def test_a_manifest_without_its_parts_is_damaged(stored: Callable[..., Path], twins: Results, text: str) -> None:
    folder = stored(twins, "hurt")
    (folder / "manifest.json").write_text(text)
    with pytest.raises(ResultsError, match=r"manifest\.json' is damaged"):
        load(folder)


def test_no_finished_run_is_told(stored: Callable[..., Path], twins: Results) -> None:
    empty = Results(twins.manifest, twins.runs.iloc[:0], twins.people, twins.series, twins.companies)
    folder = stored(empty, "none")
    with pytest.raises(ResultsError) as caught:
        load(folder)
    assert str(caught.value) == f"'{folder}' holds no finished run: look into its failures.json."


def test_frames_and_texts_are_one_call_away(twins: Results) -> None:
    assert twins.frame().columns[:3].tolist() == ["setting", "variant", "seed"]
    assert twins.persons()["net_income"].mean() == pytest.approx(
        twins.people[twins.people["focal"]]["net_income"].mean()
    )
    assert twins.table()["outcome"].iloc[0] == "recruits"
    assert "This rests on 12 worlds of 1 year (seeds 1 to 12)" in twins.finding()


def test_a_notebook_shows_title_and_comparison(twins: Results) -> None:
    titled = replace(twins, manifest=twins.manifest | {"scenario": twins.scenario | {"title": "a <b> c"}})
    html = titled._repr_html_()
    assert html.startswith("<h3>a &lt;b&gt; c</h3>\n<p>&lt;Results &#x27;a &lt;b&gt; c&#x27;: 5 settings x 12 seeds")
    assert html.count("<tr") == 1 + len(twins.table())


def test_titles_of_old_results_are_shown_without_control_characters(made: Callable[..., Results]) -> None:
    results = made(strategies=1, seeds=2)
    scenario = {**results.scenario, "title": "\x1b]0;owned\x07 \x1b[31mred"}
    old = replace(results, manifest={**results.manifest, "scenario": scenario})
    assert old.title == "\\x1b]0;owned\\x07 \\x1b[31mred"
    assert "\x1b" not in old._repr_html_()


Made = Callable[..., Results]
Stored = Callable[[Results, str], Path]


def test_batches_are_compared_seed_by_seed_with_the_first(made: Made, stored: Stored) -> None:
    town, village = made(strategies=2, seeds=6), made(strategies=2, seeds=6, shift=0.5)
    frame = compare([stored(town, "town"), stored(village, "village")]).frame
    assert frame["setting"].unique().tolist() == ["focus", "two, disclosed"]
    assert set(frame["reference"]) == {"town"}
    row = frame.set_index(["setting", "variant", "outcome"]).loc["two, disclosed", "village", "recruits"]
    theirs, ours = (
        each.levels_of().set_index(["variant", "seed"])["recruits"]["two, disclosed"] for each in (village, town)
    )
    assert row["difference"] == pytest.approx((theirs - ours).mean())
    assert row["low"] > 0


def test_table_and_plots_are_written(made: Made, stored: Stored, tmp_path: Path) -> None:
    folders = [stored(made(strategies=2, seeds=3, shift=shift), name) for name, shift in (("a", 0.0), ("b", 0.5))]
    comparison = compare(folders, tmp_path / "both")
    assert [file.name for file in comparison.files] == [
        "table.csv",
        "table.md",
        "sides.png",
        "differences.png",
        "sides-narrow.png",
        "differences-narrow.png",
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
    means = [each.levels_of()["recruits"].mean() for each in (other, town)]
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


Made = Callable[..., Results]


def test_seeds_are_listed_in_spans() -> None:
    assert seeds_text([1, 2, 3, 7, 9, 10]) == "1 to 3, 7, 9 to 10"


def test_equal_batches_need_no_note(made: Made) -> None:
    results = made(strategies=2, seeds=3)
    assert agreed({"a": results, "b": results}) == []


def test_people_are_compared_in_common_seeds_only(made: Made) -> None:
    few, many = made(strategies=2, seeds=2), made(strategies=2, seeds=5)
    assert same_people(few, many)
    people = many.people.assign(person=many.people["person"] + (many.people["seed"] == 2))
    assert not same_people(few, replace(many, people=people))


def test_the_focal_people_count_and_not_the_others(made: Made) -> None:
    results = made(strategies=2, seeds=2)
    others = results.people.assign(person=results.people["person"] + ~results.people["focal"])
    assert same_people(results, replace(results, people=others))
