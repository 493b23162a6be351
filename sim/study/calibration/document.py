"""What docs/calibration.md says of a calibration: made from its record, so that it cannot say anything else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from sim.study.calibration.evaluate import GUESSES
from sim.study.calibration.outcome import Outcome, accepted, digits, expected, meaning
from sim.study.targets.table import TARGETS

BLOCK = re.compile(r"<!-- generated: (?P<name>\w+) -->\n.*?<!-- end -->", re.DOTALL)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _number(value: float) -> str:
    return f"{value:g}"


def targets(_: Outcome) -> str:
    """Every target: what is measured, what is accepted, how it is weighed and why, and its source."""
    rows = (
        (f"`{name}`", each.what, expected(each), accepted(each), _number(each.weight), each.why, each.source)
        for name, each in TARGETS.items()
    )
    return _table(("target", "what", "published", "accepted", "weight", "because", "source"), rows)


def space(outcome: Outcome) -> str:
    """What was searched: plausible range, where it began and where it ended."""
    rows = (
        (
            f"`{name}`",
            meaning(name),
            f"{_number(GUESSES[name].low)} to {_number(GUESSES[name].high)}",
            _number(outcome.home[name]),
            _number(value),
        )
        for name, value in outcome.values.items()
    )
    return _table(("parameter", "meaning", "plausible", "default", "calibrated"), rows)


def ended(outcome: Outcome) -> str:
    """Target by target on the default graph: before and after."""
    both = outcome.graphs["default"]
    rows = []
    for name, target in TARGETS.items():
        before, after = both["before"][name], both["after"][name]
        met = target.low <= after <= target.high
        verdict = "met" if met else "**missed**"
        rows.append((f"`{name}`", expected(target), accepted(target), digits(before), digits(after), verdict))
    return _table(("target", "published", "accepted", "before", "after", ""), rows)


def graphs(outcome: Outcome) -> str:
    """Target by target after the calibration, on every graph; what is not accepted is in bold."""
    rows = []
    for name, target in TARGETS.items():
        got = [outcome.graphs[graph]["after"][name] for graph in outcome.graphs]
        inside = [target.low <= value <= target.high for value in got]
        cells = [digits(value) if fits else f"**{digits(value)}**" for value, fits in zip(got, inside, strict=True)]
        rows.append((f"`{name}`", accepted(target), *cells))
    return _table(("target", "accepted", *outcome.graphs), rows)


BLOCKS: dict[str, Callable[[Outcome], str]] = {"targets": targets, "space": space, "ended": ended, "graphs": graphs}


def render(text: str, outcome: Outcome) -> str:
    """Return a document with all its blocks made anew.

    Parameters
    ----------
    text
        The document; a block stands between ``<!-- generated: name -->`` and ``<!-- end -->``.
    outcome
        The record.
    """

    def anew(block: re.Match[str]) -> str:
        return f"<!-- generated: {block['name']} -->\n{BLOCKS[block['name']](outcome)}<!-- end -->"

    return BLOCK.sub(anew, text)
