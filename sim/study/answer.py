"""The answer on one page in two languages, and the numbers behind it: written from results, never by hand."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sim.core.files import probe, write_text
from sim.lab import model_version, write_json
from sim.study.claims import ClaimError, claimed
from sim.study.examine import fresh_digest
from sim.study.maps.page import map_page
from sim.study.maps.places import MATTERS, Cell, Map, from_told
from sim.study.page import holding, said, template, tested
from sim.study.posterior import chosen_of
from sim.study.telling.headline import five, title, way_named
from sim.study.telling.sentences import sentence, word
from sim.study.telling.words import ENGLISH, GERMAN, Words
from sim.study.why.record import RECORD, Why

MOST_NAMED = 5
ANSWER, ANTWORT, NUMBERS = "answer.md", "antwort.md", "answer-numbers.md"
PICTURE, BILD, PLACES, YIELDS = "answer.png", "antwort.png", "answer-places.png", "answer-yields.png"
ANSWER_MAP, KARTE = "answer-map.html", "antwort-karte.html"
VERDICTS, CALIBRATION, DPI = "verdicts.json", "calibration.json", 150
ARTICLE = Path(__file__).with_name("telling") / "article.toml"
Told = dict[str, Any]


@cache
def article() -> dict[str, Any]:
    """Return the article: title, author and address, and for each claim its place in it and what it says in German."""
    return tomllib.loads(ARTICLE.read_text(encoding="utf-8"))


def pages(
    claims: Sequence[Told], maps: Sequence[Map], balance: Mapping[str, float] | None, why: Why | None = None
) -> dict[str, str]:
    """Return all pages by the names of their files: Markdown, and the map to look at place by place as HTML.

    Parameters
    ----------
    claims
        Entries of ``verdicts.json``, each with the mark ``stale``.
    maps
        Ways of working against one business.
    balance
        Shares of those who ever worked with ``profit`` and ``loss``; None if it was not measured.
    why
        What makes two ways differ; None if that was not taken apart.
    """
    return {
        ANSWER: _answer("answer.md.jinja", claims, maps, five(ENGLISH, claims, maps, balance, why), ENGLISH),
        ANTWORT: _answer("antwort.md.jinja", claims, maps, five(GERMAN, claims, maps, balance, why), GERMAN),
        NUMBERS: numbers(claims, maps),
        **({ANSWER_MAP: map_page(maps, "en"), KARTE: map_page(maps, "de")} if maps else {}),
    }


def _answer(name: str, claims: Sequence[Told], maps: Sequence[Map], sentences: Sequence[str], words: Words) -> str:
    several = [each for each in maps if each.kind == "several"]
    worlds = sum(sum(each["worlds"].values()) for each in claims) + sum(each.worlds for each in maps[:1])
    return template(name).render(
        five=sentences,
        picture=bool(several),
        charted=bool(maps),
        title=title(words, several) if several else "",
        article=article(),
        claims=[_row(words, each) for each in claims],
        worlds=worlds,
        worlds_de=GERMAN.figures(f"{worlds:,}"),
        quick=any(each["quick"] for each in claims),
        stale=[each["id"] for each in claims if each["stale"]],
    )


def _row(words: Words, claim: Told) -> Told:
    stands = article().get(claim["id"], {})
    says = claim["says"] if words is ENGLISH else stands.get("says", claim["says"])
    place = stands.get(words.language, "–")
    return {
        "id": claim["id"],
        "says": says,
        "place": place,
        "word": word(claim, words),
        "sentence": sentence(claim, words),
    }


def numbers(claims: Sequence[Told], maps: Sequence[Map]) -> str:
    """Return the page behind the answer: method, every place of the maps, every question in every region."""
    several = [each for each in maps if each.kind == "several"]
    return template("numbers.md.jinja").render(
        places=title(ENGLISH, several) if several else "",
        claims=[_claim(each) for each in claims],
        maps=[_map(each) for each in maps],
        matters=round(100 * MATTERS),
        moved=_moved(claims),
        drawn=any(test["sensitivity"] for claim in claims for test in claim["tests"]),
    )


def _claim(claim: Told) -> Told:
    tests = [tested(each) for each in claim["tests"]]
    rows = [row | {"nth": nth} for nth, test in enumerate(tests, 1) for row in test["rows"]]
    own = {"word": word(claim, ENGLISH), "sentence": sentence(claim), "tests": tests, "rows": rows}
    return {**claim, **own, "holds": holding(claim)}


def _map(found: Map) -> Told:
    way = way_named(ENGLISH, found)
    return {
        "named": f"{way[0].upper()}{way[1:]}",
        "title": ENGLISH.say("title_yields"),
        "yields": found.kind == "yields",
        "cells": [_cell(each) for each in found.cells],
    }


def _cell(cell: Cell) -> Told:
    net, low, high = (f"{100 * each:+.0f}".replace("-", "−") for each in (cell.net, cell.low, cell.high))
    return {
        "named": ENGLISH.place(cell.where),
        "better": ENGLISH.hundred(cell.better),
        "worse": ENGLISH.hundred(cell.worse),
        "net": f"{net} ({low} to {high})",
        "typical": ENGLISH.money(cell.typical),
        "mean": ENGLISH.money(cell.mean),
        "pairs": cell.pairs,
        "says": said(cell.answer, cell.sign, cell.enough),
        "outsiders": "–" if cell.outsiders is None else round(100 * cell.outsiders),
    }


def _moved(claims: Sequence[Told]) -> list[tuple[str, int]]:
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


def is_stale(claim: Told, file: Path) -> bool:
    """Whether a claim's first world ends otherwise when it is lived again with today's model."""
    return bool(claim["model"] != model_version() and claim["reference"] != fresh_digest(claimed(file)))


def marked(claims: Sequence[Told], files: Mapping[str, Path]) -> list[Told]:
    """Return claims with a mark, ``stale``, on those whose worlds are not those of today's model."""
    return [each | {"stale": is_stale(each, files[each["id"]])} for each in claims]


