"""Made-up frames of a few persons or days, and the words of a figure."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure


def persons(name: str, **values: list[float]) -> pd.DataFrame:
    """A row a person, one variant after the other, of one seed."""
    rows = [("", variant, 1, number, value) for variant, held in values.items() for number, value in enumerate(held)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "seed", "person", name])
    kinds = {key: pd.CategoricalDtype(list(dict.fromkeys(frame[key])), ordered=True) for key in ("setting", "variant")}
    return frame.astype(kinds)


def series(name: str, **values: list[float]) -> pd.DataFrame:
    """A row a day, one variant after the other, of one seed."""
    return persons(name, **values).rename(columns={"person": "day"})


def words(figure: Figure) -> list[str]:
    """Title, line below it, and footer, each without its breaks."""
    return [text.get_text().replace("\n", " ") for text in figure.texts]
