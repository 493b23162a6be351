"""Every table of the world, declared in one place: columns with type, unit, range and meaning.

A table is a NumPy record array; what exists is a row of it. Rows that every conversation touches are kept
small; money and biography have tables of their own.

Counters are as wide as the bounds of the scenario ask. Of anything that one person says to another there are at most
100 conversations a day, and two hearings in each of the 2,160 slots of a weekly evening: 26 million in 36,500 days,
where 32 bits count 4 billion. A year has 12 month ends at which anything is counted once. Money is watched over by
:mod:`sim.world.limits`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

NONE = 2**32 - 1  # no person, no tie, no position: the largest unsigned index
PROSPECT, NETWORKER, UPLINE = 0, 1, 2
UPLINE_TEAM = 3  # active direct recruits in one company that make an upline (assumed)
WEEK, MONTH = 7, 30  # days
LONG_AGO = -10_000  # a day before anything was told
MINIMUM_PURCHASE = -1  # what qualifies where no own volume is stated


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name
        By which rules read it.
    kind
        Type in NumPy's notation, with the shape of a row's entry if it has one: ``"u4"``, ``"(16,)f4"``.
    unit, span, meaning
        For the reader; the range is not enforced.
    """

    name: str
    kind: str
    unit: str
    span: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A kind of row: its name, what it stands for, and its columns in order."""

    name: str
    meaning: str
    columns: tuple[Column, ...]

    @property
    def dtype(self) -> np.dtype[Any]:
        """The record type, aligned so that compiled code reads whole words."""
        return np.dtype([(column.name, column.kind) for column in self.columns], align=True)

    def rows(self, n: int) -> Any:
        """Return ``n`` zeroed rows as a record array of shape (n,)."""
        return np.zeros(n, self.dtype).view(np.recarray)

    def __iter__(self) -> Iterator[Column]:
        """Iterate over the columns."""
        return iter(self.columns)


def _table(name: str, meaning: str, *columns: tuple[str, str, str, str, str]) -> Table:
    return Table(name, meaning, tuple(Column(*column) for column in columns))


PERSON = _table(
    "person",
    "What a conversation asks about a person.",
    ("first", "u4", "tie", "0..ties", "first tie of the address book"),
    ("degree", "u4", "ties", "0..people-1", "number of contacts"),
    ("works", "u4", "bit set", "companies", "companies in which he holds a working position"),
    ("buys", "u4", "bit set", "companies", "companies in which he is a customer"),
    ("role", "u1", "", "0..2", "prospect, networker or upline"),
    ("strategy", "u1", "row", "0..strategies-1", "what he follows, should he ever become a networker"),
    ("main", "u1", "company", "0..15", "his main business: the first he worked"),
    ("open", "u1", "", "0..1", "would work a position rather than only buy"),
    ("by_hand", "u1", "", "0..1", "moved by an agent of the user's instead of the compiled sweep"),
    ("met", "u1", "ties", "0..spare", "places at the end of the address book taken by people met later"),
    ("spare", "u1", "ties", "0..250", "places there are for them"),
)
TASTE = _table(
    "taste",
    "What a person cares for.",
    ("interest", "(16,)f4", "", "0..1", "interest by topic"),
)
HELD = _table(
    "held",
    "What a person holds, and sees his contacts hold.",
    ("seat", "(16,)u4", "position", "0..positions-1, NONE", "position by company"),
    ("around", "(16,)u4", "contacts", "0..people-1", "contacts who are in, by company"),
)
LIFE = _table(
    "life",
    "What only the person's own day asks.",
    ("hours", "f8", "hours a week", "0..168", "weekly hours for the business"),
    ("hours_left", "f8", "hours", "0..168", "what is left of this week's"),
    ("honesty", "f8", "", "0..1", "1 promises only what he believes"),
    ("overload", "f8", "offers", ">= 0", "offers heard lately, fading"),
    ("overload_day", "i4", "day", ">= 0", "day of the last offer"),
    ("next_business", "i4", "day", ">= 0", "day on which he looks at the next business"),
    ("evening", "i4", "day + 1", ">= 0", "day after the last evening he was at; 0 none"),
    ("choice", "i4", "message", "-1..said", "the offer he takes today; -1 none"),
    ("priority", "f8", "", "0..1", "the keyed draw that settles between offers of one day"),
    ("credits", "f8", "leads", ">= 0", "advertising not used yet"),
    ("quit", "u4", "bit set", "companies", "companies he left or had to leave; he does not come back"),
    ("full_time", "u1", "", "0..1", "works full-time"),
    ("founder", "u1", "", "0..1", "works on the first day"),
    ("focal", "u1", "", "0..1", "follows the strategy under study in a focal world"),
    ("stranded", "u1", "", "0..1", "his last business has closed, and he goes on with the next of his strategy"),
)
TALLY = _table(
    "tally",
    "What is counted of a networker.",
    ("conversations", "u4", "", ">= 0", "conversations opened"),
    ("private", "u4", "", ">= 0", "contradictions noticed by a listener"),
    ("public", "u4", "", ">= 0", "contradictions said aloud"),
    ("hearsay", "u4", "", ">= 0", "contradictions noticed by comparing notes"),
    ("at_events", "u4", "", ">= 0", "those of them at events"),
    ("leads", "u4", "people", ">= 0", "strangers reached by advertising"),
    ("cross_posts", "u4", "posts", ">= 0", "posts that advertised another company in a company's group"),
    ("group_leads", "u4", "readings", ">= 0", "those by people who were not in the company advertised"),
    ("bans", "u4", "positions", ">= 0", "positions that companies took away"),
    ("recruits", "u4", "people", ">= 0", "working members sponsored"),
    ("sales", "u4", "people", ">= 0", "customers won"),
    ("months", "u4", "months", ">= 0", "month ends at which he worked a position"),
    ("joined", "i4", "day", "-1..", "day of the first working position; -1 never"),
    ("first_commission", "i4", "day", "-1..", "day of the first income; -1 never"),
)
ACCOUNT = _table(
    "account",
    "A purse: a person's, a company's or the outside world's.",
    ("balance", "i8", "cents", "persons >= 0", "cash"),
    ("active", "i8", "cents", ">= 0", "income from own sales and own recruiting so far"),
    ("passive", "i8", "cents", ">= 0", "income from team volume so far"),
    ("capital", "i8", "cents", ">= 0", "income from shares so far"),
    ("goods", "i8", "cents", ">= 0", "paid for goods so far"),
    ("fees", "i8", "cents", ">= 0", "paid for joining so far"),
    ("materials", "i8", "cents", ">= 0", "paid for materials so far"),
    ("stakes", "i8", "cents", ">= 0", "paid for shares so far"),
)
LINK = _table(
    "link",
    "Where a tie leads.",
    ("other", "u4", "person", "0..people-1, NONE", "the contact; NONE where a place is free"),
    ("mirror", "u4", "tie", "0..ties-1, NONE", "the same tie in the contact's rows"),
)
TIE = _table(
    "tie",
    "What its owner holds about a contact, and remembers of telling him.",
    ("good", "f8", "evidence", ">= 0", "evidence for the contact"),
    ("bad", "f8", "evidence", ">= 0", "evidence against the contact"),
    ("ceiling", "f8", "", "0..1", "credibility the contact can reach at most"),
    ("heard", "u2", "bit set", "topics", "topics connected with this mouth"),
    ("minute", "u2", "minutes", "0..1440", "minute of the evening at which it was heard; 0 if at none"),
    ("day", "i4", "day", ">= 0", "day of the last story from or about this mouth"),
    ("told_day", "i4", "day", "-10000..", "day the owner last told this contact something"),
    ("talks", "u4", "", ">= 0", "stories heard from this mouth"),
    ("told", "u1", "topic + 1", "0..16", "topic the owner told this contact first; 0 none"),
    ("close", "u1", "", "0..1", "close contact rather than acquaintance"),
    ("open", "u1", "", "0..1", "the last story put all topics side by side"),
)
POSITION = _table(
    "position",
    "One person in one company; appended, never removed.",
    ("person", "u4", "person", "0..people-1", "who holds it"),
    ("sponsor", "u4", "position", "0..own, NONE", "position above"),
    ("tie", "u4", "tie", "0..ties-1, NONE", "the member's tie to whoever won him"),
    ("recruiter", "u4", "position", "0..own, NONE", "position above when he began to work; NONE for customers"),
    ("day", "i4", "day", ">= 0", "day joined"),
    ("left", "i4", "day", "-1..", "day he left; -1 still in"),
    ("company", "u1", "row", "0..companies-1", "company"),
    ("working", "u1", "", "0..1", "working position rather than customer"),
    ("why", "u1", "", "0..3", "still in, quit, banned, or the company closed"),
    ("caught", "u1", "", "0..1", "seen breaking the company's rules, until it acts"),
    ("top", "u1", "", "0..1", "entered at the top of the company, with nobody above"),
    ("qualified", "u1", "", "0..1", "qualified for commission this month"),
    ("used", "u1", "", "0..1", "has bought something to use since the last experience"),
    ("recruits", "u4", "positions", ">= 0", "direct working recruits who are still in"),
    ("knowledge", "f8", "", "0..1", "expertise, which ages"),
    ("backlog", "f8", "hours", ">= 0", "reading not done yet"),
    ("conviction", "f8", "", "0..1", "what he thinks of the product"),
    ("expected", "f8", "", "0..1", "what he expects of it, from the promise and from use"),
    ("promised", "f8", "", "0..1", "what he expected of it when he came"),
    ("gives", "f8", "hours", ">= 0", "care set aside this week for those below"),
    ("care", "f8", "hours a week", ">= 0", "care received lately, fading"),
    ("losses", "u4", "months", ">= 0", "months of loss in this company, up to the last one, without a break"),
    ("volume", "i8", "cents", ">= 0", "bought this month"),
    ("income", "i8", "cents", ">= 0", "received this month"),
    ("spent", "i8", "cents", ">= 0", "paid this month for fee, goods and materials"),
    ("returned", "i8", "cents", ">= 0", "received in the last full month"),
    ("earned", "i8", "cents", ">= 0", "commission and margin received so far"),
    ("team", "i8", "cents", ">= 0", "bought this month by all below"),
    ("rank", "u1", "", "0..12", "rank paid this month, 0 none"),
    ("due", "u1", "", "0..1", "has still to make the first purchase, which his sponsor has a share in"),
    ("place", "u4", "place", "0..places-1, NONE", "place in the placement tree"),
)
PLACE = _table(
    "place",
    "A place in the placement tree of a binary plan or a matrix; it stays when its member leaves.",
    ("position", "u4", "position", "0..positions-1", "whose place it is"),
    ("parent", "u4", "place", "0..own, NONE", "place above"),
    ("leg", "u1", "", "0..1", "leg of the place above in which it stands, left or right"),
    ("sponsored", "u4", "places", ">= 0", "recruits of the member who were placed"),
    ("head", "(2,)u4", "place", "0..own", "where the outer leg begins that runs through it, left and right"),
    ("end", "(2,)u4", "place", "0..places-1", "where that leg ends, kept where it begins"),
    ("carry", "(2,)i8", "cents", ">= 0", "volume carried over, left and right"),
    ("taken", "u2", "places", "0..1000", "places below that are taken"),
    ("turn", "u4", "place", "0..places-1, NONE", "the one below that was last given somebody"),
    ("beside", "u4", "place", "0..places-1", "the next below the same place, in a ring"),
)
SAID = _table(
    "said",
    "Who says what to whom today.",
    ("mine", "u4", "tie", "0..ties-1", "the speaker's tie to the listener"),
    ("tie", "u4", "tie", "0..ties-1", "the listener's tie to the speaker"),
    ("speaker", "u4", "person", "0..people-1", "who speaks"),
    ("listener", "u4", "person", "0..people-1", "who listens"),
    ("offered", "u4", "bit set", "companies", "what the speaker could offer"),
    ("topics", "u4", "bit set", "topics", "what is told; empty when he says nothing"),
    ("nth", "u2", "", "0..65535", "number of what the speaker says today"),
    ("company", "u1", "row", "0..companies-1", "the offer in it"),
    ("open", "u1", "", "0..1", "all topics side by side rather than one as the profession"),
    ("knowledge", "f8", "", "0..1", "expertise that shows"),
    ("promise", "f8", "", "0..1", "quality that is promised"),
    ("span", "f8", "", "0..1", "clarity lost on somebody unfamiliar"),
)
NOTE = _table(
    "note",
    "What one contact tells another about a third.",
    ("tie", "u4", "tie", "0..ties-1", "the taker's tie to the person spoken of"),
    ("taker", "u4", "person", "0..people-1", "who is told"),
    ("subject", "u4", "person", "0..people-1", "the person spoken of"),
    ("topics", "u4", "bit set", "topics", "what the giver connects with him"),
    ("source", "u4", "", ">= 0", "place in the day's order"),
    ("open", "u1", "", "0..1", "the giver was told everything side by side"),
    ("opinion", "f8", "", "0..1", "the giver's opinion of him"),
    ("trust", "f8", "", "0..1", "the taker's opinion of the giver"),
)
HEARD = _table(
    "heard",
    "Who heard what from whom at an evening that is watched.",
    ("slot", "i4", "20 seconds", ">= 0", "when"),
    ("speaker", "u2", "place", "0..guests-1", "the networker"),
    ("listener", "u2", "place", "0..guests-1", "the guest"),
    ("topics", "u4", "bit set", "topics", "what was told"),
    ("kind", "u1", "", "0..2", "told to him, told while he stood by, overheard on joining"),
    ("noticed", "u1", "", "0..2", "nothing, a contradiction noticed silently, or said aloud"),
)
COMPANY = _table(
    "company",
    "A network, as rules read it.",
    ("topic", "u1", "row", "0..15", "industry"),
    ("credits", "f8", "leads a month", ">= 0", "advertising that comes with a purchase"),
    ("compression", "u1", "", "0..1", "levels pass over unqualified members"),
    ("rolls_up", "u1", "", "0..1", "whoever stood below somebody who leaves moves up"),
    ("plan", "u1", "", "0..4", "kind of compensation plan, in the order of the schema"),
    ("levels", "u1", "levels", "0..30", "levels that carry commission"),
    ("rate", "(30,)i8", "millionths", "0..1e6", "commission by level, the sponsor's first"),
    ("regime", "u1", "", "0..2", "rules about other networks, in the order of the schema"),
    ("detection", "f8", "probability", "0..1", "that a breach of them is seen"),
    ("leg_rate", "i8", "millionths", "0..1e6", "commission on the weaker leg"),
    ("cap", "i8", "cents a month", ">= 0", "most a binary plan pays a member"),
    ("flushes", "u1", "", "0..1", "paired volume beyond the cap is lost"),
    ("width", "u2", "places", "0..1000", "places below each place of a matrix"),
    ("qualification", "i8", "cents a month", "-1..", "own volume that qualifies; -1 the minimum purchase"),
    ("ranks", "u1", "ranks", "0..12", "ranks there are"),
    ("rank_own", "(12,)i8", "cents a month", ">= 0", "own volume by rank, the lowest first"),
    ("rank_team", "(12,)i8", "cents a month", ">= 0", "team volume by rank"),
    ("rank_levels", "(12,)u1", "levels", "0..30", "levels paid by rank"),
    ("rank_leg_rate", "(12,)i8", "millionths", "0..1e6", "commission on the weaker leg by rank"),
    ("fast_start", "i8", "millionths", "0..1e6", "the sponsor's share of fee and first purchase"),
    ("fast_start_amount", "i8", "cents", ">= 0", "what the sponsor gets besides"),
    ("quality", "f8", "", "0..1", "mean experience"),
    ("quality_spread", "f8", "", "0..1", "standard deviation of experiences"),
    ("updates", "f8", "a month", ">= 0", "mean number of updates"),
    ("update_hours", "f8", "hours", ">= 0", "reading time of an update"),
    ("joining_fee", "i8", "cents", ">= 0", "paid once"),
    ("minimum_purchase", "i8", "cents a month", ">= 0", "for qualification"),
    ("customer_purchase", "i8", "cents a month", ">= 0", "of a customer"),
    ("materials", "i8", "cents a month", ">= 0", "of a working member"),
    ("retail_margin", "i8", "millionths", "0..1e6", "share of a customer's purchase for the seller"),
    ("supply_cost", "i8", "millionths", "0..1e6", "share of a purchase for the suppliers"),
)
GROUP = _table(
    "group",
    "The group of a company's members.",
    ("usefulness", "f8", "", "0..1", "attention that it still deserves"),
    ("own", "u4", "posts", ">= 0", "posts on the company itself this week"),
    ("cross", "u4", "posts", ">= 0", "posts that advertised another company this week"),
    ("bans", "u4", "positions", ">= 0", "positions taken away so far"),
)
STRATEGY = _table(
    "strategy",
    "What its followers do, as rules read it.",
    ("pitch", "u1", "", "0..4", "pitch policy, in the order of the schema"),
    ("by_audience", "u1", "", "0..1", "one topic per event: what suits those present"),
    ("synergy", "u1", "", "0..1", "advertising credits promote another business"),
    ("cross_post", "u1", "", "0..2", "where he advertises another business, in the order of the schema"),
    ("division", "u1", "", "0..2", "of study and care hours: main business first, equal, by return"),
    (
        "yields",
        "(4,)u1",
        "bit set",
        "0..15",
        "by activity: those that come later in the week and before it in his order",
    ),
    ("companies", "u1", "companies", "1..16", "how many it names"),
    ("at_once", "u1", "companies", "1..companies", "how many of them he works at the same time, at most"),
    ("members", "u4", "bit set", "companies", "which it names"),
    ("order", "(16,)u1", "company", "0..15", "its companies, the main business first"),
    ("topic", "(16,)u1", "topic", "0..15", "topic of each company, whether he names it or not"),
    ("pace", "i4", "days", ">= 0", "between one business and the next"),
    ("conviction_floor", "f8", "", "0..1", "offers nothing he is less convinced of"),
    ("capital", "f8", "", "0..1", "share of his cash that he stakes"),
    ("shares", "u1", "companies", "0..16", "revenue-share companies among those he works"),
    ("systems", "u1", "companies", "0..16", "revenue-share companies he only holds"),
    ("system", "(16,)u1", "company", "0..15", "which these are"),
    ("weight", "(16,)f8", "", "0..1", "share of the stake that goes into each"),
    ("cash_out", "u1", "", "0..2", "when he re-buys, in the order of the schema"),
    ("reinvest", "i8", "millionths", "0..1e6", "share of payouts he then re-buys"),
)
SYSTEM = _table(
    "system",
    "What a company promises its holders, as rules read it; zero for a product company.",
    ("revshare", "u1", "", "0..1", "sells packs instead of goods"),
    ("payout", "u1", "", "0..2", "by promise, share of the pool, or account, in the order of the schema"),
    ("days", "i4", "days", "1..36500", "in which a pack is paid back"),
    ("patience", "i4", "days", ">= 0", "days on end on which the pool may fail to pay"),
    ("exit_days", "i4", "days", ">= 0", "without a new peak, after which the operator leaves; 0 never"),
    ("price", "i8", "cents", ">= 1", "of a pack"),
    ("returns", "i8", "millionths", "0..1e9", "of the price, that a pack pays at most"),
    ("fee", "i8", "millionths", "0..1e6", "operator's share of a deposit"),
    ("repurchase", "i8", "millionths", "0..1e6", "share of a payout that must be re-bought"),
    ("recovery", "i8", "millionths", "0..1e6", "share of stakes not yet back, paid on closure"),
    ("commission", "i8", "millionths", "0..1e6", "share of a member's deposit that the plan pays at most"),
    ("share", "f8", "a day", "0..1", "share of the pool that is paid out"),
    ("advertising", "i8", "cents a day", ">= 0", "real revenue on the first day"),
    ("advertising_growth", "f8", "per day", "-1..1", "growth of it"),
    ("deposits", "i8", "cents a day", ">= 0", "the crowd's fresh money on the first day"),
    ("deposits_growth", "f8", "per day", "-1..1", "growth of it"),
    ("earnings", "f8", "per year", "0..10", "real return on the pool"),
    ("promised", "f8", "per year", "0..10", "growth of balances"),
    ("withdrawn", "f8", "per year", "0..10", "withdrawals from balances"),
)
POOL = _table(
    "pool",
    "How a company stands; the pool itself is its purse.",
    ("ends", "i4", "day", "-1..", "day on which its life ends; -1 none is drawn"),
    ("fate", "u1", "", "0..4", "what will end it then: management or software"),
    ("closed", "i4", "day", "-1..", "day it closed; -1 open"),
    ("cause", "u1", "", "0..4", "open, insolvent, management, software, or the operator left"),
    ("unpaid", "i4", "days", ">= 0", "days on end on which the pool failed to pay"),
    ("peak_day", "i4", "day", ">= 0", "day of the largest pool so far"),
    ("peak", "i8", "cents", ">= 0", "largest pool so far"),
    ("reserved", "i8", "cents", ">= 0", "of the pool, for this month's commission"),
    ("owed", "i8", "cents", ">= 0", "balance of the crowd's accounts"),
    ("credited", "i8", "cents", ">= 0", "payouts the crowd re-buys packs for today"),
    ("staked", "i8", "cents", ">= 0", "fresh money of all holders so far"),
    ("received", "i8", "cents", ">= 0", "cash that all holders got so far"),
)
HOLDING = _table(
    "holding",
    "What one person holds of one revenue-share company; appended, never removed.",
    ("person", "u4", "person", "0..people-1", "the holder"),
    ("position", "u4", "position", "0..positions-1, NONE", "his position in it; NONE for an investment"),
    ("company", "u1", "row", "0..companies-1", "company"),
    ("again", "i8", "millionths", "0..1e6", "share of the next payouts that is re-bought"),
    ("wallet", "i8", "cents", ">= 0", "credited for the next pack"),
    ("staked", "i8", "cents", ">= 0", "fresh money paid in so far"),
    ("received", "i8", "cents", ">= 0", "cash got so far"),
)
PACK = _table(
    "pack",
    "Running packs bought at once; a row goes when they have paid all they may, or the company closes.",
    ("holding", "u4", "holding", "0..holdings-1, NONE", "whose; NONE the crowd's"),
    ("day", "i4", "day", ">= 0", "day bought"),
    ("company", "u1", "row", "0..companies-1", "company"),
    ("again", "u1", "", "0..1", "re-bought rather than paid with fresh money"),
    ("price", "i8", "cents", ">= 0", "what was paid for them"),
    ("cap", "i8", "cents", ">= 0", "what they pay at most"),
    ("paid", "i8", "cents", ">= 0", "what they have paid so far"),
)
TOPIC = _table(
    "topic",
    "An industry.",
    ("distance", "(16,)f8", "", "0..1", "how far each topic lies from it"),
    ("unclaimed", "u1", "", "0..1", "only revenue-share companies stand for it: nobody's profession"),
)
COUNT = _table(
    "count",
    "How many rows of the growing tables are in use.",
    ("positions", "i8", "rows", ">= 0", "positions held"),
    ("places", "i8", "rows", ">= 0", "places in placement trees"),
    ("said", "i8", "rows", ">= 0", "messages of today"),
    ("notes", "i8", "rows", ">= 0", "notes of today"),
    ("networkers", "i8", "people", ">= 0", "people who work a position"),
    ("caught", "i8", "positions", ">= 0", "seen breaking rules since companies last acted"),
    ("departed", "i8", "positions", ">= 0", "departures since those below last found new places"),
    ("staked", "i8", "positions", ">= 0", "positions whose holders have seen what packs there are"),
    ("holdings", "i8", "rows", ">= 0", "holdings of packs"),
    ("packs", "i8", "rows", ">= 0", "packs running"),
)
TABLES = (
    PERSON,
    TASTE,
    HELD,
    LIFE,
    TALLY,
    ACCOUNT,
    LINK,
    TIE,
    POSITION,
    PLACE,
    SAID,
    NOTE,
    HEARD,
    COMPANY,
    GROUP,
    STRATEGY,
    TOPIC,
    SYSTEM,
    POOL,
    HOLDING,
    PACK,
    COUNT,
)
