"""Everything that has a name and can be explained: parameters, outcomes, policies, plans, worlds, words and pages."""

from sim.scenario.lexicon.entries import Group, everything, explain, groups, meanings, unknown

__all__ = ["Group", "everything", "explain", "groups", "meanings", "unknown"]
