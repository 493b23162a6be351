"""Everything that is compared in one small table: an arrow, a value and an interval per way and outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sim.analysis.answers import Answers
from sim.analysis.finding.judging import MATTERS, NONE, SMALL, Row, judged
from sim.analysis.finding.paragraph import MOST_OUTCOMES
from sim.analysis.table import records
from sim.model.outcomes import OUTCOMES, Outcome

if TYPE_CHECKING:
    from rich.table import Table

MOST_GLANCED = 24
SIGNS = {"higher": "▲", "lower": "▼", "level": "≈", "same": "=", "unknown": "?"}
SAYS = {MATTERS: "matters", SMALL: "small", NONE: "no difference that matters"}
OPEN_SAYS = "not enough worlds"
KEY = "▲ higher, ▼ lower, ≈ no clear difference, = the same. The mean difference, and its 95 % interval beneath."


class Cell(NamedTuple):
    """What was found for one variant and outcome; texts are empty where there is nothing to say."""

    direction: str
    """As :func:`sim.analysis.finding.judging.direction` says."""
    gain: str
    """``better``, ``worse``, or empty if it is neither, or too small to matter."""
    sign: str
    """A letter that says the direction."""
    difference: str
    interval: str
    words: str
    """Whether it matters."""


class Glance(NamedTuple):
    """Everything told apart, or not, in one table: a row (setting, variant) a variant, a column an outcome."""

    reference: str
    heads: list[str]
    rows: list[tuple[str, str, list[Cell]]]
    hidden: int
    """Rows that are left out."""


def at_a_glance(answers: Answers) -> Glance | None:
    """Directions and sizes of the scenario's first outcomes; None if there is nothing to compare."""
    known = set(answers.levels.columns)
    outcomes = [name for name in answers.outcomes if name in known][:MOST_OUTCOMES]
    table = judged(answers)
    compared = {(row["setting"], row["variant"], row["outcome"]): row for row in records(table)}
    if not compared or not outcomes:
        return None
    pairs = list(dict.fromkeys((setting, variant) for setting, variant, _ in compared))
    rows = [
        (str(setting), str(variant), [_cell(OUTCOMES[name], compared[setting, variant, name]) for name in outcomes])
        for setting, variant in pairs
    ]
    reference = str(answers.levels["variant"].cat.categories[0])
    heads = [OUTCOMES[name].axis for name in outcomes]
    return Glance(reference, heads, rows[:MOST_GLANCED], max(0, len(rows) - MOST_GLANCED))


def _cell(outcome: Outcome, row: Row) -> Cell:
    kind = row["direction"]
    gain = ""
    if kind in ("higher", "lower") and row["answer"] != SMALL:
        gain = "worse" if (kind == "higher") == outcome.less_is_better else "better"
    mean, low, high = outcome.write_all([row["difference"], row["low"], row["high"]], sign=True)
    unit = outcome.suffix(sign=True)
    interval = "" if kind in ("same", "unknown") else f"{low} to {high}{unit}"
    words = "the same in every world" if kind == "same" else SAYS.get(row["answer"], OPEN_SAYS)
    return Cell(kind, gain, SIGNS[kind], "" if kind == "same" else mean, interval, words)


def as_rich(glance: Glance) -> Table:
    """The table for a terminal."""
    from rich.table import Table
    from rich.text import Text

    view = Table(box=None, pad_edge=False, header_style="dim", caption=KEY, caption_justify="left")
    view.add_column(Text(f"Compared with '{glance.reference}'"), overflow="fold")
    for head in glance.heads:
        view.add_column(Text(head), justify="right")
    for setting, variant, cells in glance.rows:
        name = f"{variant}\n{setting}" if setting else variant
        shown = [f"{cell.sign} {cell.difference}\n{cell.interval or cell.words}" for cell in cells]
        view.add_row(*map(Text, (name, *shown)))
    return view
