"""The wrapper of DLMS/COSEM over TCP and UDP (IEC 62056-47): version, two wPorts, length, APDU.

All four fields of the header have two octets. Nothing here opens a connection.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from .codec import DecodeError, Octets, Reason, take

__all__ = ["HEADER", "MOST_OCTETS", "VERSION", "Wrapper", "unwrap"]

VERSION: Final = 1
HEADER: Final = 8
MOST_OCTETS: Final = 0xFFFF
"""The most octets of an APDU in one wrapper."""


@dataclass(frozen=True, slots=True)
class Wrapper:
    """An APDU on its way from one wPort to another. 1 is the management logical device, 16 the public client."""

    source: int
    destination: int
    apdu: bytes

    def encode(self) -> bytes:
        """Return header and APDU.

        Raises:
            ValueError: a wPort or a length of more than 16 bits.
        """
        numbers = (VERSION, self.source, self.destination, len(self.apdu))
        if not all(0 <= number <= MOST_OCTETS for number in numbers):
            message = f"a wrapper carries no {numbers[1:]}: wPorts and length have 16 bits"
            raise ValueError(message)
        return b"".join(number.to_bytes(2, "big") for number in numbers) + self.apdu


def unwrap(data: Octets, offset: int = 0) -> tuple[Wrapper, int]:
    """Return the wrapper at `offset` and the offset behind it; more may follow.

    Raises:
        DecodeError: TRUNCATED while octets are still to come, VALUE for another version.
    """
    if int.from_bytes(take(data, offset, 2, "the version of the wrapper"), "big") != VERSION:
        raise DecodeError(Reason.VALUE, offset, f"the wrapper's version is not {VERSION}")
    head = take(data, offset + 2, HEADER - 2, "the header of the wrapper")
    source, destination, size = (int.from_bytes(head[at : at + 2], "big") for at in (0, 2, 4))
    start = offset + HEADER
    return Wrapper(source, destination, take(data, start, size, "the wrapper")), start + size
