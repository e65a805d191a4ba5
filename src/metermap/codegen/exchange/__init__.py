"""Exchange: the resolved model as JSON (with its schema) and as a table."""

from metermap.codegen.exchange.generate import generate

__all__ = ["generate"]
