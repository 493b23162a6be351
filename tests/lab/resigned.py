"""Folders of results that were changed by somebody who knows how they are signed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.lab.stored.signing import signed, sum_of


def resign(folder: Path, **changes: Any) -> None:
    """Give a folder's manifest the sums of its files as they lie there, and other content; None takes a key away."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8")) | changes
    manifest = {name: value for name, value in manifest.items() if name not in changes or value is not None}
    manifest["files"] = {name: dict(sum_of(folder / name)) for name in manifest["files"]}
    file.write_text(json.dumps(signed(manifest)), encoding="utf-8")
