"""What can be explained besides parameters, in groups, and all that a name means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.core.registry import rules
from sim.core.wording import nearest, shown
from sim.model.outcomes import OUTCOMES, Outcome
from sim.scenario.errors import Problem, ScenarioError
from sim.scenario.explain import Explained
from sim.scenario.explain import explain as explain_parameter
from sim.scenario.lexicon.glossary import words
from sim.scenario.lexicon.pages import ENDING, pages
from sim.scenario.sections import ALIASES, OF_FILES, schema_names

PITCHES: dict[str, str] = {
    "focus": "Opens with the main business to every listener, and tells it as the profession.",
    "disclose-all": "Names all businesses side by side; the listener takes up what they like best.",
    "tailored": "Opens with the business that seems to suit the listener best, and tells it as the profession.",
    "one-topic-per-event": "Tells everybody at an evening the same topic; one to one it is as tailored.",
    "one-topic-per-contact": "Stays with the topic that a contact was told first; others are told what seems to suit.",
}
"""What networkers open with under each compiled pitch policy; others say it where they are declared."""

WORLDS: dict[str, str] = {
    "population": "All networkers follow the strategy under study: a world of its own for each strategy.",
    "mixed": "Strategies live side by side in one world, by the share that each declares.",
    "focal": "A few people follow the strategy under study among others who do not change: the same people in the same "
    "world, once for each strategy.",
}
"""Which worlds are compared, by the value of ``design.worlds``."""


@dataclass(frozen=True)
class Group:
    """Things of one kind: what they are together called, what they are, and each of them."""

    name: str
    meaning: str
    members: tuple[Explained, ...]

    @property
    def explained(self) -> Explained:
        """The group itself, as something with a meaning."""
        return Explained(self.name, "group", "", "", "", self.meaning, "", fields=self.members)


def groups() -> list[Group]:
    """Return everything that can be explained, by group; of parameters the sections."""
    pitches = [*PITCHES.items(), *((rule.name, rule.meaning) for rule in rules("pitch"))]
    laws = [(rule.name, rule.meaning) for rule in rules("life")]
    return [
        Group(
            "parameters",
            "Sections of a scenario; each explains its parameters.",
            (*explain_parameter().fields, *map(explain_parameter, OF_FILES)),
        ),
        Group("outcomes", "What is measured of people; design.outcomes names those shown first.", tuple(_outcomes())),
        Group(
            "pitch policies",
            "Which story a listener is told; strategy.pitch names one.",
            tuple(_named("pitch policy", "strategy.pitch", pitches)),
        ),
        Group("plans", "Compensation plans: who is paid what; company.plan.kind names one.", tuple(_plans())),
        Group(
            "laws of life",
            "How long a company lives; company.life.law names one.",
            tuple(_named("law of life", "company.life.law", laws)),
        ),
        Group(
            "worlds",
            "Which worlds are compared; design.worlds names one.",
            tuple(_named("kind of world", "design.worlds", WORLDS.items())),
        ),
        Group("words", "The glossary: what words mean in code, messages and pages.", tuple(_words())),
        Group(
            "pages",
            "Pages about the whole; `manyhats explain replay.md` prints one.",
            tuple(_told(each.name, "page", each.title, "") for each in pages()),
        ),
    ]


def everything() -> list[str]:
    """Return all names: of groups, of what is in them, and of single parameters."""
    found = groups()
    named = [each.name for group in found for each in group.members]
    return list(dict.fromkeys([*(group.name for group in found), *named, *schema_names(), *ALIASES]))


def explain(name: str = "") -> Explained:
    """Explain a parameter, a section, everything (an empty name), or whatever else has a name.

    Where a name means several things the parameter or section comes first; :func:`meanings` gives them all.

    Raises
    ------
    ScenarioError
        If nothing has this name; with the nearest one that something has.
    """
    return meanings(name)[-1]


def meanings(name: str) -> list[Explained]:
    """Return all that a name means, a parameter or section last.

    Raises
    ------
    ScenarioError
        If it means nothing; with the nearest name that does.
    """
    if not isinstance(name, str):
        raise ScenarioError([Problem(f"Names are text; {shown(name)} is none.")])
    wanted = _alike(name.removeprefix("docs/"))
    parameters, *others = groups()
    if wanted == parameters.name:
        return [explain_parameter()]
    if named := next((group for group in others if group.name == wanted), None):
        return [named.explained]
    found = [each for group in others for each in group.members if _alike(each.name) == wanted]
    found = found or _alone(wanted, others[-1].members)
    try:
        return [*found, explain_parameter(name)]
    except ScenarioError:
        if found:
            return found
        if "." in name and not name.endswith(ENDING):
            raise
        spelled = {_alike(each): each for each in reversed(everything())}
        near = nearest(wanted, spelled)
        if near is None:
            raise
        raise unknown(name, spelled[near]) from None


def _alone(wanted: str, told: Iterable[Explained]) -> list[Explained]:
    """Return the page of a folder that is asked for without it, such as ``lesson.md``, if no other is called so."""
    found = [each for each in told if _alike(each.name).endswith(f"/{wanted}")]
    return found if len(found) == 1 else []


def unknown(name: str, near: str) -> ScenarioError:
    """Say that nothing is called so, and what is."""
    sentence = f"Nothing is called {shown(name)}. Did you mean {shown(near)}? `manyhats explain` lists what there is."
    return ScenarioError([Problem(sentence)])


def _alike(name: str) -> str:
    """A name however it is spelled: in any case, with blanks, hyphens or low lines."""
    return name.casefold().replace("_", " ").replace("-", " ")


def _told(name: str, kind: str, meaning: str, remark: str, unit: str = "") -> Explained:
    return Explained(name, kind, "", "", unit, meaning, "", remark=remark)


def _outcomes() -> Iterator[Explained]:
    said = {rule.name: rule.meaning for rule in rules("outcome")}
    for each in OUTCOMES.values():
        unit = each.axis.removeprefix(f"{each.label} (").removesuffix(")")
        yield _told(each.name, "outcome", f"{each.label}.", _read(each, said.get(each.name, "")), unit)


def _read(outcome: Outcome, meaning: str) -> str:
    """Say how an outcome is read: what it is, of whom, and whether less of it is better."""
    better = "A comparison counts less as better." if outcome.less_is_better else ""
    whose = {"medians": "A median over a group.", "group": "Of a group as a whole, not of single people."}
    return " ".join(filter(None, [meaning, whose.get(outcome.of, ""), better]))


def _named(kind: str, key: str, meant: Iterable[tuple[str, str]]) -> Iterator[Explained]:
    """Explain the values of a key that names one of some things."""
    for name, meaning in meant:
        yield _told(name, kind, meaning, f'Asked for by {key} = "{name}".')


def _plans() -> Iterator[Explained]:
    for rule in rules("plan"):
        reads = f" It reads {', '.join(f'company.plan.{name}' for name in rule.reads)}." if rule.reads else ""
        asked = f'Asked for by company.plan.kind = "{rule.name}".'
        yield _told(rule.name, "compensation plan", rule.meaning, asked + reads)


def _words() -> Iterator[Explained]:
    for word in words():
        first, *others = word.names
        yield _told(first, "word", word.meaning, f"Also: {', '.join(others)}." if others else "")
        for other in others:
            yield _told(other, "word", word.meaning, f"See {first}.")
