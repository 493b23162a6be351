"""One world of every claim, known by a digest: whether a verdict is stale can be told by running it again."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from sim.core.money import CENTS
from sim.lab.points import points
from sim.model.outcomes import money_in
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.results import Results

DIGITS = 16


def digest(people: pd.DataFrame) -> str:
    """Hash what became of the persons of one run: names and bytes of all columns, in their order.

    Money counts in cents, which are whole, so that worlds are known by the digests of versions that stored cents.
    """
    import numpy as np
    import pandas as pd

    found = hashlib.sha256()
    for name in people.columns:
        column = people[name]
        numbers = pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)
        found.update(name.encode())
        if name in money_in("people"):
            column = np.rint(column * CENTS)
        found.update(_bytes(column.to_numpy("float64")) if numbers else "\n".join(map(str, column)).encode())
    return found.hexdigest()[:DIGITS]


def _bytes(values: Any) -> bytes:
    """Bytes of numbers, every nan written the same way."""
    import numpy as np

    return bytes(np.where(np.isnan(values), np.nan, values).tobytes())


def stored_digest(results: Results) -> str:
    """Hash the first run of a batch as it is stored."""
    people, point, seed = results.people, results.points[0]["index"], results.seeds[0]
    mine = people[(people["point"] == point) & (people["seed"] == seed)]
    return digest(mine.drop(columns=["point", "seed"]))


def fresh_digest(scenario: Scenario) -> str:
    """Run the first world of a claim again and hash it.

    Parameters
    ----------
    scenario
        The claim's.
    """
    from sim.running import run
    from sim.study.claims.worlds import worlds_of

    first = points(worlds_of(scenario))[0]
    return digest(run(first.scenario, scenario.design.first_seed, strategy=first.strategy).people)
