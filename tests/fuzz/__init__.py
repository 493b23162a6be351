"""Broken and extreme input in any amount: a few of each in the suite, thousands by ``python -m benchmarks fuzz``."""
