"""The answer in plain words: a page written from verdicts and the headline's maps, never by hand."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.core.files import probe, safe_name, write_text
from sim.lab import model_version, write_json
from sim.study.claims import ClaimError, claimed
from sim.study.effects import outcome_of
from sim.study.examine import fresh_digest
from sim.study.headline import CRITERIA, Cell, Criterion, Map, Way, from_told, hours_named
from sim.study.page import holding, template

NAMES: dict[Way, str] = {
    "focus": "one business at a time",
    "several": "several businesses at once",
    "yields": "one business and a portfolio of yields",
}
MOST_NAMED = 5
HALF, NEARLY_ALL = 0.5, 0.9


def answer(claims: Sequence[dict[str, Any]], maps: Sequence[Map], balance: Mapping[str, float]) -> str:
    """Return the page as Markdown."""
    fragile, robust = _by_share(claims)
    return template("answer.md.jinja").render(
        maps=[_map(each) for each in maps],
        claims=[_claim(each) for each in claims],
        counts=Counter(each["verdict"] for each in claims),
        worlds=sum(sum(each["worlds"].values()) for each in claims) + sum(each.worlds for each in maps[:1]),
        settings=_settings(claims),
        moved=_moved(claims),
        fragile=fragile,
        robust=robust,
        balance={name: f"{100 * share:.0f} %" for name, share in balance.items()},
        quick=any(each["quick"] for each in claims),
        stale=[each["id"] for each in claims if each["stale"]],
    )


def _map(found: Map) -> dict[str, Any]:
    return {
        "yields": found.yields,
        "portfolio": found.portfolio,
        "days": found.days,
        "people": found.people,
        "seeds": found.seeds,
        "places": len({(cell.part_time, cell.life, cell.events) for cell in found.cells}),
        "criteria": [
            _criterion(found, each, share)
            for share in sorted({cell.part_time for cell in found.cells}, reverse=True)
            for each in CRITERIA
        ],
    }


def _criterion(found: Map, criterion: Criterion, part_time: float) -> dict[str, Any]:
    """Who wins how many places by one criterion and with these hours, with the range of values and of leads."""
    cells = [cell for cell in found.cells if (cell.criterion, cell.part_time) == (criterion.name, part_time)]
    sure = [cell for cell in cells if cell.told_apart]
    wins = Counter(cell.way for cell in sure)
    return {
        "label": f"{criterion.label.lower()}, {hours_named(part_time)}",
        "cells": len(cells),
        "open": len(cells) - len(sure),
        "wins": [
            {"way": NAMES[way], "count": count, **_ranges([cell for cell in sure if cell.way == way], criterion)}
            for way, count in wins.most_common()
        ],
        **_ranges(cells, criterion),
    }


def _ranges(cells: Sequence[Cell], criterion: Criterion) -> dict[str, str]:
    values, leads = [cell.value for cell in cells], [cell.lead for cell in cells]
    return {
        "from_to": _between(min(values), max(values), criterion, signed=True),
        "leads": _between(min(leads), max(leads), criterion, signed=False),
    }


def _between(low: float, high: float, criterion: Criterion, *, signed: bool) -> str:
    """Two ends in words: shares in per cent, money in whole currency units."""
    if criterion.less_is_better:
        ends, unit = [f"{abs(100 * end):.0f}" for end in (low, high)], " %" if signed else " points"
    else:
        form = "+,.0f" if signed else ",.0f"
        ends, unit = [f"{end:{form}}".replace("-", "−") for end in (low, high)], ""
    return (ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}") + unit


def _claim(claim: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": claim["id"],
        "says": claim["says"],
        "sentence": claim["sentence"],
        "holds": holding(claim),
        "stale": claim["stale"],
        "tests": [{"question": each["question"], "found": found(each)} for each in claim["tests"]],
    }


def found(test: dict[str, Any]) -> str:
    """Say what a test found: its verdict, with the smallest and the largest effect over its regions."""
    outcome, is_level = outcome_of(test["outcome"]), test["kind"] == "level"
    known = [row for row in test["regions"] if row["estimate"] is not None]
    if not known:
        return f"{test['sentence']}: nothing to measure"
    shift = test["value"] if is_level else 0.0
    ends = [min(known, key=_estimate), max(known, key=_estimate)]
    texts = [_interval(outcome, row, shift, sign=not is_level) for row in ends[: 1 if len(known) == 1 else 2]]
    return f"{test['sentence']}: {texts[0]}" if len(texts) == 1 else f"{test['sentence']}: from {' to '.join(texts)}"


def _estimate(row: dict[str, Any]) -> float:
    return float(row["estimate"])


def _interval(outcome: Any, row: dict[str, Any], shift: float, *, sign: bool) -> str:
    values = [float("nan") if row[name] is None else row[name] + shift for name in ("estimate", "low", "high")]
    mean, low, high = outcome.write_all(values, sign=sign)
    return f"{mean}{outcome.suffix(sign=sign)} ({low} to {high})"


def _settings(claims: Sequence[dict[str, Any]]) -> int:
    return max(
        (test["sensitivity"]["settings"] for claim in claims for test in claim["tests"] if test["sensitivity"]),
        default=0,
    )


def _moved(claims: Sequence[dict[str, Any]]) -> list[tuple[str, int]]:
    """Guessed parameters that move most tests beyond chance, with the number of these tests."""
    names = [
        each["name"]
        for claim in claims
        for test in claim["tests"]
        if test["sensitivity"]
        for each in test["sensitivity"]["moved"][:2]
        if not each["chance"]
    ]
    return Counter(names).most_common(MOST_NAMED)


def _by_share(claims: Sequence[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """Ids of supported claims by their weakest question: fewer than half of the settings, and nine tenths or more.

    A claim with a question of which nothing is known counts as neither.
    """
    weakest = {
        claim["id"]: min(test["sensitivity"]["share"] for test in claim["tests"])
        for claim in claims
        if claim["verdict"].startswith("supported") and all(test["sensitivity"] for test in claim["tests"])
    }
    return [name for name, share in weakest.items() if share < HALF], [
        name for name, share in weakest.items() if share >= NEARLY_ALL
    ]


ANSWER, VERDICTS, CALIBRATION, DPI = "answer.md", "verdicts.json", "calibration.json", 110


def is_stale(claim: dict[str, Any], file: Path) -> bool:
    """Whether a claim's first world ends otherwise when it is lived again with today's model."""
    return bool(claim["model"] != model_version() and claim["reference"] != fresh_digest(claimed(file)))


def marked(claims: Sequence[dict[str, Any]], files: Mapping[str, Path]) -> list[dict[str, Any]]:
    """Return claims with a mark, ``stale``, on those whose worlds are not those of today's model."""
    return [each | {"stale": is_stale(each, files[each["id"]])} for each in claims]


