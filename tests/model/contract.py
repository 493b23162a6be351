"""What every rule keeps, whatever it does: inherited by one test class a rule."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from annotated_types import Ge, Gt, Le, Lt
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.core.parameters import Section
from sim.core.rows import Row, one_row
from tests.builders import out_of_range, random_rows

ROWS, HERE = 5, 2
EXAMPLES = 25  # of some forty rules
SLACK = 1e-12  # a rounding error is no breach of a range
share = st.floats(0.0, 1.0)
days = st.integers(0, 4_000)
bits = st.integers(0, 2**16 - 1)
flag = st.integers(0, 1)
cents = st.integers(0, 10**9)


def named(**entries: Any) -> dict[str, Any]:
    """A mapping that stands in a class body."""
    return entries


def random_law(section: type[Section], chance: np.random.Generator) -> Any:
    """A section of the scenario with random numbers inside the bounds of the schema, as a table of one row."""
    values: dict[str, Any] = {}
    for name, field in section.model_fields.items():
        low, high = 0.0, 100.0
        for bound in field.metadata:
            low = getattr(bound, "ge", getattr(bound, "gt", low)) if isinstance(bound, Ge | Gt) else low
            high = getattr(bound, "le", getattr(bound, "lt", high)) if isinstance(bound, Le | Lt) else high
        number = chance.choice([chance.uniform(low, min(high, 100.0)), max(low, 1e-3)], p=[0.9, 0.1])
        values[name] = int(number) if field.annotation is int else float(number)
    return one_row(values)


class RuleContract:
    """Inherit, and say what the rule is called with and what it may write.

    Attributes
    ----------
    rule
        The rule, wrapped in ``staticmethod``.
    takes
        What each argument is: a table (the rule gets one row of it), a section of the scenario (its row with
        random numbers), or a hypothesis strategy.
    writes
        Columns that may change, by argument.
    gives
        Least and greatest result; None if it gives nothing.
    """

    rule: ClassVar[Any]
    takes: ClassVar[dict[str, Any]]
    writes: ClassVar[dict[str, set[str]]] = {}
    gives: ClassVar[tuple[float, float] | None] = None

    def fit(self, values: dict[str, Any]) -> None:
        """Make random arguments fit each other, where a rule may rely on it."""

    def arguments(self, data: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """Random tables by argument, and the arguments themselves."""
        chance = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
        tables: dict[str, Any] = {}
        values: dict[str, Any] = {}
        for name, kind in self.takes.items():
            if isinstance(kind, type) and issubclass(kind, Row):
                tables[name] = random_rows(kind, ROWS, chance)
                values[name] = tables[name][HERE]
            elif isinstance(kind, type):
                tables[name] = random_law(kind, chance)
                values[name] = tables[name][0]
            else:
                values[name] = data.draw(kind)
        self.fit(values)
        return tables, values

    @staticmethod
    def again(tables: dict[str, Any], values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """The same arguments once more, in rows of their own."""
        twins = {name: table.copy() for name, table in tables.items()}
        rows = {name: twin[HERE if twin.size > 1 else 0] for name, twin in twins.items()}
        return twins, {**values, **rows}

    @given(data=st.data())
    @settings(max_examples=EXAMPLES)
    def test_writes_what_it_declares_within_range_and_as_written(self, data: Any) -> None:
        """Other columns and rows stay; results keep their range; again, or uncompiled, it does the same."""
        tables, values = self.arguments(data)
        before, _ = self.again(tables, values)
        twice, arguments = self.again(tables, values)
        plain, written = self.again(tables, values)
        result = self.rule(*values.values())
        for name, table in tables.items():
            for column in table.dtype.names:
                same = table[column] == before[name][column]
                if column in self.writes.get(name, ()):
                    same[HERE] = True
                assert same.all(), f"{name}.{column}"
        for name, columns in self.writes.items():
            kind = self.takes[name]
            bad = set(out_of_range(kind, tables[name], SLACK))
            assert not bad & {f"{kind.table}.{column}" for column in columns}
        if self.gives is None:
            assert result is None
        else:
            low, high = self.gives
            assert low - SLACK <= result <= high + SLACK
        assert result == self.rule(*arguments.values())
        assert result == getattr(self.rule, "py_func", self.rule)(*written.values())
        for name, table in tables.items():
            for column in table.dtype.names:
                same = {one[column].tobytes() for one in (table, twice[name], plain[name])}
                assert len(same) == 1, f"{name}.{column}"

    def test_names_its_arguments(self) -> None:
        code = getattr(self.rule, "py_func", self.rule).__code__
        assert tuple(self.takes) == code.co_varnames[: code.co_argcount]
        assert set(self.writes) <= set(self.takes)
