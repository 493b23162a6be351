"""The scenario: everything that may be asked, with what must hold between its parts."""

from __future__ import annotations

from collections.abc import KeysView, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationInfo, model_validator

from sim.core.parameters import Line, Section, param
from sim.model.events.parameters import Events
from sim.model.membership.parameters import Decision, Leaving
from sim.model.people.parameters import Graph, Phases, Population, Time
from sim.model.plans.companies import MOST_COMPANIES, Company, Strategy, TopicDistance
from sim.model.reach.parameters import Advertising, Groups
from sim.model.talk.parameters import Conversation, Credibility, Gossip
from sim.model.week.parameters import Experience, Study, Teams
from sim.scenario.claim import Claim
from sim.scenario.design import Design, Recording
from sim.scenario.own import Own, RuleFile


class Scenario(Section):
    """One question, completely stated.

    A run is a pure function of a scenario and a seed.
    """

    title: Line = param("", max_length=200, meaning="What the scenario asks, in one line.")
    time: Time = param(Time(), meaning="How long the world is watched.")
    population: Population = param(Population(), meaning="People at the start.")
    graph: Graph = param(Graph(), meaning="Who knows whom.")
    phases: Phases = param(Phases(), meaning="Parts of the day that happen.")
    study: Study = param(Study(), meaning="Knowledge and hours.")
    teams: Teams = param(Teams(), meaning="Care for recruits.")
    leaving: Leaving = param(Leaving(), meaning="Giving up.")
    experience: Experience = param(Experience(), meaning="Conviction from use.")
    conversation: Conversation = param(Conversation(), meaning="Talking one to one.")
    events: Events = param(Events(), meaning="Evenings.")
    advertising: Advertising = param(Advertising(), meaning="Leads for advertising credits.")
    groups: Groups = param(Groups(), meaning="Groups of a company's members.")
    credibility: Credibility = param(Credibility(), meaning="What listeners make of a mouth.")
    gossip: Gossip = param(Gossip(), meaning="Comparing notes.")
    decision: Decision = param(Decision(), meaning="Joining or not.")
    company: list[Company] = param(min_length=1, max_length=MOST_COMPANIES, meaning="Companies.")
    strategy: list[Strategy] = param(min_length=1, max_length=200, meaning="Strategies.")
    topic_distance: list[TopicDistance] = param([], meaning="Declared distances between topics.")
    own: Own = param(Own(), meaning="Phases and measures of your own.")
    design: Design = param(Design(), meaning="Worlds to compare.")
    record: Recording = param(Recording(), meaning="What is kept.")
    claim: Claim | None = param(None, meaning="A claim that these worlds put to the test.")

    __iter__ = None  # type: ignore[assignment]  # one value: who goes through lists of values must not take it apart

    def keys(self) -> KeysView[str]:
        """Names of the sections; with them ``dict(scenario)`` gives the sections by name."""
        return vars(self).keys()

    def __getitem__(self, section: str) -> Any:
        """Return a section by its name."""
        return vars(self)[section]

    @classmethod
    def load(cls, path: str | Path, overrides: str | Sequence[str] = (), rules: Sequence[RuleFile] = ()) -> Scenario:
        """Read a scenario file; see :func:`sim.scenario.loading.load`."""
        from sim.scenario.loading import load

        return load(path, [overrides] if isinstance(overrides, str) else overrides, rules)

    @property
    def topics(self) -> list[str]:
        """Topics of the companies, in the order they are first named."""
        return list(dict.fromkeys(company.topic for company in self.company))

    @model_validator(mode="after")
    def _parts_fit(self, info: ValidationInfo) -> Scenario:
        from sim.scenario.consistency import check

        check(self, broken=(info.context or {}).get("broken", frozenset()))
        return self
