"""Made-up frames of a few persons or days, and the words of a figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

SEEDS = 12
AT = [0.0, 0.5, 1.0]


def persons(name: str, **values: list[float]) -> pd.DataFrame:
    """A row a person, one variant after the other, of one seed."""
    rows = [("", variant, 1, number, value) for variant, held in values.items() for number, value in enumerate(held)]
    frame = pd.DataFrame(rows, columns=["setting", "variant", "seed", "person", name])
    kinds = {key: pd.CategoricalDtype(list(dict.fromkeys(frame[key])), ordered=True) for key in ("setting", "variant")}
    return frame.astype(kinds)


def series(name: str, **values: list[float]) -> pd.DataFrame:
    """A row a day, one variant after the other, of one seed."""
    return persons(name, **values).rename(columns={"person": "day"})


def swept(lines: dict[str, list[float]], noise: float = 0.0) -> pd.DataFrame:
    """Samples whose means are the given lines, with noise that sums to zero over the seeds."""
    wave = noise * np.resize([1.0, -1.0], SEEDS)
    rows = [
        (str(value), variant, seed, value, height + wave[seed] * (variant != next(iter(lines))))
        for variant, heights in lines.items()
        for value, height in zip(AT, heights, strict=True)
        for seed in range(SEEDS)
    ]
    found = pd.DataFrame(rows, columns=["setting", "variant", "seed", "value", "recruits"])
    found["setting"] = pd.Categorical(found["setting"], [str(value) for value in AT], ordered=True)
    found["variant"] = pd.Categorical(found["variant"], [*lines], ordered=True)
    return found.assign(credibility=found["recruits"] / 10)


def words(figure: Figure) -> list[str]:
    """Title, line below it, and footer, each without its breaks."""
    return [text.get_text().replace("\n", " ") for text in figure.texts]
