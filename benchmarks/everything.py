"""A year with every mechanism on beside one of conversations alone, and what ten million packs take."""

from __future__ import annotations

import time
from statistics import median

import numpy as np

from benchmarks.report import Form, Measure
from benchmarks.scenarios import QUESTION
from sim.market import Market
from sim.model.people.parameters import Phases
from sim.model.shares.pool import pay_out
from sim.model.shares.rows import Pack
from sim.model.tables import NONE
from sim.runs import watch
from sim.scenario.schema import Scenario
from sim.world.build import build

MOST_RATIO, MOST_BYTES = 4.0, 10**9
STRATEGY = "main business plus yields"
TALK = ("conversations", "decisions", "expansion")  # so that as many join, and talk, as with everything on


def year(scenario: Scenario, days: int, seed: int) -> float:
    """Seconds of processor time to live a year and record it."""
    short = scenario.model_copy(update={"time": scenario.time.model_copy(update={"days": days})})
    market = Market(short, seed, strategy=STRATEGY, collect=False)
    start = time.process_time()
    watch(market)
    lived = time.process_time() - start
    market.close()
    return lived


def talk_alone(scenario: Scenario) -> Scenario:
    """The same world in which people only talk, join and take on businesses."""
    phases = Phases(**{name: name in TALK for name in Phases.model_fields})
    return scenario.model_copy(update={"phases": phases})


def packs_day(packs: int) -> tuple[float, int]:
    """Seconds of processor time for a day's payouts, and bytes of all packs."""
    company = {"name": "y", "kind": "revshare", "topic": "yield", "revshare": {"pool": 10**9}}
    strategy = {"name": "one", "companies": ["y"]}
    scenario = {"population": {"people": 10}, "graph": {"kind": "complete"}, "company": [company]}
    w = build(Scenario.model_validate({**scenario, "strategy": [strategy]}), 1).tables
    rows = Pack.rows(packs)
    rows.holding, rows.price, rows.cap = NONE, 50_00, 55_00
    rows.day = np.arange(packs) % 50
    w = w._replace(packs=rows)
    w.count.packs = packs
    start = time.process_time()
    pay_out(w, 54)
    return time.process_time() - start, rows.nbytes


def run(form: Form) -> list[Measure]:
    """Measure both, taking turns; a quarter of a year and a hundred thousand packs in the quick form."""
    days, turns, packs = (91, 3, 100_000) if form.quick else (365, 9, 10_000_000)
    everything = Scenario.load(QUESTION)
    alone = talk_alone(everything)
    for each in (everything, alone):
        year(each, 61, 1)
    both = [(year(everything, days, seed), year(alone, days, seed)) for seed in range(1, turns + 1)]
    ratios = [with_all / talk for with_all, talk in both]
    packs_day(1_000)
    seconds, size = packs_day(packs)
    met = None if form.quick else median(ratios) <= MOST_RATIO
    fits = None if form.quick else size <= MOST_BYTES
    talk = [each * 1e3 for _, each in both]
    return [
        Measure("conversations alone", median(talk), "ms", min(talk), max(talk)),
        Measure("everything / conversations", median(ratios), "times", min(ratios), max(ratios), "at most 4", met),
        Measure(f"a day of {packs:,} packs", seconds, "s"),
        Measure(f"memory of {packs:,} packs", size / 1e6, "MB", target="at most 1,000", met=fits),
    ]
