"""SHA-256 digests: of bytes, and of a set of named files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

__all__ = ["combined_digest", "sha256_hex"]


def sha256_hex(data: bytes) -> str:
    """Return the SHA-256 of the bytes as 64 lower-case hex digits."""
    return hashlib.sha256(data).hexdigest()


def combined_digest(parts: Iterable[tuple[str, str]]) -> str:
    """Return one digest of named digests, whatever their order: the SHA-256 of their sorted list.

    The list has a line ``digest  name`` for each part, as sha256sum prints it.
    """
    lines = sorted(f"{digest}  {name}\n" for name, digest in parts)
    return sha256_hex("".join(lines).encode("utf-8", "surrogateescape"))
