from __future__ import annotations

from hypothesis import HealthCheck, settings

# Derandomized: the same examples on every machine. The first call of a rule may compile it, so no deadline.
# Contracts are inherited, so one property is tried on many classes.
settings.register_profile(
    "house",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.differing_executors],
)
settings.load_profile("house")
