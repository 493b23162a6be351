"""A cluster on this machine is closed to everybody else, and leaves nothing behind."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import distributed
import psutil
import pytest

from sim.lab.cluster import Cluster
from sim.lab.errors import BatchError
from sim.lab.local import workers_here


def test_nobody_else_can_use_or_see_a_cluster_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    with workers_here(1) as client:
        address = client.scheduler.address
        assert address.startswith("tls://127.0.0.1:")
        assert client.submit(sum, (1, 2)).result() == 3
        assert client.scheduler_info()["services"] == {}
        processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
        listening = [c.laddr for p in processes for c in p.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        assert {place.ip for place in listening} == {"127.0.0.1"}
        for scheme, security in (("tcp", None), ("tls", distributed.Security.temporary())):
            there = address.replace("tls", scheme)
            with pytest.raises((OSError, TimeoutError)):
                distributed.Client(there, timeout=1, security=security, set_as_default=False)
        assert len(list(tmp_path.iterdir())) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_cryptography_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    with pytest.raises(BatchError) as caught:
        Cluster("local:1").carry_out([], None, lambda _: None, lambda: False)
    assert str(caught.value) == (
        "A cluster on this machine needs cryptography, which is not installed: pip install 'manyhats[cluster]' "
        "brings it."
    )
