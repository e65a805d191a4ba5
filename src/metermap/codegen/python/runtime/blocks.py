"""Blocks of a long value: put together in their order, and cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from .codec import DecodeError, Reason
from .services import DataBlock, DataBlockG

__all__ = ["MOST_OCTETS", "Blocks", "cut"]

MOST_OCTETS: Final = 1 << 20
"""How many octets `Blocks` holds unless the caller says otherwise: a mebioctet."""


class Blocks:
    """What has come of a long value, block by block: `octets` is the value once `complete`.

    `most` is the greatest number of octets. `block_number` is that of the last block, 0 before the first.
    """

    __slots__ = ("_octets", "block_number", "complete", "most")

    def __init__(self, most: int = MOST_OCTETS) -> None:
        self.most = most
        self.block_number = 0
        self.complete = False
        self._octets = bytearray()

    @property
    def octets(self) -> bytes:
        """The octets of all blocks so far."""
        return bytes(self._octets)

    def add(self, block: DataBlock | DataBlockG) -> None:
        """Append a block; after an error all is as before.

        Raises:
            DecodeError: VALUE for a number that is not the next (the first is 1), for a result in place of
                data and for an empty block that is not the last; TRAILING behind the last block; LENGTH
                for more than `most` octets. The offset counts from the start of the value.
        """
        octets = block.raw_data if isinstance(block, DataBlock) else block.result
        if self.complete:
            raise self._fault(Reason.TRAILING, f"block {block.block_number} follows the last one")
        if block.block_number != self.block_number + 1:
            raise self._fault(Reason.VALUE, f"block {block.block_number} stands where {self.block_number + 1} is due")
        if not isinstance(octets, bytes):
            raise self._fault(Reason.VALUE, f"block {block.block_number} has no data: {octets.name}")
        if not octets and not block.last_block:
            raise self._fault(Reason.VALUE, f"block {block.block_number} is empty and not the last")
        if len(octets) > self.most - len(self._octets):
            raise self._fault(Reason.LENGTH, f"the blocks hold more than {self.most} octets")
        self._octets += octets
        self.block_number = block.block_number
        self.complete = block.last_block

    def _fault(self, reason: Reason, detail: str) -> DecodeError:
        return DecodeError(reason, len(self._octets), detail)


def cut(octets: bytes, most: int) -> Iterator[DataBlock]:
    """Yield the blocks of at most `most` octets each that carry `octets`; one empty block for none.

    Raises:
        ValueError: `most` is not positive.
    """
    if most < 1:
        message = f"a block of {most} octets carries nothing"
        raise ValueError(message)
    count = max(1, -(-len(octets) // most))
    for number in range(1, count + 1):
        yield DataBlock(number == count, number, octets[(number - 1) * most : number * most])
