"""Claims put to the test one after the other, and what is written about them."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.table import Table

from sim import Scenario, UserError
from sim.core.files import probe, write_text, written
from sim.core.wording import listed, meant
from sim.lab import Kind, executor_of, model_version, usable_cores, write_json
from sim.scenario import fingerprint, load, shipped
from sim.study.examine import Examined, Lab, charted, control_named, examine, stored_digest
from sim.study.maps.places import Map, from_told
from sim.study.telling.sentences import headed
from sim.study.verdicts import told


class ClaimError(UserError):
    """Claims that cannot be tested; the text is a sentence."""


_STATED = re.compile(r"^\s*id\s*=\s*\"([A-Z][0-9]{1,3})\"", re.MULTILINE)


def catalogue(folder: Path | None = None) -> dict[str, Path]:
    """Find the claims of a folder; None means those that are shipped.

    Returns
    -------
    dict
        Files by the claim's id, in the order of its letter and number.

    Raises
    ------
    ClaimError
        If there are none, or two files state the same id.
    """
    folder = shipped.folder() / "claims" if folder is None else folder
    found: dict[str, Path] = {}
    for file in sorted(file for file in folder.glob("*.toml") if file.is_file()):
        stated = _STATED.search(file.read_text(encoding="utf-8", errors="replace"))
        if stated is None:
            continue
        if stated[1] in found:
            raise ClaimError(f"'{file}' and '{found[stated[1]]}' both state the claim {stated[1]}.")
        found[stated[1]] = file
    if not found:
        raise ClaimError(f"'{folder}' holds no scenario with a [claim].")
    return dict(sorted(found.items(), key=lambda item: (item[0][0], int(item[0][1:]))))


def chosen(known: dict[str, Path], ids: Sequence[str]) -> dict[str, Path]:
    """Choose claims by their ids, in capitals or not; all of them if none is named.

    Raises
    ------
    ClaimError
        If there is no such claim.
    """
    for each in ids:
        if each.upper() not in known:
            raise ClaimError(f"There is no claim {each} ({listed(known)}).{meant(each.upper(), known)}")
    wanted = {each.upper() for each in ids}
    return {name: file for name, file in known.items() if not wanted or name in wanted}


def claimed(file: Path) -> Scenario:
    """Read a claim's scenario.

    Raises
    ------
    ClaimError
        If it claims nothing.
    sim.scenario.errors.ScenarioError
        If it is no valid scenario.
    """
    scenario = load(file)
    if scenario.claim is None:
        raise ClaimError(f"'{file}' has no [claim].")
    return scenario


def listed_claims(files: dict[str, Path]) -> Table:
    """List claims: what they say, and how many questions are asked."""
    from rich.table import Table

    verdict_table = Table("", "it says", "questions", "file", box=None, pad_edge=False)
    for name, file in files.items():
        claim = claimed(file).claim
        assert claim is not None
        verdict_table.add_row(name, claim.says, str(len(claim.test)), str(file))
    return verdict_table


def verdict_table(claims: list[dict[str, Any]]) -> Table:
    """Show verdicts, a row per claim."""
    from rich.table import Table

    from sim.study.page import holding

    quick = any(each["quick"] for each in claims)
    title = "quick: few seeds" if quick else None
    made = Table(
        "", "it says", "verdict", "holds in plausible settings", "worlds", box=None, pad_edge=False, title=title
    )
    for each in claims:
        worlds = sum(each["worlds"].values())
        made.add_row(each["id"], each["says"], headed(each), holding(each), f"{worlds:,}")
    return made


FILE = "verdicts.json"
REPORT, MAP = "report.html", "map.html"
QUICK = "quick"


@dataclass(frozen=True)
class Verdicts:
    """What was written."""

    folder: Path  # where
    claims: dict[str, dict[str, Any]]  # entries of ``verdicts.json`` by id, those of earlier calls among them
    maps: list[Map] = field(default_factory=list)  # the headline, if it was charted now or earlier
    examined: list[str] = field(default_factory=list)  # ids of those that were examined now


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
    """Examine claims and write ``verdicts.json``, ``report.html`` and ``map.html``; what is stored is not run again.

    The files are written after every claim, so that an interrupted call leaves what it has found.

    Parameters
    ----------
    files
        Scenario files by the claims' ids.
    out
        Folder of all results; a quick test writes its verdicts into ``quick`` in it.
    quick
        Whether few seeds suffice.
    headline
        Whether the headline's map is charted too.
    workers
        Processes; by default one per usable core.
    progress
        Of the batches.
    say
        Told what is being done, a line at a time.
    """
    folder = out / QUICK if quick else out
    scenarios = {name: claimed(file) for name, file in files.items()}
    probe(folder)
    verdicts = Verdicts(folder, stored_claims(folder), stored_maps(folder))
    with executor_of(workers or usable_cores()) as executor:
        for number, (name, scenario) in enumerate(scenarios.items(), 1):
            began = time.monotonic()
            lab = Lab(out, executor, quick, progress, lambda text: say(f"[{number}/{len(scenarios)}] {text}"))  # noqa: B023
            found = examine(scenario, lab)
            verdicts.claims[name] = entry(found, files[name])
            verdicts.examined.append(name)
            write_verdicts(verdicts)
            say(f"[{number}/{len(scenarios)}] {name}: {found.verdict.word} ({time.monotonic() - began:.0f} s)")
        if headline:
            verdicts.maps[:] = charted(next(iter(files.values())).parent, Lab(out, executor, quick, progress, say))
            write_verdicts(verdicts)
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


def stored_claims(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entries that earlier calls wrote; nothing if there are none, or they cannot be read."""
    return {each["id"]: each for each in _stored(folder, "claims", _known)}


def _known(entry: dict[str, Any]) -> dict[str, Any]:
    """Refuse an entry of an earlier version, which had no word."""
    return entry | {name: entry[name] for name in ("id", "word")}


def stored_maps(folder: Path) -> list[Map]:
    """Return the maps that earlier calls charted; nothing if there are none, or they cannot be read."""
    return _stored(folder, "maps", from_told)


def _stored(folder: Path, key: str, read: Callable[[dict[str, Any]], Any]) -> list[Any]:
    try:
        return [read(each) for each in json.loads((folder / FILE).read_text(encoding="utf-8"))[key]]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_verdicts(verdicts: Verdicts) -> list[Path]:
    """Write ``verdicts.json``, ``report.html`` and, once it is charted, ``map.html``; claims in order."""
    from sim.analysis import one_sentence
    from sim.study.maps.page import map_page
    from sim.study.page import page

    claims = sorted(verdicts.claims.values(), key=lambda each: (each["id"][0], int(each["id"][1:])))
    maps = [each.told() for each in verdicts.maps]
    with written(verdicts.folder):
        write_json(verdicts.folder / FILE, {"model": model_version(), "claims": claims, "maps": maps})
    files = [verdicts.folder / name for name in (FILE, REPORT, *([MAP] if maps else []))]
    with written(verdicts.folder), one_sentence():
        write_text(files[1], page(claims, model_version(), verdicts.maps))
        if maps:
            write_text(files[2], map_page(verdicts.maps, "en"))
    return files
