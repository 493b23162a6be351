"""Rules of one's own, one of each kind; own_rules.toml names them, and --rules scenarios/own_rules.py loads them."""

import math

import numpy as np

from sim.own import life, measure, phase, pitch, plan

ADVERSE_AGE = 200.0  # days in which the risk that a company ends grows by the factor e
SUPPORT = 20_00  # cents a month for those who can hardly go on


@pitch("second-to-friends")
def second_to_friends(networker, contact):
    """The main business for all; close contacts are told of the others openly, beside it."""
    others = [company for company in networker.companies if company != networker.main]
    return [networker.main, *others] if networker.is_close(contact) else [networker.main]


@plan("equal-tenth")
def equal_tenth(company):
    """A tenth of all that was bought is shared equally by all who are qualified, whatever their teams did."""
    qualified = [member.person for member in company.members if member.qualified]
    share = company.volume // 10 // max(1, len(qualified))
    return [(person, share, "passive") for person in qualified]


@life("gompertz")
def gompertz(draw, company):
    """Risk grows with age (Gompertz 1825); half of all companies live for life.days."""
    scale = math.log(2.0) / (math.exp(company.life.days / ADVERSE_AGE) - 1.0)
    return ADVERSE_AGE * math.log(1.0 - math.log(1.0 - draw) / scale)


@phase("hardship-fund", when="monthly")
def hardship_fund(today):
    """With a chance of one half a company supports a networker who cannot pay its minimum purchase."""
    people, company, accounts = today.tables.people, today.tables.company, today.tables.accounts
    for person in np.flatnonzero(people.works):
        main = int(people.main[person])
        payer = people.size + main  # accounts: persons, then companies, then the outside world
        poor = accounts.balance[person] < company.minimum_purchase[main]
        if poor and accounts.balance[payer] >= SUPPORT and today.draw(person) < 0.5:
            today.pay(payer, person, SUPPORT)


@measure("believers", unit="contacts", meaning="Contacts who believe the person more than not.")
def believers(world, who):
    """Count ties to each person in which evidence speaks for that person."""
    tables = world.tables
    trusts = (tables.ties.good > tables.ties.bad) & (tables.ties.heard > 0)
    counts = np.bincount(tables.links.other[trusts], minlength=world.people)
    return counts[who]
