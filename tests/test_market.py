from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.core.accounts import to_cents
from sim.core.errors import UserError
from sim.market import VITAL_SIGNS, Market
from sim.model.tables import NONE, Tables
from sim.scenario.schema import Scenario
from tests.builders import COMPANIES, all_working, copied, differing, lived, scenario

TAILORED = all_working("tailored")
TOML = """
[time]
days = 12
[population]
people = 60
networkers = 0.2
[[company]]
name = "vita"
topic = "health"
[[strategy]]
name = "focus"
companies = ["vita"]
"""


def tables(days: int = 40, seed: int = 1, **sections: Any) -> Tables:
    """Tables of the lively world with some sections changed, everybody tailoring."""
    return lived(scenario(strategy=TAILORED, **sections), days, seed).world.tables


def test_same_scenario_and_seed_same_bytes() -> None:
    one, two = lived(scenario(strategy=TAILORED), 0, 7), lived(scenario(strategy=TAILORED), 0, 7)
    for _ in range(65):
        one.step()
        two.step()
        assert differing(one.world.tables, two.world.tables) == []
    assert len(differing(one.world.tables, tables(65, 8))) > 20


def test_global_generators_are_neither_read_nor_moved() -> None:
    random.seed(1)
    np.random.seed(1)  # noqa: NPY002
    before = random.getstate(), repr(np.random.get_state())  # noqa: NPY002
    one = tables(35)
    assert (random.getstate(), repr(np.random.get_state())) == before  # noqa: NPY002
    random.seed(2)
    np.random.seed(2)  # noqa: NPY002
    assert differing(one, tables(35)) == []


def test_a_market_may_be_made_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(TOML)
    from_file, from_text = Market(path, 3), Market(str(path), 3)
    loaded = Market(Scenario.load(path), 3)
    for market in (from_file, from_text, loaded):
        market.step()
    assert differing(from_file.world.tables, loaded.world.tables) == []
    assert differing(from_text.world.tables, loaded.world.tables) == []


def test_a_missing_file_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UserError) as caught:
        Market("nowhere.toml")
    assert str(caught.value) == "nowhere.toml: there is no such file."


def test_it_runs_for_as_many_days_as_the_scenario_says() -> None:
    market = Market(scenario(time={"days": 5}), 1)
    days = 0
    while market.running:
        market.step()
        days += 1
        assert (market.day, market.steps) == (days, days)
    assert days == 5


def test_founders_start_before_the_first_day() -> None:
    w = Market(scenario(strategy=TAILORED), 1).world.tables
    assert w.count[0].positions == 3 * 8
    assert (np.flatnonzero(w.people.works) == np.flatnonzero(w.life.founder)).all()


def test_study_off_knowledge_stays() -> None:
    w = tables(phases={"study": False, "care": False}, study={"start": 0.25, "founders": 0.75, "induction": 9.0})
    held = w.positions[: w.count[0].positions]
    working = held[held.working == 1]
    assert set(np.unique(working.knowledge)) == {0.25, 0.75}
    assert set(np.unique(working.backlog)) == {0.0, 9.0}


def test_care_off_nobody_gives_receives_or_learns_from_their_sponsor() -> None:
    w = tables(phases={"care": False, "study": False}, study={"start": 0.25, "founders": 0.75})
    held = w.positions[: w.count[0].positions]
    working = held[held.working == 1]
    assert set(np.unique(working.knowledge)) == {0.25, 0.75}
    assert set(np.unique(working.care)) == {w.law[0].leaving.baseline}


def test_leaving_off_nobody_leaves() -> None:
    w = tables(65, phases={"leaving": False, "customers": False}, leaving={"risk": 1.0})
    held = w.positions[: w.count[0].positions]
    assert (held.left == -1).all()
    everybody = tables(65, leaving={"risk": 1.0, "settling": 1000.0, "most": 1.0, "money": 0.0})
    held = everybody.positions[: everybody.count[0].positions]
    assert (held.left[(held.working == 1) & (held.day <= 15)] == 29).mean() > 0.9


