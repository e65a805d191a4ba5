"""Settings for all tests."""

from hypothesis import settings

# Shared machines pause for longer than a deadline allows; a slow example is not a wrong one.
settings.register_profile("metermap", deadline=None, max_examples=60)
settings.load_profile("metermap")
