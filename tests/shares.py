"""Worlds of revenue-share companies, as the verification makes them."""

from __future__ import annotations

from sim.core.money import CENTS
from sim.verification.shares import account_free, founder, holder, pools, result

__all__ = ["CENTS", "account_free", "founder", "holder", "pools", "result"]
