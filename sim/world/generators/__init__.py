"""Generators of the social graph: draw by draw as networkx has it, or compiled where people or contacts are many."""
