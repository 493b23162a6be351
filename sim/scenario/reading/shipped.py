"""The scenarios that come with the package: where they are, what each asks, and copies to change."""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from sim.core.errors import UserError
from sim.core.files import expanded, write_text, written
from sim.core.wording import cut, listed, meant, shown

PREFIX = "manyhats:"
_PACKAGE = Path(__file__).resolve().parents[2]
_EXTENDS = re.compile(r'^(\s*extends\s*=\s*)"([^":]+)\.toml"', re.MULTILINE)


@dataclass(frozen=True)
class Shipped:
    """One scenario of the package, with what it is asked for by, such as ``focus_or_diversify``."""

    name: str
    title: str
    path: Path


def folder() -> Path:
    """Return the folder of the scenarios: inside an installed package, or beside it in a checkout."""
    inside = _PACKAGE / "shipped"
    return inside if inside.is_dir() else _PACKAGE.parent / "scenarios"


def names() -> list[str]:
    """Return the names of all shipped scenarios in alphabetical order, those in folders as ``claims/a06_events``."""
    root = folder()
    return sorted(path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.toml"))


def shipped() -> list[Shipped]:
    """Return the scenarios one would look at first: those in no folder of their own, with their titles."""
    found = []
    for name in names():
        if "/" not in name:
            path = folder() / f"{name}.toml"
            found.append(Shipped(name, str(tomllib.loads(path.read_text(encoding="utf-8")).get("title", "")), path))
    return found


def find(name: str) -> Path:
    """The file of a shipped scenario, named with or without ``manyhats:`` in front and ``.toml`` at the end.

    Raises
    ------
    UserError
        If there is none of that name.
    """
    plain = name.removeprefix(PREFIX).removesuffix(".toml")
    known = names()
    if plain not in known:
        first = listed(each for each in known if "/" not in each)
        here = "" if name.startswith(PREFIX) else "no such file, and "
        sentence = f"there is {here}no shipped scenario {shown(cut(plain))} ({first}).{meant(plain, known)}"
        raise UserError(sentence[0].upper() + sentence[1:])
    return folder() / f"{plain}.toml"


def located(path: str | Path) -> Path:
    """Return the file that is meant: a path, or a shipped scenario by its name.

    ``manyhats:base`` is always the shipped one. A bare word such as ``focus_or_diversify`` is a shipped scenario if no
    file has that name here; a folder may have it.

    Raises
    ------
    UserError
        If a name with ``manyhats:`` in front, or a bare word, is neither a file nor a shipped scenario; or if it is
        both, but for its ending.
    """
    text = str(path)
    if text.startswith(PREFIX):
        return find(text)
    file = expanded(path)
    bare = re.fullmatch(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)?", text)
    if not bare or file.is_file():
        return file
    with_ending = file.with_suffix(".toml")
    if text in names():
        if with_ending.is_file() and not with_ending.samefile(find(text)):
            here = shown(with_ending.as_posix())
            raise UserError(
                f"{shown(text)} may be {here} here or the shipped scenario: write {here} or {shown(PREFIX + text)}."
            )
        return find(text)
    return file if file.exists() or with_ending.is_file() or "/" in text else find(text)


def called(file: Path) -> str:
    """Return what a scenario file is called anywhere: a shipped one as it lies in the sources, another by its path."""
    try:
        return f"scenarios/{file.relative_to(folder()).as_posix()}"
    except ValueError:
        return str(file)


def copy(name: str, to: Path) -> list[Path]:
    """Copy a shipped scenario, and a file of own rules that lies beside it, into a folder; say what was written.

    The copy extends the shipped scenarios by ``manyhats:NAME``, so it works anywhere.

    Raises
    ------
    UserError
        If there is no such scenario, or a file of that name is there already; nothing is overwritten.
    """
    source = find(name)
    sources = [source, *(beside for beside in [source.with_suffix(".py")] if beside.is_file())]
    targets = [to / each.name for each in sources]
    there = next((target for target in targets if target.exists() or target.is_symlink()), None)
    if there is not None:
        raise UserError(f"'{there}' is there already; nothing was copied. Remove it, or name another folder with --to.")
    for each, target in zip(sources, targets, strict=True):
        text = each.read_text(encoding="utf-8")
        with written(target):
            write_text(target, _from_anywhere(text, source.parent) if each.suffix == ".toml" else text)
    return targets


def _from_anywhere(text: str, beside: Path) -> str:
    """Let a scenario extend a shipped one by its name instead of by a path from where it lay."""

    def by_name(match: re.Match[str]) -> str:
        base = Path(os.path.normpath(beside / match[2])).relative_to(folder())
        return f'{match[1]}"{PREFIX}{base.as_posix()}"'

    return _EXTENDS.sub(by_name, text)
