"""Whether results may go into a folder that holds some already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.core.money import UNITS, holds_units
from sim.lab.errors import BatchError
from sim.scenario.errors import ScenarioError
from sim.scenario.schema import from_resolved
from sim.scenario.vary import difference

MAY_DIFFER = ("title", "claim", "design.seeds", "design.first_seed", "design.outcomes", "design.precision.")


def agree(folder: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Refuse to mix results of different scenarios, designs or models.

    Parameters
    ----------
    folder
        Where the old results are.
    old, new
        Manifests.

    Raises
    ------
    BatchError
        With the first difference, and what to do.
    """
    advice = "choose another --out, or remove the folder"
    if old["model"] != new["model"]:
        raise BatchError(f"'{folder}' was computed by model {old['model']}, and this is {new['model']}: {advice}.")
    if not holds_units(old):
        raise BatchError(f"'{folder}' holds money in cents, and this version writes {UNITS}: {advice}.")
    changed = changed_rules(old.get("rules", []), new.get("rules", []))
    if changed:
        raise BatchError(f"'{folder}' was computed with other rules of your own: {changed}; {advice}.")
    same_points = old["points"] == json.loads(json.dumps(new["points"], default=str))
    if old["fingerprint"] != new["fingerprint"] or not same_points:
        raise BatchError(f"'{folder}' holds results of another scenario: {_first(old, new)}; {advice}.")


def changed_rules(old: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> str:
    """Say which file of own rules has another content than before; empty if none has.

    Parameters
    ----------
    old, new
        ``path`` and ``sha256`` of each file, as a manifest has them.
    """
    for there in old:
        others = [here for here in new if Path(here["path"]).name == Path(there["path"]).name]
        if others and all(here["sha256"] != there["sha256"] for here in others):
            hashes = f"SHA-256 there {there['sha256'][:12]}, here {others[0]['sha256'][:12]}"
            return f"{others[0]['path']} has changed ({hashes})"
    return ""


def _first(old: dict[str, Any], new: dict[str, Any]) -> str:
    try:
        found = difference(from_resolved(old["scenario"]), from_resolved(new["scenario"]))
    except ScenarioError:
        return "it does not fit this version's schema"
    telling = [each for each in found if not each.name.startswith(MAY_DIFFER)]
    if not telling:
        return "the graph file or the rules have changed, or the order of what varies"
    first = telling[0]
    more = f", and {len(telling) - 1} more" if len(telling) > 1 else ""
    return f"there {first.name} is {first.left}, here {first.right}{more}"
