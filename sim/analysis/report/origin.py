"""How to make the results again: command, commit, versions, machine."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.answers import Answers
from sim.analysis.samples import seeds_text


@dataclass(frozen=True)
class Origin:
    """Where results come from.

    Attributes
    ----------
    commands
        Lines for a terminal; empty if the manifest does not tell.
    remark
        What stands in the way of the same results; mostly empty.
    facts
        Names with values.
    """

    commands: list[str]
    remark: str
    facts: list[tuple[str, str]]


def origin(results: Answers) -> Origin:
    """Read the origin of results from their manifest, as far as it is told."""
    told = results.manifest
    commit = str(told.get("git") or "")
    clean = commit.removesuffix("-dirty")
    remark = "The source had changes that this commit does not hold." if clean != commit else ""
    commands = [f"git checkout {clean}"] if clean else []
    commands += [told["command"]] if told.get("command") else []
    versions = ", ".join(f"{name} {version}" for name, version in told.get("versions", {}).items())
    machine = told.get("machine", {})
    facts = [
        ("Seeds", seeds_text(results.seeds)),
        ("Version of the model", str(told.get("model", ""))),
        ("Commit", clean),
        ("Scenario's fingerprint", str(told.get("fingerprint", ""))),
        ("Software", versions),
        ("Machine", ", ".join(f"{name}: {value}" for name, value in machine.items())),
        ("Started", str(told.get("started") or "")),
        ("Finished", str(told.get("finished") or "not finished" if "started" in told else "")),
    ]
    return Origin(commands, remark, [(name, value) for name, value in facts if value])
