"""Joining, going on buying and leaving, and what members may not do."""

from __future__ import annotations

from sim.core.parameters import Section, Words, param

LEVEL = "assumed, so that 1 to 6 % work and at most a tenth sign up in a year, with a hundred contacts each"


class Regime(Words):
    """What members of a company may not do: nothing; win fellow members for another; or work another at all."""

    FREE = 0
    NO_CROSS_RECRUITING = 1
    EXCLUSIVE = 2


class Decision(Section):
    """Whether a listener buys, or takes up the work: two decisions, logistic on a latent score."""

    intercept: float = param(
        -26.75,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(-31.0, -23.0),
        meaning="Threshold of buying: its score when nothing speaks for it or against it.",
        source=LEVEL,
    )
    work_intercept: float = param(
        -27.0,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(-32.0, -24.0),
        meaning="Threshold of taking up the work.",
        source=LEVEL,
    )
    interest: float = param(
        5.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(2, 8),
        meaning="Weight of the interest in the topic, which counts from 0.",
    )
    knowledge: float = param(
        17.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(10, 28),
        meaning="Weight of the speaker's perceived knowledge, which counts from 0.",
        source="assumed, so that expertise explains about 16 % of latent variance (Wilson & Sherrell 1993)",
    )
    conviction: float = param(
        1.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(0.3, 3.0),
        meaning="Weight of the speaker's perceived conviction, which counts from 0.",
    )
    leaning: float = param(
        1.25,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(0.5, 2.0),
        meaning="Standard deviation of the lasting leaning of each person to each company.",
        source="assumed: some would never buy it, no matter who asks",
    )
    skill: float = param(
        1.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(0.5, 1.5),
        meaning="Standard deviation of the speakers' skill in conversation.",
        source="assumed, of the order of what sellers of the same goods differ by",
    )
    credibility: float = param(
        9.5,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(6, 20),
        meaning="Weight of the speaker's credibility, which counts from 0.",
        source="assumed, so that credibility explains about 9 % of latent variance (Wilson & Sherrell 1993)",
    )
    suspicion_acquaintance: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        meaning="Part of a pitch's effect that the commission motive takes among acquaintances.",
        source="About half of a pitch's effect (Eisend & Tarrahi 2022).",
    )
    suspicion_close: float = param(
        0.25,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.4),
        meaning="The same among close contacts.",
        source="assumed; weaker than among acquaintances (Verlegh et al. 2013)",
    )
    social_proof: float = param(
        1.0,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(0.3, 3.0),
        meaning="Weight of contacts who are already in, at saturation.",
    )
    social_threshold: int = param(
        1,
        unit="contacts",
        ge=0,
        le=1000,
        meaning="Contacts who must be in before more of them count.",
        source="More than one is needed (Centola 2010).",
    )
    social_saturation: int = param(
        3, unit="contacts", ge=1, le=1000, meaning="Contacts beyond the threshold at which proof is complete."
    )
    price: float = param(
        1.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(0.3, 3.0),
        meaning="Score lost when the first payment takes all of one's cash.",
    )
    satiation: float = param(
        1.0,
        unit="logits a company",
        ge=0.0,
        le=50.0,
        plausible=(0.3, 2.0),
        meaning="Score lost for each company of the same topic that one already buys from or works.",
    )
    satiation_far: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 1.0),
        meaning="How much of that a company counts whose topic is as far away as can be.",
    )
    refusal: float = param(
        0.5,
        unit="logits a refusal",
        ge=0.0,
        le=50.0,
        plausible=(0.2, 1.5),
        meaning="Score lost for each earlier refusal of the company to the same speaker.",
    )
    overload: float = param(
        0.0,
        unit="logits an offer",
        ge=0.0,
        le=50.0,
        meaning="Score lost for each recent offer beyond the free ones.",
        source="No effect of choice overload on average (Scheibehenne et al. 2010).",
    )
    overload_free: float = param(3.0, unit="offers", ge=0.0, le=1000.0, meaning="Recent offers that do no harm.")
    work_income: float = param(
        2.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(0.5, 4.0),
        meaning="Weight, for working, of the income that is held out: counted up to what the listener hopes for.",
    )
    dream: float = param(
        1000.0,
        unit="currency units a month",
        ge=0.0,
        le=10**7,
        plausible=(300, 5000),
        meaning="Income that somebody without any honesty holds out.",
        source="assumed; earnings claims that regulators object to are of this order and above",
    )
    work_hours: float = param(
        1.0,
        unit="logits",
        ge=0.0,
        le=50.0,
        plausible=(0.0, 2.0),
        meaning="Weight, for working, of the hours there are for it, at full_hours and more.",
    )
    full_hours: float = param(
        40.0,
        unit="hours a week",
        gt=0.0,
        le=168.0,
        plausible=(30, 55),
        meaning="Hours from which on more of them count no more.",
    )