def test_split_and_focused_recruits_are_alike_to_uplines_who_do_not_mind() -> None:
    blind, unmoved = tables(65, teams={"reaction": 1.0, "notice": 0.0}), tables(65, teams={"reaction": 0.0})
    minding = tables(65, teams={"reaction": 3.0, "notice": 1.0})
    laws = ("teams.reaction", "teams.notice")
    assert "positions.care" in differing(minding, unmoved, ignore=laws)
    assert "positions.care" in differing(blind, minding, ignore=laws)
    assert differing(tables(65, teams={"reaction": 0.0, "notice": 1.0}), unmoved, ignore=laws) == []


def test_experience_off_nobody_judges_what_they_bought() -> None:
    silent = {"consistent": 0.0, "contradiction": 0.0, "reactance": 0.0}
    w = tables(phases={"experience": False, "gossip": False}, credibility=silent)
    assert not w.ties.good.any()
    assert not w.ties.bad.any()
    with_it = tables(phases={"gossip": False}, credibility=silent)
    assert with_it.ties.good.any()
    assert with_it.ties.bad.any()


def test_conversations_off_nothing_is_said() -> None:
    w = tables(phases={"conversations": False, "leaving": False})
    assert not w.tally.conversations.any()
    assert not w.ties.heard.any()
    assert w.count[0].positions == 24
    assert w.accounts.goods.any()


def test_gossip_off_is_gossip_never() -> None:
    off, never = tables(phases={"gossip": False}), tables(gossip={"rate": 0.0})
    assert differing(off, never, ignore=("gossip.rate",)) == []
    assert not off.tally.hearsay.any()
    assert tables().tally.hearsay.any()


def test_decisions_off_nobody_joins() -> None:
    w = tables(phases={"decisions": False, "expansion": False, "leaving": False})
    assert w.count[0].positions == 24
    assert w.tally.conversations.any()
    assert not w.accounts.fees.any()


def test_expansion_off_is_an_endless_pause() -> None:
    off = tables(phases={"expansion": False})
    endless = lived(scenario(strategy=[{**TAILORED[0], "pace": 36_500}]), 40).world.tables
    assert differing(off, endless, ignore=("strategy.pace", "life.next_business")) == []
    assert len(differing(off, tables())) > 5


def test_month_end_off_only_fees_are_paid() -> None:
    w = tables(phases={"month_end": False})
    for column in ("active", "passive", "goods", "materials"):
        assert not w.accounts[column].any()
    assert w.accounts.fees.any()
    assert w.accounts.balance.sum() == 0


def test_money_moves_on_the_last_day_of_a_month_only() -> None:
    market = lived(scenario(strategy=TAILORED, phases={"decisions": False}), 0)
    moved = []
    for day in range(90):
        before = market.world.tables.accounts.copy()
        market.step()
        if (before != market.world.tables.accounts).any():
            moved.append(day)
    assert moved == [29, 59, 89]


def test_the_allowance_is_paid_to_everybody() -> None:
    quiet = {"conversations": False, "decisions": False, "expansion": False}
    market = lived(scenario(population={"allowance": 12.5, "networkers": 0.0}, phases=quiet), 29)
    before = market.world.tables.accounts.balance.copy()
    market.step()
    change = market.world.tables.accounts.balance - before
    np.testing.assert_array_equal(change[:80], to_cents(market.scenario.population.allowance))
    assert change.sum() == 0


def test_a_week_after_week_the_hours_bound_what_is_done() -> None:
    market = lived(scenario(strategy=TAILORED), 0)
    for _ in range(9):
        before = copied(market.world.tables)
        for _ in range(7):
            market.step()
            assert market.world.tables.life.hours_left.min() >= -1e-9
        w = market.world.tables
        talks = (w.tally.conversations - before.tally.conversations) * w.law[0].conversation.hours
        assert np.all(talks <= w.life.hours + 1e-9)


