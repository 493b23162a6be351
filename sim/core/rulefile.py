"""A file of rules: read, run under a private name, every mistake told with file and line."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.core.errors import in_one_line, may_be_users, staying
from sim.core.files import opened, write_text
from sim.core.registry import WORDS, Declared, Kind, Rule, RuleError, collecting
from sim.core.wording import shown

MOST_BYTES = 1_000_000
_run: dict[tuple[str, str], list[Declared]] = {}


@dataclass(frozen=True)
class RuleFile:
    """A file of rules.

    Attributes
    ----------
    path
        As the user wrote it.
    sha256
        Of its content, 64 hexadecimal digits.
    rules
        What it declares, in its order.
    text
        Its content; empty where only its name is known, as in a manifest. Only who was given the file has it.
    """

    path: str
    sha256: str
    rules: tuple[Rule, ...]
    text: str = field(default="", repr=False, compare=False)

    def told(self) -> dict[str, Any]:
        """Say everything but the content in plain JSON types."""
        return {"path": self.path, "sha256": self.sha256, "rules": [rule.told() for rule in self.rules]}

    @classmethod
    def from_told(cls, table: dict[str, Any]) -> RuleFile:
        """Read back what :meth:`told` said."""
        return cls(str(table["path"]), str(table["sha256"]), tuple(Rule.from_told(rule) for rule in table["rules"]))

    def rule(self, kind: Kind, name: str) -> Rule | None:
        """Return what it says of a rule; None if it does not declare it."""
        return next((rule for rule in self.rules if (rule.kind, rule.name) == (kind, name)), None)

    def place(self, rule: Rule) -> str:
        """Say where one of its rules stands and what it is, for the beginning of a sentence about it."""
        return f"{self.path}, line {rule.line}: the {WORDS[rule.kind]} {shown(rule.name)}"

    def function(self, rule: Rule) -> Callable[..., Any]:
        """Return the function of one of its rules; what it raises becomes a sentence.

        Raises
        ------
        RuleError
            If the content of the file is not at hand.
        """
        what = f"the {WORDS[rule.kind]} {shown(rule.name)}"
        if not self.text:
            raise RuleError(f"T{what[1:]} stands in {self.path}: name it with --rules {self.path}.")
        declared = executed(self)
        found = next(each.function for each in declared if (each.rule.kind, each.rule.name) == (rule.kind, rule.name))
        home = getattr(found, "py_func", found).__code__.co_filename

        def call(*arguments: Any, **numbers: Any) -> Any:
            try:
                with staying():
                    return found(*arguments, **numbers)
            except RuleError as error:
                raise RuleError(f"{self.place(rule)} {error}") from None
            except BaseException as error:  # what leaves by sys.exit() is no less of a mistake
                if may_be_users(error):
                    raise
                at = _line(error, home)
                where = f"{self.path}, line {at}" if at else self.path
                raise RuleError(f"{where}: {what} failed: {_told(error)}") from None

        return call


def read(path: Path) -> RuleFile:
    """Read a file and run it, to learn what it declares.

    Raises
    ------
    RuleError
        If it cannot be read or run, or declares nothing; with file and line.
    """

    def refusal(why: str) -> RuleError:
        return RuleError(f"The rules '{path}' cannot be read: the file {why}.")

    content = _content(path, refusal)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise refusal("is not UTF-8") from None
    blank = RuleFile(str(path), hashlib.sha256(content).hexdigest(), (), text)
    rules = tuple(declared.rule for declared in executed(blank))
    if not rules:
        raise RuleError(f"{path} declares no rule: write @pitch, @plan, @life, @phase or @measure above a function.")
    return RuleFile(blank.path, blank.sha256, rules, text)


def _content(path: Path, refusal: Callable[[str], Exception]) -> bytes:
    """Read a regular file of at most 1 MB; devices and pipes are not opened."""
    try:
        with opened(path, MOST_BYTES, refusal) as stream:
            return stream.read()
    except OSError as error:
        raise refusal(f"cannot be read ({error.strerror})") from None


def executed(file: RuleFile) -> list[Declared]:
    """Run the content of a file, once in a process."""
    key = (file.sha256, file.path)
    if key not in _run:
        _run[key] = _execute(file)
    return _run[key]


def _execute(file: RuleFile) -> list[Declared]:
    import_module("sim.core.compiled")  # before a file of rules imports Numba
    home = _home(file)
    module = ModuleType(f"_manyhats_rules_{file.sha256[:16]}")
    module.__file__ = home
    sys.modules[module.__name__] = module  # dataclasses and compiled functions look themselves up there
    declared: list[Declared] = []
    token = collecting.set(declared)
    try:
        with staying():
            exec(compile(file.text, home, "exec", dont_inherit=True), module.__dict__)
    except SyntaxError as error:
        raise RuleError(f"{file.path}, line {error.lineno}: is not Python: {error.msg}.") from None
    except BaseException as error:
        if may_be_users(error):
            raise
        at = _line(error, home)
        where = f"{file.path}, line {at}" if at else file.path
        told = str(error) if isinstance(error, RuleError) else f"failed while it was loaded: {_told(error)}"
        raise RuleError(f"{where}: {told}") from None
    finally:
        collecting.reset(token)
    return declared


def _home(file: RuleFile) -> str:
    """Return a path under which the content lies on this machine, as debuggers and compiled rules need one."""
    here = Path(file.path).resolve()
    try:
        if hashlib.sha256(_content(here, OSError)).hexdigest() == file.sha256:
            return str(here)
    except OSError:
        pass
    from sim.core.cache import cache_folder

    folder = cache_folder()
    if folder is None:
        return here.name
    copy = folder / f"rules-{file.sha256[:16]}" / here.name
    try:
        if not (copy.is_file() and copy.read_text(encoding="utf-8") == file.text):
            write_text(copy, file.text)
    except (OSError, ValueError):
        return here.name
    return str(copy)


def _line(error: BaseException, home: str) -> int | None:
    """Return the last line of a file that an error passed through."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == home]
    return lines[-1] if lines else None


def _told(error: BaseException) -> str:
    """Write an error in one line, as the end of a sentence."""
    return in_one_line(error).rstrip(".") + "."
