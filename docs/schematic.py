"""A day in the model on one page, as an SVG; the steps and how often they happen come from the day itself."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from sim.day import DAY

WIDTH, LEFT, RIGHT, TOP, GAP, PAD = 600, 44, 16, 84, 18, 14
HEADING, BODY, CODE = 24, 20, 16
WRAPPED, WRAPPED_CODE = 44, 50
TALK, CHOICE, MONEY, TIME = "#0b5a7a", "#3f6b21", "#9a4d00", "#5a5a66"
INK = "#1c1c22"
MONO = ' font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace"'
AT_THE_END = ' text-anchor="end"'
DAYS = {step.name: step.when for step in DAY}


class Box(NamedTuple):
    """Steps that answer one question, one after the other."""

    title: str
    color: str
    said: str
    steps: tuple[str, ...]

    @property
    def often(self) -> str:
        """How often something of it happens."""
        return ", ".join(dict.fromkeys(DAYS[step] for step in self.steps))

    @property
    def lines(self) -> list[str]:
        """What is said, line by line."""
        return textwrap.wrap(self.said, WRAPPED)

    @property
    def names(self) -> list[str]:
        """The steps, line by line."""
        return textwrap.wrap(" ".join(self.steps), WRAPPED_CODE)

    @property
    def height(self) -> int:
        """Units from the upper edge to the lower."""
        return 2 * PAD + HEADING + len(self.lines) * (BODY + 6) + len(self.names) * (CODE + 6) + 6


BOXES = (
    Box(
        "Who has time",
        TIME,
        "A week's hours begin. Networkers read what is new and set hours aside for their teams. Use of the goods moves "
        "conviction; refusals fade.",
        ("begin_week", "study", "give_care", "experience", "forget"),
    ),
    Box(
        "Who meets",
        TALK,
        "Networkers meet contacts and strangers to whom anything can be offered, as many as their hours allow.",
        ("converse", "by_hand"),
    ),
    Box(
        "Who is told what",
        TALK,
        "The pitch policy settles the story: one business as the profession, several side by side, or none. Leads and "
        "groups hear of businesses, too.",
        ("tell", "tell_by_hand", "advertise", "post"),
    ),
    Box(
        "Who hears, and compares",
        TALK,
        "Listeners compare with what this mouth told them before. At evenings guests drift from circle to circle; "
        "contacts compare notes. Where two stories meet, credibility goes.",
        ("hear", "evenings", "compare_notes"),
    ),
    Box(
        "Who arrives, who is cared for",
        TIME,
        "Those who are studied enter a market that is some time old. Recruits share the hours set aside for them, and "
        "learn.",
        ("enter", "receive_care"),
    ),
    Box(
        "Who decides",
        CHOICE,
        "Listeners join, buy, or do nothing. Networkers take on the next business, or start again. Companies ban whom "
        "they saw break their rules.",
        ("decide", "expand", "enforce"),
    ),
    Box(
        "Who is paid",
        MONEY,
        "Allowances and purchases, margins, materials, and commission up the sponsor tree. Customers go on buying, "
        "or stop.",
        ("month_end", "customers"),
    ),
    Box(
        "Who leaves",
        CHOICE,
        "Members give up: by money, care, awkwardness and disappointment. A side business that only costs goes first.",
        ("leave",),
    ),
    Box(
        "What ends",
        MONEY,
        "Pools of revenue-share systems take in deposits and pay out. Companies close: insolvent, at their end, or "
        "left by the operator.",
        ("revshare_day", "close_companies"),
    ),
    Box("Rules of your own", TIME, "What the scenario adds to the day.", ("own_phases",)),
)


def drawn() -> str:
    """The picture, as text of an SVG file."""
    height = TOP + sum(box.height + GAP for box in BOXES) + 34
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, DejaVu Sans, sans-serif" role="img" '
        'aria-labelledby="title">'
    )
    return "\n".join([head, *_parts(height), "</svg>\n"])


def _parts(height: int) -> Iterator[str]:
    yield '<title id="title">One day in the model: the steps in their order</title>'
    yield f'<rect width="{WIDTH}" height="{height}" rx="12" fill="#ffffff"/>'
    yield _text(LEFT, 40, 30, "One day in the model", weight=700)
    yield _text(LEFT, 68, BODY, "Its steps in their order, as the code walks them", color=TIME)
    end = height - 40
    yield f'<path d="M22 {TOP} V{end}" stroke="{TIME}" stroke-width="3" fill="none"/>'
    yield f'<path d="M14 {end - 12} L22 {end} L30 {end - 12}" stroke="{TIME}" stroke-width="3" fill="none"/>'
    top = TOP
    for box in BOXES:
        yield from _box(box, top)
        top += box.height + GAP
    yield _text(LEFT, height - 22, BODY, "and the next day begins", color=TIME)


def _box(box: Box, top: int) -> Iterator[str]:
    width = WIDTH - LEFT - RIGHT
    yield f'<circle cx="22" cy="{top + PAD + 14}" r="7" fill="{box.color}"/>'
    yield (
        f'<rect x="{LEFT}" y="{top}" width="{width}" height="{box.height}" rx="8" fill="{box.color}" '
        f'fill-opacity="0.07" stroke="{box.color}" stroke-width="2"/>'
    )
    at = top + PAD + HEADING - 4
    yield _text(LEFT + PAD, at, HEADING, box.title, color=box.color, weight=700)
    yield _text(WIDTH - RIGHT - PAD, at, CODE, box.often, color=box.color, more=AT_THE_END)
    at += 4
    for line in box.lines:
        at += BODY + 6
        yield _text(LEFT + PAD, at, BODY, line)
    at += 4
    for line in box.names:
        at += CODE + 6
        yield _text(LEFT + PAD, at, CODE, line, color=TIME, more=MONO)


def _text(x: int, y: int, size: int, said: str, *, color: str = INK, weight: int = 400, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{color}" font-weight="{weight}"{more}>{escape(said)}</text>'
