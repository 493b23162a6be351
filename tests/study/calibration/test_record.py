"""The record of a calibration, its page and its pictures."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sim.core.errors import UserError
from sim.study.calibration.page import page, write_page, written_from
from sim.study.calibration.pictures import FARTHEST, placed, predictive, titled, write_pictures
from sim.study.calibration.record import Outcome, bands, noted, posterior_told, short, written
from sim.study.measures.beside import told_beside
from sim.study.posterior import Sample
from sim.study.targets import TARGETS, words_of
from tests.study.calibration.standin import NAMES, SPACE

MET = {name: (each.published or (each.low, each.high))[1] for name, each in TARGETS.items()}
SAMPLE = Sample(NAMES, tuple((0.2 + 0.001 * k, -6.0 - 0.01 * k) for k in range(40)), 3)
SEARCH = {"what": "abc", "seed": 1, "parameters": list(NAMES), "particles": 20}
RUN = {**SEARCH, "generations": 2, "simulations": 90, "epsilon": 3.5}


@pytest.fixture
def outcome() -> Outcome:
    draws = np.array([[each.share(value) for each, value in zip(SPACE, draw, strict=True)] for draw in SAMPLE.draws])
    return Outcome(
        search={"seed": 1},
        parameters=posterior_told(SPACE, draws, SAMPLE),
        chosen=short(MET | {"gini": 0.5, "tail": float("nan")}),
        predictive=bands([{**MET, "profit": 0.2 + 0.001 * k} for k in range(101)]),
        null=short({"gini": 0.9, "top-1": 0.2}),
        searches=[RUN],
    )


def test_what_is_found_beside_a_search_is_told_on_its_page(outcome: Outcome, tmp_path: Path) -> None:
    coverage = {"truths": 77, "covered": {"gini": {"0.5": 0.49, "0.9": 0.91}}, "error": {"gini": 0.66}}
    assert told_beside(None, coverage=coverage) == []
    assert told_beside(tmp_path, coverage=coverage) == []  # no search is in place there
    write_page(outcome, tmp_path)
    assert told_beside(tmp_path, coverage=coverage) == [tmp_path / "calibration.json", tmp_path / "calibration.md"]
    text = (tmp_path / "calibration.md").read_text(encoding="utf-8")
    assert "intervals of 50 % hold 49 % of the truths, and those of 90 % hold 91 %. Share of 77 worlds" in text
    assert "| `gini` | 0.49 | 0.91 | 0.66 |" in text
    assert "measured on ten seeds, every fourth draw on eight." in text
    of_all = {"predictive": bands([{"gini": 0.9 + 0.001 * k} for k in range(101)]), "draws": 41}
    files = told_beside(tmp_path, **of_all)
    assert [file.name for file in files] == ["calibration.json", "calibration.md", "calibration-predictive.png"]
    assert all(file.is_file() for file in files)
    text = files[1].read_text(encoding="utf-8")
    assert "measured on ten seeds, each of the 41 different draws on eight." in text
    assert "0.905 to 0.995" in text
    assert Outcome.read(tmp_path / "calibration.json").chosen == outcome.chosen


def test_it_can_be_read_again(outcome: Outcome, tmp_path: Path) -> None:
    assert Outcome.read(outcome.write(tmp_path / "x.json")) == outcome
    before = (tmp_path / "x.json").read_text(encoding="utf-8").replace('"chosen"', '"medoid"')
    (tmp_path / "before.json").write_text(before, encoding="utf-8")
    assert Outcome.read(tmp_path / "before.json") == outcome
    (tmp_path / "y.json").write_text("{}")
    with pytest.raises(UserError, match=r"y\.json is no record of a calibration\.$"):
        Outcome.read(tmp_path / "y.json")


def test_rows_are_met_or_missed_as_a_whole(outcome: Outcome) -> None:
    assert [row for row, met in outcome.rows("C").items() if not met] == ["inequality"]
    assert [row for row, met in outcome.rows("V").items() if not met] == ["top"]
    assert outcome.table().row_count == len(TARGETS)


def test_a_band_holds_what_was_published_and_is_not_too_wide(outcome: Outcome) -> None:
    assert outcome.predictive["profit"] == pytest.approx([0.205, 0.225, 0.25, 0.275, 0.295])
    assert outcome.covers("profit") is True
    outcome.predictive["profit"] = [0.1, 0.2, 0.25, 0.3, 0.39]
    assert outcome.covers("profit") is False  # .29 of .28 that would be allowed
    outcome.predictive["profit"] = [0.26, 0.27, 0.28, 0.29, 0.30]
    assert outcome.covers("profit") is False
    outcome.predictive["without-commission"] = [0.7, 0.71, 0.72, 0.73, 0.74]
    assert outcome.covers("without-commission") is True  # .638 and .88 were published
    outcome.predictive["without-commission"] = [0.885, 0.89, 0.89, 0.89, 0.89]
    assert outcome.covers("without-commission") is False
    assert outcome.covers("gini") is True
    outcome.predictive["gini"] = None
    assert outcome.covers("gini") is None


def test_a_figure_that_most_draws_do_not_have_has_no_band() -> None:
    assert bands([{"tail": float("nan")}, {"tail": float("nan")}, {"tail": -1.0}]) == {"tail": None}


def test_every_search_is_listed_once(outcome: Outcome, tmp_path: Path) -> None:
    assert noted(tmp_path, RUN) == [RUN]
    later = {**RUN, "generations": 3}
    other = {**RUN, "what": "def"}
    assert noted(tmp_path, later) == [later]
    assert noted(tmp_path, other) == [later, other]
    write_page(Outcome(**{**vars(outcome), "searches": [other]}), tmp_path)
    write_page(outcome, tmp_path)
    assert [each["what"] for each in Outcome.read(tmp_path / "calibration.json").searches] == ["def", "abc"]


def test_the_page_tells_what_was_found(outcome: Outcome, tmp_path: Path) -> None:
    write_page(outcome, tmp_path)
    text = (tmp_path / "calibration.md").read_text()
    assert text == page(outcome) == written_from(tmp_path)
    assert "9 of 10 rows are met; missed: inequality." in text
    assert "8 of 9 rows are met; missed: top." in text
    assert re.search(r"`gini` \| C \| 0.921 \| 0.88 to 0.97 \| 0.500 .*0.900 \(met\) \| \*\*missed\*\*", text)
    assert "| `abc` | 1 | 2 | 20 | 2 | 90 | 3.500 |" in text
    assert "No search has been run on this world yet" in page(None)


def test_pictures_are_drawn(outcome: Outcome, tmp_path: Path) -> None:
    files = write_pictures(outcome, SAMPLE, tmp_path)
    assert [file.name for file in files] == [
        "calibration-margins.png",
        "calibration-pairs.png",
        "calibration-predictive.png",
    ]
    assert all(file.stat().st_size > 5_000 for file in files)
    assert titled(outcome) == ("The market meets 9 of 10 rows of figures that informed it, 8 of 9 that were kept out")
    labels = [label.get_text() for label in predictive(outcome).axes[0].get_yticklabels()]
    assert labels[-1] == "participation (C)"
    assert placed(TARGETS["profit"], 0.32) == pytest.approx(1.0)
    assert placed(TARGETS["profit"], 9.0) == FARTHEST


def test_a_fit_that_finds_no_imitation_is_told_in_words(outcome: Outcome, tmp_path: Path) -> None:
    none = Outcome(
        **{
            **vars(outcome),
            "chosen": outcome.chosen | {"imitation": 3802481.79594},
            "predictive": outcome.predictive | {"imitation": [0.03, 0.04, 0.05, 2.0, 1e6]},
        }
    )
    assert "| no imitation found | 0.030 to no imitation found |" in page(none)
    assert "3,802,482" not in page(none)
    assert Outcome.read(none.write(tmp_path / "x.json")).got("imitation") == 3802481.79594
    assert (written("imitation", 0.041), written("gini", 3802481.79594)) == ("0.041", "3,802,482")
    assert words_of("imitation", 999.0) == ""
