"""Joining, buying, taking on more, leaving, and the rules of companies."""
