"""The world: all tables together, in the form that phases take."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from sim.core.compiled import config
from sim.core.errors import UserError
from sim.core.rows import as_plain
from sim.model.tables import GROWING, Tables
from sim.scenario.schema import Scenario

MOST_ROWS = 2**31 - 1  # of a growing table: rows are named by 32 bits, and a message is the source of two notes


@dataclass
class World:
    """Tables plus the names of what is in them.

    Attributes
    ----------
    scenario, seed
        What the world was built from.
    tables
        Its state; another tuple after :meth:`make_room`.
    names
        Ids of the people in the graph file or data set, length people; None for a generated graph.
    remarks
        Sentences about the graph.
    """

    scenario: Scenario
    seed: int
    tables: Tables
    names: list[str] | None
    remarks: list[str]
    _seen: Tables | None = field(default=None, repr=False)
    _plain: Tables | None = field(default=None, repr=False)
    _handed: tuple[Any, ...] = field(default=(), repr=False)

    def __getstate__(self) -> dict[str, Any]:
        """Leave views out of copies: in a copy they would look at no table."""
        return {**self.__dict__, "_seen": None, "_plain": None, "_handed": ()}

    def __copy__(self) -> World:
        """Copy the tables as well: two worlds cannot live on the same rows."""
        return copy.deepcopy(self)

    @property
    def plain(self) -> Tables:
        """The same tables as plain structured arrays: reaching a column of a record array takes microseconds."""
        if self._plain is None or self._seen is not self.tables:
            self._seen, self._plain = self.tables, Tables(*(as_plain(table) for table in self.tables))
            self._handed = tuple(self.tables if config.DISABLE_JIT else self._plain)
        return self._plain

    @property
    def handed(self) -> tuple[Any, ...]:
        """The tables in their order, in the form in which they are handed over fastest."""
        if self._seen is not self.tables:
            _ = self.plain
        return self._handed

    def used(self, counter: str) -> int:
        """Return a counter of table ``count``."""
        return int(self.plain.count[counter][0])

    def forget_yesterday(self) -> None:
        """Begin a day on which nothing was said yet."""
        count = self.plain.count
        count["said"][0] = count["notes"][0] = 0

    @property
    def people(self) -> int:
        """Number of people."""
        return int(self.tables.people.size)

    def make_room(self, table: str, rows: int) -> None:
        """Let a growing table hold at least ``rows`` rows; those in use stay, the others are zero.

        Parameters
        ----------
        table
            ``"positions"``, ``"places"``, ``"said"``, ``"notes"``, ``"holdings"`` or ``"packs"``.
        rows
            How many are needed. Any need for more at least doubles the table.

        Raises
        ------
        sim.core.errors.UserError
            If so many cannot be numbered.
        """
        old = getattr(self.tables, table)
        if old.size >= rows:
            return
        if rows > MOST_ROWS:
            raise UserError(
                f"The table '{table}' would need {rows:,} rows, more than the {MOST_ROWS:,} that can be numbered. "
                "Lower population.people, population.networkers or conversation.most_per_day."
            )
        new = GROWING[table].rows(min(max(rows, 2 * old.size), MOST_ROWS))
        new[: old.size] = old
        self.tables = self.tables._replace(**{table: new})  # type: ignore[arg-type]

    def money(self) -> int:
        """Sum of all purses in cents; zero in every world on every day."""
        return int(self.tables.accounts.balance.sum())
