from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow.parquet import ParquetFile

from sim.lab.stored.frames import MOST_GROUPS, compact, runs_in, stack, write_frame

ROWS = 3  # of a run


def rows(keys: list[tuple[int, int]]) -> pd.DataFrame:
    """Rows that tell which run they are of, and in which order they came."""
    points, seeds = np.repeat(np.array(keys, dtype=np.int64).reshape(-1, 2), ROWS, axis=0).T
    return pd.DataFrame({"point": points, "seed": seeds, "row": np.tile(np.arange(ROWS), len(keys)), "name": "a"})


def compacted(folder: Path, *frames: pd.DataFrame) -> Path:
    files = [folder / f"{number}.parquet" for number in range(len(frames))]
    for file, frame in zip(files, frames, strict=True):
        write_frame(file, frame)
    compact(files, set().union(*map(runs_in, files)), folder / "all.parquet")
    return folder / "all.parquet"


@given(
    keys=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9)), min_size=1, max_size=30, unique=True),
    cuts=st.lists(st.integers(0, 30), max_size=3),
    group=st.integers(1, 40),
)
def test_however_rows_are_spread_the_bytes_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, keys: list[tuple[int, int]], cuts: list[int], group: int
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    ends = sorted({0, *(cut for cut in cuts if cut < len(keys)), len(keys)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.lab.stored.frames.CELLS_A_GROUP", group * 4)
        whole = compacted(folder, rows(keys)).read_bytes()
        pieces = compacted(folder, *(rows(keys[start:end]) for start, end in pairwise(ends)))
    assert pieces.read_bytes() == whole
    pd.testing.assert_frame_equal(pd.read_parquet(pieces), rows(sorted(keys)))


@pytest.mark.parametrize("last", [False, True])
def test_a_frame_without_rows_or_columns_does_not_count(tmp_path: Path, last: bool) -> None:
    some, nothing = rows([(0, 1), (0, 2)]), rows([])[["point", "seed"]]
    file = compacted(tmp_path, *([some, nothing] if last else [nothing, some]))
    pd.testing.assert_frame_equal(pd.read_parquet(file), some)


def test_types_become_those_that_hold_everything(tmp_path: Path) -> None:
    plain = pd.DataFrame({"point": [0], "seed": [1], "count": [3], "good": [True], "name": ["a"]})
    vain = pd.DataFrame({"point": [0], "seed": [2], "count": [np.nan], "good": [None], "name": [None]})
    file = compacted(tmp_path, vain, plain)
    with ParquetFile(file) as part:
        assert part.schema_arrow.field("count").type == pa.float64()
        assert part.schema_arrow.field("good").type == pa.bool_()
    assert pd.read_parquet(file)["count"].tolist()[0] == 3.0
    assert pd.read_parquet(file)["name"].isna().tolist() == [False, True]


def peak(folder: Path, runs: int) -> int:
    """Most bytes that merging held at a time."""
    folder.mkdir()
    wide = pd.DataFrame(0.5, index=range(100 * ROWS), columns=[f"x{i}" for i in range(100)])
    files = [folder / str(seed) for seed in range(runs // 100)]
    for seed, file in enumerate(files):
        write_frame(file, pd.concat([rows([(point, seed) for point in range(100)]), wide], axis=1))
    before, pool = pa.default_memory_pool(), pa.proxy_memory_pool(pa.default_memory_pool())
    pa.set_memory_pool(pool)
    try:
        compact(files, {(point, seed) for point in range(100) for seed in range(len(files))}, folder / "all")
    finally:
        pa.set_memory_pool(before)
    return int(pool.max_memory())


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.lab.stored.frames.CELLS_A_GROUP", 600 * 102)
    few, many = peak(tmp_path / "few", 600), peak(tmp_path / "many", 3_000)
    assert few > 600 * 100 * 8
    assert many < 1.5 * few


@pytest.mark.parametrize("runs", [31, 33, 63, 100])
def test_a_store_is_read_a_bounded_number_of_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: int) -> None:
    monkeypatch.setattr("sim.lab.stored.frames.CELLS_A_GROUP", 1)
    file = compacted(tmp_path, rows([(0, seed) for seed in range(runs)]))
    with ParquetFile(file) as part:
        assert part.num_row_groups == -(-runs // -(-runs // MOST_GROUPS))
        assert part.num_row_groups <= MOST_GROUPS


def test_frames_come_back_and_have_the_same_bytes(tmp_path: Path) -> None:
    frame = pd.DataFrame({"point": [0, 1], "net_income": np.array([2**60, -1]), "credibility": [0.1, np.nan]})
    for name in ("a", "b"):
        write_frame(tmp_path / name, frame.copy())
    pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "a"), frame)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_empty_frames_do_not_blur_types() -> None:
    full = pd.DataFrame({"recruits": [1], "focal": [True]})
    stacked = stack([full.iloc[:0].astype(object), full])
    assert stacked.dtypes.astype(str).tolist() == ["int64", "bool"]
    assert list(stack([full.iloc[:0]]).columns) == ["recruits", "focal"]
