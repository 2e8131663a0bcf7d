"""The same examples in every run, in a few seconds: a machine's load must not fail a test."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "lab",
    deadline=None,
    database=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("lab")
