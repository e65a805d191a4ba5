"""Addresses: where a protocol keeps something.

Frozen border, see docs/decisions. An address is plain data and says nothing of whether a
dictionary knows it. `str(address)` is canonical: equal addresses print alike, and the other way.
Indices in `member` and `field` paths are ranges as the mapping states them
(``buffer[1..25].boost_end``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeAlias

from metermap.core.logical_names import LogicalName

__all__ = ["Access", "Address", "DlmsAddress", "NamedAddress", "SepAddress", "Side", "address_key"]


class Access(StrEnum):
    """How the thing is reached."""

    ATTRIBUTE = "attribute"
    METHOD = "method"
    COMMAND = "command"


class Side(StrEnum):
    """Which side of a cluster: holds an attribute, or sends a command."""

    SERVER = "server"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class DlmsAddress:
    """An attribute or method of a COSEM object, or a part of it.

    `member` is the path inside the attribute's value or the method's data, without the
    attribute's own name; empty for the whole. `selector` names the selective access whose
    parameter `member` is. `returned` is true for a part of a method's return value.
    `through` is the object that gives access to this one (data protection), empty if none.
    `sequence` says which of a series of calls of the method it is, ``[3]`` or ``[1..12]``; empty for
    a single call.
    """

    class_id: int
    class_name: str
    logical_name: LogicalName
    access: Access
    index: int
    name: str
    member: str = ""
    selector: str = ""
    returned: bool = False
    through: str = ""
    sequence: str = ""

    @property
    def object(self) -> str:
        """Return the object's key: class id and logical name."""
        return f"{self.class_id}/{self.logical_name}"

    def __str__(self) -> str:
        mark = "M" if self.access is Access.METHOD else "A"
        text = f"{self.object}/{mark}{self.index} {self.name}{self.sequence}"
        if self.selector:
            text += f" by {self.selector}"
        if self.returned:
            text += " returns"
        if self.member:
            text += f": {self.member}"
        return f"{text} through {self.through}" if self.through else text


@dataclass(frozen=True, slots=True)
class SepAddress:
    """An attribute of a Smart Energy cluster, or a command or one of its fields.

    `side` holds the attribute or sends the command. `id` is the attribute or command id;
    `name` its dictionary name. `field` is the path of the field within the command's payload or
    of the part within the attribute; empty for the whole; ``_`` where the source names none.
    `reply` names the command that answers (``DefaultResponse``), with `reply_id`.
    `request` names the command that this one, a response, answers.
    `sequence` says which of a series of commands it is, ``[3]`` or ``[1..n]``; empty for a single one.
    """

    cluster_id: int
    cluster: str
    access: Access
    side: Side
    id: int
    name: str
    field: str = ""
    reply: str = ""
    reply_id: int | None = None
    request: str = ""
    request_id: int | None = None
    sequence: str = ""

    def __str__(self) -> str:
        kind = "command" if self.access is Access.COMMAND else "attribute"
        number = f"0x{self.id:0{self._width}X}"
        text = f"0x{self.cluster_id:04X} {self.cluster}/{self.side.value} {kind} {number} {self.name}{self.sequence}"
        if self.field:
            text += f": {self.field}"
        if self.request:
            text += f" answering {self.request}"
        return text

    @property
    def _width(self) -> int:
        return 2 if self.access is Access.COMMAND else 4


@dataclass(frozen=True, slots=True)
class NamedAddress:
    """A home that is no object: an alert or a message, known by the code of its use case."""

    kind: str
    instance: str
    field: str = ""

    def __str__(self) -> str:
        text = f"{self.kind}({self.instance})"
        return f"{text}: {self.field}" if self.field else text


Address: TypeAlias = DlmsAddress | SepAddress | NamedAddress


def address_key(address: Address | None) -> str:
    """Return what names the attribute, method or command an address lies in, without the part of it that is meant."""
    match address:
        case DlmsAddress():
            return str(replace(address, member="", through=""))
        case SepAddress():
            return str(replace(address, field="", request="", request_id=None))
        case None:
            return "no address"
        case _:
            return str(replace(address, field=""))