def write_docs(claims: Sequence[Told], maps: Sequence[Map], wanted: Mapping[str, Path], docs: Path) -> list[Path]:
    """Write the pages, their numbers and their pictures; ``wanted`` are the scenario files of all claims by their ids.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    ClaimError
        If a claim has no verdict yet, or some are of quick and others of full tests.
    """
    from sim.analysis import style
    from sim.study.telling.picture import draw_answer, draw_map, draw_yields

    there = {each["id"] for each in claims}
    missing = [each for each in wanted if each not in there]
    if missing:
        raise ClaimError(f"The answer needs a verdict on every claim; there is none on {', '.join(missing)}.")
    probe(docs)
    files = [docs / VERDICTS]
    told = {"claims": marked(claims, wanted), "maps": [each.told() for each in maps], "balance": _balance(docs)}
    write_json(files[0], told)
    for name, text in written_from(files[0]).items():
        files.append(docs / name)
        write_text(files[-1], text)
    drawn = {}
    if any(each.kind == "several" for each in maps):
        drawn = {PICTURE: draw_answer(maps, ENGLISH), BILD: draw_answer(maps, GERMAN), PLACES: draw_map(maps)}
    for each in maps:
        if each.kind == "yields":
            drawn.setdefault(YIELDS, draw_yields(each))
    for name, figure in drawn.items():
        files.append(docs / name)
        style.write_image(figure, files[-1], DPI)
    return files


def written_from(file: Path) -> dict[str, str]:
    """Return the pages as the numbers in a file give them, and the record of what makes the difference beside it."""
    stored, record = json.loads(file.read_text(encoding="utf-8")), file.with_name(RECORD)
    why = Why.read(record) if record.is_file() else None
    return pages(stored["claims"], [from_told(each) for each in stored["maps"]], stored["balance"], why)


def renew(docs: Path) -> list[Path]:
    """Write the pages again from the numbers in a folder of documents, and return them; none without such numbers."""
    file = docs / VERDICTS
    texts = written_from(file) if file.is_file() else {}
    for name, text in texts.items():
        write_text(docs / name, text)
    return [docs / name for name in texts]


def _balance(docs: Path) -> dict[str, float] | None:
    """Shares of those who ever worked in the default world, if the calibration measured them."""
    file = docs / CALIBRATION
    if not file.is_file():
        return None
    chosen = chosen_of(json.loads(file.read_text(encoding="utf-8")))
    return {name: chosen[name] for name in ("profit", "loss")}