def test_closing_gives_the_world_back() -> None:
    market = lived(scenario(), 5)
    assert len(market.agents) == 80
    market.close()
    assert not hasattr(market, "world")


def test_credibility_is_what_those_who_know_somebody_think_of_them() -> None:
    market = lived(scenario(strategy=TAILORED), 40)
    w = market.world.tables
    believed = market.credibility()
    assert believed.shape == (80,)
    known = np.bincount(w.links.other[w.ties.heard > 0], minlength=80) > 0
    np.testing.assert_array_equal(np.isnan(believed), ~known)
    person = int(np.flatnonzero(known)[0])
    opinions = [
        market.agent(contact).opinion_of(person)
        for contact in market.agent(person).contacts
        if w.ties.heard[market.agent(contact).tie_to(person)]
    ]
    assert believed[person] == pytest.approx(np.mean(opinions))


def test_the_world_goes_back_to_networkx() -> None:
    market = lived(scenario(strategy=TAILORED, phases={"leaving": False, "customers": False}), 40)
    w, graph, tree = market.world.tables, market.social_graph(), market.sponsor_tree()
    assert graph.number_of_nodes() == 80
    assert 2 * graph.number_of_edges() == np.count_nonzero(w.links.other != NONE)
    assert [graph.nodes[i]["cash"] for i in range(80)] == (w.accounts.balance[:80] / 100).tolist()
    assert {data["role"] for _, data in graph.nodes(data=True)} == {"prospect", "networker", "upline"}
    held = w.positions[: w.count[0].positions]
    assert tree.number_of_nodes() == held.size
    assert all(held.sponsor[recruit] == sponsor for sponsor, recruit in tree.edges)
    names = [company["name"] for company in COMPANIES]
    assert [tree.nodes[p]["company"] for p in range(held.size)] == [names[c] for c in held.company]
    assert [tree.nodes[p]["earned"] for p in range(held.size)] == (held.earned / 100).tolist()


def test_one_override_or_file_of_rules_may_be_a_text(tmp_path: Path) -> None:
    path, rules = tmp_path / "small.toml", tmp_path / "mine.py"
    path.write_text(TOML)
    rules.write_text(
        'from sim.own import measure\n\n@measure("one")\ndef one(world, who):\n    "One."\n    return who * 0 + 1\n'
    )
    assert Scenario.load(path, "time.days=3") == Scenario.load(path, ["time.days=3"])
    assert Market(path, 1, rules=str(rules)).scenario.own.names("measure") == ["one"]
    assert Market(path, 1, rules=rules).scenario.own.names("measure") == ["one"]


def test_one_number_a_day_of_each_sign() -> None:
    market = Market(scenario(strategy=all_working("tailored"), time={"days": 40}, phases={"leaving": False}), 1)
    by_hand = []
    while market.running:
        market.step()
        w = market.world.tables
        only_buys = np.count_nonzero((w.people.works == 0) & (w.people.buys > 0))
        noticed = w.tally.private.sum() + w.tally.public.sum() + w.tally.hearsay.sum()
        income = sum(int(w.accounts[kind].sum()) for kind in ("active", "passive", "capital"))
        talks = w.tally.conversations.sum()
        by_hand.append((np.count_nonzero(w.people.works), only_buys, int(talks), int(noticed), income / 100))
    frame = market.datacollector.get_model_vars_dataframe()
    assert list(frame.columns) == list(VITAL_SIGNS)
    assert list(frame.itertuples(index=False, name=None)) == by_hand
    assert (frame.iloc[-1] > 0).all()
    assert frame.networkers.is_monotonic_increasing


def test_collecting_may_be_left_out() -> None:
    market = Market(scenario(), 1, collect=False)
    market.step()
    assert len(market.datacollector.get_model_vars_dataframe()) == 0
