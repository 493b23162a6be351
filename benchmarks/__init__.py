"""Benchmarks: how fast, how large and how quick to start, as ratios measured side by side in one run."""
