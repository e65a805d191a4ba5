"""The C bindings: C99, const tables, no heap.

`runtime/` is copied with the workspace's prefix in place of ``gb``; the templates write a table a device.
"""

from metermap.codegen.base import HELPERS_VERSION, Generated, GeneratorInput, Registration

__all__ = ["GENERATOR", "generate"]


def generate(given: GeneratorInput) -> Generated:
    """Return the folder ``c/``: a header to include, the runtime, and a table a device."""
    # Deferred, because the helpers for templates import the filters beside it.
    from metermap.codegen.c.generator import generate as write  # noqa: PLC0415

    return write(given)


GENERATOR = Registration("c", generate, HELPERS_VERSION, templates="metermap.codegen.c")
"""What the group ``metermap.generators`` of entry points leads to."""
