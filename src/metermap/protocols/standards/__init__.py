"""The register of standards: who publishes what, recognised by whom and since when, and how that is known."""

from metermap.protocols.standards.model import Openness, Register, StandardRecord, Standing
from metermap.protocols.standards.register import COLUMNS, load_register

__all__ = ["COLUMNS", "Openness", "Register", "StandardRecord", "Standing", "load_register"]
