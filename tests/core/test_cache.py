from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.core import cache, sources

NAMED = cache.NAMED


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    """What was found for one test says nothing about the next."""
    told, named = set(cache._told), os.environ.get(NAMED)
    yield
    if named is None:
        os.environ.pop(NAMED, None)
    else:
        os.environ[NAMED] = named
    cache._for_now.cache_clear()
    cache._looked.cache_clear()
    cache._told.clear()
    cache._told.update(told)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home and sources of our own: two modules that are compiled, one of which needs a third, and one that is not."""
    texts = {
        "core/compiled.py": "",
        "core/part.py": "X = 1\n",
        "one.py": "from sim.core.compiled import rule\nfrom sim.core import part\n",
        "two.py": "from sim.core.compiled import (\n    phase,\n    rule,\n)\n",
        "other.py": "import sim.one\n",
    }
    for name, text in texts.items():
        (tmp_path / "sim" / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / "sim" / name).write_text(text)
    monkeypatch.setattr(sources, "PACKAGE", tmp_path / "sim")
    monkeypatch.setattr(cache, "home", lambda: tmp_path / "home")
    monkeypatch.setattr(cache, "_in_use", set())
    (tmp_path / "home").mkdir()
    return tmp_path


def folder_for_now() -> Path:
    found = cache.cache_folder()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("edited", "anew"),
    [("core/part.py", {"", "sim.one"}), ("two.py", {"", "sim.two"}), ("core/compiled.py", {"", "sim.one", "sim.two"})],
)
def test_editing_what_a_module_needs_asks_for_a_new_folder_and_leaves_the_old_one(
    kept: Path, edited: str, anew: set[str]
) -> None:
    before = {module: cache.cache_folder(module) for module in ("", "sim.one", "sim.two")}
    assert before == {module: cache.cache_folder(module) for module in before}
    assert len(set(before.values())) == 3
    (kept / "sim" / edited).write_text((kept / "sim" / edited).read_text() + "# edited\n")
    after = {module: cache.cache_folder(module) for module in before}
    assert {module for module in before if after[module] != before[module]} == anew
    assert all(folder is not None and folder.is_dir() for folder in (*before.values(), *after.values()))


def test_what_is_not_compiled_does_not_count(kept: Path) -> None:
    before = cache.fingerprint()
    (kept / "sim" / "other.py").write_text("y = 1\n")
    assert cache.fingerprint() == cache.fingerprint("somebody.elses") == before
    assert len(before) == 16


def test_another_compiler_asks_for_a_new_folder(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache.fingerprint()
    monkeypatch.setattr(cache, "compiler", lambda: "9.9")
    assert cache.fingerprint() != before


def test_it_is_warm_when_everything_was_compiled_for_this_state(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_DISABLE_JIT", raising=False)
    assert not cache.is_warm()
    cache.mark_warm()
    assert cache.is_warm()
    (kept / "sim" / "core" / "part.py").write_text("X = 3\n")
    assert not cache.is_warm()
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert cache.is_warm()


@pytest.mark.parametrize(("days", "stays"), [(0, True), (13, True), (15, False), (400, False)])
def test_only_what_nobody_used_for_a_fortnight_is_cleared_away(kept: Path, days: int, stays: bool) -> None:
    old, older = kept / "home" / "0123456789abcdef", kept / "home" / "of-an-earlier-version"
    at = time.time() - days * cache.DAY
    for folder in (old, older):
        folder.mkdir()
    (old / cache.USED).touch()
    for path in (old / cache.USED, older):
        os.utime(path, (at, at))
    folder_for_now()
    assert old.exists()
    assert older.exists()
    cache.mark_warm()
    assert old.exists() is stays
    assert older.exists() is stays
    assert (folder_for_now() / cache.WARM).exists()


def test_what_is_in_use_is_never_cleared_away(kept: Path) -> None:
    folder = folder_for_now()
    os.utime(folder / cache.USED, (0, 0))
    cache.touch()
    cache.sweep(kept / "home")
    assert folder.exists()


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment without a place of its own, and a user without a home."""
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    monkeypatch.setattr("sys.prefix", str(blocked))
    for name in (NAMED, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(blocked))
    cache._looked.cache_clear()
    return tmp_path


