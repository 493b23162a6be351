"""Joining, going on buying and leaving, and what members may not do."""
