"""Files that are there completely or not at all."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Give a file to write beside the real one; flush it to the disk and put it in place at the end.

    Whoever reads ``path``, even after a crash or a power cut, sees the old file or the whole new one.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        yield draft
        _flush(draft)
        os.replace(draft, path)
        _flush(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_json(path: Path, value: Any) -> None:
    """Write a value as readable JSON."""
    with aside(path) as draft:
        draft.write_text(json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame as Parquet; equal frames give equal bytes."""
    import pyarrow as pa
    from pyarrow import parquet

    with aside(path) as draft:
        parquet.write_table(pa.Table.from_pandas(frame, preserve_index=False), draft, compression="zstd")


def read_frame(path: Path) -> pd.DataFrame:
    """Read what :func:`write_frame` wrote."""
    import pandas as pd

    return pd.read_parquet(path)


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put frames below each other; empty ones do not blur the types of the others."""
    import pandas as pd

    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled or frames[:1], ignore_index=True)
