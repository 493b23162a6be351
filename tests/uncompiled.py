"""Python with rules that are not compiled, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def printed(*arguments: str, cwd: Path | None = None) -> str:
    """What Python prints when it is called with these arguments; it must end well."""
    ended = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout
