"""Many parts become one sorted file, in memory that does not grow with them.

The rows of every run are taken from one file. The output is written group by group: for each group of runs all
files are read again, one row group at a time, and only the rows of the group are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.lab.parts import aside, opened, read_frame, writer

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

KEY = ["point", "seed"]
CELLS_A_GROUP, MOST_GROUPS = 500_000, 32
"""Values that are held at a time, and how often a store is read at most: once for each group."""
RANK = "rank"
Finish = Callable[[Any], Any]
Ready = Callable[[Path], None]


def owners(files: Sequence[Path]) -> pd.DataFrame:
    """Which file the rows of each run are taken from.

    Parameters
    ----------
    files
        With columns ``point`` and ``seed``; of several that hold the same run the last one counts.

    Returns
    -------
    pandas.DataFrame
        ``point``, ``seed`` and ``source`` (the number of the file), one row a run, sorted.
    """
    import pandas as pd

    keys = [read_frame(file, KEY).drop_duplicates().assign(source=number) for number, file in enumerate(files)]
    found = pd.concat(keys, ignore_index=True).drop_duplicates(KEY, keep="last")
    return found.sort_values(KEY, ignore_index=True)


def merge(
    files: Sequence[Path],
    owned: pd.DataFrame,
    target: Path,
    finish: Finish = lambda table: table,
    ready: Ready = lambda _: None,
) -> None:
    """Write the rows of all runs into one file, sorted by point and seed.

    The bytes depend on the rows only, not on how they are spread over files.

    Parameters
    ----------
    files
        The last one has exactly the columns that are merged; others may have more.
    owned
        As :func:`owners` makes it of these files or of those that belong to them.
    target
        May be among the files.
    finish
        Given every table that is about to be written, returns it with more columns.
    ready
        Given the whole file before it is put in place.
    """
    merging = _Merging(files, owned)
    with aside(target) as draft:
        with writer(draft, finish(merging.schema.empty_table()).schema) as file:
            for first, last in merging.groups():
                table = merging.rows(first, last)
                if table.num_rows:
                    file.write_table(finish(table), row_group_size=table.num_rows)
        ready(draft)


class _Merging:
    def __init__(self, files: Sequence[Path], owned: pd.DataFrame) -> None:
        import pandas as pd

        self.files = files
        self.schema = _common([_schema(file) for file in files])
        self.keys = pd.MultiIndex.from_frame(owned[KEY])
        self.source = owned["source"].to_numpy()

    def groups(self) -> list[tuple[int, int]]:
        """Ranks of the first run of each group, and of the first one behind it."""
        rows = 0
        for source, file in enumerate(self.files):
            with opened(file) as part:
                for group in range(part.num_row_groups):
                    rows += int((self._ranks(part.read_row_group(group, columns=KEY), source) >= 0).sum())
        runs = len(self.source)
        size = max(1, CELLS_A_GROUP // len(self.schema.names) * runs // max(rows, 1), -(-runs // MOST_GROUPS))
        return [(first, min(first + size, runs)) for first in range(0, runs, size)]

    def rows(self, first: int, last: int) -> Any:
        """All rows of the runs from one rank to another, sorted."""
        import pyarrow as pa

        found = []
        for source, file in enumerate(self.files):
            with opened(file) as part:
                for group in range(part.num_row_groups):
                    ranks = self._ranks(part.read_row_group(group, columns=KEY), source)
                    wanted = (ranks >= first) & (ranks < last)
                    if wanted.any():
                        table = part.read_row_group(group, columns=self.schema.names).filter(pa.array(wanted))
                        found.append(table.cast(self.schema, safe=False).append_column(RANK, pa.array(ranks[wanted])))
        if not found:
            return self.schema.empty_table()
        table = pa.concat_tables(found)
        return table.take(pa.compute.sort_indices(table[RANK])).drop_columns(RANK).combine_chunks()

    def _ranks(self, table: Any, source: int) -> NDArray[np.int64]:
        """Place of each row's run among all runs; -1 if its rows are not taken from this file."""
        import numpy as np
        import pandas as pd

        ranks = self.keys.get_indexer(pd.MultiIndex.from_arrays([table[name].to_numpy() for name in KEY]))
        return np.where((ranks >= 0) & (self.source[ranks] == source), ranks, -1)


def _schema(file: Path) -> Any:
    with opened(file) as part:
        return part.schema_arrow.remove_metadata()


def _common(schemas: Sequence[Any]) -> Any:
    """The columns of the last one, each of a type that holds what stands in all of them.

    A frame without rows, of worlds in which nobody works any more, may have no columns but the keys and does not count.
    """
    import pyarrow as pa

    full = [schema for schema in schemas if set(schema.names) > set(KEY)] or list(schemas)
    names = full[-1].names
    return pa.unify_schemas([pa.schema([s.field(n) for n in names]) for s in full], promote_options="permissive")