class Customers(Section):
    """Going on buying, without working (A1)."""

    risk: float = param(
        0.028,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.06),
        meaning="Chance that a half-convinced customer stops buying.",
        source="assumed; of half-convinced customers 71 % are left after a year",
    )
    loyalty: float = param(
        2.0,
        unit="log factor",
        ge=0.0,
        le=50.0,
        plausible=(0.5, 4.0),
        meaning="How much the risk falls as conviction rises by 1.",
    )
    rest: int = param(
        6,
        unit="months",
        ge=0,
        le=1000,
        plausible=(3, 24),
        meaning="Months in which a former customer is not offered the goods again.",
    )
    work: float = param(
        0.002,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.01),
        meaning="Chance that a fully convinced customer takes up the work by their own success, if they are open.",
    )


class Leaving(Section):
    """Giving up one's business, a side business, and starting again (A2, A3, A8, A9)."""

    risk: float = param(
        0.08,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.02, 0.12),
        meaning="Chance to give up in the first month, with care at its baseline and a result of zero.",
        source="Of a cohort .52 after 12, .37 after 24 months (Quixtar .53; Melaleuca .51; Young Living .53 and .37).",
    )
    settling: float = param(
        9.0,
        unit="months",
        gt=0.0,
        le=1200.0,
        plausible=(3, 24),
        meaning="Months after which the risk has fallen to half.",
        source="The same, with leaving.risk.",
    )
    most: float = param(
        0.6,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        meaning="Highest chance to give up in a month, whatever comes together.",
    )
    money: float = param(
        0.9,
        unit="log factor",
        ge=0.0,
        le=10.0,
        plausible=(0.4, 1.4),
        meaning="How much the risk rises from a result of zero to a loss as large as the hope; it falls as much to a "
        "result as hoped for.",
        source="assumed; months of loss raise it two to three times",
    )
    result_half_life: float = param(
        2.0,
        unit="months",
        gt=0.0,
        le=1200.0,
        plausible=(1, 6),
        meaning="Months after which a month's result weighs half in what all businesses together brought of late.",
    )
    baseline: float = param(
        0.25,
        unit="hours a week",
        gt=0.0,
        le=40.0,
        plausible=(0.1, 0.5),
        meaning="Care that a member reckons with; less drives them away.",
    )
    neglect: float = param(
        2.0,
        unit="factor",
        ge=1.0,
        le=10.0,
        plausible=(1.5, 3.0),
        meaning="Risk without any care, against the baseline; very much care divides it by as much.",
        source="assumed; care counts 1.5 to 3 times, and neglected teams lose 60 to 90 % a year",
    )
    awkwardness: float = param(
        0.5,
        unit="log factor",
        ge=0.0,
        le=10.0,
        plausible=(0.0, 1.0),
        meaning="How much the risk rises by as many refusals by close contacts as leaving.awkward_ref, or more.",
        source="assumed; 39 % stopped because pitching friends felt awkward (AARP 2018)",
    )
    awkward_ref: float = param(
        4.0,
        unit="refusals",
        gt=0.0,
        le=10_000.0,
        plausible=(2, 10),
        meaning="Refusals by close contacts of late at which awkwardness is complete.",
    )
    awkward_half_life: float = param(
        60.0,
        unit="days",
        gt=0.0,
        le=36_500.0,
        plausible=(20, 180),
        meaning="Days after which a refusal feels half as awkward.",
    )
    disappointment: float = param(
        0.5,
        unit="log factor",
        ge=0.0,
        le=100.0,
        plausible=(0.0, 1.5),
        meaning="How much the risk rises when products are by 1 worse than was promised.",
    )
    prune: int = param(
        6,
        unit="months",
        ge=0,
        le=1200,
        plausible=(3, 12),
        meaning="Months of loss on end after which a side business is given up; 0: never.",
    )
    rest: int = param(
        12,
        unit="months",
        ge=0,
        le=1200,
        plausible=(6, 24),
        meaning="Months after leaving in which nobody starts again by themselves.",
    )
    again: float = param(
        0.05,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.1),
        meaning="Chance to start again, once the rest is over.",
    )
