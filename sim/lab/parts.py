"""Files that are there completely or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.files import aside, refuse_odd_file, written
from sim.lab.places import is_regular
from sim.lab.stored.errors import DamagedError, about
from sim.lab.stored.frames import read_parquet

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["aside", "is_whole", "opened", "read_frame", "stack", "write_frame", "write_json", "writer", "written"]


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON."""
    with aside(path) as draft:
        draft.write_text(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def write_frame(path: Path, frame: pd.DataFrame, ready: Callable[[Path], None] = lambda _: None) -> None:
    """Write a frame as Parquet; equal frames give equal bytes. ``ready`` is given the draft before it is in place."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
    with aside(path) as draft:
        with writer(draft, table.schema) as file:
            file.write_table(table)
        ready(draft)


@contextmanager
def writer(path: Path, schema: Any) -> Iterator[Any]:
    """A Parquet file to write tables into, with a checksum on every page.

    It is opened here: a library would take ``~`` for the home folder and what stands before a colon for a protocol.
    """
    from pyarrow import parquet

    options = {"compression": "zstd", "write_page_checksum": True}
    with path.open("wb") as stream, parquet.ParquetWriter(stream, schema, **options) as file:
        yield file


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A Parquet file to read; a page that is not what was written raises."""
    from pyarrow import parquet

    refuse_odd_file(path, about(path))
    with path.open("rb") as stream, parquet.ParquetFile(stream, page_checksum_verification=True) as file:
        yield file


def is_whole(path: Path) -> bool:
    """Whether a Parquet file is there and all its pages are what was written; reads one row group at a time.

    Raises
    ------
    ResultsError
        If it is there and may not be read, which says nothing about what is in it.
    """
    from pyarrow.parquet import ParquetFile

    def read(stream: Any) -> bool:
        with ParquetFile(stream, page_checksum_verification=True) as file:
            for number in range(file.num_row_groups):
                file.read_row_group(number)
        return True

    if not is_regular(path):
        return False
    try:
        return read_parquet(path, read)
    except DamagedError:
        return False


def read_frame(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    """Read what :func:`write_frame` wrote, all of it or some columns."""
    from pyarrow.parquet import ParquetFile

    def read(stream: Any) -> pd.DataFrame:
        with ParquetFile(stream, page_checksum_verification=True) as file:
            frame: pd.DataFrame = file.read(columns=columns).to_pandas()
        return frame

    return read_parquet(path, read)


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put frames below each other; empty ones do not blur the types of the others."""
    import pandas as pd

    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled or frames[:1], ignore_index=True)
