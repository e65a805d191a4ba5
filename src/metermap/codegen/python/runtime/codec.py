"""What the codecs of both wires share: the result of decoding, the error, the codec's contract.

Nothing in the bindings guesses. Octets that a codec's rule does not allow raise `DecodeError`;
a value that the wire cannot carry raises `ValueError`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from enum import Enum
from typing import Generic, NamedTuple, Protocol, TypeAlias, TypeVar

__all__ = ["AnyCodec", "Codec", "DecodeError", "Decoded", "Octets", "Reason", "encode_with", "take"]

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Octets: TypeAlias = bytes | bytearray | memoryview


class Reason(Enum):
    """Why octets were refused. The C bindings tell the same reasons apart."""

    TRUNCATED = "truncated"  # the octets end before the value does
    TRAILING = "trailing"  # the value ends before the octets do
    TAG = "tag"  # another type stands there
    LENGTH = "length"  # a length that the type or its stated size does not allow
    VALUE = "value"  # a content that the type does not allow


class DecodeError(ValueError):
    """Octets that are not the value a codec reads.

    `offset` counts from the start of the data given and points at the octet at fault (for
    truncated data: just past the last octet). `reason` is the kind of fault, `detail` its story.
    """

    def __init__(self, reason: Reason, offset: int, detail: str) -> None:
        super().__init__(f"{detail} (at octet {offset}: {reason.value})")
        self.reason = reason
        self.offset = offset
        self.detail = detail


class Decoded(NamedTuple, Generic[T]):
    """A value, and how many octets it took."""

    value: T
    consumed: int


class Codec(ABC, Generic[T]):
    """How values of one type travel. `name` is the type's name in its own standard."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"<codec {self.name}>"

    @abstractmethod
    def read(self, data: Octets, offset: int) -> tuple[T, int]:
        """Return the value at `offset` and the offset behind it: what codecs of composed values call.

        Raises:
            DecodeError: the octets are not such a value.
        """

    def decode(self, data: Octets, offset: int = 0) -> Decoded[T]:
        """Return the value at `offset` and how many octets it took; more may follow.

        Raises:
            DecodeError: the octets are not such a value.
            ValueError: the offset is negative.
        """
        if offset < 0:
            message = f"an offset of {offset}"
            raise ValueError(message)
        value, end = self.read(data, offset)
        return Decoded(value, end - offset)

    @abstractmethod
    def encode(self, value: T) -> bytes:
        """Return the octets of the value.

        Raises:
            ValueError: the type cannot carry the value.
        """

    def decode_exact(self, data: Octets) -> T:
        """Return the value that the whole of `data` is.

        Raises:
            DecodeError: the octets are not such a value, or more follow it.
        """
        value, end = self.read(data, 0)
        if end != len(data):
            raise DecodeError(Reason.TRAILING, end, f"{len(data) - end} octets follow the {self.name}")
        return value


class AnyCodec(Protocol[T_co]):
    """A codec of any type, as a composed codec holds it: what it reads is known, what it writes is not."""

    # They mean what those of `Codec` do. What may be encoded is left open: each codec has its own type.
    @property
    def name(self) -> str: ...  # noqa: D102
    def read(self, data: Octets, offset: int) -> tuple[T_co, int]: ...  # noqa: D102
    @property
    def encode(self) -> Callable[..., bytes]: ...  # noqa: D102


def encode_with(codec: AnyCodec[object], value: object) -> bytes:
    """Return the octets of a value that should be of the codec's type.

    Raises:
        ValueError: it is not, or the type cannot carry it.
    """
    try:
        return codec.encode(value)
    except (AttributeError, TypeError):
        message = f"{value!r} is no value of {codec.name}"
        raise ValueError(message) from None


def take(data: Octets, offset: int, count: int, what: str) -> bytes:
    """Return `count` octets from `offset`.

    Raises:
        DecodeError: fewer are there.
    """
    end = offset + count
    if end > len(data):
        raise DecodeError(Reason.TRUNCATED, len(data), f"{what} takes {end - len(data)} octets more")
    return bytes(data[offset:end])
