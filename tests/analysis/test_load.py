from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.analysis.compare import compare
from sim.analysis.load import FRAMES, Results, ResultsError, load
from sim.analysis.samples import over_time
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
    pd.testing.assert_frame_equal(over_time(old), over_time(new))
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
        "<Results 'town': 5 points x 12 seeds, 365 days, focal worlds; frames runs (120, 16), people (1440, 15)"
    )


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
    assert twins.finding().startswith("12 seeds of 365 days were run")


def test_a_notebook_shows_title_and_comparison(twins: Results) -> None:
    titled = replace(twins, manifest=twins.manifest | {"scenario": twins.scenario | {"title": "a <b> c"}})
    html = titled._repr_html_()
    assert html.startswith("<h3>a &lt;b&gt; c</h3>\n<p>&lt;Results &#x27;a &lt;b&gt; c&#x27;: 5 points x 12 seeds")
    assert html.count("<tr") == 1 + len(twins.table())


def test_titles_of_old_results_are_shown_without_control_characters(made: Callable[..., Results]) -> None:
    results = made(strategies=1, seeds=2)
    scenario = {**results.scenario, "title": "\x1b]0;owned\x07 \x1b[31mred"}
    old = replace(results, manifest={**results.manifest, "scenario": scenario})
    assert old.title == "\\x1b]0;owned\\x07 \\x1b[31mred"
    assert "\x1b" not in old._repr_html_()
