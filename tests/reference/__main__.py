"""Freeze the reference run anew: ``.venv/bin/python -m tests.reference``."""

from __future__ import annotations

from tests.reference import FROZEN, freeze

freeze()
print(f"Wrote {FROZEN}.")
