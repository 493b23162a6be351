"""Verdicts on claims, computed from the worlds that put them to the test."""
