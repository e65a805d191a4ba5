"""Mappings: the language, its resolution against catalogue and dictionaries, the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from metermap.mappings.resolve import resolve_model

__all__ = ["resolve_model"]


def __getattr__(name: str) -> object:
    """Load the resolver when it is asked for: it brings the parser along."""
    if name == "resolve_model":
        from metermap.mappings.resolve import resolve_model  # noqa: PLC0415  (lazy on purpose)

        return resolve_model
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
