from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sim.analysis.finding import CAUTION, finding
from sim.analysis.plots import album, pictures
from sim.analysis.plots.distributions import of_outcomes
from sim.analysis.plots.subject import Subject
from sim.analysis.report import write_report
from sim.analysis.report.page import embedded, page
from sim.analysis.results import Results
from sim.core.errors import DiskTrouble
from sim.lab.stored.files import ResultsError
from sim.model.outcomes import OUTCOMES
from sim.scenario.lexicon import meanings
from tests.analysis.report.reader import Reader

Batch = Callable[..., Results]
SECTIONS = ["answer", "figures", "comparison", "varied", "parameters", "repeat", "limits"]
CASES = {
    "focal": {"strategies": 3, "seeds": 3},
    "population": {"worlds": "population", "strategies": 2, "seeds": 3},
    "mixed": {"worlds": "mixed", "strategies": 2, "seeds": 3},
    "one point": {"worlds": "population", "strategies": 1, "seeds": 3},
    "one seed": {"strategies": 2, "seeds": 1},
    "settings": {"strategies": 2, "seeds": 3, "vary": {"gossip.rate": [0.0, 0.3]}},
}


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures are made, but no picture is painted of them."""
    monkeypatch.setattr("sim.analysis.drawing.style.image", lambda *_: b"<svg/>")


@pytest.fixture(scope="module")
def pages(batch: Batch) -> dict[str, str]:
    """A page for each case, the one with settings with real pictures."""
    drawn = {"settings": page(batch(**CASES["settings"]))}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sim.analysis.drawing.style.image", lambda *_: b"<svg/>")
        return drawn | {name: page(batch(**options)) for name, options in CASES.items() if name not in drawn}


@pytest.mark.parametrize("case", CASES)
def test_a_page_is_well_formed_and_loads_nothing(pages: dict[str, str], case: str) -> None:
    text = pages[case]
    read = Reader(text)
    assert read.faults == []
    assert not {"script", "link", "iframe", "object", "base"} & set(read.tags)
    assert [
        source[:30]
        for source in [*read.sources, *read.narrow]
        if not re.match(r"data:image/(png|svg\+xml);base64,", source)
    ] == []
    assert [link for link in read.links if not (link.startswith("#") and link[1:] in read.ids)] == []
    assert not re.search(r"https?://|url\(|@import", text)
    assert len(read.ids) == len(set(read.ids))
    assert [each for each in read.ids if not each.startswith("figure-")] == SECTIONS
    assert len(read.alts) == len(read.sources) == len(read.narrow) >= 2
    assert text.count('<source media="(max-width: 600px)"') == len(read.sources)
    assert all(alt.startswith("Chart: ") and len(alt) > 30 for alt in read.alts)
    assert len(text.encode()) < 5_000_000


def test_the_answer_comes_before_everything_else(pages: dict[str, str]) -> None:
    text = Reader(pages["focal"]).text
    order = [
        "Focus or diversify?",
        "The answer Of the same 24 people, ",
        "Figure 1.",
        "What it rests on",
        "Figure 2.",
        "Parameters that are not",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_the_finding_stands_in_it_word_for_word(pages: dict[str, str], batch: Batch) -> None:
    text = Reader(pages["focal"]).text
    for sentence in finding(batch(**CASES["focal"])).split(". "):
        assert sentence.removeprefix("Recruits: ").rstrip(".") in text.replace(" : ", ": ")


def test_one_point_is_described_and_one_seed_is_not_judged(pages: dict[str, str]) -> None:
    text = Reader(pages["one point"]).text
    assert "The answer Recruits: median person " in text
    assert "There is nothing to compare: the design has one point." in text
    text = Reader(pages["one seed"]).text
    assert "There are not enough worlds to say anything." in text
    assert "Only 1 seed was run: no interval can be given." in text


@pytest.mark.usefixtures("unpainted")
def test_names_are_escaped_wherever_they_stand(batch: Batch) -> None:
    evil = "<script>alert('x')</script>"
    results = batch(strategies=2, seeds=2, worlds="population")
    points = [point | {"strategy": evil, "values": {"strategy": evil}} for point in results.points]
    points = [*results.points[:1], *points[1:]]
    scenario = results.scenario | {"title": evil}
    named = {name: getattr(results, name).replace({"two, disclosed": evil}) for name in ("runs", "people", "series")}
    changed = replace(results, manifest=results.manifest | {"scenario": scenario, "points": points}, **named)
    text = page(changed)
    read = Reader(text)
    assert (read.faults, "script" in read.tags) == ([], False)
    assert "<script" not in text
    assert read.text.count(evil) > 5


@pytest.mark.usefixtures("unpainted")
def test_a_page_without_a_schema_still_says_what_it_can(batch: Batch) -> None:
    results = batch(strategies=2, seeds=2)
    old = results.scenario | {"abolished": {"rate": 1.0}}
    text = Reader(page(replace(results, manifest=results.manifest | {"scenario": old}))).text
    assert "The scenario does not fit this version's schema" in text
    assert '"abolished": { "rate": 1.0 }' in text


def test_pictures_get_smaller_until_they_fit(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    results = batch(strategies=2, seeds=3)
    drawn = [album.printed(each) for each in pictures(results)]
    monkeypatch.setattr(album, "kept", lambda *_, **__: drawn)
    shown, omitted = embedded(results, 10_000_000)
    assert (len(shown), omitted) == (3, 0)
    large = sum(len(each.source) + len(each.narrow) for each in shown)
    shown, omitted = embedded(results, large // 2)
    assert sum(len(each.source) + len(each.narrow) for each in shown) <= large // 2
    assert len(shown) + omitted == 3
    assert shown[0].name == "differences"
    assert embedded(results, 0) == ([], 3)


def test_captions_tell_what_the_middle_persons_have(batch: Batch) -> None:
    results = batch(strategies=2, seeds=3)
    told_of = list(of_outcomes(Subject(results)))
    persons = results.persons()
    told = []
    for name in ("focus", "two, disclosed"):
        low, half, high = persons[persons["variant"] == name]["recruits"].quantile([0.1, 0.5, 0.9])
        told.append(f"{half:.2f} ({low:.2f} to {high:.2f}) under '{name}'")
    (caption,) = [each.caption for each in told_of if each.name == "distribution"]
    assert caption.startswith(f"Recruits of the median person, and of the middle eight of ten: {', '.join(told)}. ")


@pytest.mark.usefixtures("unpainted")
def test_what_is_missing_is_said_first(batch: Batch, stored: Callable[[Results, str], Path]) -> None:
    results = batch(strategies=2, seeds=3)
    folder = stored(replace(results, manifest=results.manifest | {"seeds": [1, 2, 3, 4]}), "half")
    failures = [{"point": 1, "seed": 4, "values": {}, "error": "ZeroDivisionError: <b>", "traceback": ""}]
    (folder / "failures.json").write_text(json.dumps(failures), encoding="utf-8")
    file = write_report(folder)
    text = Reader(file.read_text(encoding="utf-8")).text
    assert file == folder / "report.html"
    assert "This batch is not finished: 6 of 8 runs are there." in text.partition("The answer")[0]
    assert "1 run of 8 failed and is left out." in text.partition("The answer")[0]
    assert "Point Seed Error 1 4 ZeroDivisionError: <b>" in text


@pytest.mark.usefixtures("unpainted")
def test_a_report_goes_where_it_is_told(batch: Batch, tmp_path: Path) -> None:
    results = batch(strategies=1, seeds=2, worlds="population")
    assert results.report(tmp_path / "deep" / "mine.html").read_text(encoding="utf-8").rstrip().endswith("</html>")
    with pytest.raises(ResultsError) as caught:
        write_report(results)
    assert str(caught.value) == "These results have no folder: say into which file the report goes."
    (tmp_path / "file").touch()
    with pytest.raises(DiskTrouble, match=r"^Results cannot be written into '.*/file/x\.html': Not a directory\."):
        write_report(results, tmp_path / "file" / "x.html")


def test_limits_are_told_at_the_end(pages: dict[str, str]) -> None:
    text = Reader(pages["focal"]).text.rpartition("Limits")[2]
    assert re.match(rf" {CAUTION} \d comparisons were made;", text)
    assert "Only 3 seeds were run: intervals are rough." in text
    assert "Set by this scenario, where the default was assumed as well: population.people, gossip.rate." in text


@pytest.mark.parametrize("case", CASES)
def test_headings_of_tables_are_not_scrolled_with_them(pages: dict[str, str], case: str) -> None:
    text = pages[case]
    scrolled = re.findall(r'<div class="scroll" role="region" tabindex="0" aria-label="[^"]+">(.*?)</div>', text, re.S)
    assert len(scrolled) == text.count("<table") >= 3
    assert all(part.count("<table") == 1 and "caption" not in part for part in scrolled)
    assert text.count('<p class="caption">') >= 2


def test_on_a_telephone_every_cell_of_the_small_table_names_its_outcome(pages: dict[str, str], batch: Batch) -> None:
    heads = [OUTCOMES[name].axis for name in batch(**CASES["focal"]).outcomes]
    assert re.findall(r'<td role="cell" [^>]*data-head="([^"]+)"', pages["focal"]) == 2 * heads
    narrow = pages["focal"].partition("@media screen and (max-width: 600px) {")[2].partition("@page")[0]
    assert ".glance td::before { content: attr(data-head);" in narrow
    assert re.search(r"\.glance, [^{]*\.glance tr, [^{]*\{ display: block; \}", narrow)


def test_on_a_telephone_a_parameter_is_a_block_without_empty_lines(pages: dict[str, str]) -> None:
    (row,) = re.findall(r'<tr role="row">(<th[^>]*><code>gossip.rate</code>.*?)</tr>', pages["focal"])
    told = dict(re.findall(r'<td data-head="([^"]+)" role="cell">([^<]*)</td>', row))
    assert list(told) == ["Value", "Default", "Unit", "Meaning", "Source of the default"]
    assert (told["Unit"], told["Source of the default"]) == ("probability", "assumed")
    narrow = pages["focal"].partition("@media screen and (max-width: 600px) {")[2].partition("@page")[0]
    assert re.search(r"\.stated tr, [^{]*\.stated td \{ display: block; \}", narrow)
    assert ".stated td:empty { display: none; }" in narrow


def test_what_is_assumed_can_be_listed_by_the_command_that_is_named(pages: dict[str, str]) -> None:
    assert "'manyhats explain parameters' lists them." in Reader(pages["focal"]).text
    parameters = next(each for each in meanings("parameters"))
    assert {"gossip", "population"} <= {each.name for each in parameters.fields}
