"""Means over time, one line per variant, bands across seeds: credibility, and how useful groups stay (A12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.answers import Answers
from sim.analysis.drawing import style, working
from sim.analysis.drawing.facets import (
    Facets,
    each,
    ends_of_rows,
    fewer_told,
    head,
    left_out,
    lines_of_looks,
    look_of,
    loud,
    name_lines,
    settings_of,
)
from sim.analysis.drawing.sheets import sheet
from sim.analysis.naming import setting_in_words, short_names
from sim.analysis.plots.subject import Picture, Subject, blocks, extremes, row_named
from sim.analysis.samples import over_people
from sim.core.registry import plot
from sim.model.outcomes import OUTCOMES

LOW, HIGH = 0.1, 0.9
NAME_WIDTH = 22  # letters of a title
CROSS_POSTERS = "groups.cross_posters"


@plot("credibility", needs=("series",), order=120)
def of_credibility(of: Subject) -> Iterator[Picture]:
    """Credibility, day by day."""
    days = of.results.over_time
    figure = over_days(days, title=titled(days, "credibility"), whom=of.covered, note=of.note)
    yield Picture("credibility", figure, told_over_time(days, "credibility"))


@plot("usefulness", needs=("companies",), order=140)
def of_groups(of: Subject) -> Iterator[Picture]:
    """Usefulness of companies' groups, if any wore out."""
    frame = worn(of.results)
    if not frame.empty:
        yield Picture("usefulness", usefulness(frame, note=of.note), told_usefulness(frame))


class Line(NamedTuple):
    """The first and the last mean of all seeds of a line, and the day of the last."""

    setting: str
    variant: str
    first: float
    last: float
    day: int

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return row_named(self.setting, self.variant)


def lines_of(frame: pd.DataFrame, name: str) -> list[Line]:
    """Every line that has any value."""
    found = []
    for setting, variant, block in blocks(frame.dropna(subset=[name])):
        means = over_people(block, "day", [name])[name]
        ends = float(means.iloc[0]), float(means.iloc[-1])
        found.append(Line(setting, variant, *ends, int(block["day"].max())))
    return found


def titled(frame: pd.DataFrame, name: str) -> str:
    """Where the lines end highest and lowest."""
    outcome, lines = OUTCOMES[name], lines_of(frame, name)
    if not lines:
        return f"{outcome.label} has no value on any day"
    day = max(line.day for line in lines)
    ends = [line for line in lines if line.day == day]
    texts = outcome.write_all([line.last for line in ends])
    rows = [(line.setting, line.variant, line.last, text) for line, text in zip(ends, texts, strict=True)]
    return f"{outcome.label} in the end: {extremes(rows)}"


def told_over_time(frame: pd.DataFrame, name: str) -> str:
    """Where the lines end lowest and highest, and where these two began.

    Parameters
    ----------
    frame
        ``setting``, ``variant``, ``seed``, ``day`` and the column.
    """
    outcome, lines = OUTCOMES[name], lines_of(frame, name)
    if not lines:
        return f"{outcome.named} has no value on any day."
    day = max(line.day for line in lines)
    reaching = [line for line in lines if line.day == day]
    low, high = min(reaching, key=lambda line: line.last), max(reaching, key=lambda line: line.last)
    begin_low, begin_high, end_low, end_high = outcome.write_all([low.first, high.first, low.last, high.last])
    if low == high:
        return f"{outcome.named}: {begin_low} at first, {end_low} on day {day:,}."
    return (
        f"{outcome.named} on day {day:,} is lowest {low.name} ({end_low}) and highest {high.name} ({end_high}); at "
        f"first these two had {begin_low} and {begin_high}."
    )


