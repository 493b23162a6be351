"""The whole suite on this Python, and beside it the built wheel in a fresh environment of every other one.

``python -m tests.pythons PYTHON... -- ARGUMENTS OF PYTEST`` takes paths of interpreters. Those with the version of this
one are left out, unless there is no other: the wheel is always tried.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.places import ROOT

PROJECT = ROOT
LOCK = PROJECT / "requirements.lock"
PIP = ("-m", "pip", "install", "--disable-pip-version-check", "-q", "--no-compile")


class CommandError(Exception):
    """A command that failed, with what it printed."""


def said(command: Sequence[str | Path], folder: Path = PROJECT) -> str:
    """Run a command and return what it printed.

    Raises
    ------
    CommandError
        If its exit code is not 0.
    """
    done = subprocess.run([*map(str, command)], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CommandError(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def version(python: str) -> str:
    """Return the version of an interpreter, such as 3.12."""
    return said([python, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]).strip()


def others(pythons: Sequence[str]) -> dict[str, str]:
    """Return the interpreters the wheel is tried on, by version: the others, or this one if there is no other."""
    found = {version(python): python for python in pythons}
    here = "{}.{}".format(*sys.version_info)
    return {name: python for name, python in found.items() if name != here} or {here: sys.executable}


def built(folder: Path) -> Path:
    """Build the wheel and return its path."""
    options = ("--no-deps", "--no-build-isolation", "--disable-pip-version-check", "-q", "-w")
    said([sys.executable, "-m", "pip", "wheel", *options, folder, PROJECT])
    return next(folder.glob("manyhats-*.whl"))


def environment(name: str, python: str, wheel: Path) -> Path:
    """Return the Python of an environment that holds the wheel and what it needs; kept while the lock is the same."""
    folder = PROJECT / f".venv-{name}"
    inside, mark = folder / "bin" / "python", folder / ".ready"
    state = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if not mark.is_file() or mark.read_text() != state:
        said([python, "-m", "venv", "--clear", folder])
        said([inside, *PIP, "-c", LOCK, wheel])
        mark.write_text(state)
    said([inside, *PIP, "--no-deps", "--force-reinstall", wheel])
    return inside


def tried(name: str, python: str, wheel: Path, scratch: Path) -> str:
    """Try the wheel on one Python; return a line that says how it went."""
    try:
        inside = environment(name, python, wheel)
        found = said([inside, "-P", PROJECT / "tests" / "wheel.py", PROJECT / "tests"], scratch)
    except CommandError as error:
        return f"The wheel on Python {name}: FAILED\n{error}"
    return f"The wheel on Python {name}: {found.strip()}"


def main(arguments: Sequence[str]) -> int:
    """Run the suite and, beside it, the wheel everywhere; return the exit code."""
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(1) as pool:
        wheel = built(Path(scratch))
        ways = []
        for name, python in others(arguments[:cut]).items():
            (place := Path(scratch) / name).mkdir()
            ways.append(pool.submit(tried, name, python, wheel, place))
        subprocess.run(["make", "-s", ".venv/.ready"], cwd=PROJECT, check=False)  # on the other core meanwhile
        suite = subprocess.run([sys.executable, "-m", "pytest", *arguments[cut + 1 :]], cwd=PROJECT, check=False)
        lines = [way.result() for way in ways]
    digests = {digest for line in lines for digest in re.findall(r"\(digest (\w+)\)", line)}
    if len(digests) > 1:
        lines.append("FAILED: the same batch has other bytes on another Python")
    print(*lines, sep="\n")
    return suite.returncode or int(any("FAILED" in line for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
