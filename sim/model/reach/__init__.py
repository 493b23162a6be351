"""Strangers: reached by advertising and in groups."""
