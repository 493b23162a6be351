"""How people talk one to one, what listeners make of a mouth, and how they compare notes."""

from __future__ import annotations

from sim.core.parameters import Section, Words, param


class Pitch(Words):
    """Which of a networker's topics open a conversation."""

    FOCUS = 0
    DISCLOSE_ALL = 1
    TAILORED = 2
    ONE_TOPIC_PER_EVENT = 3
    ONE_TOPIC_PER_CONTACT = 4


class EventTopic(Words):
    """Whose topic one-topic-per-event opens with: that of the main business, or what suits those present."""

    MAIN = 0
    AUDIENCE = 1


class Conversation(Section):
    """Talking one to one (A4, A5, A18)."""

    hours: float = param(
        0.6,
        unit="hours",
        gt=0.0,
        le=168.0,
        plausible=(0.4, 1.0),
        meaning="What one conversation costs, preparation included.",
    )
    most_per_day: int = param(
        14, unit="conversations", ge=0, le=100, plausible=(12, 16), meaning="Most conversations of a day."
    )
    looks: int = param(
        4,
        unit="people",
        ge=1,
        le=100,
        plausible=(2, 8),
        meaning="People considered for one conversation before it does not take place.",
    )
    give_up: int = param(
        4,
        unit="refusals",
        ge=0,
        le=15,
        plausible=(3, 5),
        meaning="Refusals of a company after which a speaker offers it to this contact no more; 0: never.",
    )
    refusal_half_life: float = param(
        360.0,
        unit="days",
        ge=0.0,
        le=36500.0,
        plausible=(180.0, 720.0),
        meaning="Days after which half of the refusals are forgotten, so that one asks again; 0: never.",
    )
    strangers: float = param(
        0.25,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.15, 0.35),
        meaning="Share of conversations with people outside the address book, who become acquaintances.",
    )
    of_contacts: float = param(
        0.5,
        unit="share",
        ge=0.0,
        le=1.0,
        plausible=(0.25, 0.75),
        meaning="Share of strangers who are contacts of contacts; the others are anybody.",
    )
    prefer_close: float = param(
        0.5,
        unit="probability",
        ge=0.0,
        le=1.0,
        plausible=(0.0, 0.95),
        meaning="Chance to pass over an acquaintance, if others are at hand.",
    )
    avoid_recent: int = param(
        14,
        unit="days",
        ge=0,
        le=3650,
        plausible=(3, 30),
        meaning="Contacts met within this time are passed over, if others are at hand.",
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
        meaning="Evidence for, from a story that fits what was heard before, at its freshest.",
    )
    wear: float = param(
        1.0,
        unit="per talk",
        ge=0.0,
        le=100.0,
        plausible=(0.3, 3.0),
        meaning="How fast that wears out: divided by 1 + wear talks so far. 0: never.",
    )
    ideal: int = param(
        8,
        unit="repetitions",
        ge=0,
        le=65_535,
        plausible=(4, 16),
        meaning="Repetitions after which the same story is no longer evidence for. 65535: never.",
        source="assumed; too much contact provokes reactance (Godfrey, Seiders & Voss 2011)",
    )
    reactance: float = param(
        0.02,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.0, 0.06),
        meaning="Evidence against, from each repetition after the ideal number. 0: none.",
        source="assumed; too much contact provokes reactance (Godfrey, Seiders & Voss 2011)",
    )
    contradiction: float = param(
        2.0,
        unit="evidence",
        ge=0.0,
        le=100.0,
        plausible=(0.7, 5.0),
        meaning="Evidence against, from a first contradiction that is fully remembered.",
    )
    novelty: float = param(
        0.5,
        unit="factor",
        ge=0.0,
        le=1.0,
        plausible=(0.25, 1.0),
        meaning="What each further contradiction counts, of the one before. 0: only the first counts; 1: all alike.",
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
        meaning="Evidence against the person who won somebody, when a closure takes all that this member had staked.",
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
        meaning="Evidence that another's opinion carries, times the trust in them; the same opinion counts once.",
        source="assumed; form after Jøsang's discounting",
    )
