"""``metermap impact``: what a change at a place touches, by what depends on what in the resolved model."""

from metermap.codegen.impact.closure import compared_with, told_with, touched_by
from metermap.codegen.impact.in_edition import items_in, origin_in_editions, touched_in
from metermap.codegen.impact.model import Impact, Origin, Outputs, Reach, Supposed, Touched

__all__ = [
    "Impact",
    "Origin",
    "Outputs",
    "Reach",
    "Supposed",
    "Touched",
    "compared_with",
    "items_in",
    "origin_in_editions",
    "told_with",
    "touched_by",
    "touched_in",
]
