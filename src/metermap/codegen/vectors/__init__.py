"""Vectors: octets, their type and the value that they are, shipped to users as JSON and run by the tests.

docs/vectors.md has the format. No vector is made by the codecs that it tests.
"""

from metermap.codegen.base import HELPERS_VERSION, Registration
from metermap.codegen.vectors.generate import generate
from metermap.codegen.vectors.model import Json, Kind, Reason, Vector, read_vectors
from metermap.codegen.vectors.types import layout_of

__all__ = ["GENERATOR", "Json", "Kind", "Reason", "Vector", "generate", "layout_of", "read_vectors"]

GENERATOR = Registration("vectors", generate, HELPERS_VERSION)
"""What the group ``metermap.generators`` of entry points leads to."""