def told_usefulness(frame: pd.DataFrame) -> str:
    """In how many lines usefulness fell, and where it is lowest at the end; of a frame that is not empty."""
    lines = lines_of(frame, "usefulness")
    fell, lowest = sum(line.last < line.first for line in lines), min(lines, key=lambda line: line.last)
    return (
        f"It fell in {fell} of {len(lines)} lines from the first day to the last; lowest at the end is "
        f"{f'{lowest.last:.2f} {lowest.name}'.rstrip()}."
    )


@style.styled()
def over_days(
    frame: pd.DataFrame,
    name: str = "credibility",
    *,
    title: str = "",
    whom: str = "the strategy's networkers",
    note: str = "",
) -> Figure:
    """Mean over all people day by day, with the band that holds the middle four fifths of the seeds.

    Parameters
    ----------
    frame
        As :attr:`sim.analysis.answers.Answers.over_time` returns it.
    name
        The recorded mean to show.
    title
        What is found.
    whom
        Whose mean it is.
    """
    outcome, settings = OUTCOMES[name], settings_of(frame)
    variants = list(frame["variant"].cat.categories)
    parts = [frame[frame["setting"] == setting] for setting in settings]
    facets = Facets.of(len(settings))
    height = 4.4 if facets.count == 1 else 2.9
    figure = style.canvas(
        height * facets.deep,
        title or f"{outcome.label} over time",
        f"Mean over {whom}{working.COVERED * working.is_known(frame)}: the line is that of all seeds together, the "
        f"band holds the middle 80 % of the seeds.{fewer_told(variants)}",
        style.footer(f"n = {style.seeds(frame['seed'].nunique())}", note, left_out(frame), working.remark(frame)),
    )
    grid = facets.draw(figure, sharex=True, sharey=True)
    chosen = loud(_ends(frame, name), variants[0])
    for axes, (setting, block) in each(grid, zip(settings, parts, strict=True)):
        bands(axes, block, name, chosen)
        axes.tick_params(labelbottom=True)
        head(axes, setting, NAME_WIDTH)
    for axes in grid[:, 0]:
        style.number_axis(axes, outcome, "y")
        axes.yaxis.label.set_fontsize(10)
    for axes, block in ends_of_rows(grid, parts):
        name_lines(axes, _ends(block, name), variants, height - 0.9, chosen)
    return figure


def _ends(frame: pd.DataFrame, name: str) -> pd.Series[float]:
    """Means of the last day, by variant, in their order."""
    last = frame[frame["day"] == frame["day"].max()]
    return over_people(last, "variant", [name])[name]


def bands(axes: Axes, frame: pd.DataFrame, name: str, chosen: list[str]) -> None:
    """Draw a line for every variant: the mean day by day, with the middle four fifths of the seeds.

    Parameters
    ----------
    frame
        With ``variant`` (ordered categories), ``day`` and a column ``name``, a row per seed and day, as
        :func:`sim.analysis.samples.over_people` takes them.
    chosen
        Variants whose lines are told apart; only these have bands.
    """
    variants = list(frame["variant"].cat.categories)
    for number, variant in enumerate(variants):
        block = frame[frame["variant"] == variant]
        if block.empty:
            continue
        ends = block.groupby("day")[name].quantile([LOW, HIGH]).unstack()
        mean = over_people(block, "day", [name])[name].reindex(ends.index)
        look, told = look_of(variant, variants, chosen), variant in chosen
        if told:
            axes.fill_between(ends.index, ends[LOW], ends[HIGH], **look.band(0.14))
        shown = look.stroke(label=variant, markevery=_marked(len(ends), number), **lines_of_looks(told=told))
        axes.plot(ends.index, mean, **shown)
    axes.set_xlabel("Day")
    axes.xaxis.set_major_locator(MaxNLocator(4 if sheet().is_narrow else 6, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: style.plain(value)))
    axes.grid(visible=True, axis="y")
    first, last = frame["day"].min(), frame["day"].max()
    axes.set_xlim(*((first, last) if first < last else (0, last + 1)))  # a run of a week is looked at once


