from __future__ import annotations

import pickle

from sim.lab.errors import Failure, Interrupted, RunsFailed


def test_a_long_list_of_failures_is_cut() -> None:
    failures = [Failure(1, seed, {"strategy": "two", "gossip.rate": 0.1}, "no") for seed in range(12)]
    lines = str(RunsFailed(failures, 40, "results/x")).splitlines()
    assert lines[0] == "12 of 40 runs failed; 'results/x/failures.json' has their tracebacks:"
    assert lines[1] == '  seed 0, point 1 (strategy = "two", gossip.rate = 0.1): no'
    assert lines[-2:] == ["  ... and 2 more.", "All others are stored. --retry-failed runs these again."]
    assert len(lines) == 13


def test_nothing_left_is_not_asked_for() -> None:
    assert str(Interrupted(4, 4, "x")) == "Interrupted: 4 of 4 runs are stored in 'x'."


def test_errors_survive_the_way_between_processes() -> None:
    for error in (Interrupted(1, 2, "x"), RunsFailed([Failure(0, 1, {}, "no")], 2, "x")):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)
