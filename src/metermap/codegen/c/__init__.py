"""The C bindings: C99, const tables, no heap.

`runtime/` is copied with the workspace's prefix in place of ``gb``; the templates write a table a device.
"""

from metermap.codegen.c.generator import generate

__all__ = ["generate"]
