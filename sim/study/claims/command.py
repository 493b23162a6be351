"""The whole of it: claims examined one after the other, and what is written about them."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.analysis.headline import Map, from_told
from sim.core.files import probe, write_text, written
from sim.lab.executors import Standby
from sim.lab.identity import model_version
from sim.lab.parts import write_json
from sim.lab.progress import Kind
from sim.lab.provenance import usable_cores
from sim.scenario.identity import fingerprint
from sim.scenario.reading import shipped
from sim.study.claims.catalogue import claimed
from sim.study.claims.examine import Examined, Lab, control_named, examine
from sim.study.claims.headline import charted
from sim.study.claims.reference import stored_digest
from sim.study.judging.told import told

FILE = "verdicts.json"
REPORT = "report.html"
QUICK = "quick"


@dataclass(frozen=True)
class Verdicts:
    """What was written.

    Attributes
    ----------
    folder
        Where.
    claims
        Entries of ``verdicts.json`` by id, those of earlier calls among them.
    maps
        The headline, if it was charted now or earlier.
    examined
        Ids of those that were examined now.
    """

    folder: Path
    claims: dict[str, dict[str, Any]]
    maps: list[Map] = field(default_factory=list)
    examined: list[str] = field(default_factory=list)


def put_to_the_test(
    files: dict[str, Path],
    out: Path,
    *,
    quick: bool = False,
    headline: bool = False,
    workers: int | None = None,
    progress: Kind = "quiet",
    say: Callable[[str], None] = lambda _: None,
) -> Verdicts:
    """Examine claims and write ``verdicts.json`` and ``report.html``; what is stored already is not run again.

    Both files are written after every claim, so that an interrupted call leaves what it has found.

    Parameters
    ----------
    files
        Scenario files by the claims' ids.
    out
        Folder of all results; a quick test writes its verdicts into ``quick`` in it.
    quick
        Whether few seeds and settings suffice.
    headline
        Whether the headline's map is charted too.
    workers
        Processes; by default one a usable core.
    progress
        Of the batches.
    say
        Told what is being done, a line a time.
    """
    folder = out / QUICK if quick else out
    scenarios = {name: claimed(file) for name, file in files.items()}
    probe(folder)
    verdicts = Verdicts(folder, known(folder), charts(folder))
    with Standby(workers or usable_cores()) as executor:
        for number, (name, scenario) in enumerate(scenarios.items(), 1):
            began = time.monotonic()
            lab = Lab(out, executor, quick, progress, lambda text: say(f"[{number}/{len(scenarios)}] {text}"))  # noqa: B023
            found = examine(scenario, lab)
            verdicts.claims[name] = entry(found, files[name])
            verdicts.examined.append(name)
            write(verdicts)
            say(f"[{number}/{len(scenarios)}] {name}: {found.verdict.sentence} ({time.monotonic() - began:.0f} s)")
        if headline:
            verdicts.maps[:] = charted(next(iter(files.values())).parent, Lab(out, executor, quick, progress, say))
            write(verdicts)
    return verdicts


def entry(found: Examined, file: Path) -> dict[str, Any]:
    """Make the entry of one claim: its verdict, and all that is needed to tell whether it still holds."""
    claim, scenario = found.scenario.claim, found.scenario
    assert claim is not None
    made = told(found.verdict)
    for test, each in zip(claim.test, made["tests"], strict=True):
        each["control"]["switches"] = list(control_named(claim, test))
    return made | {
        "title": scenario.title,
        "file": shipped.called(file),
        "worlds": found.worlds,
        "seeds": found.seeds,
        "kind": scenario.design.worlds,
        "days": scenario.time.days,
        "people": scenario.population.people,
        "fingerprint": fingerprint(scenario),
        "model": model_version(),
        "reference": stored_digest(found.results),
    }


def known(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entries that earlier calls wrote; nothing if there are none, or they cannot be read."""
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {each["id"]: each for each in stored["claims"]}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def charts(folder: Path) -> list[Map]:
    """Return the maps that earlier calls charted; nothing if there are none, or they cannot be read."""
    try:
        stored = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return [from_told(each) for each in stored["maps"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write(verdicts: Verdicts) -> list[Path]:
    """Write ``verdicts.json`` and ``report.html``, claims in the order of their numbers."""
    from sim.analysis.drawing.fonts import one_sentence
    from sim.study.judging.page import page

    claims = sorted(verdicts.claims.values(), key=lambda each: (each["id"][0], int(each["id"][1:])))
    maps = [each.told() for each in verdicts.maps]
    with written(verdicts.folder):
        write_json(verdicts.folder / FILE, {"model": model_version(), "claims": claims, "maps": maps})
    report = verdicts.folder / REPORT
    with written(verdicts.folder), one_sentence():
        write_text(report, page(claims, model_version(), verdicts.maps))
    return [verdicts.folder / FILE, report]
