"""Which files of the package a module needs, read off the import statements in their sources."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(rf"from ({PACKAGE.name}[\w.]*) import (\([^)]*\)|[^#\n]*)")
_PLAIN = re.compile(rf"import ({PACKAGE.name}\.[\w.]*)")
_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)*", re.MULTILINE)


def needed(*modules: str) -> list[Path]:
    """Return the files that some modules of the package import, directly or through others, and their own; sorted.

    Imports inside functions count, those for type checkers do not. Packages that a module lies in come along.

    Parameters
    ----------
    modules
        Dotted names, such as ``"sim.market"``.
    """
    found: set[Path] = set()
    left = [file for module in modules for file in _files(module)]
    while left:
        file = left.pop()
        if file not in found:
            found.add(file)
            left += imported(file)
    return sorted(found, key=_parts)


def importers(module: str) -> list[Path]:
    """Return the files of the package that import a module directly; sorted."""
    (file,) = _files(module)[-1:]
    return sorted((path for path in _sources(PACKAGE).values() if file in imported(path)), key=_parts)


def imported(file: Path) -> tuple[Path, ...]:
    """Return the files of the package that one imports directly, with the packages that they lie in."""
    return _imported(file, *_state(file))


def module_of(file: Path) -> str:
    """Return the dotted name of a file of the package."""
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_of_package(module: str) -> bool:
    """Tell whether a dotted name is that of a module of the package."""
    return module.split(".")[0] == PACKAGE.name and module_of(_files(module)[-1]) == module


def digest(files: Iterable[Path], more: str = "") -> str:
    """Return 64 hexadecimal digits for the names and the text of some files of the package, and for ``more``."""
    found = hashlib.sha256(more.encode())
    for file in files:
        found.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
        found.update(_sum(file, *_state(file)))
    return found.hexdigest()


@cache
def _sum(file: Path, _changed: int, _size: int) -> bytes:
    return hashlib.sha256(file.read_bytes()).digest()


def _state(file: Path) -> tuple[int, int]:
    """When a file was changed and how large it is: while both stay, what was read in it is not read again."""
    stat = os.stat(file)
    return stat.st_mtime_ns, stat.st_size


def _parts(file: Path) -> tuple[str, ...]:
    return file.parts


@cache
def _sources(package: Path) -> dict[str, Path]:
    """Return all files of a package by dotted name."""
    return {module_of(path): path for path in package.rglob("*.py")}


@cache
def _imported(file: Path, _changed: int, _size: int) -> tuple[Path, ...]:
    text = file.read_text("utf-8")
    if "TYPE_CHECKING:" in text:
        text = _FOR_TYPES.sub("", text)
    return tuple(dict.fromkeys(each for name in _names(text) for each in _files(name)))


def _names(text: str) -> Iterator[str]:
    """Dotted names in the package that a source may import; some are of functions and constants, not modules."""
    for found in _IMPORT.finditer(text):
        if _begins_a_line(text, found.start()):
            yield found[1]
            yield from (f"{found[1]}.{name.split()[0]}" for name in found[2].strip("()").split(",") if name.strip())
    yield from (found[1] for found in _PLAIN.finditer(text) if _begins_a_line(text, found.start()))


def _begins_a_line(text: str, at: int) -> bool:
    return not text[text.rfind("\n", 0, at) + 1 : at].strip()


def _files(module: str) -> tuple[Path, ...]:
    return _files_in(PACKAGE, module)


@cache
def _files_in(package: Path, module: str) -> tuple[Path, ...]:
    """Files that importing a module runs: those of the packages it lies in, and its own."""
    there, ends = _sources(package), [place for place, letter in enumerate(module) if letter == "."]
    names = (module[:end] for end in (*ends, len(module)))
    return tuple(there[name] for name in names if name in there)
