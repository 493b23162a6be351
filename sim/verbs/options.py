"""Options of the command line: each is declared once, and those that travel together come as one value."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer
from typer.core import TyperCommand, TyperGroup

from sim.verbs.completion import scenario_files, settable_keys


def seeds(text: str) -> int:
    """Read a number of seeds however it is written: 30, 30.0 or 3e1."""
    return _whole(text, 1)


def seed(text: str) -> int:
    """Read one seed in the same way."""
    return _whole(text, 0)


def _whole(text: str, least: int) -> int:
    from sim.core.parameters import as_whole
    from sim.core.wording import shown
    from sim.scenario.reading.lines import as_number

    whole = as_whole(text)
    whole = as_whole(as_number(text)) if whole is None else whole
    if whole is None or whole < least:
        raise typer.BadParameter(f"{shown(text)}: must be a whole number of at least {least}.")
    return whole


File = Annotated[
    Path,
    typer.Argument(
        help="Scenario file (TOML), or the name of a shipped scenario.",
        show_default=False,
        autocompletion=scenario_files,
    ),
]
Seed = Annotated[int, typer.Option(parser=seed, metavar="INTEGER", help="Seed of the world.")]
Overrides = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="KEY=VALUE",
        help="Change one value, such as time.days=90; may be repeated.",
        autocompletion=settable_keys,
    ),
]
RulesOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules", metavar="FILE", help="Python file with rules of your own, which is executed; may be repeated."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Plots = Annotated[bool, typer.Option(help="Draw the plots.")]
Svg = Annotated[bool, typer.Option("--svg", help="Write plots as SVG, too, beside PNG.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Worlds that are run at a time; by default one per core.", show_default=False)
]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="WHERE", help="Run on a Dask cluster: local:N, or tls://host:port.", show_default=False),
]
Strategy = Annotated[
    str | None,
    typer.Option(help="Strategy of the people under study; by default the scenario's first.", show_default=False),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Print the whole table and every sentence as well.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables and sentences.")]


@dataclass(frozen=True)
class Changes:
    """What is changed in a scenario, and the rules that it asks for."""

    overrides: Overrides = None
    rules: RulesOption = None


@dataclass(frozen=True)
class Printed:
    """How the verb speaks."""

    as_json: AsJson = False
    quiet: Quiet = False

    @property
    def silent(self) -> bool:
        """Whether sentences and progress are kept back."""
        return self.quiet or self.as_json


@dataclass(frozen=True)
class Detailed(Printed):
    """How a verb speaks that finds something."""

    verbose: Verbose = False


@dataclass(frozen=True)
class Drawn:
    """What becomes a picture."""

    plots: Plots = True
    svg: Svg = False


@dataclass(frozen=True)
class Crew:
    """How many worlds of each setting there are, and who runs them."""

    seeds: Annotated[
        int | None,
        typer.Option(
            parser=seeds,
            metavar="INTEGER",
            help="Worlds of each setting, each with a seed of its own; by default the scenario's.",
            show_default=False,
        ),
    ] = None
    workers: Workers = None
    cluster: Cluster = None


@dataclass(frozen=True)
class Failing:
    """What becomes of runs that fail."""

    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="Run those runs again that failed before, and no others.")
    ] = False
    run_limit: Annotated[
        float | None,
        typer.Option(
            metavar="SECONDS", help="Most time that a run may take; then it counts as failed.", show_default=False
        ),
    ] = None


class Verb(TyperCommand):
    """A verb whose help shows a kind of value only beside options that take one."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its options and arguments."""
        return _switches_take_nothing(super().get_params(ctx))


class Verbs(TyperGroup):
    """The command itself, alike."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Its options."""
        return _switches_take_nothing(super().get_params(ctx))


def _switches_take_nothing(params: list[Any]) -> list[Any]:
    for each in params:
        if getattr(each, "is_flag", False):
            each.metavar = ""
    return params


def bundled(verb: Callable[..., None]) -> Callable[..., None]:
    """Let every parameter of a verb that is a dataclass stand on the command line as the options that are its fields.

    Parameters
    ----------
    verb
        A function whose dataclass parameters have fields that are all annotated as options of Typer.
    """
    hints = get_type_hints(verb, include_extras=True)
    given = inspect.signature(verb).parameters
    bundles = {name: hints[name] for name in given if is_dataclass(hints[name])}
    flat = [each for name, parameter in given.items() for each in _options(parameter, hints[name])]

    @functools.wraps(verb)
    def called(**options: Any) -> None:
        for name, bundle in bundles.items():
            options[name] = bundle(**{field.name: options.pop(field.name) for field in fields(bundle)})
        verb(**options)

    called.__dict__["__signature__"] = inspect.Signature(flat)
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in flat}
    return called


def _options(parameter: inspect.Parameter, hint: Any) -> list[inspect.Parameter]:
    """The parameters that Typer sees in place of one of the verb's."""
    kind = inspect.Parameter.KEYWORD_ONLY
    if not is_dataclass(hint):
        return [inspect.Parameter(parameter.name, kind, default=parameter.default, annotation=hint)]
    hints = get_type_hints(hint, include_extras=True)
    return [
        inspect.Parameter(field.name, kind, default=field.default, annotation=hints[field.name])
        for field in fields(hint)
    ]
