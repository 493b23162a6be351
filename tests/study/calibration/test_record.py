"""The record of a calibration, and its picture."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim.lab.executors import InProcess
from sim.market import Market
from sim.scenario.schema import Scenario
from sim.scenario.vary import with_values
from sim.study.calibration.record import FARTHEST, GRAPHS, Outcome, accepted, check, digits, draw, placed
from sim.study.calibration.search import Study
from sim.study.targets import TARGETS
from tests.builders import scenario
from tests.places import SCENARIOS
from tests.study.calibration import standin

VALUES = {"company.retail_margin": 0.4, "decision.intercept": -6.5, "conversation.most_per_day": 4.0}


@pytest.fixture
def done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    monkeypatch.setattr("sim.study.calibration.record.evaluate", standin.evaluate)
    study = Study(scenario(), standin.NAMES, tmp_path, 3)
    with InProcess() as crew:
        return check(study, VALUES, crew, None, seeds=(1, 2))


def test_before_is_at_home_and_after_where_it_ended(done: Outcome) -> None:
    both = done.graphs["default"]
    assert both["before"]["profit"] == pytest.approx(0.52)
    assert both["after"]["profit"] == pytest.approx(0.32)
    assert list(done.graphs) == list(GRAPHS)
    assert done.seed == 3


def test_it_can_be_read_again(done: Outcome, tmp_path: Path) -> None:
    done.graphs["karate club"]["after"]["tail"] = math.nan
    (tmp_path / "x.json").write_text(done.as_json())
    again = Outcome.read(tmp_path / "x.json")
    assert again.values == VALUES
    assert again.as_json() == done.as_json()
    assert math.isnan(again.graphs["karate club"]["after"]["tail"])


def test_the_table_tells_what_was_met(done: Outcome) -> None:
    table = done.table()
    assert table.row_count == len(TARGETS)
    verdicts = dict(zip(TARGETS, table.columns[-1]._cells, strict=True))
    assert verdicts["profit"] == "met"
    assert verdicts["retention-12"] == "met"
    done.graphs["default"]["after"]["profit"] = 0.4
    assert dict(zip(TARGETS, done.table().columns[-1]._cells, strict=True))["profit"] == "missed"


def test_ranges_and_figures_are_written_shortly() -> None:
    assert accepted(TARGETS["retention-12"]) == "0.48 to 0.56"
    assert accepted(TARGETS["falling-risk"]) == "at most 1"
    assert accepted(TARGETS["median-commission"]) == "0"
    assert (digits(0.12345), digits(12.4), digits(math.nan)) == ("0.123", "12", "–")


def test_targets_are_drawn_in_half_widths_from_the_middle() -> None:
    target = TARGETS["retention-12"]
    assert placed(target, 0.52) == pytest.approx(0.0)
    assert placed(target, 0.56) == pytest.approx(1.0)
    assert placed(target, 0.0) == -FARTHEST
    assert placed(target, 1.0) == FARTHEST
    assert placed(TARGETS["falling-risk"], 1.0) == pytest.approx(1.0)


def test_the_picture_has_two_dots_a_target(done: Outcome) -> None:
    axes = draw(done).axes[0]
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert len(dots) == 2 * len(TARGETS)
    assert [label.get_text() for label in axes.get_yticklabels()] == list(reversed(TARGETS))


@pytest.mark.parametrize("graph", list(GRAPHS))
def test_the_default_scenario_can_live_on_every_graph(graph: str) -> None:
    base = with_values(Scenario.load(SCENARIOS / "base.toml"), {"population.people": 200})
    market = Market(with_values(base, GRAPHS[graph]), 1, collect=False)
    assert market.world.people == (34 if graph == "karate club" else 200)
    assert market.world.tables.life.founder.sum() >= 1
