"""Parquet files: written with a checksum on every page, read although a stranger may have written them, compacted.

They are read by Arrow itself, whose threads need no Python: one that is ending would keep them waiting for ever.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sim.core.files import aside, refuse_odd_file
from sim.core.wording import shown
from sim.lab.stored.files import DamagedError, about, damaged, is_regular, reading

if TYPE_CHECKING:
    import pandas as pd

KEY = ("point", "seed")
FRAMES = ("people", "series", "companies", "tenure", "runs")
"""Frames of a run; the last one holds its ``groups``."""
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
CELLS_A_GROUP, MOST_GROUPS = 500_000, 32
"""Values that compacting holds at a time, and how often it reads a store at most: once for each group."""
Run = tuple[int, int]
T = TypeVar("T")


def read_parquet(file: Path, by: Callable[[Any], T]) -> T:
    """Open a Parquet file, whatever its name looks like to a library, and read something from it.

    Raises
    ------
    ResultsError
        If it cannot be read, or its content cannot.
    """
    from pyarrow import ArrowException, OSFile

    with reading(file):
        refuse_odd_file(file, about(file))
        with file.open("rb"):  # the system's own reason, if it cannot be
            try:
                with OSFile(os.fsencode(file)) as source:
                    return by(source)
            except (ValueError, TypeError, LookupError, ArithmeticError, MemoryError, NotImplementedError) as error:
                raise damaged(file) from error
            except ArrowException as error:
                raise damaged(file) from error
            except OSError as error:
                if error.errno is None:  # what a library could not read, not what the system could not
                    raise damaged(file) from error
                raise


def read_frame(file: Path, name: str, columns: Collection[str] | None = None, *, focal: bool = False) -> pd.DataFrame:
    """Read a frame, or those of some columns that it has, page by page compared with the checksums inside."""
    import pandas as pd
    from pyarrow.parquet import read_metadata

    def read(source: Any) -> pd.DataFrame:
        metadata = read_metadata(source)
        _refuse_strange(file, name, metadata)
        source.seek(0)
        known = None if columns is None else [each for each in metadata.schema.names if each in columns]
        only = [("focal", "==", True)] if focal else None
        frame = pd.read_parquet(source, columns=known, filters=only, page_checksum_verification=True)
        key = list(COLUMNS["runs"])
        if name == "runs" and set(key) <= set(frame.columns) and frame.duplicated(key).any():
            raise damaged(file, "two of its rows are of the same run and strategy")
        return frame

    return read_parquet(file, read)


def rows_of_run(file: Path, name: str, point: int, seed: int) -> Any:
    """The rows of one run, as an Arrow table."""
    from pyarrow import parquet

    def read(source: Any) -> Any:
        _refuse_strange(file, name, parquet.read_metadata(source))
        source.seek(0)
        only = _between((point, seed), (point, seed))
        return parquet.read_table(source, filters=only, page_checksum_verification=True)

    return read_parquet(file, read)


def rows_of(file: Path, name: str) -> int:
    """Count the rows of a frame without reading them, refusing one that is cut or lacks what makes it such a frame."""
    from pyarrow.parquet import read_metadata

    def read(source: Any) -> int:
        metadata = read_metadata(source)
        _refuse_strange(file, name, metadata)
        return int(metadata.num_rows)

    return read_parquet(file, read)


def runs_in(file: Path) -> set[Run]:
    """Point and seed of every run in a file.

    Raises
    ------
    ResultsError
        If it is damaged or cannot be read.
    """
    from pyarrow import parquet

    def read(source: Any) -> set[Run]:
        table = parquet.read_table(source, columns=list(KEY), page_checksum_verification=True)
        return set(zip(*(table[name].to_pylist() for name in KEY), strict=True))

    return read_parquet(file, read)


def is_whole(file: Path) -> bool:
    """Whether a Parquet file is there and all its pages are what was written; reads one row group at a time.

    Raises
    ------
    ResultsError
        If it is there and may not be read, which says nothing about what is in it.
    """
    from pyarrow.parquet import ParquetFile

    def read(source: Any) -> bool:
        with ParquetFile(source, page_checksum_verification=True) as content:
            for number in range(content.num_row_groups):
                content.read_row_group(number)
        return True

    if not is_regular(file):
        return False
    try:
        return read_parquet(file, read)
    except DamagedError:
        return False


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


def write_frame(path: Path, frame: pd.DataFrame, ready: Callable[[Path], None] = lambda _: None) -> None:
    """Write a frame as Parquet; equal frames give equal bytes. ``ready`` is given the draft before it is in place."""
    import pyarrow as pa

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
    with aside(path) as draft:
        with _writer(draft, table.schema) as file:
            file.write_table(table)
        ready(draft)


@contextmanager
def _writer(path: Path, schema: Any) -> Iterator[Any]:
    """A Parquet file to write tables into, with a checksum on every page.

    It is opened here: a library would take ``~`` for the home folder and what stands before a colon for a protocol.
    """
    from pyarrow import parquet

    options = {"compression": "zstd", "write_page_checksum": True}
    with path.open("wb") as stream, parquet.ParquetWriter(stream, schema, **options) as file:
        yield file


def stack(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Put frames below each other; empty ones do not blur the types of the others."""
    import pandas as pd

    filled = [frame for frame in frames if not frame.empty]
    return pd.concat(filled or frames[:1], ignore_index=True)


