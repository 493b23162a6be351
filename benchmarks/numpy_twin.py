"""The reduced model of ``recruit.toml`` in NumPy: whole columns at a time, nothing compiled.

Written as somebody writes it who knows NumPy and wants no loop over people: a day is a few dozen operations on columns,
what meets twice on a day (two stories on one tie, two offers to one person) is taken apart with ``unique``, and what
several receive from is added with ``add.at``. It begins on the market's first morning and draws from NumPy's own
generator, so it agrees with the market in distribution. As the Mesa twin it knows neither care nor
leaving nor a budget for goods.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.flat.rows import groups
from benchmarks.numpy_money import Firms, Positions
from sim.core.accounts import to_cents
from sim.model.tables import NONE
from sim.world.world import World

WEEK, MONTH = 7, 30  # days
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


class NumpyTwin:
    """The market of ``recruit.toml`` without care, leaving and budgets for goods.

    Parameters
    ----------
    world
        The first morning; it is copied.
    seed
        Of NumPy's generator.
    """

    def __init__(self, world: World, seed: int) -> None:
        self.asked = world.scenario
        self.chance = np.random.default_rng(seed)
        self.day = 0
        found = {group.name: group for group in groups(world)}
        self.positions = Positions.of(found["Positions"])
        self.firms = Firms.of(world.scenario)
        self._read_people(found["Persons"])
        self._read_ties(found["Ties"])
        self.members = np.zeros((len(self.asked.strategy), len(self.asked.company)), bool)
        names = [company.name for company in self.asked.company]
        for row, strategy in zip(self.members, self.asked.strategy, strict=True):
            row[[names.index(name) for name in strategy.companies]] = True

    def _read_people(self, people: Any) -> None:
        n, companies = people.column("first").size, len(self.asked.company)
        bits = 1 << np.arange(companies)
        self.first, self.degree = (people.column(name).astype(np.int64) for name in ("first", "degree"))
        self.strategy, self.open = people.column("strategy").astype(np.int64), people.column("open") == 1
        self.hours, self.hours_left = people.column("hours").copy(), np.zeros(n)
        self.honesty = people.column("honesty").copy()
        self.cash = people.column("balance")[:n].copy()
        self.active, self.passive, self.costs = (np.zeros(n, np.int64) for _ in range(3))
        self.works = (people.column("works")[:, None] & bits) != 0
        self.seat = people.column("seat")[:, :companies].astype(np.int64)
        self.seat[self.seat == NONE] = -1
        self.around = people.column("around")[:, :companies].astype(np.int64)
        self.topic = np.array([self.asked.topics.index(company.topic) for company in self.asked.company])
        self.interest = people.column("interest")[:, self.topic].astype(np.float64)

    def _read_ties(self, ties: Any) -> None:
        self.other, self.mirror = (ties.column(name).astype(np.int64) for name in ("other", "mirror"))
        self.close = ties.column("close") == 1
        self.good, self.bad, self.ceiling = (
            ties.column(name).astype(np.float64) for name in ("good", "bad", "ceiling")
        )
        self.refused = np.zeros((self.other.size, self.works.shape[1]), np.int64)
        self.told = np.full(self.other.size, -1)
        opinion = ("claimed", "talks", "changes", "day")
        self.claimed, self.talks, self.changes, self.last = (ties.column(name).astype(np.int64) for name in opinion)

    def step(self) -> None:
        """Live one day; on the last of the month money moves."""
        if self.day % WEEK == 0:
            self.hours_left = np.where(self.works.any(axis=1), self.hours, self.hours_left)
        mine, company = self.meet()
        self.hear(self.mirror[mine], company)
        self.decide(mine, company)
        self.day += 1
        if self.day % MONTH == 0:
            self.end_month()

    def meet(self) -> tuple[Whole, Whole]:
        """Let networkers meet contacts who can be offered anything; return on which own tie, about which company."""
        law = self.asked.conversation
        able = np.flatnonzero(self.works.any(axis=1) & (self.degree > 0))
        left = self.hours_left[able]
        todays = left / (WEEK - self.day % WEEK) / law.hours + self.chance.random(able.size)
        fits = np.minimum(np.minimum(todays, left / law.hours), law.most_per_day).astype(np.int64)
        turns = [self._find(able[fits > nth]) for nth in range(fits.max(initial=0))]
        if not turns:
            return np.empty(0, np.int64), np.empty(0, np.int64)
        mine, offered = (np.concatenate(each) for each in zip(*turns, strict=True))
        blind = self.chance.random(offered.shape)
        liking = (1.0 - law.guess_noise) * self.interest[self.other[mine]] + law.guess_noise * blind
        return mine, np.where(offered, liking, -1.0).argmax(axis=1)

    def _find(self, speaker: Whole) -> tuple[Whole, NDArray[np.bool_]]:
        """Let speakers, nobody twice, find somebody not told anything today; return ties and what can be offered."""
        law = self.asked.conversation
        mine, offered = np.full(speaker.size, -1), np.zeros((speaker.size, self.works.shape[1]), bool)
        for _ in range(law.looks):
            seek = np.flatnonzero(mine < 0)
            who = speaker[seek]
            tie = self.first[who] + (self.chance.random(who.size) * self.degree[who]).astype(np.int64)
            left = self.works[who] & ~self.works[self.other[tie]] & ~self.given_up(tie)
            found = left.any(axis=1) & (self.told[tie] != self.day)
            mine[seek[found]], offered[seek[found]] = tie[found], left[found]
        talks = mine >= 0
        self.told[mine[talks]] = self.day
        self.hours_left[speaker[talks]] -= law.hours
        return mine[talks], offered[talks]

    def given_up(self, tie: Whole) -> NDArray[np.bool_]:
        """Tell by tie and company what its owner offers this contact no more."""
        most = self.asked.conversation.give_up
        return (self.refused[tie] >= most) & (most > 0)

    def hear(self, tie: Whole, company: Whole) -> None:
        """Let listeners compare with what they heard; of two stories of a day on one tie, one comes after the other."""
        while tie.size:
            _, now = np.unique(tie, return_index=True)
            self._hear_once(tie[now], 1 + self.topic[company[now]])
            tie, company = np.delete(tie, now), np.delete(company, now)

    def _hear_once(self, tie: Whole, told: Whole) -> None:
        law, talk = self.asked.credibility, self.asked.conversation
        claimed, talks = self.claimed[tie], self.talks[tie]
        fits, upset = claimed == told, tie[(claimed != 0) & (claimed != told)]
        worn = fits & (talks > law.ideal)
        fresh = fits & ~worn
        self.bad[tie[worn]] += law.reactance
        self.good[tie[fresh]] += law.consistent / (1.0 + law.wear * talks[fresh])
        weight = talk.topic_distance * 0.5 ** ((self.day - self.last[upset]) / talk.memory_half_life)
        weight[weight < law.notice] = 0.0
        noticed = weight > 0.0
        weight *= law.novelty ** self.changes[upset]
        self.changes[upset] += noticed
        self.bad[upset] += law.contradiction * weight
        self.ceiling[upset] *= 1.0 - law.ceiling_loss * weight
        self.claimed[tie] = told
        self.talks[tie] += 1
        self.last[tie] = self.day

    def credibility(self, tie: Whole) -> Floats:
        """Return how far the owners of ties believe the contacts, 0..1."""
        law = self.asked.credibility
        impression = np.where(self.close[tie], law.trust_close, law.trust_acquaintance)
        believed = (self.good[tie] + impression * law.prior) / (self.good[tie] + self.bad[tie] + law.prior)
        return np.minimum(believed, self.ceiling[tie])

    def decide(self, mine: Whole, company: Whole) -> None:
        """Let listeners decide; an offer made twice on a day is decided once, and chance takes one of several.

        What is refused is remembered as often as it was offered.
        """
        _, once, times = np.unique(mine * self.works.shape[1] + company, return_index=True, return_counts=True)
        mine, company = mine[once], company[once]
        tie, listener = self.mirror[mine], self.other[mine]
        sponsor = self.seat[self.other[tie], company]
        law, score = self.asked.decision, self.score(tie, listener, company, sponsor)
        works, buys = (
            self.says_yes(threshold + score, self.firms.price(np.full(score.size, working), company), listener)
            for threshold, working in ((law.work_intercept, True), (law.intercept, False))
        )
        works &= self.would_work(listener, company)
        takes = works | (buys & (self.seat[listener, company] < 0))
        self.refused[mine[~takes], company[~takes]] += times[~takes]
        taken = self.chance.permutation(np.flatnonzero(takes))
        taken = taken[np.unique(listener[taken], return_index=True)[1]]
        if taken.size:
            self.join(tie[taken], listener[taken], company[taken], sponsor[taken], works[taken])

    def says_yes(self, score: Floats, price: Whole, person: Whole) -> NDArray[np.bool_]:
        """Tell who says yes to what they can pay, with the chance that the score gives and the price takes from."""
        cash = self.cash[person]
        score = score - self.asked.decision.price * price / np.maximum(1, cash)
        return np.asarray((cash >= price) & (self.chance.random(score.size) < 1.0 / (1.0 + np.exp(-score))))

    def would_work(self, person: Whole, company: Whole) -> NDArray[np.bool_]:
        """Tell who would work a company rather than only buy from it."""
        works = self.works[person].sum(axis=1)
        named = self.members[self.strategy[person]]
        more = named[np.arange(company.size), company] & (works < named.sum(axis=1))
        return self.open[person] & ((works == 0) | more)

    def score(self, tie: Whole, listener: Whole, company: Whole, sponsor: Whole) -> Floats:
        """Return what speaks for offers and against them, in logits."""
        law = self.asked.decision
        shown, promised = self.positions.knowledge[sponsor], self.promise(sponsor)
        suspicion = np.where(self.close[tie], law.suspicion_close, law.suspicion_acquaintance)
        argument = law.interest * self.interest[listener, company] + law.knowledge * shown + law.conviction * promised
        beyond = (self.around[listener, company] - law.social_threshold) / law.social_saturation
        return (
            (1.0 - suspicion) * argument
            + law.credibility * self.credibility(tie)
            + law.social_proof * np.clip(beyond, 0.0, 1.0)
            - law.refusal * np.minimum(15, self.refused[self.mirror[tie], company])
        )

    def promise(self, position: Whole) -> Floats:
        """Return the quality that the holders of positions promise, 0..1."""
        conviction, honesty = self.positions.conviction[position], self.honesty[self.positions.person[position]]
        return conviction + (1.0 - conviction) * (1.0 - honesty)

    def join(self, tie: Whole, person: Whole, company: Whole, sponsor: Whole, working: NDArray[np.bool_]) -> None:
        """Let each of these people, nobody twice, take an offer: to work it, or only to buy; or work what they buy."""
        own = self.seat[person, company]
        there = own >= 0
        self.positions.working[own[there]], self.positions.knowledge[own[there]] = True, self.asked.study.start
        members, theirs = person[working], company[working]
        self.works[members, theirs] = True
        self._spend(members, self.firms.fee[theirs])
        self._enter(*(each[~there] for each in (tie, person, company, sponsor, working)))

    def _enter(self, tie: Whole, person: Whole, company: Whole, sponsor: Whole, working: NDArray[np.bool_]) -> None:
        """Give people new positions, and let their contacts see it."""
        conviction = self.promise(sponsor) * self.credibility(tie)
        knowledge = np.where(working, self.asked.study.start, 0.0)
        self.seat[person, company] = self.positions.add(
            person=person,
            company=company,
            sponsor=sponsor,
            working=working,
            conviction=conviction,
            knowledge=knowledge,
        )
        self._show(person, company)

    def _show(self, person: Whole, company: Whole) -> None:
        """Let all contacts see who has joined."""
        many = self.degree[person]
        nth = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        contact = self.other[np.repeat(self.first[person], many) + nth]
        np.add.at(self.around, (contact, np.repeat(company, many)), 1)

    def _spend(self, person: Whole, cents: Whole) -> None:
        """Let people, nobody twice, pay for the business."""
        self.cash[person] -= cents
        self.costs[person] += cents

    def end_month(self) -> None:
        """Pay allowances; let everybody buy, company by company; pay margins and commissions."""
        self.cash += to_cents(self.asked.population.allowance)
        held, firms = self.positions, self.firms
        convinced = self.chance.random(held.size) < held.conviction
        wish = np.where(held.working, firms.minimum[held.company], convinced * firms.customer[held.company])
        for company in range(firms.fee.size):  # nobody has two positions in one
            mine = np.flatnonzero(held.company == company)
            affordable = self.cash[held.person[mine]] >= wish[mine]
            held.volume[mine] = np.where(affordable, wish[mine], 0)
            held.qualified[mine] = held.working[mine] & affordable
            self._spend(held.person[mine], held.volume[mine])
        for company in range(firms.fee.size):
            mine = held.person[np.flatnonzero((held.company == company) & held.working)]
            mine = mine[self.cash[mine] >= firms.materials[company]]
            self._spend(mine, np.full(mine.size, firms.materials[company]))
        sold = np.flatnonzero(~held.working & (held.sponsor >= 0))
        margin = held.volume[sold] * firms.margin[held.company[sold]] // 1_000_000
        self._earn(self.active, held.person[held.sponsor[sold]], margin)
        self._pay_commissions()

    def _pay_commissions(self) -> None:
        held = self.positions
        above = held.nearest_qualified()
        buyer = np.flatnonzero(held.volume > 0)
        at = above[buyer]
        for level, rates in enumerate(self.firms.rates.T):
            buyer, at = buyer[at >= 0], at[at >= 0]
            cents = held.volume[buyer] * rates[held.company[buyer]] // 1_000_000
            own = ~held.working[buyer] if level == 0 else np.zeros(buyer.size, bool)
            self._earn(self.active, held.person[at[own]], cents[own])
            self._earn(self.passive, held.person[at[~own]], cents[~own])
            at = above[at]

    def _earn(self, books: Whole, person: Whole, cents: Whole) -> None:
        """Pay people, some of them several times."""
        np.add.at(books, person, cents)
        np.add.at(self.cash, person, cents)
