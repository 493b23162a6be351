"""Compiling the flat program on the spot, and letting it live a world."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.flat.rows import Group, header, read, write
from sim.world.world import World

HERE = Path(__file__).parent
COMPILERS = ("g++", "clang++")
FLAGS = ("-std=c++17", "-O3", "-march=native", "-ffp-contract=off")  # no two roundings in one: the market has none
NO_COMPILER = "No C++ compiler was found (g++ or clang++), so nothing is compared with the flat C++ program."


@dataclass(frozen=True)
class Lived:
    """What the program tells: seconds of processor time of all days, conversations, and tables if asked for."""

    seconds: float
    conversations: int
    tables: dict[str, Group]


def compiler() -> str | None:
    """Return the C++ compiler to use, or None if there is none."""
    return next((path for path in map(shutil.which, COMPILERS) if path), None)


class Program:
    """The flat program for worlds whose tables are laid out as those of one world.

    Parameters
    ----------
    world
        A world of ``benchmarks/recruit.toml``.
    folder
        Where the program and what it reads and writes are kept.

    Raises
    ------
    RuntimeError
        If there is no compiler, or it refuses the program.
    """

    def __init__(self, world: World, folder: Path) -> None:
        found = compiler()
        if found is None:
            raise RuntimeError(NO_COMPILER)
        self.folder = folder
        tables = header(world)
        self.path = folder / f"recruit-{hashlib.blake2b(tables.encode(), digest_size=8).hexdigest()}"
        if not self.path.exists():
            with tempfile.TemporaryDirectory(dir=folder) as place:
                (Path(place) / "tables.hpp").write_text(tables, encoding="utf-8")
                self._compile([found, *FLAGS, f"-I{place}", f"-I{HERE}", str(HERE / "recruit.cpp")])

    def _compile(self, command: list[str]) -> None:
        done = subprocess.run([*command, "-o", str(self.path)], capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The flat program could not be compiled: {done.stderr.strip()[:2000]}")

    def take(self, world: World) -> Path:
        """Write the world as it is now, and return the file."""
        file = self.folder / "world.bin"
        write(world, file)
        return file

    def live(self, layout: str, file: Path, days: int, world: World | None = None) -> Lived:
        """Live all days from the world in ``file``.

        Parameters
        ----------
        layout
            ``"own"``, the market's rows, or ``"best"``, rows laid out for the listener.
        world
            Of the same layout; if given, the tables of the last evening are handed back.
        """
        evening = self.folder / "evening.bin"
        command = [str(self.path), layout, str(file), str(days), *([] if world is None else [str(evening)])]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"The flat program failed: {done.stderr.strip() or done.returncode}")
        seconds, conversations = done.stdout.split()
        return Lived(float(seconds), int(conversations), {} if world is None else read(world, evening))
