"""The gallery: of every shipped scenario a picture, what it asks, and the command.

Where ``results/NAME`` holds a batch, its picture is shown. Otherwise the scenario is rehearsed in a few small worlds,
kept in the folder of the build: such a picture shows the form of an answer and not the answer, and says so.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

import sim
from docs.site.reference import capital, plain
from docs.site.tree import DOCS, ROOT
from sim.analysis.plots.album import printed
from sim.analysis.plots.gallery import pictures
from sim.analysis.plots.subject import Picture, Subject
from sim.core.sources import PACKAGE, digest
from sim.own import load_rules
from sim.scenario import resolved
from sim.scenario.reading.shipped import Shipped, shipped

PEOPLE, DAYS, SEEDS, ENTRY, POINTS, FOCAL = 600, 240, 3, 60, 2, 5
FIRST = {
    "care": "map",
    "event_nights": "tipping",
    "group_spam": "usefulness",
    "headline": "tipping",
    "income_mix": "income",
    "part_time_full_time": "tipping",
    "pitch_policies": "tipping",
    "plans": "winners",
    "policies": "winners",
    "ponzi": "lifetimes",
    "repeat_audience": "tipping",
    "sensitivity": "sensitivity",
}
"""Pictures that show a scenario better than the first that applies."""
FORMS = ("on-pages", "on-telephones")
"""Forms of a picture, as the style of the site calls them."""
BROUGHT = ("file", "dataset")
"""Kinds of graphs that bring their own people."""
README = ROOT / "README.md"
HEAD = """# Gallery

Every scenario that comes with Many Hats, with what it asks and the command that asks it.
`manyhats scenarios --copy NAME` puts the file in your folder, to be changed ([how](scenarios.md)).

"""
REHEARSED = "*A rehearsal in {worlds} small worlds: it shows what the answer looks like, and is none.*"
FOUND = "*From {worlds} worlds of the scenario as it stands.*"


@dataclass(frozen=True)
class Gallery:
    """Draws pictures of scenarios.

    Attributes
    ----------
    folder
        Where rehearsals are kept, so that none is lived twice.
    pictures
        Where pictures go; None draws none.
    """

    folder: Path
    pictures: Path | None

    def page(self) -> str:
        """The page, with pictures drawn."""
        return HEAD + "\n".join(map(self._entry, shipped()))

    def _entry(self, scenario: Shipped) -> str:
        said = [each for each in [asked(scenario)] if each != scenario.title]
        return "\n\n".join([f"## {scenario.title}", *said, command(scenario), *self._shown(scenario)]) + "\n"

    def _shown(self, scenario: Shipped) -> Iterator[str]:
        """The picture, and what is said of it."""
        if self.pictures is None:
            return
        sys.stdout.write(f"  {scenario.name}\n")
        sys.stdout.flush()
        results, said = self._results(scenario)
        told = self._drawn(scenario, results)
        here = os.path.relpath(self.pictures, DOCS)
        yield "\n".join(f"![{plain(told['seen'])}]({here}/{scenario.name}-{form}.png){{.{form}}}" for form in FORMS)
        yield f"{plain(told['caption'])} {said}"

    def _drawn(self, scenario: Shipped, results: sim.Results) -> dict[str, str]:
        """Draw a picture in both forms, unless that was done from these results by this code; say what it says."""
        assert self.pictures is not None
        self.pictures.mkdir(parents=True, exist_ok=True)
        told = self.pictures / f"{scenario.name}.json"
        key = digest(sorted(PACKAGE.joinpath("analysis").rglob("*.py")), f"{results.manifest} {FIRST}")
        if told.is_file() and (known := json.loads(told.read_text(encoding="utf-8")))["key"] == key:
            return dict(known)
        drawn = printed(chosen(results, FIRST.get(scenario.name, "")))
        for form, image in zip(FORMS, (drawn.image, drawn.narrow), strict=True):
            (self.pictures / f"{scenario.name}-{form}.png").write_bytes(image)
        new = {"key": key, "seen": drawn.seen, "caption": drawn.caption}
        told.write_text(json.dumps(new), encoding="utf-8")
        return new

    def _results(self, scenario: Shipped) -> tuple[sim.Results, str]:
        """What is shown, and what is said of it."""
        own = ROOT / "results" / scenario.name
        if (own / "manifest.json").is_file():
            found = sim.load(own)
            return found, FOUND.format(worlds=lived(found))
        found = self._rehearsed(scenario)
        return found, REHEARSED.format(worlds=lived(found))

    def _rehearsed(self, scenario: Shipped) -> sim.Results:
        """Live the scenario in a few small worlds, unless these have been lived by this code before."""
        small = rehearsal(scenario, self._graph(scenario))
        key = digest(sorted(PACKAGE.rglob("*.py")), repr(resolved(small)))[:12]
        return sim.batch(small, self.folder / f"{scenario.name}-{key}", SEEDS, progress="quiet")

    def _graph(self, scenario: Shipped) -> dict[str, object]:
        """A graph for the scenario that wants one of the reader's own."""
        if scenario.name != "real_graph":
            return {}
        file = self.folder / "friends.txt"
        self.folder.mkdir(parents=True, exist_ok=True)
        nx.write_edgelist(nx.powerlaw_cluster_graph(PEOPLE, 20, 0.6, seed=1), file, data=False)
        return {"graph.path": str(file)}


