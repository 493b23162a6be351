"""Sponsor trees, as the verification plants them."""

from __future__ import annotations

from sim.verification.downlines import DAY, TOP, commissions, plant, recursive_tree, scenario_of

__all__ = ["DAY", "TOP", "commissions", "plant", "recursive_tree", "scenario_of"]
