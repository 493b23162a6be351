"""Teams: what sponsors give to their recruits, and when members give up."""

from __future__ import annotations

from sim.core.parameters import Section, param


class Teams(Section):
    """Care for direct recruits, and how it is divided among them (A3, A8, A9)."""

    care_hours: float = param(
        0.25,
        unit="hours a recruit and week",
        ge=0.0,
        le=40.0,
        plausible=(0.1, 0.75),
        meaning="Care that a sponsor wants to give to each direct working recruit.",
    )
    most: float = param(
        0.3,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.15, 0.5),
        meaning="Largest share of the week's hours that goes into care.",
    )
    teaching: float = param(
        0.1,
        unit="per hour",
        ge=0.0,
        le=10.0,
        plausible=(0.03, 0.3),
        meaning="Share of what the sponsor knows better that an hour of care passes on.",
    )
    half_life: float = param(
        28.0,
        unit="days",
        gt=0.0,
        le=36_500.0,
        plausible=(14, 60),
        meaning="Time in which care received counts half as much.",
    )
    reaction: float = param(
        0.5,
        unit="exponent",
        ge=0.0,
        le=10.0,
        plausible=(0, 2),
        meaning="How strongly care shifts away from recruits who work several networks; 0: not at all.",
    )
    notice: float = param(
        0.5,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.9),
        meaning="Chance that a sponsor knows of another network of a recruit who is not among his contacts.",
    )


class Leaving(Section):
    """Giving up a working position (A3, A8, A9)."""

    risk: float = param(
        0.08,
        unit="probability a month",
        ge=0.0,
        le=1.0,
        plausible=(0.05, 0.12),
        meaning="Chance to give up in the first month, with care at its baseline and without losses.",
        source="Of a cohort .53 after 12, .39 after 24 months (Quixtar .53; Melaleuca .51; Young Living .53 and .37).",
    )
    settling: float = param(
        8.0,
        unit="months",
        gt=0.0,
        le=1200.0,
        plausible=(3, 24),
        meaning="Months after which the risk has fallen to half.",
        source="The same, with leaving.risk.",
    )
    baseline: float = param(
        0.25,
        unit="hours a week",
        gt=0.0,
        le=40.0,
        plausible=(0.1, 0.5),
        meaning="Care that a member reckons with; less drives him away.",
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
    losses: float = param(
        1.05,
        unit="factor",
        ge=1.0,
        le=10.0,
        plausible=(1.0, 1.5),
        meaning="Risk after very many months of loss without a break; the first adds half of it.",
    )
    disappointment: float = param(
        0.5,
        unit="log factor",
        ge=0.0,
        le=100.0,
        plausible=(0.0, 1.5),
        meaning="How much the risk rises when the product is by 1 worse than was promised.",
    )
