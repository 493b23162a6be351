from __future__ import annotations

import numpy as np

from sim.market import Market
from sim.vital import VITAL_SIGNS
from tests.builders import all_working, scenario


def test_one_number_a_day_of_each_sign() -> None:
    market = Market(scenario(strategy=all_working("tailored"), time={"days": 40}), 1)
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
