"""Joining: what moves a listener to buy, or to take up the work."""

from __future__ import annotations

from sim.core.parameters import Section, param

LEVEL = "assumed, so that 1 to 6 % work and at most a tenth sign up in a year, with a hundred contacts each"


class Decision(Section):
    """Whether a listener buys, or takes up the work: two decisions, logistic on a latent score."""

    intercept: float = param(
        -26.75,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(-45.0, -23.0),
        meaning="Threshold of buying: its score when nothing speaks for it or against it.",
        source=LEVEL,
    )
    work_intercept: float = param(
        -27.0,
        unit="logits",
        ge=-50.0,
        le=50.0,
        plausible=(-45.0, -26.0),
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
        plausible=(10, 35),
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
