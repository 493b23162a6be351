"""Decisions: whether a listener takes up the work of a company under the speaker, or buys its goods, or refuses."""

from __future__ import annotations

import numpy as np

from sim.core.chance import normal, purpose, stream, uniform
from sim.core.compiled import AHEAD, fetch, members, phase, rule, whole
from sim.model.membership.joining import affords, believe, buy_only, enter, go_to_work
from sim.model.membership.regimes import win_over
from sim.model.membership.score import (
    Case,
    claimed_income,
    clarity,
    logistic,
    prospects,
    satiation,
    score,
    social_proof,
    to_buy,
    to_work,
)
from sim.model.people.rows import LifeRow, Person
from sim.model.plans.rows import StrategyRow
from sim.model.tables import NONE, Tables
from sim.model.talk.offers import BUY, WORK, may, month_of, refuse
from sim.model.talk.reputation import credibility, remembered

TAKE = purpose("decision.take")
TAKE_UP = purpose("decision.take_up")
PRIORITY = purpose("decision.priority")
LEANING = purpose("decision.leaning")
UNDECIDED = -1


@rule
def would_work(person: Person, plan: StrategyRow, company: int) -> bool:
    """Tell whether somebody thinks of working a company rather than only buying from it.

    Openness decides about the first business, whichever it is; after that the strategy, which names the
    companies to add and how many are wanted in all.

    Parameters
    ----------
    person, plan
        Row of people, and the row of the strategy they follow.
    company
        Row of the company, 0..companies-1.
    """
    if person.open == 0:
        return False
    works = whole(person.works)
    return works == 0 or (plan.members >> company & 1 == 1 and members(works) < plan.at_once)


@rule
def prefer(life: LifeRow, choice: int, priority: float) -> None:
    """Keep the offer with the highest keyed priority among those accepted today.

    Parameters
    ----------
    life
        The listener's row of lives, whose ``choice`` and ``priority`` change.
    choice
        Twice the row of the offer among today's messages, and one more if they take up the work.
    priority
        Uniform draw of this offer, 0 <= priority < 1.
    """
    if life.choice == UNDECIDED or priority > life.priority:
        life.choice = choice
        life.priority = priority


@rule
def feel_awkward(life: LifeRow, day: int, half_life: float) -> None:
    """Let a speaker feel that a close contact refused: earlier refusals fade (half in ``half_life`` days), one comes.

    Parameters
    ----------
    life
        The speaker's row of lives, whose ``awkward`` and ``awkward_day`` change.
    day
        Today.
    """
    life.awkward = life.awkward * remembered(float(day - life.awkward_day), half_life) + 1.0
    life.awkward_day = day


@phase
def leanings(w: Tables) -> np.uint64:
    """Return the stream of lasting leanings, the same on all days: a normal draw by person and company."""
    return stream(w.key, LEANING, 0)


@phase
def decide(w: Tables, day: int) -> None:
    """Let everybody who heard an offer today decide; at most one offer a day is taken.

    Taking up the work comes first, with a draw of its own, then buying; nobody takes what their purse does not hold.
    All offers are weighed before anybody joins; those who accept several take the one that chance puts first. Those who
    accept neither, or cannot pay, have refused.

    Parameters
    ----------
    w
        All tables; ``positions`` has room for one more a message.
    """
    people, held, ties, said, life, company = w.people, w.held, w.ties, w.said, w.life, w.company
    law, trust, talk, topics = w.law[0].decision, w.law[0].credibility, w.law[0].conversation, w.topics[0]
    takes, ups, priorities = stream(w.key, TAKE, day), stream(w.key, TAKE_UP, day), stream(w.key, PRIORITY, day)
    lasting, today = leanings(w), w.count[0].said
    declined = np.zeros(today, np.bool_)
    for m in range(today):
        later = said[min(m + AHEAD, today - 1)]
        fetch(ties, later.tie)
        fetch(people, later.listener)
        fetch(held, later.listener)
        fetch(life, later.listener)
        fetch(w.accounts, later.listener)
        fetch(w.taste, later.listener)
        message = said[m]
        i, j, c = whole(message.speaker), whole(message.listener), whole(message.company)
        can = whole(message.may) if message.topics else 0
        if can != 0:  # some have entered a company since they were told of it
            can &= may(people[j], life[j], held[j], c, month_of(day))
        if can == 0:
            continue
        tie, offer, plan, purse = ties[message.tie], company[c], w.strategy[people[j].strategy], w.accounts[j]
        case = Case(
            interest=float(w.taste[j].interest[offer.topic]),
            believed=credibility(tie, trust),
            clear=clarity(message.span, whole(tie.talks), talk.familiarity),
            proof=social_proof(whole(held[j].around[c]), law),
            leaning=normal(lasting, j, c) if law.leaning > 0.0 else 0.0,
            skill=float(life[i].skill),
            sated=satiation(whole(people[j].works | people[j].buys), c, plan, topics, law.satiation_far),
            refused=whole(message.refused),
            overload=life[j].overload,
        )
        appeal, works, accepts = score(message, tie, case, law), False, False
        fee, minimum = whole(offer.joining_fee), whole(offer.minimum_purchase)
        if can & WORK and would_work(people[j], plan, c) and affords(purse, fee, minimum):
            claimed = float(w.group[c].median) if offer.income_disclosure else claimed_income(life[i], law)
            logits = to_work(appeal, fee + minimum, purse.balance, prospects(claimed, life[j], law), law)
            works = accepts = uniform(ups, message.tie, c) < logistic(logits)
        if not works and can & BUY and affords(purse, 0, offer.customer_purchase):
            logits = to_buy(appeal, offer.customer_purchase, purse.balance, law)
            accepts = uniform(takes, message.tie, c) < logistic(logits)
        if accepts:
            prefer(life[j], 2 * m + works, uniform(priorities, message.tie, c))
        declined[m] = not accepts
    for m in range(today):
        if declined[m]:
            _decline(w, day, m)
        j = whole(said[m].listener)
        choice = whole(life[j].choice)
        if choice != UNDECIDED and choice >> 1 == m:
            life[j].choice = UNDECIDED
            _accept(w, day, m, choice & 1)


@phase
def _decline(w: Tables, day: int, m: int) -> None:
    message = w.said[m]
    refuse(w.links[message.mine], whole(message.company))
    if w.ties[message.tie].close:
        feel_awkward(w.life[message.speaker], day, w.law[0].leaving.awkward_half_life)


@phase
def _accept(w: Tables, day: int, m: int, works: int) -> None:
    message = w.said[m]
    j, c = whole(message.listener), whole(message.company)
    if w.held[j].seat[c] == NONE:
        seat = enter(w, day, j, c, whole(w.held[message.speaker].seat[c]), whole(message.tie))
        believe(w.positions[seat], message.promise, credibility(w.ties[message.tie], w.law[0].credibility))
        if not works:
            buy_only(w, j, c)
    if works:
        go_to_work(w, day, j, c)
    win_over(w, day, whole(message.speaker), j, c)
