"""Pages to look things up in, written from what the program says of itself: parameters, names, commands, Python."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import click
import typer

import sim
import sim.own
from sim.cli import app
from sim.scenario.explain import Explained, explain
from sim.scenario.lexicon.entries import Group, groups

OUTSIDE = {"parameters", "words", "pages"}
"""Groups of names that have pages of their own."""
OWN = ("pitch", "plan", "life", "phase", "measure", "number", "check_rules", "load_rules")
SCORE = " 0..1"
"""Unit of what has none."""
INHERITED = {
    "Results": "frame, persons, table, finding, plot, report",
    "Networker": "step, talk, tell, pitch",
    "Market": "step, from_values, agents, agents_by_type, grid",
}
"""Classes of which only what is ours is shown, and not what a base class of another library brings."""


def pages() -> dict[str, str]:
    """All pages of this file, by their paths in the tree."""
    made: dict[str, Callable[[], str]] = {
        "parameters": parameters,
        "names": names,
        "commands": commands,
        "api": api,
    }
    return {f"made/{name}.md": write() for name, write in made.items()}


def parameters() -> str:
    """Every parameter of a scenario, section by section."""
    return "\n".join(
        [
            "# Parameters\n",
            "Every value that a scenario may state, with what holds where it is silent. *Assumed* means that no source "
            "was found. `manyhats explain NAME` prints the same in a terminal; what scenarios inherit has "
            "[its own page](scenarios.md).\n",
            *(
                f"## `{section.name}`\n\n{section.meaning}\n\n{_definitions(_leaves(section))}"
                for section in explain().fields
            ),
        ]
    )


def _leaves(explained: Explained) -> Iterator[Explained]:
    """The values of a section, those of sections inside it as well."""
    for part in explained.fields:
        if part.fields:
            yield from _leaves(part)
        else:
            yield part


def _definitions(found: Iterable[Explained]) -> str:
    return "\n".join(f"{_term(each)}\n: {' '.join(filter(None, _told(each)))}\n" for each in found)


def _term(each: Explained) -> str:
    default = plain(each.unstated.removesuffix(SCORE).rstrip()) if each.default else ""
    return f"`{each.name}`" + (f" = {default}" if default else "")


def _told(each: Explained) -> Iterator[str]:
    yield plain(each.meaning)
    yield f"{capital(each.bounds)}." if each.bounds else ""
    yield f"*{plain(capital(each.grounds))}*" if each.grounds else ""


def capital(text: str) -> str:
    """A text as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def plain(text: str) -> str:
    """Words of the program, none of which is meant as Markdown."""
    return "".join(f"\\{sign}" if sign in "*_[]<>{}$" else sign for sign in text)


def names() -> str:
    """Outcomes, policies, plans and what else a scenario may name."""
    shown = [group for group in groups() if group.name not in OUTSIDE and group.members]
    return "\n".join(["# Outcomes, policies, plans\n", "What a scenario may name.\n", *map(_group, shown)])


def _group(group: Group) -> str:
    lines = (f"`{each.name}`\n: {plain(each.meaning)}{_unit(each)}\n" for each in group.members)
    return "\n".join([f"## {group.name.capitalize()}\n", f"{plain(group.meaning)}\n", *lines])


def _unit(each: Explained) -> str:
    return f" *{plain(each.unit)}*" if each.unit else ""


def commands() -> str:
    """Every verb of the command line, with its options."""
    group = typer.main.get_command(app)
    assert isinstance(group, click.Group) or hasattr(group, "commands")
    verbs = sorted(group.commands.items())
    head = (
        "# Commands\n\n`manyhats VERB --help` says the same, and `manyhats --install-completion` lets the shell "
        "complete it.\n"
    )
    return "\n".join([head, *(_verb(name, verb) for name, verb in verbs if not verb.hidden)])


def _verb(name: str, verb: click.Command) -> str:
    paragraphs = (verb.help or "").replace("\b", "").split("\n\n")
    said = "\n\n".join(plain(" ".join(paragraph.split())) for paragraph in paragraphs)
    options = (_option(each) for each in verb.params if not getattr(each, "hidden", False))
    return "\n".join([f"## `manyhats {name}`\n", f"{said}\n", *filter(None, options)])


def _option(each: click.Parameter) -> str:
    said = " ".join((getattr(each, "help", "") or "").split())
    called = ", ".join(f"`{name}`" for name in (*each.opts, *each.secondary_opts)) if each.opts[0][0] == "-" else ""
    return f"{called or f'`{(each.name or str()).upper()}`'}\n: {plain(said) or 'See above.'}\n"


def api() -> str:
    """What ``import sim`` gives, and the decorators of own rules."""
    head = (
        "# Python\n\n`import sim` gives the names below. [Results](analysis.md) and [rules of your own](own_rules.md) "
        "have pages that explain; the notebooks show them at work.\n"
    )
    ours = "\n".join(_directive("sim", name) for name in sim.__all__)
    own = "\n".join(_directive("sim.own", name) for name in OWN)
    return f"{head}\n## sim\n\n{_rst(ours)}\n## sim.own\n\n{_rst(own)}"


def _directive(module: str, name: str) -> str:
    thing = getattr(__import__(module, fromlist=[name]), name)
    if not isinstance(thing, type):
        return f".. autofunction:: {module}.{name}\n"
    shown = f"   :members: {INHERITED[name]}\n" if name in INHERITED else "   :members:\n"
    return f".. autoclass:: {module}.{name}\n{shown}   :exclude-members: model_config\n"


def _rst(text: str) -> str:
    return f"```{{eval-rst}}\n{text}```\n"