def write_docs(
    claims: Sequence[dict[str, Any]], maps: Sequence[Map], wanted: Mapping[str, Path], docs: Path
) -> list[Path]:
    """Write answer, numbers and maps; ``wanted`` are the scenario files of all claims by their ids.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ClaimError
        If a claim has no verdict yet, or one of a quick test, or nothing was calibrated.
    """
    from sim.analysis import style
    from sim.study.headline import draw_map

    full = {each["id"] for each in claims if not each["quick"]}
    missing = [each for each in wanted if each not in full]
    if missing:
        raise ClaimError(f"The answer needs a full verdict on every claim; there is none on {', '.join(missing)}.")
    probe(docs)
    files = [docs / VERDICTS, docs / ANSWER]
    told = {"claims": marked(claims, wanted), "maps": [each.told() for each in maps], "balance": _balance(docs)}
    write_json(files[0], told)
    write_text(files[1], written_from(files[0]))
    for each in maps:
        files.append(docs / f"headline-{safe_name(each.yields)}.png")
        style.write_image(draw_map(each), files[-1], DPI)
    return files


def written_from(file: Path) -> str:
    """Return the answer as the numbers in a file give it."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    return answer(stored["claims"], [from_told(each) for each in stored["maps"]], stored["balance"])


def _balance(docs: Path) -> dict[str, float]:
    """Shares of those who ever worked in the default world, as the calibration measured them."""
    file = docs / CALIBRATION
    if not file.is_file():
        raise ClaimError(f"The answer quotes {file}, which is not there; 'manyhats calibrate' writes it.")
    medoid = json.loads(file.read_text(encoding="utf-8"))["medoid"]
    return {name: medoid[name] for name in ("profit", "loss")}
