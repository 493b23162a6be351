"""Networkers whose strategy names a pitch policy of the user's own: what the policy is asked, and what it may tell."""

from __future__ import annotations

import copyreg
from collections.abc import Collection
from typing import Any

from sim.agents import Networker, can_offer, topics_of
from sim.core.chance import constant_of, named_draw
from sim.core.registry import RuleError
from sim.core.wording import shown
from sim.model.people.acquaintance import tie_to
from sim.model.people.rows import Link
from sim.model.tables import NONE
from sim.model.talk.parameters import Pitch
from sim.model.talk.pitch import on_offer, settled
from sim.scenario.schema import Scenario

DRAWS = 16  # numbers of draws of one networker about one contact on one day


def told_by(scenario: Scenario, name: str, networker: Any, contact: int, works: Collection[str] = ()) -> list[str]:
    """Return what a pitch policy of the user's own tells a contact: companies that ``networker`` offers, each once.

    Those that ``networker`` ``works`` beside them may be named, and are left out: this contact cannot be offered them.

    Raises
    ------
    RuleError
        If it is no list of these.
    """
    mine = networker.companies
    told = scenario.own.function("pitch", name)(networker, contact) if mine else []
    if not isinstance(told, list | tuple):
        raise RuleError(f"{scenario.own.place('pitch', name)} must return a list of companies, not {shown(told)}.")
    for company in told:
        if company not in mine and company not in works:
            who = f"person {networker.unique_id}, who offers {', '.join(works or mine)}"
            raise RuleError(f"{scenario.own.place('pitch', name)} names {shown(company)} for {who}.")
    return [company for company in dict.fromkeys(told) if company in mine]


class Speaker(Networker):
    """A networker whose strategy names a pitch policy of the user's own."""

    scenario: Scenario
    name = ""
    _contact: int | None = None

    @property
    def companies(self) -> list[str]:
        """Names of the companies that this person works and, by their strategy, is convinced enough of to offer.

        While the policy is asked about a contact, only those of which this contact can still be offered anything.
        """
        offered = self._on_offer()
        return self._names(offered if self._contact is None else self._left_for(self._contact, offered))

    def _on_offer(self) -> int:
        w, i = self._tables, self.unique_id
        return int(on_offer(w.people[i], w.held[i], w.positions, w.strategy[w.people[i].strategy]))

    def _names(self, companies: int) -> list[str]:
        return [company.name for c, company in enumerate(self.model.scenario.company) if companies >> c & 1]

    def _left_for(self, contact: int, offered: int) -> int:
        tables = self._tables
        tie = int(tie_to(tables.people, tables.links, self.unique_id, contact))
        tells = tables.links[tie] if tie != NONE else Link.rows(1)[0]
        return can_offer(tables, self.model.day, contact, tells, offered)

    @property
    def main(self) -> str:
        """Name of the main business, the first they worked; if they do not offer it, of the first that they do.

        A contact who cannot be offered it is not told of it.
        """
        mine, main = self._names(self._on_offer()), self._tables.people[self.unique_id].main
        name = self.model.scenario.company[main].name
        return name if name in mine else mine[0]

    def pitch(self, contact: int, policy: list[str]) -> list[str]:
        """Return what the policy of the user's own tells a contact.

        Raises
        ------
        RuleError
            If that is no list of companies that this person offers.
        """
        works, self._contact = self.companies, contact
        try:
            return told_by(self.scenario, self.name, self, contact, works)
        finally:
            self._contact = None

    def opening(self, guest: int) -> int:
        """Return what this person would tell a guest, as :func:`sim.model.talk.pitch.settled` writes it."""
        told, names = self.pitch(guest, []), [company.name for company in self.model.scenario.company]
        companies = [names.index(name) for name in told]
        topics = topics_of(self._tables.company, companies)
        return int(settled(topics, companies[0] if companies else 0, int(len(companies) > 1)))

    def draw(self, contact: int, nth: int = 0) -> float:
        """Return a uniform draw, 0 <= draw < 1, of this policy: the same for a networker, contact, day and number.

        Parameters
        ----------
        contact
            Id of the contact.
        nth
            Number of the draw, 0..15.
        """
        constant = constant_of(f"own.pitch.{self.name}")
        return float(named_draw(self._tables.key, constant, self.model.day, self.unique_id, contact * DRAWS + nth))


def speakers(scenario: Scenario) -> dict[type[Speaker], str]:
    """Return a class for each strategy with an own pitch policy, with the name of the strategy."""
    return {
        _speaker(scenario, strategy.pitch): strategy.name
        for strategy in scenario.strategy
        if strategy.pitch not in Pitch.words()
    }


class Spoken(type(Speaker)):  # type: ignore[misc]
    """Kind of the classes that are made here: a copy of a market makes them anew instead of looking for their names."""


def _speaker(scenario: Scenario, name: str) -> type[Speaker]:
    parts = {"scenario": scenario, "name": name, "__doc__": Speaker.__doc__}
    made: type[Speaker] = Spoken(name, (Speaker,), parts)
    return made


def _made_anew(made: Any) -> tuple[Any, tuple[Scenario, str]]:
    return _speaker, (made.scenario, made.name)


copyreg.pickle(Spoken, _made_anew)