def test_a_place_that_is_named_comes_first(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMED, str(nowhere / "named"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere / "xdg"))
    assert cache.home() == nowhere / "named" / "manyhats"
    assert cache.remark() == ""


def test_the_users_caches_are_asked_where_the_environment_cannot_be_written(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.prefix", str(nowhere))
    monkeypatch.setattr(os, "access", lambda path, _: nowhere / "xdg" in Path(path).parents)
    monkeypatch.setenv("XDG_CACHE_HOME", str(nowhere / "xdg"))
    assert cache.home() == nowhere / "xdg" / "manyhats"


def test_without_other_caches_it_is_those_below_the_home_folder(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(nowhere / "me"))
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache.home() == nowhere / "me" / ".cache" / "manyhats"


def test_without_any_place_it_is_said_once_and_lasts_as_long_as_the_process(
    nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache.atexit, "register", lambda *_, **__: None)
    told = cache.remark()
    blocked = nowhere / "blocked"
    assert told == (
        f"Compiled code cannot be kept ({blocked}/var/manyhats: not a directory; {blocked}/.cache/manyhats: not a "
        "directory): every start compiles for about a minute. Set NUMBA_CACHE_DIR to the full path of a folder of "
        "your own that can be written."
    )
    assert cache.remark() == ""
    assert not cache.is_warm()
    folder = folder_for_now()
    assert folder == folder_for_now()
    assert folder.parent == Path(os.environ[NAMED]) / "manyhats"
    shutil.rmtree(os.environ[NAMED])
    cache._for_now.cache_clear()


def test_a_user_without_entry_and_home_gets_no_error(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", unknown)
    assert cache.home() is None
    assert cache.remark().startswith(f"Compiled code cannot be kept ({nowhere}/blocked/var/manyhats: not a directory)")


def test_a_place_beside_a_scenario_cannot_be_named(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAMED, "cache")
    monkeypatch.setattr("sys.prefix", str(nowhere))
    assert cache.home() == nowhere / "var" / "manyhats"
    assert cache.remark() == (
        "NUMBA_CACHE_DIR is not used (cache/manyhats: not a full path, so that a folder beside somebody's scenario "
        "could stand in for it): name the full path of a folder of your own."
    )


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders have no owners")
@pytest.mark.parametrize("how", ["belongs to somebody else", "others may write there"])
def test_a_place_where_others_may_write_is_not_used(nowhere: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    named, place = nowhere / "named", nowhere / "named" / "manyhats"
    named.mkdir()
    if how == "belongs to somebody else":
        place.mkdir()
        me = os.geteuid()
        monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    else:
        named.chmod(0o777)
    monkeypatch.setenv(NAMED, str(named))
    assert cache.home() is None
    assert f"({place}: {how}" in cache.remark()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders have no owners")
def test_a_state_in_which_others_may_write_is_not_used(kept: Path) -> None:
    folder_for_now().chmod(0o777)
    assert cache.cache_folder() is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders have no owners")
def test_a_place_of_an_earlier_version_is_closed_to_others(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = nowhere / "var" / "manyhats"
    place.mkdir(parents=True)
    place.chmod(0o775)
    monkeypatch.setattr("sys.prefix", str(nowhere))
    assert cache.home() == place
    assert place.stat().st_mode & 0o777 == 0o755


def test_a_link_to_a_folder_of_ones_own_is_followed(nowhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (nowhere / "large").mkdir(mode=0o700)
    (nowhere / "manyhats").symlink_to(nowhere / "large")
    monkeypatch.setenv(NAMED, str(nowhere))
    assert cache.home() == nowhere / "manyhats"
