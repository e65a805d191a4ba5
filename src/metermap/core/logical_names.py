"""COSEM logical names: six octets A to F, in every spelling that people write.

Source of the notation: DLMS UA Blue Book, "OBIS value groups"; the reduced form A-B:C.D.E*F.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["LogicalName", "parse_logical_name"]

_GROUPS = 6
_OCTET = 255


@dataclass(frozen=True, slots=True, order=True)
class LogicalName:
    """The value groups A to F, each 0 to 255."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int

    def __post_init__(self) -> None:
        if not all(0 <= group <= _OCTET for group in self.groups):
            message = f"a value group of {self} is outside 0 to 255"
            raise ValueError(message)

    @property
    def groups(self) -> tuple[int, int, int, int, int, int]:
        """Return the six groups in order."""
        return (self.a, self.b, self.c, self.d, self.e, self.f)

    @property
    def octets(self) -> bytes:
        """Return the six octets as they travel."""
        return bytes(self.groups)

    def __str__(self) -> str:
        return f"{self.a}-{self.b}:{self.c}.{self.d}.{self.e}.{self.f}"


_REDUCED = re.compile(r"(\d+)-(\d+):(\d+)\.(\d+)\.(\d+)[.*&](\d+)")
_DOTTED = re.compile(r"(\d+)\.(\d+)\.(\d+)\.(\d+)\.(\d+)\.(\d+)")
_HEX = re.compile(r"(?:0x)?([0-9A-Fa-f]{12})")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63"), "-")


def parse_logical_name(text: str) -> LogicalName | None:
    """Return the logical name that `text` spells, or None.

    Takes ``1-0:1.8.0.255``, ``1-0:1.8.0*255``, ``1.0.1.8.0.255`` and ``0100010800FF``; folds
    full-width digits, dashes and no-break spaces. None for a wrong count or a group over 255.
    """
    folded = unicodedata.normalize("NFKC", text).translate(_DASHES)
    folded = "".join(folded.split())
    if found := _HEX.fullmatch(folded):
        return LogicalName(*bytes.fromhex(found[1]))
    found = _REDUCED.fullmatch(folded) or _DOTTED.fullmatch(folded)
    if found is None:
        return None
    groups = [int(group) for group in found.groups() if len(group) <= len("255")]
    if len(groups) != _GROUPS or max(groups) > _OCTET:
        return None
    return LogicalName(*groups)
