"""Joining and leaving, and what members may not do."""

from __future__ import annotations

from sim.core.parameters import Section, Words, param


class Regime(Words):
    """What members of a company may not do: nothing; win fellow members for another; or work another at all."""

    FREE = 0
    NO_CROSS_RECRUITING = 1
    EXCLUSIVE = 2


class Decision(Section):
    """Whether a listener joins: logistic on a latent score."""

    intercept: float = param(
        -7.2, unit="logits", ge=-50.0, le=50.0, plausible=(-9.0, -5.5), meaning="Score of an average offer."
    )
    interest: float = param(
        4.0, unit="logits", ge=-50.0, le=50.0, plausible=(2, 7), meaning="Weight of the interest in the topic."
    )
    knowledge: float = param(
        16.0,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(8, 20),
        meaning="Weight of the speaker's perceived knowledge.",
        source="assumed, so that expertise explains about 16 % of latent variance (Wilson & Sherrell 1993)",
    )
    conviction: float = param(
        1.0,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(0.3, 3.0),
        meaning="Weight of the speaker's perceived conviction.",
    )
    credibility: float = param(
        5.3,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(3, 8),
        meaning="Weight of the speaker's credibility.",
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
        ge=-50.0,
        le=50.0,
        plausible=(0.3, 3.0),
        meaning="Score lost when joining costs all of one's cash.",
    )
    overload: float = param(
        0.0,
        unit="logits an offer",
        ge=-50.0,
        le=50.0,
        meaning="Score lost for each recent offer beyond the free ones.",
        source="No effect of choice overload on average (Scheibehenne et al. 2010).",
    )
    overload_free: float = param(3.0, unit="offers", ge=0.0, le=1000.0, meaning="Recent offers that do no harm.")


class Leaving(Section):
    """Giving up one's business, a side business, and starting again (A2, A3, A8, A9)."""

    risk: float = param(
        0.08,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.05, 0.12),
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
        plausible=(0.7, 1.1),
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
