"""The market beside starsim: agent-steps a second of processor time, each with a scenario of its own kind.

starsim lives its own SIR epidemic on a static random network of ten contacts, compiled inside by Numba as the market
is. A process of its own lives it, so that neither has the other's modules in its memory, and any Python that has
starsim will do.
"""

from __future__ import annotations

import subprocess
from statistics import median

from benchmarks.report import Form, Measure, SkippedError, at_least
from benchmarks.scenarios import BASE, sized
from benchmarks.speed import steps_a_second
from sim.market import Market

STEPS = 100
LEAST = {10_000: 20.0, 100_000: 5.0}
NOT_THERE = (
    "starsim is not installed, so nothing is compared with it: pip install -e '.[bench]', "
    "or name a Python that has it with --starsim."
)
EPIDEMICS = """
import gc, sys, time
import starsim as ss
people, steps, turns = map(int, sys.argv[1:])
for seed in range(turns + 1):
    epidemic = ss.SIR()
    sim = ss.Sim(n_agents=people, dur=steps, diseases=epidemic, networks=ss.StaticNet(), rand_seed=seed, verbose=0)
    sim.init()
    gc.collect()
    start = time.process_time()
    sim.run()
    if seed:  # the first compiles, or loads what is compiled
        print(ss.__version__, people * sim.t.npts / (time.process_time() - start), flush=True)
"""


def run(form: Form) -> list[Measure]:
    """Measure at 10,000 and 100,000 people over 100 days; at 2,000 in the quick form."""
    sizes = (2_000,) if form.quick else tuple(LEAST)
    if not _has_starsim(form.starsim):
        raise SkippedError(NOT_THERE)
    return [measure for people in sizes for measure in _beside(form, people, turns=2 if form.quick else 3)]


def _has_starsim(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import starsim"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _beside(form: Form, people: int, turns: int) -> list[Measure]:
    """Take turns: half of starsim's, the market's, and the other half."""
    scenario = sized(BASE, people, STEPS, "graph.mean_degree=10")
    steps_a_second(scenario, lambda: Market(scenario, 1, collect=False))
    version, theirs = _epidemics(form.starsim, people, turns)
    ours = [steps_a_second(scenario, lambda s=seed: Market(scenario, s, collect=False)) for seed in range(1, 2 * turns)]
    theirs += _epidemics(form.starsim, people, turns)[1]
    where = f"{people:,} people, {STEPS} steps"
    ratio = max(ours) / max(theirs)
    about = {"starsim": version, "steps_a_second": {"market": max(ours), "starsim": max(theirs)}}
    beside = Measure(f"{where}: market / starsim, fastest turns", ratio, "times", detail=about)
    return [
        Measure(f"{where}: market on base.toml, median", median(ours), "agent-steps/s", min(ours), max(ours)),
        Measure(f"{where}: starsim {version}, SIR, median", median(theirs), "agent-steps/s", min(theirs), max(theirs)),
        at_least(LEAST[people], beside) if people in LEAST else beside,
    ]


def _epidemics(python: str, people: int, turns: int) -> tuple[str, list[float]]:
    """Return starsim's version and the agent-steps a second of some epidemics."""
    command = [python, "-c", EPIDEMICS, str(people), str(STEPS), str(turns)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"starsim failed: {done.stderr.strip()[-1000:]}")
    told = [line.split() for line in done.stdout.splitlines() if len(line.split()) == 2]
    return told[0][0], [float(rate) for _, rate in told]
