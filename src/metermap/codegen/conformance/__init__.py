"""Conformance: statements for makers to fill in, object and cluster lists, and test cases with their octets.

docs/conformance.md describes them.
"""

from metermap.codegen.base import HELPERS_VERSION, Registration
from metermap.codegen.conformance.build import build_conformance
from metermap.codegen.conformance.generate import FORMATS, conformance_files, generate

__all__ = ["FORMATS", "GENERATOR", "build_conformance", "conformance_files", "generate"]

GENERATOR = Registration("conformance", generate, HELPERS_VERSION)
"""What the group ``metermap.generators`` of entry points leads to."""
