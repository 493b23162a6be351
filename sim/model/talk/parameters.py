"""How people talk, listen, remember, learn and decide: the parameters of the rules."""

from __future__ import annotations

from sim.core.parameters import Section, param


class Phases(Section):
    """Parts of the day that can be switched off."""

    study: bool = param(True, meaning="Reading the companies' updates.")
    care: bool = param(True, meaning="Sponsors caring for their recruits.")
    experience: bool = param(True, meaning="Conviction from using the product.")
    conversations: bool = param(True, meaning="One-to-one conversations.")
    advertising: bool = param(True, meaning="Leads for advertising credits.")
    groups: bool = param(True, meaning="Posts in the groups of companies.")
    events: bool = param(True, meaning="Evenings at which many meet (share: events.share).")
    gossip: bool = param(True, meaning="Contacts comparing notes about a networker.")
    decisions: bool = param(True, meaning="Listeners deciding about what they heard.")
    expansion: bool = param(True, meaning="Networkers taking on the next business of their strategy.")
    regimes: bool = param(True, meaning="Companies banning those whom they see break their rules.")
    month_end: bool = param(True, meaning="Purchases and commissions.")
    leaving: bool = param(True, meaning="Members giving up.")
    revshares: bool = param(True, meaning="Stakes, pools and payouts of revenue-share companies.")
    closures: bool = param(True, meaning="Companies closing, each at the end of its life.")


class Study(Section):
    """Knowledge, and the hours it takes (A3, A10)."""

    start: float = param(0.3, unit="0..1", ge=0.0, le=1.0, plausible=(0.1, 0.5), meaning="Knowledge of a new member.")
    founders: float = param(
        0.6, unit="0..1", ge=0.0, le=1.0, plausible=(0.4, 0.8), meaning="Knowledge of those who work on the first day."
    )
    learning: float = param(
        0.1,
        unit="per hour",
        ge=0.0,
        le=1.0,
        plausible=(0.03, 0.3),
        meaning="Share of the missing knowledge that an hour of reading adds.",
    )
    aging: float = param(
        0.04,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.1),
        meaning="Share of knowledge that one update makes stale.",
    )
    tools: float = param(
        2.0,
        unit="factor",
        ge=1.0,
        le=100.0,
        plausible=(1, 4),
        meaning="How much faster a full-timer reads, with his tools.",
    )
    induction: float = param(
        20.0, unit="hours", ge=0.0, le=1000.0, plausible=(5, 40), meaning="Reading that awaits a new member."
    )
    most: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.25, 0.75),
        meaning="Largest share of the week's hours that goes into reading.",
    )


class Experience(Section):
    """Conviction from using what one sells (A1, A2)."""

    start: float = param(
        0.6, unit="0..1", ge=0.0, le=1.0, plausible=(0.4, 0.8), meaning="Conviction of those who work on the first day."
    )
    rate: float = param(
        0.3,
        unit="per month",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.6),
        meaning="Weight of the newest experience (exponential smoothing).",
    )
    evidence: float = param(
        1.0,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.3, 3.0),
        meaning="Evidence of an experience that misses its promise by 1.",
    )
    asymmetry: float = param(
        2.0,
        unit="factor",
        ge=0.0,
        le=100.0,
        plausible=(1, 4),
        meaning="How much more a disappointment weighs than an equal pleasant surprise.",
        source="assumed; direction after Slovic 1993",
    )


