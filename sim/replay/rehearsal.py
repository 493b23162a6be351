"""A tiny event, replayed once so that everything a replay needs is compiled and kept on disk."""

from __future__ import annotations

import numpy as np

from sim.replay.contacts import QUIET, SLOT, settle
from sim.replay.policies import Policy, play
from sim.replay.statistics import measure, take_apart


def rehearse() -> None:
    """Compile the phases of a replay: three people stand together for a little longer than an event takes."""
    times = SLOT * np.arange(QUIET + 1, dtype=np.int64)
    pairs = [(0, 1), (0, 2), (1, 2)]
    a, b = (np.repeat(np.array(ends, np.int64), times.size) for ends in zip(*pairs, strict=True))
    contacts, _ = settle(np.tile(times, len(pairs)), a, b)
    event = take_apart(contacts)
    measure(event)
    play(event, Policy("tailored"))
