"""Evenings: who comes, who stands with whom, and what is heard there."""
