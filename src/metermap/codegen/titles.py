"""The names that people use for what the workspace names by ids."""

from __future__ import annotations

from typing import Final

__all__ = ["protocol_title"]

_PROTOCOLS: Final = {"dlms": "DLMS/COSEM", "sep": "Smart Energy"}


def protocol_title(protocol: str) -> str:
    """Return the name that people use for a protocol; its id where there is none."""
    return _PROTOCOLS.get(protocol, protocol)
