"""The report: a table of all verdicts, then a section per claim with its figure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis import style
from sim.model import Outcome
from sim.study.effects import outcome_of
from sim.study.maps.places import Map
from sim.study.telling.picture import draw_map, draw_yields
from sim.study.telling.regions import region_named
from sim.study.telling.sentences import effect, headed
from sim.study.telling.words import ENGLISH
from sim.study.verdicts import WORDS, Told

ROW, TALL_ROW, NAME = 0.42, 0.58, 30
"""Inches a region takes, with a name of one line and of more; letters of a name in one line."""
HEADING = 1.45
"""Inches a test takes besides."""
LETTERS = 72
"""Of a question, or of what is compared, in one line."""
COLORS = {"said": "#004F80", "other": "#B54A00", "nothing": "#5f5f5f", "open": "#5f5f5f"}
MARKS = {"said": "o", "other": "X", "nothing": "s", "open": "|"}
SAID = {"said": "as the article says", "other": "the other way", "nothing": "no difference that matters"}
CONTROL = "#9a9a9a"
APART = 0.2
ARROWS = {"higher": "expected: higher →", "lower": "← expected: lower", "equal": "expected: within the band"}


def figure(claim: Told) -> Figure:
    """Draw one claim: a panel per question, a row per region."""
    tests = claim["tests"]
    rows = [_inches(test["regions"]) for test in tests]
    height = sum(inches + HEADING for inches in rows)
    with style.styled():
        drawn = style.canvas(height, claim["title"], _subtitle(claim), _footer(claim))
        panels = drawn.subplots(
            len(tests), 1, squeeze=False, gridspec_kw={"height_ratios": [inches + 2.2 * ROW for inches in rows]}
        )
        for number, (axes, test) in enumerate(zip(panels[:, 0], tests, strict=True), 1):
            _panel(axes, test, number, alone=len(tests) == 1)
    return drawn


def _inches(regions: list[Told]) -> float:
    """Room for the rows of a panel."""
    is_long = any(len(_named(row)) > NAME for row in regions)
    return (TALL_ROW if is_long else ROW) * max(1, len(regions))


def _panel(axes: Axes, test: Told, number: int, *, alone: bool) -> None:
    outcome = outcome_of(test["outcome"])
    regions, control = test["regions"], test["control"]["regions"]
    heights = [float(len(regions) - 1 - i) for i in range(len(regions))]
    shift = test["value"] if test["kind"] == "level" else 0.0
    for at, row in zip(heights, regions, strict=True):
        _band(axes, at, row, shift)
        _mark(axes, at + APART / 2, row, shift, COLORS[row["state"]], MARKS[row["state"]], 8.0)
    for at, row in zip(heights, control, strict=False):
        _mark(axes, at - APART, row, shift, CONTROL, "D", 5.0)
    axes.axvline(shift, color=style.INK, linewidth=1.0, zorder=1)
    axes.set_ylim(-0.7, len(regions) - 0.3)
    style.rows_axis(axes, [(at, _named(row)) for at, row in zip(heights, regions, strict=True)], width=NAME)
    style.number_axis(axes, outcome, difference=test["kind"] != "level")
    axes.set_xlabel(_wrapped(_axis(outcome, test)), fontsize=10, loc="left")
    heading = test["question"] if alone else f"{number}. {test['question']}"
    axes.set_title(_wrapped(heading), loc="left", fontsize=11, fontweight="bold", pad=20)
    axes.text(0.0, 1.02, _short(test), transform=axes.transAxes, fontsize=10, va="bottom", color=_color(test))
    _room(axes, test, shift)


def _band(axes: Axes, at: float, row: Told, shift: float) -> None:
    """Shade what does not matter."""
    if row["matters"] is not None:
        axes.barh(at, 2 * row["matters"], 0.8, shift - row["matters"], color=style.FAINT, alpha=0.6, zorder=0)


def _mark(axes: Axes, at: float, row: Told, shift: float, color: str, marker: str, size: float) -> None:
    if row["estimate"] is None:
        axes.text(shift, at, "nothing to measure", fontsize=8.5, color=color, va="center", ha="left")
        return
    if row["low"] is not None:
        axes.plot([shift + row["low"], shift + row["high"]], [at, at], color=color, linewidth=2.0, zorder=2)
    axes.plot([shift + row["estimate"]], [at], marker=marker, markersize=size, color=color, linestyle="none", zorder=3)


def _room(axes: Axes, test: Told, shift: float) -> None:
    """Show all intervals of the test; of what does not matter and of controls, as much as fits."""
    ends = [0.0]
    for row in (*test["regions"], *test["control"]["regions"]):
        ends += [row[name] for name in ("low", "high", "estimate") if row[name] is not None]
    known = [row["matters"] for row in test["regions"] if row["matters"] is not None]
    ends += [sign * 1.2 * max(known) for sign in (-1, 1)] if known else []
    low, high = min(ends), max(ends)
    pad = 0.06 * (high - low) or 1.0
    axes.set_xlim(shift + low - pad, shift + high + pad)


def _axis(outcome: Outcome, test: Told) -> str:
    unit = outcome.axis.partition(" (")[2].rstrip(")")
    what = {"contrast": "difference", "interaction": "difference of differences", "level": "level"}[test["kind"]]
    return f"{outcome.label}, {what} ({unit}): {test['compared']}; {ARROWS[test['expects']]}"


def _named(row: Told) -> str:
    return region_named(ENGLISH, row["region"])


def _short(test: Told) -> str:
    """The word in a line: in how many regions it is as the article says, and what is wrong with the control."""
    states = [row["state"] for row in test["regions"]]
    counted = f"{states.count('said')} of {len(states)} as the article says"
    flag = {
        "not neutral": "; the difference is there without the mechanism",
        "unclear": "; the control is too imprecise",
    }
    shows = "" if test["shows"] == "finding" else f" ({test['shows']}, no finding)"
    return f"{test['word']}: {counted}{flag.get(test['control']['state'], '')}{shows}"


def _color(test: Told) -> str:
    states = [row["state"] for row in test["regions"]]
    return COLORS["said" if "said" in states else "other" if "other" in states else "nothing"]


def _subtitle(claim: Told) -> str:
    return (
        f"{headed(claim)} Marks: mean over pairs with its 95 % interval (circle as the article says, cross the other "
        "way, square no difference that matters, bar not enough worlds). Light diamond: the mechanism switched off. "
        "Shaded: too small to matter."
    )


def _footer(claim: Told) -> str:
    quick = "QUICK, few seeds: " if claim["quick"] else ""
    worlds: dict[str, Any] = claim["worlds"]
    return (
        f"{quick}{claim['people']:,} people, {claim['days']:,} days, {claim['seeds']} seeds; {worlds['own']:,} worlds, "
        f"{worlds['control']:,} with the mechanism off."
    )


def _wrapped(text: str) -> str:
    return "\n".join(wrap(text, LETTERS))


HERE = Path(__file__).parent
STYLE = HERE.parent / "analysis" / "report" / "style.css"
MAPPED = "A17"
CLASSES = {
    "Yes": "yes",
    "Mostly": "yes",
    "Only if": "partly",
    "No": "no",
    "No difference that matters": "no",
    "Premise": "open",
    "Arithmetic": "open",
    "Not enough worlds": "open",
}


def template(name: str) -> Template:
    """Read a template of this folder; what is put into HTML is escaped."""
    escapes, loader = name.endswith(".html"), FileSystemLoader([HERE, HERE / "telling"])
    environment = Environment(
        loader=loader, autoescape=escapes, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)


def page(claims: list[Told], model: str, maps: Sequence[Map] = ()) -> str:
    """Return the report as one self-contained HTML page."""
    return template("page.html").render(
        style=Markup(STYLE.read_text(encoding="utf-8") + (HERE / "page.css").read_text(encoding="utf-8")),
        claims=[_claim(each, model) for each in claims],
        maps=[_embedded(each) for each in _maps(maps)],
        mapped=MAPPED,
        quick=any(each["quick"] for each in claims),
        counts=_counts(claims),
        model=model,
    )


def _maps(maps: Sequence[Map]) -> list[Figure]:
    several = [each for each in maps if each.kind == "several"]
    return [*([draw_map(maps)] if several else []), *(draw_yields(each) for each in maps if each.kind == "yields")]


def _claim(claim: Told, model: str) -> Told:
    return claim | {
        "look": CLASSES[claim["word"]],
        "sentence": headed(claim),
        "stale": claim["model"] != model,
        "picture": _embedded(figure(claim)),
        "holds": holding(claim),
        "tests": [tested(each) for each in claim["tests"]],
    }


def _embedded(drawn: Figure) -> str:
    return f"data:image/svg+xml;base64,{b64encode(style.image(drawn, 'svg')).decode()}"


def holding(claim: Told) -> str:
    """Say in how many plausible settings the questions of a claim hold: from the weakest to the strongest."""
    shares = sorted(each["sensitivity"]["share"] for each in claim["tests"] if each["sensitivity"])
    if not shares:
        return "–"
    ends = [f"{share:.0%}".replace("%", " %") for share in (shares[0], shares[-1])]
    return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"


def tested(test: Told) -> Told:
    """Return a question with its rows and remarks in words."""
    outcome, sign = outcome_of(test["outcome"]), test["kind"] != "level"
    controls = test["control"]["regions"] or [None] * len(test["regions"])
    share = f"{test['matters']:.0%} of what it is compared with".replace("%", " %")
    return test | {
        "look": CLASSES[test["word"]],
        "rows": [_row(test, row, control) for row, control in zip(test["regions"], controls, strict=True)],
        "moved": moved(test),
        "matters_text": share if test["relative"] else outcome.write(test["matters"], sign=sign).lstrip("+"),
        "control_text": _controlled(test["control"]),
        "holds": _holds(test),
    }


def _row(test: Told, row: Told, control: Told | None) -> Told:
    return {
        "named": _named(row),
        "says": said(row["answer"], row["sign"], None) if row["state"] == "open" else _said(row),
        "seeds": row["seeds"],
        "own": effect(ENGLISH, test, row),
        "off": "–" if control is None else effect(ENGLISH, test, control),
        "enough": "–" if row["enough"] is None else f"{row['enough']:,} pairs",
    }


def _said(row: Told) -> str:
    text = SAID[row["state"]]
    return f"{text}; a small one" if row["answer"] == "small" else text


def said(answer: str, sign: int, enough: int | None) -> str:
    """Say one of the three answers, or that there are not enough worlds and how many pairs would decide."""
    way = {1: "more", -1: "less", 0: ""}[sign]
    if answer == "open":
        known = f"{way}, size open: " if way else ""
        return f"{known}not enough worlds" + (f" ({enough:,} pairs)" if enough else "")
    return {"matters": f"{way}, and it matters", "small": f"a little {way}"}.get(answer, "no difference that matters")


def _controlled(control: Told) -> str:
    if control["state"] == "not run":
        return "Nothing hangs on a control."
    return f"Control ({', '.join(control['switches'])}): {control['state']}."


def _holds(test: Told) -> str:
    found = test["sensitivity"]
    if not found:
        return ""
    most = f"; moved most by {moved(test)}" if moved(test) else ""
    return f" Holds in {found['holds']} of {found['settings']} draws{most}."


def moved(test: Told) -> str:
    """Name the parameters that move a test most: two, with their rank correlations."""
    found = (test["sensitivity"] or {"moved": []})["moved"][:2]
    texts = [
        f"{each['name']} ({each['correlation']:+.2f}{', may be chance' if each['chance'] else ''})".replace("-", "−")
        for each in found
    ]
    return " and ".join(texts)


def _counts(claims: list[Told]) -> list[tuple[str, int]]:
    counts = [(str(word), sum(each["word"] == word for each in claims)) for word in WORDS]
    return [(word, many) for word, many in counts if many]
