"""From a file of rules to functions: read, run under a private name, every mistake told with file and line."""

from __future__ import annotations

import hashlib
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.core.errors import in_one_line, may_be_users, staying
from sim.core.files import expanded, opened, write_text
from sim.core.registry import WORDS, Declared, Kind, Rule, RuleError, collecting
from sim.core.wording import shown
from sim.scenario.design import SHOWN
from sim.scenario.own import RuleFile
from sim.scenario.own_fit import BUILT_IN, named_rules
from sim.scenario.schema import Scenario, from_mapping

MOST_BYTES = 1_000_000
COLUMNS = (
    *("person", "strategy", "founder", "focal", "people", "founders", "point", "seed", "run", "studied"),
    *("setting", "variant", "day", "company", "members", "outcome", "value"),
)
"""Columns of results that are no outcomes."""
_run: dict[tuple[str, str], list[Declared]] = {}


def load_rules(paths: Sequence[str | Path]) -> tuple[RuleFile, ...]:
    """Run files of rules, and say what they declare.

    Parameters
    ----------
    paths
        Python files that the user named himself: their code is run.

    Raises
    ------
    RuleError
        If a file cannot be read or run, declares nothing, or two rules of a kind have the same name; with file and
        line.
    """
    files: list[RuleFile] = []
    for path in paths:
        file = _read(expanded(path))
        for earlier in files:
            _refuse_clash(earlier, file)
        files.append(file)
    return tuple(files)


def scenario_with(
    scenario: Scenario | Mapping[str, Any] | str | Path,
    rules: Sequence[str | Path] = (),
    overrides: Sequence[str] = (),
) -> Scenario:
    """Return a scenario with the files of rules that it may name.

    Parameters
    ----------
    scenario
        A scenario, the path of a scenario file, or a mapping that is read like the content of one.
    rules
        Python files, which are run; one may be named by itself. A scenario that is no file keeps those it has if none
        are given.
    overrides
        As in :func:`sim.scenario.schema.load`, for a file.

    Raises
    ------
    sim.core.errors.UserError
        If the file or a rule is not what it should be, or the content of a file is not at hand.
    """
    files = load_rules([rules] if isinstance(rules, str | Path) else rules)
    if isinstance(scenario, Mapping):
        return from_mapping(scenario, files)
    if not isinstance(scenario, Scenario):
        return Scenario.load(scenario, overrides, files)
    if files:
        table = {**dict(scenario), "own": scenario.own.model_dump()}
        scenario = Scenario.model_validate(table, context={"rules": files})
    for _, kind, name in named_rules(scenario):
        if name in scenario.own.names(kind):
            function_of(scenario, kind, name)  # all are at hand before a world is built
    return scenario


def function_of(scenario: Scenario, kind: Kind, name: str) -> Callable[..., Any]:
    """Return the function of an own rule that a scenario names; what it raises becomes a sentence.

    Parameters
    ----------
    scenario
        A scenario that was loaded with the file.
    kind, name
        Of the rule.

    Raises
    ------
    RuleError
        If the content of the file is not at hand.
    """
    file = scenario.own.file(kind, name)
    if not file.text:
        raise RuleError(f"The {WORDS[kind]} {shown(name)} stands in {file.path}: name it with --rules {file.path}.")
    found = next(d.function for d in _executed(file) if (d.rule.kind, d.rule.name) == (kind, name))
    home = getattr(found, "py_func", found).__code__.co_filename

    def call(*arguments: Any) -> Any:
        try:
            with staying():
                return found(*arguments)
        except RuleError as error:
            raise RuleError(f"{place_of(scenario, kind, name)} {error}") from None
        except BaseException as error:  # what leaves by sys.exit() is no less of a mistake
            if may_be_users(error):
                raise
            at = _line(error, home)
            where = f"{file.path}, line {at}" if at else file.path
            raise RuleError(f"{where}: the {WORDS[kind]} {shown(name)} failed: {_told(error)}") from None

    return call


def place_of(scenario: Scenario, kind: Kind, name: str) -> str:
    """Say where a rule stands and what it is, for the beginning of a sentence about it."""
    rule = scenario.own.rule(kind, name)
    return f"{scenario.own.file(kind, name).path}, line {rule.line}: the {WORDS[kind]} {shown(name)}"


def _read(path: Path) -> RuleFile:
    """Read a file and run it, to learn what it declares."""

    def refusal(why: str) -> RuleError:
        return RuleError(f"The rules '{path}' cannot be read: the file {why}.")

    content = _content(path, refusal)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise refusal("is not UTF-8") from None
    blank = RuleFile(str(path), hashlib.sha256(content).hexdigest(), (), text)
    rules = tuple(declared.rule for declared in _executed(blank))
    if not rules:
        raise RuleError(f"{path} declares no rule: write @pitch, @plan, @life, @phase or @measure above a function.")
    for rule in rules:
        if _is_taken(rule):
            what = f"the {WORDS[rule.kind]} {shown(rule.name)}"
            raise RuleError(f"{path}, line {rule.line}: {what} is built in; choose another name.")
    file = RuleFile(blank.path, blank.sha256, rules, text)
    _refuse_clash(file, file)
    return file


def _is_taken(rule: Rule) -> bool:
    """Tell whether the name belongs to something built in."""
    if rule.kind == "measure":
        return rule.name in (*BUILT_IN["measure"], *COLUMNS) or rule.name.removesuffix("_median") in SHOWN
    return rule.name in BUILT_IN.get(rule.kind, ())


def _content(path: Path, refusal: Callable[[str], Exception]) -> bytes:
    """Read a regular file of at most 1 MB; devices and pipes are not opened."""
    try:
        with opened(path, MOST_BYTES, refusal) as stream:
            return stream.read()
    except OSError as error:
        raise refusal(f"cannot be read ({error.strerror})") from None


def _refuse_clash(earlier: RuleFile, file: RuleFile) -> None:
    """Refuse two rules of a kind with the same name."""
    for rule in file.rules:
        for other in earlier.rules:
            if (rule.kind, rule.name) == (other.kind, other.name) and (earlier is not file or other.line < rule.line):
                where = f"{earlier.path}, line {other.line}"
                what = f"the {WORDS[rule.kind]} {shown(rule.name)}"
                raise RuleError(f"{file.path}, line {rule.line}: {what} is declared already in {where}.")


def _executed(file: RuleFile) -> list[Declared]:
    """Run the content of a file, once in a process."""
    key = (file.sha256, file.path)
    if key not in _run:
        _run[key] = _execute(file)
    return _run[key]


def _execute(file: RuleFile) -> list[Declared]:
    import_module("sim.core.compiler")  # before a file of rules imports Numba
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