def compact(
    files: Sequence[Path], runs: Collection[Run], target: Path, ready: Callable[[Path], None] = lambda _: None
) -> None:
    """Write the rows of many files into one, sorted by point and seed, in memory that does not grow with them.

    For each group of runs all files are read again, and only its rows are kept. The bytes depend on the rows only, not
    on how they are spread over files.

    Parameters
    ----------
    files
        Each run is in one of them.
    runs
        Point and seed of all that are in them.
    target
        Where to.
    ready
        Given the whole file before it is put in place.
    """
    import pyarrow as pa

    schemas, filled, rows = list[Any](), list[Path](), 0
    for file in files:
        told, many = read_parquet(file, _shape)
        schemas += [] if told in schemas else [told]
        filled += [file] if many else []
        rows += many
    schema = _common(schemas)
    with aside(target) as draft:
        with _writer(draft, schema) as content:
            for first, last in _groups(sorted(runs), rows, len(schema.names)):
                table = pa.concat_tables([schema.empty_table(), *(_rows(f, schema, first, last) for f in filled)])
                if table.num_rows:
                    table = table.sort_by([(name, "ascending") for name in KEY]).combine_chunks()
                    content.write_table(table, row_group_size=table.num_rows)
        ready(draft)


def _shape(source: Any) -> tuple[Any, int]:
    from pyarrow.parquet import read_metadata

    metadata = read_metadata(source)
    return metadata.schema.to_arrow_schema().remove_metadata(), metadata.num_rows


def _rows(file: Path, schema: Any, first: Run, last: Run) -> Any:
    """The rows of the runs from one to another, read one row group at a time."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetFile

    def read(source: Any) -> Any:
        found, only = [schema.empty_table()], _between(first, last)
        with ParquetFile(source, page_checksum_verification=True, pre_buffer=False) as content:
            point = content.schema_arrow.get_field_index(KEY[0])
            for number in range(content.num_row_groups):
                told = content.metadata.row_group(number).column(point).statistics
                if told is None or (told.min <= last[0] and told.max >= first[0]):
                    table = content.read_row_group(number, columns=schema.names, use_threads=False)
                    found.append(table.filter(only).cast(schema, safe=False))
        return pa.concat_tables(found)

    return read_parquet(file, read)


def _groups(runs: Sequence[Run], rows: int, columns: int) -> list[tuple[Run, Run]]:
    """The first and the last run of each group."""
    size = max(1, CELLS_A_GROUP // columns * len(runs) // max(rows, 1), -(-len(runs) // MOST_GROUPS))
    return [(runs[start], runs[min(start + size, len(runs)) - 1]) for start in range(0, len(runs), size)]


def _between(first: Run, last: Run) -> Any:
    """The condition that a row is of a run from one to another, both included."""
    from pyarrow.compute import field

    point, seed = (field(name) for name in KEY)
    after = (point > first[0]) | ((point == first[0]) & (seed >= first[1]))
    return after & ((point < last[0]) | ((point == last[0]) & (seed <= last[1])))


def _common(schemas: Sequence[Any]) -> Any:
    """The columns of the last one, each of a type that holds what stands in all of them.

    A frame without rows, of worlds in which nobody works any more, may have no columns but the keys and does not count.
    """
    import pyarrow as pa

    full = [schema for schema in schemas if set(schema.names) > set(KEY)] or list(schemas)
    names = full[-1].names
    return pa.unify_schemas([pa.schema([s.field(n) for n in names]) for s in full], promote_options="permissive")
