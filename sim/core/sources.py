"""Which files of the package a module needs, read off the import statements in their sources."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_IMPORT = re.compile(r"^[ \t]*(?:from ([\w.]+) import (\([^)]*\)|[^#\n]*)|import ([\w., ]+))", re.MULTILINE)
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
    return sorted(found)


def importers(module: str) -> list[Path]:
    """Return the files of the package that import a module directly; sorted."""
    (file,) = _files(module)[-1:]
    return sorted(path for path in PACKAGE.rglob("*.py") if file in imported(path))


def imported(file: Path) -> tuple[Path, ...]:
    """Return the files of the package that one imports directly, with the packages that they lie in."""
    stat = file.stat()
    return _imported(file, PACKAGE, stat.st_mtime_ns, stat.st_size)


def module_of(file: Path) -> str:
    """Return the dotted name of a file of the package."""
    parts = file.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def digest(files: Iterable[Path]) -> str:
    """Return 64 hexadecimal digits for the names and the text of some files of the package."""
    found = hashlib.sha256()
    for file in files:
        found.update(f"{file.relative_to(PACKAGE).as_posix()}\n".encode())
        found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()


@cache
def _imported(file: Path, package: Path, _changed: int, _size: int) -> tuple[Path, ...]:
    text = _FOR_TYPES.sub("", file.read_text("utf-8"))
    return tuple(dict.fromkeys(each for name in _names(text, package.name) for each in _files(name)))


def _names(text: str, package: str) -> Iterator[str]:
    """Dotted names in the package that a source may import; some are of functions and constants, not modules."""
    for module, what, plain in _IMPORT.findall(text):
        if module.split(".")[0] == package:
            yield module
            yield from (f"{module}.{name.split()[0]}" for name in what.strip("()").split(",") if name.strip())
        yield from (name for name in plain.replace(",", " ").split() if name.split(".")[0] == package)


def _files(module: str) -> list[Path]:
    """Files that importing a module runs: those of the packages it lies in, and its own."""
    found, place = [], PACKAGE
    for name in module.split(".")[1:]:
        found.append(place / "__init__.py")
        place /= name
    found += [place.with_suffix(".py"), place / "__init__.py"]
    return [file for file in found if file.is_file()]
