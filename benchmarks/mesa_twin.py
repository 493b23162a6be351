"""The reduced model of ``recruit.toml`` in Mesa: an object a person, a step a day, nothing compiled.

Written as Mesa's own examples are: agents fixed on the cells of a Network, activated through the model's
AgentSet. It shares the scenario with :class:`sim.market.Market`, and no code of the rules.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any

import mesa
import networkx as nx
from mesa.discrete_space import Cell, FixedAgent, Network

from benchmarks.mesa_money import Company, Position, to_cents
from sim.model.plans.companies import Strategy
from sim.scenario.schema import Scenario

WEEK, MONTH = 7, 30  # days
WORKS, BUYS, REFUSES = "works", "buys", "refuses"


@dataclass(eq=False)
class Opinion:
    """What a listener holds about one speaker."""

    close: bool
    good: float = 0.0
    bad: float = 0.0
    ceiling: float = 1.0
    claimed: str | None = None
    talks: int = 0
    changes: int = 0
    day: int = 0

    def hear(self, topic: str, day: int, scenario: Scenario) -> None:
        """Compare a topic with what was heard from this mouth before, and remember it."""
        law = scenario.credibility
        if topic == self.claimed and self.talks > law.ideal:
            self.bad += law.reactance
        elif topic == self.claimed:
            self.good += law.consistent / (1.0 + law.wear * self.talks)
        elif self.claimed is not None:
            memory = 0.5 ** ((day - self.day) / scenario.conversation.memory_half_life)
            clash = memory * scenario.conversation.topic_distance
            if clash >= law.notice:
                counts = clash * law.novelty**self.changes
                self.bad += law.contradiction * counts
                self.ceiling *= 1.0 - law.ceiling_loss * counts
                self.changes += 1
        self.claimed = topic
        self.talks += 1
        self.day = day

    def credibility(self, scenario: Scenario) -> float:
        """Return how far the speaker is believed, 0..1."""
        law = scenario.credibility
        impression = law.trust_close if self.close else law.trust_acquaintance
        believed = (self.good + impression * law.prior) / (self.good + self.bad + law.prior)
        return min(believed, self.ceiling)


class Person(FixedAgent):
    """A prospect, customer or networker."""

    model: RecruitTwin

    def __init__(self, model: RecruitTwin, cell: Cell, strategy: Strategy) -> None:
        super().__init__(model)
        self.cell = cell
        self.strategy = strategy
        law, chance = model.asked.population, self.random
        self.open = chance.random() < law.openness
        self.honesty = min(1.0, max(0.0, chance.gauss(law.honesty, law.honesty_spread)))
        power = (1.0 - law.interest) / law.interest
        self.interest = {topic: chance.random() ** power for topic in model.asked.topics}
        self.cash = math.floor(to_cents(law.savings) * chance.lognormvariate(0.0, law.savings_sigma))
        self.active_income = self.passive_income = self.costs = 0
        self.hours_left = 0.0
        self.positions: dict[Company, Position] = {}
        self.working: list[Position] = []
        self.opinions: dict[Person, Opinion] = {}
        self.offers: Counter[Position] = Counter()
        self.told: dict[Person, int] = {}
        self.refused: Counter[tuple[Person, Company]] = Counter()
        self.contacts_in: Counter[Company] = Counter()

    def step(self) -> None:
        """Talk to contacts, as a networker whose hours last."""
        if not self.working:
            return
        if self.model.day % WEEK == 0:
            self.hours_left = self.model.asked.population.full_time_hours
        for _ in range(self.talks_today()):
            self.talk()

    def talks_today(self) -> int:
        """Return how many conversations fit into today's part of the week's remaining hours."""
        law = self.model.asked.conversation
        todays = self.hours_left / (WEEK - self.model.day % WEEK)
        fits = int(todays / law.hours + self.random.random())
        return min(fits, int(self.hours_left / law.hours), law.most_per_day)

    def talk(self) -> None:
        """Tell a contact about one of the own businesses that they can still be offered; if there is nobody, rest."""
        law = self.model.asked.conversation
        for _ in range(law.looks):
            listener = self.cell.neighborhood.select_random_agent()
            if self.told.get(listener) == self.model.day:
                continue
            offers = [position for position in self.working if self.can_offer(position.company, listener)]
            if offers:
                self.told[listener] = self.model.day
                self.hours_left -= law.hours
                listener.hear(self.random.choice(offers))
                return

    def can_offer(self, company: Company, listener: Person) -> bool:
        """Tell whether a contact can still be offered a company: they do not work it, and did not refuse too often."""
        held, most = listener.positions.get(company), self.model.asked.conversation.give_up
        if held is not None and held.working:
            return False
        return most == 0 or self.refused[listener, company] < most

    def hear(self, offer: Position) -> None:
        """Take in what the holder of a position says about it, and keep the offer for tonight."""
        opinion = self.opinions.get(offer.person)
        if opinion is None:
            opinion = self.opinions[offer.person] = Opinion(self.is_close_to(offer.person))
        opinion.hear(offer.company.topic, self.model.day, self.model.asked)
        self.offers[offer] += 1

    def is_close_to(self, contact: Person) -> bool:
        """Tell whether a contact is close rather than an acquaintance."""
        return self.model.network.G.edges[self.cell.coordinate, contact.cell.coordinate]["close"]

    def decide(self) -> None:
        """Choose at most one of the offers heard today; speakers remember what is refused, as often as they asked."""
        if not self.offers:
            return
        accepted = []
        for offer, times in self.offers.items():
            answer = self.answer(offer, self.opinions[offer.person])
            if answer != REFUSES:
                accepted.append((offer, answer == WORKS))
            else:
                offer.person.refused[self, offer.company] += times
        self.offers.clear()
        if accepted:
            self.model.joining.append((self, *self.random.choice(accepted)))

    def would_work(self, company: Company) -> bool:
        """Tell whether a person would work a company: their first, or another that their strategy asks for."""
        if not self.working:
            return self.open
        wanted = self.strategy.companies
        return company.name in wanted and len(self.working) < len(wanted)

    def answer(self, offer: Position, opinion: Opinion) -> str:
        """Decide about one offer: to work it, else to buy, each logistic on a latent score; or neither."""
        law, company = self.model.asked.decision, offer.company
        score = self.score(offer, opinion)
        price = company.joining_fee + company.minimum_purchase
        if self.would_work(company) and self.says_yes(law.work_intercept + score, price):
            return WORKS
        if company not in self.positions and self.says_yes(law.intercept + score, company.customer_purchase):
            return BUYS
        return REFUSES

    def says_yes(self, score: float, price: int) -> bool:
        """Say yes to what can be paid, with the chance that the score gives and the price takes from."""
        if self.cash < price:
            return False
        score -= self.model.asked.decision.price * price / max(1, self.cash)
        return self.random.random() < 1.0 / (1.0 + math.exp(-score))

    def score(self, offer: Position, opinion: Opinion) -> float:
        """Return what speaks for an offer and against it, in logits."""
        law = self.model.asked.decision
        argument = (
            law.interest * self.interest[offer.company.topic]
            + law.knowledge * offer.knowledge
            + law.conviction * offer.promise
        )
        suspicion = law.suspicion_close if opinion.close else law.suspicion_acquaintance
        beyond = self.contacts_in[offer.company] - law.social_threshold
        return (
            (1.0 - suspicion) * argument
            + law.credibility * opinion.credibility(self.model.asked)
            + law.social_proof * min(1.0, max(0.0, beyond / law.social_saturation))
            - law.refusal * offer.person.refused[self, offer.company]
        )

    def join(self, offer: Position, works: bool) -> None:
        """Take an offer: work under its holder, or only buy from them; who buys already begins to work their place."""
        believed = self.opinions[offer.person].credibility(self.model.asked)
        position = self.positions.get(offer.company) or self.enter(offer.company, offer, offer.promise * believed)
        if works:
            self.pay(offer.company, offer.company.joining_fee)
            self.work(position, self.model.asked.study.start)

    def enter(self, company: Company, sponsor: Position | None, conviction: float) -> Position:
        """Take a position in a company, and let all contacts see it."""
        position = Position(self, company, sponsor, conviction)
        self.positions[company] = position
        self.model.positions.append(position)
        for contact in self.cell.neighborhood.agents:
            contact.contacts_in[company] += 1
        return position

    def work(self, position: Position, knowledge: float) -> None:
        """Start to work a position."""
        position.working = True
        position.knowledge = knowledge
        self.working.append(position)

    def found(self) -> None:
        """Work all companies of the strategy from the first day, at the top and without a fee."""
        scenario = self.model.asked
        for name in self.strategy.companies:
            position = self.enter(self.model.companies[name], None, scenario.experience.start)
            self.work(position, scenario.study.founders)

    def receive_allowance(self, cents: int) -> None:
        """Receive what the household can spare this month."""
        self.cash += cents

    def pay(self, company: Company, cents: int) -> None:
        """Pay a company."""
        self.spend(cents)
        company.cash += cents

    def spend(self, cents: int) -> None:
        """Spend money for the business."""
        self.cash -= cents
        self.costs += cents

    def earn(self, company: Company, cents: int, *, active: bool) -> None:
        """Be paid by a company: for an own sale, or for team volume."""
        company.cash -= cents
        self.cash += cents
        if active:
            self.active_income += cents
        else:
            self.passive_income += cents


class RecruitTwin(mesa.Model):
    """The market of ``recruit.toml``.

    Parameters
    ----------
    scenario
        ``benchmarks/recruit.toml``, with any number of people and days.
    seed
        Seed of Mesa's generator.
    """

    people = Person  # class of the agents

    def __init__(self, scenario: Scenario, seed: int) -> None:
        super().__init__(seed=seed)
        self.asked = scenario
        self.companies = {declared.name: Company.of(declared) for declared in scenario.company}
        self.positions: list[Position] = []
        self.joining: list[tuple[Person, Position, bool]] = []
        self.network = Network(self.social_graph(), random=self.random)
        self.populate()

    def populate(self) -> None:
        """Put a person on every node, and let the founders work."""
        scenario = self.asked
        shares = [strategy.share for strategy in scenario.strategy]
        for cell in self.network.all_cells:
            self.people(self, cell, self.random.choices(scenario.strategy, shares)[0])
        founders = max(1, round(len(self.agents) * scenario.population.networkers))
        for founder in self.random.sample(list(self.agents), founders):
            founder.found()

    def social_graph(self) -> Any:
        """Make the social graph, with closeness on its edges."""
        law = self.asked
        graph = nx.barabasi_albert_graph(law.population.people, law.graph.m, seed=self.random)
        for _, _, tie in graph.edges(data=True):
            tie["close"] = self.random.random() < law.population.close_ties
        return graph

    @property
    def day(self) -> int:
        """Number of the day that is being lived, from 0."""
        return self.steps - 1

    def step(self) -> None:
        """Live one day: everybody talks and hears, then decides; on the last of the month money moves."""
        self.activate()
        for person, offer, works in self.joining:
            person.join(offer, works)
        self.joining.clear()
        if self.steps % MONTH == 0:
            self.month_end()

    def activate(self) -> None:
        """Let everybody step, then decide about what was heard."""
        self.agents.shuffle_do("step")
        self.agents.do("decide")

    def month_end(self) -> None:
        """Pay allowances; let positions buy, the oldest first; pay commissions."""
        self.agents.do("receive_allowance", to_cents(self.asked.population.allowance))
        for position in self.positions:
            position.buy()
        for position in self.positions:
            position.buy_materials()
        for position in self.positions:
            position.pay_commission()
