"""One visitor: what they ask for is lived and told; a mistake is a sentence."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.runs import begin
from sim.scenario.schema import load
from sim.view.choices import YOURS
from sim.view.living import EVERY, FAILED, Mornings
from sim.view.looks import BELIEVED, STRUCK, Circle
from sim.view.session import CONTROLS, EVENING, LINES, PICTURES, Opened, Session, Told
from tests.view.towns import town

PATIENCE = 600  # seconds; rules may have to be compiled


@pytest.fixture(scope="module")
def mornings() -> Mornings:
    return Mornings()


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mornings: Mornings) -> Iterator[Session]:
    monkeypatch.chdir(tmp_path)
    file = town(tmp_path)
    made = Session(Opened(file, load(file)), mornings)
    yield made
    made.close()


def until(session: Session, whom: str, kind: str) -> tuple[dict[str, Any], list[Told]]:
    """Wait for a message, and return it with all that came before."""
    seen: list[Told] = []
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        for told in session.news():
            seen.append(told)
            if told.whom == whom and told.message.get("kind", kind) == kind:
                return told.message, seen
        time.sleep(0.01)
    raise AssertionError(f"nothing came: {seen}")


def test_two_ways_are_lived_day_by_day(session: Session) -> None:
    session.live()
    words, seen = until(session, PICTURES, "words")
    assert words["sentences"][0].startswith("Of the same 3 people, ")
    days = [told.message for told in seen if told.whom == PICTURES and told.message["kind"] == "days"]
    lived = [day for message in days for day in message["sides"][1]["days"]]
    assert lived == [1, *range(1 + EVERY, 120, EVERY), 120]
    last = days[-1]["sides"][1]
    assert last["person"] == days[-1]["people"][0][0]
    assert all(len(row) <= len(last["contacts"]) for row in last["circle"])
    money = [told.message for told in seen if told.whom == LINES][-1]["sides"]
    assert len(money[0]["money"]) == len(money[0]["day"])
    json.dumps([told.message for told in seen], allow_nan=False)


def test_a_way_in_the_window_is_the_world_of_the_scenario(session: Session) -> None:
    session.live()
    _, seen = until(session, PICTURES, "words")
    lines = [told.message["sides"][1] for told in seen if told.whom == LINES]
    shown = [value for side in lines for value in side["money"]][-1]
    market = begin(session.scenario, 1, YOURS)
    while market.running:
        market.step()
    w = market.world.tables
    people = w.entrants.person
    purse, before = w.accounts[people], w.entrants
    income = (purse.active - before.active) + (purse.passive - before.passive) + (purse.capital - before.capital)
    paid = (w.tally.goods[people] - before.goods) + (purse.fees - before.fees)
    paid += (purse.materials - before.materials) + (purse.stakes - before.stakes)
    assert shown == pytest.approx(float((income - paid).sum()) / 100 / people.size, abs=0.01)


def test_the_first_way_is_not_lived_again_for_what_does_not_touch_it(session: Session) -> None:
    session.live()
    until(session, PICTURES, "words")
    first = session._living.ways[0]
    session.hear({"kind": "choose", "chosen": {"pitch": "disclose-all"}})
    until(session, PICTURES, "words")
    assert session._living.ways[0] is first
    session.hear({"kind": "choose", "chosen": {"hours": 5.0}})
    until(session, PICTURES, "words")
    assert session._living.ways[0] is not first


def test_another_world_is_counted(session: Session) -> None:
    session.live()
    words, _ = until(session, PICTURES, "words")
    assert words["worlds"].startswith("This is one world")
    assert session.hear({"kind": "another"}) == [Told(CONTROLS, {"kind": "seed", "seed": 2})]
    words, _ = until(session, PICTURES, "words")
    assert words["worlds"].startswith("Net income over 2 worlds so far: ")


def test_a_page_that_comes_late_is_told_everything(session: Session) -> None:
    assert session.hear({"kind": "ready"}) == []
    session.live()
    until(session, PICTURES, "words")
    pictures, lines, words = session.hear({"kind": "ready"})
    assert (pictures.whom, lines.whom, words.message["kind"]) == (PICTURES, LINES, "words")
    assert pictures.message["sides"][0]["first"] == 0
    assert pictures.message["sides"][0]["days"][-1] == 120
    followed = session.hear({"kind": "follow", "person": 2})[0].message
    assert followed["sides"][0]["person"] == followed["people"][2][0]


def test_the_evening_is_told_in_every_way(session: Session) -> None:
    session.hear({"kind": "evening"})
    told, _ = until(session, EVENING, "evening")
    data = told["data"]
    assert (data["sentOut"], data["title"]) == (True, "A <b>small</b> town")
    assert len({policy["pitch"] for policy in data["policies"]}) == 5


def test_a_scenario_is_saved_where_the_visitor_says(session: Session, tmp_path: Path) -> None:
    told = session.hear({"kind": "save", "title": "Mine\n<i>", "file": "mine"})[0].message
    assert told["sentence"] == "Saved as mine.toml. It runs with: manyhats run mine.toml"
    assert load(tmp_path / "mine.toml").title == "Mine <i>"
    again = session.hear({"kind": "save", "title": "", "file": "mine.toml"})[0].message
    assert again["kind"] == "trouble"
    assert again["sentence"].endswith("is there already, and nothing is overwritten; choose another name.")


@pytest.mark.parametrize("message", [{}, {"kind": "choose", "chosen": 3}, {"kind": "follow", "person": "x"}])
def test_nonsense_is_refused_without_harm(session: Session, message: dict[str, Any]) -> None:
    before = session.chosen
    assert [told.message["kind"] for told in session.hear(message)] in ([], ["trouble"])
    assert session.chosen == before


def test_what_breaks_is_told_and_the_next_choice_is_lived(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("sim.view.living._way", lambda *_: 1 / 0)
        broken.setattr("sim.view.session.played", lambda *_: 1 / 0)
        session.live()
        assert until(session, PICTURES, "trouble")[0]["sentence"] == FAILED
        session.hear({"kind": "evening"})
        assert until(session, EVENING, "trouble")[0]["sentence"] == FAILED
    session.live()
    assert until(session, PICTURES, "words")[0]["sentences"][0].startswith("Of the same 3 people, ")


@pytest.mark.parametrize("sign", [1, -1])
def test_the_one_around_whom_most_happens_is_followed_until_somebody_is_chosen(
    session: Session, monkeypatch: pytest.MonkeyPatch, sign: int
) -> None:
    monkeypatch.setattr(Circle, "happened", lambda circle: (0, sign * circle.person))
    session.live()
    until(session, PICTURES, "words")
    people = [sign * circle.person for circle in session._living.ways[1].looks.circles]
    assert session.followed == people.index(max(people))
    other = people.index(min(people))
    session.hear({"kind": "follow", "person": other})
    session.hear({"kind": "choose", "chosen": {"pitch": "disclose-all"}})
    until(session, PICTURES, "words")
    assert session.followed == other


def test_what_happened_is_counted_as_it_was_last_seen() -> None:
    struck = 1 << STRUCK
    assert Circle(7, days=[[3, 0, struck | 1], [1 | 50 << BELIEVED, struck | 3, struck, 0]]).happened() == (2, 2)
    assert Circle(7).happened() == (0, 0)
