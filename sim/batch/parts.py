"""Files that are there completely or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.core.writing import aside, written

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["aside", "is_whole", "opened", "read_frame", "stack", "write_frame", "write_json", "writer", "written"]


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON."""
    with aside(path) as draft:
        draft.write_text(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame as Parquet; equal frames give equal bytes."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
    with aside(path) as draft, writer(draft, table.schema) as file:
        file.write_table(table)


def writer(path: Path, schema: Any) -> Any:
    """A Parquet file to write tables into, with a checksum on every page."""
    from pyarrow import parquet

    return parquet.ParquetWriter(path, schema, compression="zstd", write_page_checksum=True)


def opened(path: Path) -> Any:
    """A Parquet file to read; a page that is not what was written raises."""
    from pyarrow import parquet

    return parquet.ParquetFile(path, page_checksum_verification=True)


def is_whole(path: Path) -> bool:
    """Whether a Parquet file is there and every byte of it is what was written; reads one row group at a time."""
    from pyarrow import ArrowException

    try:
        with opened(path) as file:
            for number in range(file.num_row_groups):
                file.read_row_group(number)
    except (OSError, ArrowException):
        return False
    return True


def read_frame(path: Path, columns: list[str] | None = None) -> pd.DataFrame:
    """Read what :func:`write_frame` wrote, all of it or some columns."""
    with opened(path) as file:
        frame: pd.DataFrame = file.read(columns=columns).to_pandas()
    return frame


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put frames below each other; empty ones do not blur the types of the others."""
    import pandas as pd

    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled or frames[:1], ignore_index=True)
