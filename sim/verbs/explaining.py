"""What `manyhats explain` prints: all that a name means, and without one the names that there are."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from sim.scenario.explain import Explained
from sim.scenario.lexicon import groups, meanings
from sim.scenario.lexicon.pages import page
from sim.verbs.layout import named_rows, render


def contents() -> Iterator[RenderableType]:
    """Lay out everything that can be explained, group by group: sections with their meaning, the rest by name."""
    parameters, *others = (group.explained for group in groups())
    yield from _in_rows(parameters)
    for group in others:
        yield Text()
        yield _heading(group)
        yield Padding(Text(", ".join(each.name for each in group.fields)), (0, 0, 0, 2))
    yield Text()
    yield Text("`manyhats explain NAME` explains one of these, `manyhats explain parameters` all parameters.")


def explained(name: str) -> Iterator[RenderableType]:
    """Lay out all that a name means, a parameter or section last; of a group all its members, of a page its text."""
    for number, each in enumerate(meanings(name)):
        if number:
            yield Text()
        if each.type == "group":
            yield from _in_rows(each)
        else:
            yield _laid_out(each)


def _laid_out(each: Explained) -> RenderableType:
    found = page(each.name) if each.type == "page" else None
    return Markdown(found.text) if found else render(each)


def _in_rows(group: Explained) -> Iterator[RenderableType]:
    yield _heading(group)
    yield named_rows((each.name, each.meaning) for each in group.fields)


def _heading(group: Explained) -> Text:
    return Text.assemble((group.name, "bold"), "  ", group.meaning)