def _marked(days: int, number: int) -> list[int]:
    step = max(1, days // 6)
    return list(range(min(days - 1, 2 + (number * step) // 8 * 3), max(1, days - 2), step))


def worn(results: Answers) -> pd.DataFrame:
    """The usefulness of the groups over time.

    Returns
    -------
    pandas.DataFrame
        ``setting`` (the company, and varied values other than the share of cross-posters), ``variant`` (that share
        where it is varied, else what is compared), ``seed``, ``day`` and ``usefulness``; without companies whose
        groups were always as useful as can be, and empty where nobody cross-posted.
    """
    if "usefulness" not in results.companies:
        return pd.DataFrame(columns=["setting", "variant", "seed", "day", "usefulness"])
    names = _groups(results)
    frame = results.companies.merge(names, on="point", validate="many_to_one")
    lowest = frame.groupby("company")["usefulness"].transform("min")
    frame = frame[lowest < 1.0].copy()
    companies = frame["company"].unique()
    order = [", ".join(filter(None, [name, setting])) for setting in names["setting"].unique() for name in companies]
    text = frame["company"] + frame["setting"].map(lambda setting: f", {setting}" if setting else "")
    frame["setting"] = pd.Categorical(text, order, ordered=True)
    frame["variant"] = pd.Categorical(frame["variant"], names["variant"].unique(), ordered=True)
    return frame[["setting", "variant", "seed", "day", "usefulness"]].reset_index(drop=True)


def _groups(results: Answers) -> pd.DataFrame:
    if any(CROSS_POSTERS not in point["values"] for point in results.points):
        return results.labels
    short = short_names([name for point in results.points for name in point["values"]])
    rest = {name: words for name, words in short.items() if name != CROSS_POSTERS}
    rows = []
    for point in results.points:
        others = setting_in_words(point["values"], rest, results.units)
        rows.append((point["index"], others, f"{point['values'][CROSS_POSTERS]:.0%}"))
    return pd.DataFrame(rows, columns=["point", "setting", "variant"])


@style.styled()
def usefulness(frame: pd.DataFrame, *, note: str = "") -> Figure:
    """Mean over seeds day by day, with the band that holds the middle four fifths of the seeds.

    ``frame`` is as :func:`worn` returns it, not empty.
    """
    settings, variants = settings_of(frame), list(frame["variant"].cat.categories)
    parts = [frame[frame["setting"] == setting] for setting in settings]
    facets = Facets.of(len(settings))
    shares = all(variant.endswith("%") for variant in variants)
    height = 4.4 if facets.count == 1 else 2.9
    lines = lines_of(frame, "usefulness")
    fell, lowest = sum(line.last < line.first for line in lines), min(lines, key=lambda line: line.last)
    figure = style.canvas(
        height * facets.deep,
        f"Groups wear out in {fell} of {len(lines)} cases: down to {lowest.last:.2f} {lowest.name}".rstrip(),
        "Usefulness of companies' groups over time, "
        f"{'a line per share of cross-posters' if shares else 'a line for each that is compared'}: the mean of the "
        f"seeds; the band holds the middle 80 % of them.{fewer_told(variants)}",
        style.footer(f"n = {style.seeds(frame['seed'].nunique())}", note, left_out(frame)),
    )
    grid = facets.draw(figure, sharey=True)
    chosen = loud(_ends(frame, "usefulness"), variants[0])
    for axes, (setting, block) in each(grid, zip(settings, parts, strict=True)):
        bands(axes, block, "usefulness", chosen)
        head(axes, setting, NAME_WIDTH)
    grid[0, 0].set_ylim(0.0, 1.03)
    for axes in grid[:, 0]:
        style.number_axis(axes, OUTCOMES["group_usefulness"], "y")
        axes.set_ylabel("Usefulness (scale of 0 to 1)")
    for axes, block in ends_of_rows(grid, parts):
        name_lines(axes, _ends(block, "usefulness"), variants, height - 0.9, chosen)
    return figure
