"""What a shell offers while one types: scenarios, keys to set, and names that can be explained.

Each function is asked only when the user presses the key, and is given what they have typed so far.
"""

from __future__ import annotations

from pathlib import Path


def scenario_files(incomplete: str) -> list[str]:
    """Offer shipped scenarios, and the scenario files and folders that lie where the user has got to."""
    from sim.scenario.reading.shipped import names

    shipped = [name for name in names() if "/" not in name or "/" in incomplete]
    return _beginning(incomplete, [*shipped, *_beside(incomplete)])


def shipped_scenarios(incomplete: str) -> list[str]:
    """Offer shipped scenarios, those in folders once a slash was typed or nothing else fits."""
    from sim.scenario.reading.shipped import names

    first = [name for name in names() if "/" not in name]
    return _beginning(incomplete, first) or _beginning(incomplete, names())


def settable_keys(incomplete: str) -> list[str]:
    """Offer keys for ``--set``: of companies and strategies only the lists, whose entries a file names."""
    from sim.scenario.sections import NAMED, schema_names

    keys = [name for name in schema_names() if name.partition(".")[0] not in (*NAMED, "topic_distance", "claim")]
    return [f"{key}=" for key in _beginning(incomplete, keys)]


def explainable(incomplete: str) -> list[str]:
    """Offer what can be explained; single parameters once a point was typed."""
    from sim.scenario.lexicon import everything

    return _beginning(incomplete, [name for name in everything() if "." in incomplete or "." not in name])


def _beginning(incomplete: str, names: list[str]) -> list[str]:
    """Names that begin as typed, each once."""
    return list(dict.fromkeys(name for name in names if name.startswith(incomplete)))


def _beside(incomplete: str) -> list[str]:
    """Scenario files and folders in the folder that was typed; none in one that cannot be read."""
    folder, slash, _ = incomplete.rpartition("/")
    try:
        inside = sorted(Path(folder + slash or ".").expanduser().iterdir())
    except OSError:
        return []
    found = [f"{each.name}/" if each.is_dir() else each.name for each in inside if not each.name.startswith(".")]
    return [f"{folder}{slash}{name}" for name in found if name.endswith(("/", ".toml"))]