def chosen(results: sim.Results, wanted: str) -> Picture:
    """The first picture whose name begins with what is wanted; else the first that applies."""
    first = None
    for picture in pictures(Subject(results), example=False):
        first = first or picture
        if picture.name.startswith(wanted):
            return picture
    assert first is not None
    return first


def lived(results: sim.Results) -> int:
    """How many worlds were lived."""
    return len(results.points) * len(results.seeds)


def rehearsal(scenario: Shipped, more: Mapping[str, object]) -> sim.Scenario:
    """A scenario in a form that is lived in seconds, with its own rules and further values."""
    rules = load_rules([path]) if (path := scenario.path.with_suffix(".py")).is_file() else ()
    full = sim.Scenario.load(scenario.path, more, rules=rules)
    return sim.Scenario.load(scenario.path, {**more, **smaller(full)}, rules=rules)


def smaller(scenario: sim.Scenario) -> dict[str, object]:
    """Values by which a scenario becomes one that is lived in seconds."""
    found: dict[str, object] = {}
    if scenario.graph.kind not in BROUGHT and (scenario.population.people or 0) > PEOPLE:
        found |= {"population.people": PEOPLE, "time.days": min(DAYS, scenario.time.days)}
    if scenario.graph.kind == "file":
        found["time.days"] = DAYS
    if scenario.design.focal_entry:
        found["design.focal_entry"] = ENTRY
    if scenario.design.focal_people > FOCAL:
        found["design.focal_people"] = FOCAL
    if scenario.design.between:
        found["design.points"] = POINTS
    return found


def asked(scenario: Shipped) -> str:
    """What a scenario asks, in the sentence that the first page of the project has for it."""
    row = re.search(rf"^\| `{scenario.name}\.toml` \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    said = row[1] if row else "what all others extend: a market and its people, with no question asked of them"
    said = said.replace("](docs/", "](").replace("](scenarios/", "](../scenarios/")
    return f"{capital(said)}{'' if said[-1] in '.?' else '.'}"


def command(scenario: Shipped) -> str:
    """What asks the question."""
    own = [path for path in [scenario.path.with_suffix(".py")] if path.is_file()]
    more = "".join(f" --rules scenarios/{path.name}" for path in own)
    more += " --set graph.path=friends.csv" if scenario.name == "real_graph" else ""
    return f"```sh\nmanyhats batch {scenario.name}{more}\n```"