class Conversation(Section):
    """Talking one to one (A4, A5, A18)."""

    hours: float = param(
        1.0,
        unit="hours",
        gt=0.0,
        le=168.0,
        plausible=(0.5, 2.0),
        meaning="What one conversation costs, preparation included.",
    )
    most_per_day: int = param(
        4, unit="conversations", ge=0, le=100, plausible=(2, 8), meaning="Most conversations of a day."
    )
    prefer_close: float = param(
        0.5,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.9),
        meaning="Chance to look once more for a close contact when none is at hand.",
    )
    avoid_recent: int = param(
        14, unit="days", ge=0, le=3650, plausible=(3, 30), meaning="Contacts met within this time are passed over once."
    )
    guess_noise: float = param(
        0.3,
        unit="0..1",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.7),
        meaning="Error of the guessed interest: 0 knows the listener, 1 guesses blindly.",
    )
    guess_lasts: int = param(
        90,
        unit="days",
        ge=0,
        le=36_500,
        plausible=(14, 365),
        meaning="How long a guess about a listener lasts; 0: made anew each time.",
    )
    memory_half_life: float = param(
        30.0,
        unit="days",
        gt=0.0,
        le=36_500.0,
        plausible=(7, 120),
        meaning="Time in which the memory of a story loses half its weight.",
    )
    topic_distance: float = param(
        1.0, unit="0..1", ge=0.0, le=1.0, meaning="Distance of two topics whose distance is not declared."
    )
    span_penalty: float = param(
        0.3,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.1, 0.6),
        meaning="Clarity lost by opening with distant topics in one breath.",
        source="assumed; form after Keuschnigg & Wimmer 2017",
    )
    familiarity: float = param(
        5.0,
        unit="conversations",
        gt=0.0,
        le=1000.0,
        plausible=(2, 12),
        meaning="Talks after which a listener is half familiar.",
    )
    overload_half_life: float = param(
        14.0,
        unit="days",
        gt=0.0,
        le=3650.0,
        plausible=(7, 28),
        meaning="Time in which half of the offers heard are forgotten.",
    )


class Credibility(Section):
    """What a listener makes of a mouth: a beta reputation with a ceiling."""

    prior: float = param(
        2.0,
        unit="evidence",
        gt=0.0,
        le=1000.0,
        meaning="Weight of the first impression against evidence.",
        source="Jøsang & Ismail 2002: (r + 1) / (r + s + 2).",
    )
    trust_close: float = param(
        0.7, unit="0..1", ge=0.0, le=1.0, plausible=(0.6, 0.85), meaning="First impression of a close contact."
    )
    trust_acquaintance: float = param(
        0.5,
        unit="0..1",
        ge=0.0,
        le=1.0,
        meaning="First impression of an acquaintance.",
        source="Jøsang & Ismail 2002: one half without evidence.",
    )
    consistent: float = param(
        0.1,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.03, 0.3),
        meaning="Evidence for, from a story that fits what was heard before.",
    )
    contradiction: float = param(
        2.0,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.7, 5.0),
        meaning="Evidence against, from one fully remembered contradiction.",
    )
    ceiling_loss: float = param(
        0.1,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.3),
        meaning="Share of the reachable credibility that a concealed contradiction takes for ever.",
        source="assumed; deception never fully heals (Schweitzer, Hershey & Bradlow 2006)",
    )
    notice: float = param(
        0.05,
        unit="0..1",
        ge=0.0,
        le=1.0,
        plausible=(0.01, 0.2),
        meaning="Weight below which a contradiction goes unnoticed.",
    )
    admit: float = param(
        0.0,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.5),
        meaning="Chance that a caught speaker owns up, so nothing is concealed.",
    )
    closure: float = param(
        1.0,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.3, 3.0),
        meaning="Evidence against whoever won somebody, when a closure takes all that he had staked.",
    )


class Advertising(Section):
    """Leads for advertising credits (A11)."""

    looks: int = param(
        5,
        unit="people",
        ge=1,
        le=100,
        meaning="Strangers an advertisement is shown to; the keenest is the lead.",
    )


class Gossip(Section):
    """Comparing notes about somebody both know."""

    rate: float = param(
        0.1,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.02, 0.3),
        meaning="Chance that a listener talks about the speaker the same day.",
    )
    hearsay: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.2, 0.8),
        meaning="Weight of a contradiction known from hearsay only.",
    )
    influence: float = param(
        0.5,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.1, 1.5),
        meaning="Evidence that another's opinion carries, times the trust in him.",
        source="assumed; form after Jøsang's discounting",
    )


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
