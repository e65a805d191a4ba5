"""The Python bindings: an importable, typed package that needs the standard library only.

`runtime/` is copied as it stands; the templates write one module a device.
"""

from metermap.codegen.base import HELPERS_VERSION, Generated, GeneratorInput, Registration

__all__ = ["GENERATOR", "generate"]


def generate(given: GeneratorInput) -> Generated:
    """Return the folder ``python/``: a project with the package ``<package>_bindings``."""
    # Deferred, because what both bindings share reads the runtime's table of units.
    from metermap.codegen.python.generator import generate as write  # noqa: PLC0415

    return write(given)


GENERATOR = Registration("python", generate, HELPERS_VERSION, templates="metermap.codegen.python")
"""What the group ``metermap.generators`` of entry points leads to."""
