from __future__ import annotations

from pathlib import Path

import pytest

from sim.world import cache


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and sources of our own."""
    for room in cache.COMPILED:
        (tmp_path / "sim" / room / "inner").mkdir(parents=True)
        (tmp_path / "sim" / room / "inner" / "rule.py").write_text("x = 1\n")
    monkeypatch.setattr(cache, "PACKAGE", tmp_path / "sim")
    monkeypatch.setattr(cache, "home", lambda: tmp_path / "home")
    (tmp_path / "home").mkdir()
    return tmp_path


@pytest.mark.parametrize("room", cache.COMPILED)
def test_editing_any_rule_asks_for_a_new_folder(kept: Path, room: str) -> None:
    before = cache.cache_folder()
    assert cache.cache_folder() == before
    (kept / "sim" / room / "inner" / "rule.py").write_text("x = 2\n")
    after = cache.cache_folder()
    assert after != before
    assert after.is_dir()


def test_what_is_compiled_elsewhere_does_not_count(kept: Path) -> None:
    before = cache.fingerprint()
    (kept / "sim" / "analysis").mkdir()
    (kept / "sim" / "analysis" / "plot.py").write_text("y = 1\n")
    assert cache.fingerprint() == before
    assert len(before) == 16


def test_it_is_warm_when_everything_was_compiled_for_this_state(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    assert not cache.is_warm()
    cache.mark_warm()
    assert cache.is_warm()
    (kept / "sim" / "rules" / "inner" / "rule.py").write_text("x = 3\n")
    assert not cache.is_warm()
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert cache.is_warm()
