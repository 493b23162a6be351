"""Rows of revenue-share companies: what they promise, how they stand, and what is held of them."""

from __future__ import annotations

from sim.core.rows import Row, column


class System(Row):
    """What a company promises its holders, as rules read it; zero for a product company."""

    revshare: int = column("u1", "", "0..1", "sells packs instead of goods")
    payout: int = column("u1", "", "0..2", "by promise, share of the pool, or account, in the order of the schema")
    days: int = column("i4", "days", "1..36500", "in which a pack is paid back")
    patience: int = column("i4", "days", ">= 0", "days on end on which the pool may fail to pay")
    exit_days: int = column("i4", "days", ">= 0", "without a new peak, after which the operator leaves; 0 never")
    price: int = column("i8", "cents", ">= 1", "of a pack")
    returns: int = column("i8", "millionths", "0..1e9", "of the price, that a pack pays at most")
    fee: int = column("i8", "millionths", "0..1e6", "operator's share of a deposit")
    repurchase: int = column("i8", "millionths", "0..1e6", "share of a payout that must be re-bought")
    recovery: int = column("i8", "millionths", "0..1e6", "share of stakes not yet back, paid on closure")
    commission: int = column("i8", "millionths", "0..1e6", "share of a member's deposit that the plan pays at most")
    share: float = column("f8", "a day", "0..1", "share of the pool that is paid out")
    pool: int = column("i8", "cents", ">= 0", "in the pool at birth")
    advertising: int = column("i8", "cents a day", ">= 0", "real revenue on the first day of its life")
    advertising_growth: float = column("f8", "per day", "-1..1", "growth of it")
    deposits: int = column("i8", "cents a day", ">= 0", "the crowd's fresh money on the first day of its life")
    deposits_growth: float = column("f8", "per day", "-1..1", "growth of it")
    earnings: float = column("f8", "per year", "0..10", "real return on the pool")
    promised: float = column("f8", "per year", "0..10", "growth of balances")
    withdrawn: float = column("f8", "per year", "0..10", "withdrawals from balances")


class Pool(Row):
    """How a company stands; the pool itself is its purse."""

    born: int = column("i4", "day", "-36500..36500", "first day of its life, 0 the first day of the model")
    ends: int = column("i4", "day", "-1..", "day on which its life ends; -1 none is drawn")
    fate: int = column("u1", "", "0..4", "what will end it then: management or software")
    closed: int = column("i4", "day", "-1..", "day it closed; -1 open")
    cause: int = column("u1", "", "0..4", "open, insolvent, management, software, or the operator left")
    unpaid: int = column("i4", "days", ">= 0", "days on end on which the pool failed to pay")
    peak_day: int = column("i4", "day", "-36500..", "day of the largest pool so far")
    peak: int = column("i8", "cents", ">= 0", "largest pool so far")
    reserved: int = column("i8", "cents", ">= 0", "of the pool, for this month's commission")
    owed: int = column("i8", "cents", ">= 0", "balance of the crowd's accounts")
    credited: int = column("i8", "cents", ">= 0", "payouts the crowd re-buys packs for today")
    staked: int = column("i8", "cents", ">= 0", "fresh money of all holders so far")
    received: int = column("i8", "cents", ">= 0", "cash that all holders got so far")


class Holding(Row):
    """What one person holds of one revenue-share company; appended, never removed."""

    person: int = column("u4", "person", "0..people-1", "the holder")
    position: int = column("u4", "position", "0..positions-1, NONE", "their position in it; NONE for an investment")
    company: int = column("u1", "row", "0..companies-1", "company")
    again: int = column("i8", "millionths", "0..1e6", "share of the next payouts that is re-bought")
    wallet: int = column("i8", "cents", ">= 0", "credited for the next pack")
    staked: int = column("i8", "cents", ">= 0", "fresh money paid in so far")
    received: int = column("i8", "cents", ">= 0", "cash got so far")


class Pack(Row):
    """Running packs bought at once; a row goes when they have paid all they may, or the company closes."""

    holding: int = column("u4", "holding", "0..holdings-1, NONE", "whose; NONE the crowd's")
    day: int = column("i4", "day", "-36500..", "day bought")
    company: int = column("u1", "row", "0..companies-1", "company")
    again: int = column("u1", "", "0..1", "re-bought rather than paid with fresh money")
    price: int = column("i8", "cents", ">= 0", "what was paid for them")
    cap: int = column("i8", "cents", ">= 0", "what they pay at most")
    paid: int = column("i8", "cents", ">= 0", "what they have paid so far")
