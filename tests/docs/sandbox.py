"""A copy of what a reader works with, in which the commands of all documents are carried out, each once."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import networkx as nx
import pytest

from sim.cli import main
from sim.scenario.reading.shipped import located
from sim.study.claims import catalogue, chosen
from tests.replay.lists import evening
from tests.shipped import load_shipped, rules_beside
from tests.study.town import write_claim

COPIED = ("Makefile", "requirements.lock", "pyproject.toml", "scenarios")
MANYHATS = ".venv/bin/manyhats"
SET_UP = (".venv/.installed", ".venv/.ready", ".venv/.docs")
DRY = ("make", "-n", *(word for each in SET_UP for word in ("-o", each)))  # as if all were set up
SHORT = {
    "batch": ("--seeds", "2", "--no-plots", "--set", "time.days=31", "--set", "design.focal_entry=0"),
    "level": ("--seeds", "1"),
    "run": ("--set", "time.days=31", "--set", "design.focal_entry=0"),
    "evening": ("--set", "design.focal_entry=31"),
    "market": ("--set", "time.days=62", "--set", "design.focal_entry=31"),
}
QUICK_CASE = "adpack"
PATHS = 4  # of a sample of points
PEOPLE = 1000  # enough for ten focal people among one per cent of networkers


@dataclass(frozen=True)
class Sandbox:
    """Carries out commands in a folder of its own.

    Parameters
    ----------
    folder
        Empty on entry.
    root
        The project.
    done
        Calls of ``manyhats`` that were carried out.
    """

    folder: Path
    root: Path
    done: set[tuple[str, ...]] = field(default_factory=set)

    def furnish(self) -> None:
        """Copy scenarios and what make reads, and make a graph file for those who name one."""
        for name in COPIED:
            source = self.root / name
            if source.is_dir():
                shutil.copytree(source, self.folder / name)
            else:
                shutil.copy(source, self.folder / name)
        (self.folder / "my_event.txt").write_text(evening(), encoding="utf-8")
        nx.write_edgelist(nx.barabasi_albert_graph(PEOPLE, 5, seed=1), self.folder / "friends.txt", data=False)

    def carry_out(self, words: list[str]) -> None:
        """Do what a command says, in short; make tells what it would do, and of that ours is done."""
        if words[0] == "manyhats":
            self._manyhats(words[1:])
            return
        for line in self._call([*DRY, *words[1:]]).splitlines():
            if line.startswith(MANYHATS):
                self._manyhats(shlex.split(line)[1:])

    def provide_for(self, script: Path, commands: list[list[str]]) -> None:
        """Make the results that a script reads and does not make, by the commands shown for it if there are any."""
        text = script.read_text(encoding="utf-8")
        made = set(re.findall(r"out=\"(results/\w+)\"", text))
        for folder in dict.fromkeys(re.findall(r"\"(results/\w+)\"", text)):
            if folder in made:
                continue
            for words in commands:
                if words[:2] == ["manyhats", "batch"] and folder in words:
                    self.carry_out(words)
            self._provide(folder)

    def _manyhats(self, words: list[str]) -> None:
        verb, *arguments = words
        if verb == "warm":
            return
        if verb in ("calibrate", "why", "view"):  # they take long, or until Ctrl-C: only their words are read
            arguments.append("--help")
        if verb == "verify" and arguments == ["--short"]:  # all cases have tests of their own
            arguments.append(QUICK_CASE)
        if verb == "claims" and "--list" not in arguments:
            self._claims(arguments)
            return
        if verb in ("plot", "compare", "rerun", "report", "sensitivity"):
            for folder in self._results(arguments):
                self._provide(folder)
        if verb in ("batch", "run"):
            arguments += self._smaller(arguments)
        arguments += SHORT.get(verb, ())
        if verb == "batch" and "--cluster" not in arguments:
            arguments += ["--workers", "1"]
        self._told(verb, *arguments)

    def _claims(self, arguments: list[str]) -> None:
        """Put a claim about a small town to the test in place of those that are named, which have to be there."""
        options = [word for word in arguments if word.startswith("--") and word != "--workers"]
        assert set(options) <= {"--quick", "--json"}
        names = [word for word in arguments if word[0].isupper()]
        assert list(chosen(catalogue(self.folder / "scenarios" / "claims"), names))
        write_claim(self.folder)
        small = ["--quick", "--workers", "1", "--scenarios", "claims"]
        self._told("claims", *small)

    def _results(self, arguments: list[str]) -> list[str]:
        """Folders of results that are named before any option."""
        first = next((n for n, word in enumerate(arguments) if word.startswith("-")), len(arguments))
        return arguments[:first]

    def _provide(self, results: str) -> None:
        """Make results that a reader would have: of the scenario of this name, else of any."""
        if (self.folder / results / "manifest.json").is_file():
            return
        named = self.folder / "scenarios" / f"{Path(results).name}.toml"
        scenario = named if named.is_file() else self.folder / "scenarios" / "base.toml"
        rules = [word for file in rules_beside(scenario) for word in ("--rules", str(file.relative_to(self.folder)))]
        self._manyhats(["batch", str(scenario.relative_to(self.folder)), *rules, "--out", results])

    def _smaller(self, arguments: list[str]) -> list[str]:
        """Fewer people, and fewer points of a sample; a scenario that takes them from a graph file gets a small one."""
        file = self.folder / arguments[0]
        scenario = load_shipped(file if file.exists() else located(arguments[0]))
        from_file, sampled = scenario.graph.kind == "file", scenario.design.kind == "morris"
        small = f"graph.path={self.folder / 'friends.txt'}" if from_file else f"population.people={PEOPLE}"
        return ["--set", small, *(["--set", f"design.points={PATHS}"] if sampled else [])]

    def _told(self, *arguments: str) -> None:
        """Call ``manyhats`` here, unless the same was called before: a reader's folder would hold what it wrote."""
        if arguments in self.done:
            return
        told = io.StringIO()
        called, ended = patch.object(sys, "argv", ["manyhats", *arguments]), pytest.raises(SystemExit)
        with chdir(self.folder), redirect_stdout(io.StringIO()), redirect_stderr(told), called, ended as end:
            main()
        assert not end.value.code, f"manyhats {shlex.join(arguments)} ended with {end.value.code}:\n{told.getvalue()}"
        assert "Traceback" not in told.getvalue()
        self.done.add(arguments)

    def _call(self, words: list[str]) -> str:
        done = subprocess.run(words, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{shlex.join(words)} ended with {done.returncode}:\n{done.stderr}"
        return done.stdout
