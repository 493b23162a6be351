"""Folders of results that were changed by somebody who knows how they are signed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sim.lab.stored.files import signed, sum_of
from sim.lab.stored.frames import FRAMES

from .standin import stored


def older(folder: Path) -> Path:
    """The same folder as it was written before there were sums, and before a frame was a folder."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8"))
    del manifest["files"], manifest["digest"]
    file.write_text(json.dumps(manifest, indent=2) + "\n")
    for frame in FRAMES:
        stored(folder, frame).rename(folder / f"{frame}.parquet")
        (folder / frame).rmdir()
    return folder


def resign(folder: Path, **changes: Any) -> None:
    """Give a folder's manifest the sums of its files as they lie there, and other content; None takes a key away."""
    file = folder / "manifest.json"
    manifest = json.loads(file.read_text(encoding="utf-8")) | changes
    manifest = {name: value for name, value in manifest.items() if name not in changes or value is not None}
    manifest["files"] = {name: dict(sum_of(folder / name)) for name in manifest["files"]}
    file.write_text(json.dumps(signed(manifest)), encoding="utf-8")
