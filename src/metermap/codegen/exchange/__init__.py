"""Exchange: the resolved model as JSON (with its schema) and as a table."""

from metermap.codegen.base import HELPERS_VERSION, Registration
from metermap.codegen.exchange.generate import generate

__all__ = ["GENERATOR", "generate"]

GENERATOR = Registration("model", generate, HELPERS_VERSION)
"""What the group ``metermap.generators`` of entry points leads to."""
