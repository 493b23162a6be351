from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.lab.merging import MOST_GROUPS, merge, owners
from sim.lab.parts import opened, read_frame, write_frame

ROWS = 3  # of a run


def rows(keys: list[tuple[int, int]]) -> pd.DataFrame:
    """Rows that tell which run they are of, and in which order they came."""
    points, seeds = np.repeat(np.array(keys, dtype=np.int64).reshape(-1, 2), ROWS, axis=0).T
    return pd.DataFrame({"point": points, "seed": seeds, "row": np.tile(np.arange(ROWS), len(keys)), "name": "a"})


def merged(folder: Path, *frames: pd.DataFrame) -> Path:
    files = [folder / f"{number}.parquet" for number in range(len(frames))]
    for file, frame in zip(files, frames, strict=True):
        write_frame(file, frame)
    merge(files, owners(files), folder / "all.parquet")
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
        patch.setattr("sim.lab.merging.CELLS_A_GROUP", group * 4)
        whole = merged(folder, rows(keys)).read_bytes()
        pieces = merged(folder, *(rows(keys[start:end]) for start, end in pairwise(ends)))
    assert pieces.read_bytes() == whole
    pd.testing.assert_frame_equal(read_frame(pieces), rows(sorted(keys)))


@pytest.mark.parametrize("last", [False, True])
def test_a_frame_without_rows_or_columns_does_not_count(tmp_path: Path, last: bool) -> None:
    some, nothing = rows([(0, 1), (0, 2)]), rows([])[["point", "seed"]]
    file = merged(tmp_path, *([some, nothing] if last else [nothing, some]))
    pd.testing.assert_frame_equal(read_frame(file), some)


def test_the_last_file_that_holds_a_run_counts(tmp_path: Path) -> None:
    file = merged(tmp_path, rows([(0, 1), (0, 2)]).assign(name="old"), rows([(0, 2), (0, 3)]).assign(name="new"))
    assert read_frame(file)[["seed", "name"]].drop_duplicates().to_numpy().tolist() == [
        [1, "old"],
        [2, "new"],
        [3, "new"],
    ]


def test_rows_of_runs_that_nobody_owns_are_left_out(tmp_path: Path) -> None:
    write_frame(tmp_path / "people", rows([(0, 1), (0, 2)]))
    write_frame(tmp_path / "runs", rows([(0, 2)]))
    merge([tmp_path / "people"], owners([tmp_path / "runs"]), tmp_path / "all")
    assert read_frame(tmp_path / "all")["seed"].tolist() == [2, 2, 2]


def test_types_become_those_that_hold_everything(tmp_path: Path) -> None:
    plain = pd.DataFrame({"point": [0], "seed": [1], "count": [3], "good": [True], "name": ["a"]})
    vain = pd.DataFrame({"point": [0], "seed": [2], "count": [np.nan], "good": [None], "name": [None]})
    file = merged(tmp_path, vain, plain)
    with opened(file) as part:
        assert part.schema_arrow.field("count").type == pa.float64()
        assert part.schema_arrow.field("good").type == pa.bool_()
    assert read_frame(file)["count"].tolist()[0] == 3.0
    assert read_frame(file)["name"].isna().tolist() == [False, True]


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
        merge(files, owners(files), folder / "all")
    finally:
        pa.set_memory_pool(before)
    return int(pool.max_memory())


def test_memory_does_not_grow_with_the_number_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.lab.merging.CELLS_A_GROUP", 600 * 102)
    few, many = peak(tmp_path / "few", 600), peak(tmp_path / "many", 3_000)
    assert few > 600 * 100 * 8
    assert many < 1.5 * few


@pytest.mark.parametrize("runs", [31, 33, 63, 100])
def test_a_store_is_read_a_bounded_number_of_times(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, runs: int) -> None:
    monkeypatch.setattr("sim.lab.merging.CELLS_A_GROUP", 1)
    file = merged(tmp_path, rows([(0, seed) for seed in range(runs)]))
    with opened(file) as part:
        assert part.num_row_groups == -(-runs // -(-runs // MOST_GROUPS))
        assert part.num_row_groups <= MOST_GROUPS
