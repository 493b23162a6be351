"""A report shows the pictures in a batch's folder, but only those that would be drawn now."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim.analysis.plots import album, draw_all
from sim.analysis.report.page import MOST_BYTES, embedded
from sim.analysis.results import Results, load
from sim.core.errors import Notice
from sim.lab.stored.files import signed

Stored = Callable[[Results, str], Path]


def sign(folder: Path, title: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["scenario"]["title"] = title
    (folder / "manifest.json").write_text(json.dumps(signed(manifest)))


@pytest.fixture
def folder(made: Callable[..., Results], stored: Stored) -> Path:
    """A batch with its pictures."""
    folder = stored(made(strategies=1, seeds=2, outcomes=["recruits"]), "town")
    sign(folder, "One strategy")
    draw_all(load(folder), folder / "plots")
    return folder


def test_a_report_shows_what_was_drawn_and_draws_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.analysis.report.page.pictures", None)
    shown, omitted = embedded(load(folder), MOST_BYTES)
    assert ([each.name for each in shown], omitted) == (["distribution", "credibility"], 0)
    for each in shown:
        image = (folder / "plots" / f"{each.name}.png").read_bytes()
        assert each.source == f"data:image/png;base64,{b64encode(image).decode()}"
        small = (folder / "plots" / f"{each.name}-narrow.png").read_bytes()
        assert each.narrow == f"data:image/png;base64,{b64encode(small).decode()}"
        assert each.alt.startswith(f"Chart: {each.title}. ")


def test_what_is_kept_is_what_would_be_drawn(folder: Path) -> None:
    kept = embedded(load(folder), MOST_BYTES)
    (folder / "plots" / "pictures.json").unlink()
    assert embedded(load(folder), MOST_BYTES) == kept


def test_pictures_of_other_results_or_by_another_version_are_not_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = load(folder)
    assert album.kept(results, example=True)
    assert album.kept(results, example=False) is None
    assert album.kept(replace(results, people=results.people[:5]), example=True) is None
    monkeypatch.setattr(album, "version", lambda _: "0.0")
    assert album.kept(results, example=True) is None
    monkeypatch.undo()
    sign(folder, "Another title")
    assert album.kept(load(folder), example=True) is None


@pytest.mark.parametrize("change", ["picture", "narrow", "index", "list", "no json", "lost"])
def test_damaged_pictures_are_not_shown(folder: Path, change: str) -> None:
    index, picture = folder / "plots" / "pictures.json", folder / "plots" / "credibility.png"
    if change in ("picture", "narrow"):
        picture = picture if change == "picture" else picture.with_stem("credibility-narrow")
        picture.write_bytes(picture.read_bytes()[:-1] + b"?")
    elif change == "index":
        index.write_text(index.read_text().replace("credibility.png", "../credibility.png"))
    elif change == "list":
        index.write_text("[]")
    elif change == "no json":
        index.write_text("{")
    else:
        picture.unlink()
    assert album.kept(load(folder), example=True) is None


def test_pictures_that_lack_letters_are_drawn_again(made: Callable[..., Results], stored: Stored) -> None:
    folder = stored(made(strategies=1, seeds=2, outcomes=["recruits"]), "town")
    sign(folder, "One \U00012000")
    with pytest.warns(Notice, match="Figures show a box for the letter"):
        draw_all(load(folder), folder / "plots")
    assert not (folder / "plots" / "pictures.json").exists()
