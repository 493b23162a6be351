"""Parquet files that somebody else may have written or a disk may have damaged."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim.core.files import refuse_odd_file
from sim.core.wording import shown
from sim.lab.stored.errors import AGAIN, DamagedError, about, reading

if TYPE_CHECKING:
    import pandas as pd

KEY = ("point", "seed")
COLUMNS = {
    "runs": (*KEY, "strategy", "focal"),
    "people": (*KEY, "person", "strategy", "focal"),
    "series": (*KEY, "day", "strategy", "focal"),
    "companies": (*KEY, "day", "company"),
    "tenure": (*KEY, "strategy", "focal", "month"),
}
"""Columns without which nothing can be said; an empty frame may lack them."""
WHOLE = ("point", "seed", "person", "day", "month")
TEXTS = ("run", "studied", "strategy", "company")
"""Columns that hold no numbers; in ``runs``, what was varied has a dotted name and may be anything."""
T = TypeVar("T")


def damaged(file: Path, why: str = "") -> DamagedError:
    """The error that says which file is damaged, and what to do."""
    return DamagedError(f"'{file}' is damaged{f' ({why})' if why else ''}: {AGAIN}.")


def read_parquet(file: Path, by: Callable[[Any], T]) -> T:
    """Open a Parquet file and read something from it.

    Parameters
    ----------
    file
        Opened here, so that no library takes a part of its name for a home folder or an address.
    by
        Given the open file.

    Raises
    ------
    ResultsError
        If it cannot be read, or its content cannot.
    """
    from pyarrow import ArrowException, BufferOutputStream, BufferReader

    with reading(file):
        refuse_odd_file(file, about(file))
        with file.open("rb") as stream:
            try:
                content = BufferOutputStream()  # Arrow's own memory: its threads need no Python, which may be ending
                content.write(stream.read())
                return by(BufferReader(content.getvalue()))
            except (ValueError, TypeError, LookupError, ArithmeticError, MemoryError, NotImplementedError) as error:
                raise damaged(file) from error
            except ArrowException as error:
                raise damaged(file) from error
            except OSError as error:
                if error.errno is None:  # what a library could not read, not what the system could not
                    raise damaged(file) from error
                raise


def read_frame(file: Path, name: str, columns: Collection[str] | None = None, *, focal: bool = False) -> pd.DataFrame:
    """Read a frame, or those of some columns that it has, page by page compared with the checksums inside.

    Parameters
    ----------
    file
        Where it lies.
    name
        Which one it is, of :data:`COLUMNS`.
    columns
        Those that it lacks are left out.
    focal
        Whether to read the focal rows only.
    """
    import pandas as pd
    from pyarrow.parquet import read_metadata

    def read(stream: Any) -> pd.DataFrame:
        metadata = read_metadata(stream)
        _refuse_strange(file, name, metadata)
        stream.seek(0)
        known = None if columns is None else [each for each in metadata.schema.names if each in columns]
        only = [("focal", "==", True)] if focal else None
        frame = pd.read_parquet(stream, columns=known, filters=only, page_checksum_verification=True)
        key = list(COLUMNS["runs"])
        if name == "runs" and set(key) <= set(frame.columns) and frame.duplicated(key).any():
            raise damaged(file, "two of its rows are of the same run and strategy")
        return frame

    return read_parquet(file, read)


def rows_of_run(file: Path, name: str, point: int, seed: int) -> Any:
    """The rows of one run, as an Arrow table."""
    from pyarrow import compute, parquet

    def read(stream: Any) -> Any:
        _refuse_strange(file, name, parquet.read_metadata(stream))
        stream.seek(0)
        wanted = (compute.field("point") == point) & (compute.field("seed") == seed)
        return parquet.read_table(stream, filters=wanted, page_checksum_verification=True)

    return read_parquet(file, read)


def rows_of(file: Path, name: str) -> int:
    """Count the rows of a frame without reading them, refusing one that is cut or lacks what makes it such a frame."""
    from pyarrow.parquet import read_metadata

    def read(stream: Any) -> int:
        metadata = read_metadata(stream)
        _refuse_strange(file, name, metadata)
        return int(metadata.num_rows)

    return read_parquet(file, read)


def _refuse_strange(file: Path, name: str, metadata: Any) -> None:
    """Refuse a frame of which what is computed from it could not be computed."""
    if not metadata.num_rows:
        return
    schema = metadata.schema.to_arrow_schema()
    for column in COLUMNS[name]:
        if column not in schema.names:
            raise damaged(file, f"it has no column '{column}'")
    for field in schema:
        if field.name in WHOLE and not _is_number(field.type, whole=True):
            raise damaged(file, f"its column '{field.name}' holds no whole numbers")
        if field.name not in TEXTS and "." not in field.name and not _is_number(field.type):
            raise damaged(file, f"its column {shown(field.name)} holds no numbers")


def _is_number(kind: Any, *, whole: bool = False) -> bool:
    from pyarrow import types

    kinds = (types.is_integer, types.is_floating, types.is_boolean, types.is_null)
    return any(is_one(kind) for is_one in kinds[: 1 if whole else None])
