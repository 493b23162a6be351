"""What a page is given: nothing of the recorded evening gets lost on the way."""

from __future__ import annotations

import json

import numpy as np

from sim.analysis.moving.told import contradictions, facing, told
from tests.analysis.moving.evenings import ADS, CONTACTS, HEALTH, TAILORED, evening, twins


def test_contacts_come_back_from_their_stretches() -> None:
    flat = facing(CONTACTS)
    rows = [flat[k : k + 4] for k in range(0, len(flat), 4)]
    assert rows == [[0, 1, 2, 9], [0, 2, 5, 9], [1, 3, 6, 7], [0, 2, 20, 21]]
    back = {(slot, a, b) for a, b, first, end in rows for slot in range(first, end)}
    assert back == {tuple(column) for column in CONTACTS.T.tolist()}
    assert facing(np.empty((3, 0), np.int64)) == []


def test_a_contradiction_has_its_time_its_people_and_both_stories() -> None:
    aloud, taught, earlier = contradictions(evening(TAILORED))
    assert aloud == {
        **{"slot": 7, "speaker": 0, "listener": 1, "told": ADS, "before": HEALTH, "since": 4},
        **{"toThem": False, "aloud": True, "circle": [1, 2]},
    }
    assert (taught["slot"], taught["listener"], taught["before"], taught["since"]) == (20, 2, ADS, 7)
    assert (earlier["listener"], earlier["before"], earlier["since"], earlier["aloud"]) == (3, 0, -1, False)


def test_who_stood_by_as_it_was_said_aloud_has_heard_both() -> None:
    rows = [(4, 1, HEALTH, 0, 0), (7, 1, ADS, 0, 2), (20, 2, HEALTH, 0, 1)]
    first, second = contradictions(evening(rows))
    assert first["toThem"]
    assert (second["before"], second["since"]) == (ADS, 7)


def test_twins_share_guests_and_circles() -> None:
    data = told(twins(), title="Two", seed=3)
    assert (data["people"], data["speaker"], data["slots"], data["slotSeconds"]) == ([70, 71, 72, 73], 0, 30, 20)
    assert len(data["circles"]) == 1
    tailored, opened = data["policies"]
    assert (tailored["circles"], opened["circles"]) == (0, 0)
    assert tailored["heard"] == [list(row[:4]) for row in TAILORED]
    assert (len(tailored["contradictions"]), opened["contradictions"]) == (3, [])
    assert json.loads(json.dumps(data)) == data
