"""Addresses as a ``model.json`` has them, in pydantic; each prints as the address that it stands for."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress, Side
from metermap.core.logical_names import LogicalName, parse_logical_name

__all__ = ["AddressRecord", "Number", "Record", "Text"]

Text = Annotated[str, Field(max_length=40_000)]
Number = Annotated[int, Field(ge=-(2**64), le=2**64)]
"""No bound of a type that travels is further out."""


class Record(BaseModel):
    """A record of which only the named fields are read."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


def _logical_name(value: object) -> LogicalName | None:
    """Return the logical name that a text of a file spells; None, which no address has, if it is none or no text."""
    return parse_logical_name(value) if isinstance(value, str) else None


class _Dlms(Record):
    protocol: Literal["dlms"]
    class_id: Number
    class_name: Text
    logical_name: Annotated[LogicalName, BeforeValidator(_logical_name)]
    access: Access
    index: Number
    name: Text
    member: Text = ""
    selector: Text = ""
    returned: bool = False
    through: Text = ""
    sequence: Text = ""

    def __str__(self) -> str:
        named = (self.class_id, self.class_name, self.logical_name, self.access, self.index, self.name, self.member)
        return str(DlmsAddress(*named, self.selector, self.returned, self.through, self.sequence))


class _Sep(Record):
    protocol: Literal["sep"]
    cluster_id: Number
    cluster: Text
    access: Access
    side: Side
    id: Number
    name: Text
    field: Text = ""
    reply: Text = ""
    reply_id: Number | None = None
    request: Text = ""
    request_id: Number | None = None
    sequence: Text = ""

    def __str__(self) -> str:
        named = (self.cluster_id, self.cluster, self.access, self.side, self.id, self.name, self.field)
        return str(SepAddress(*named, reply=self.reply, request=self.request, sequence=self.sequence))


class _Named(Record):
    protocol: Literal[""]
    kind: Text
    instance: Text
    field: Text = ""

    def __str__(self) -> str:
        return str(NamedAddress(self.kind, self.instance, self.field))


AddressRecord: TypeAlias = Annotated[_Dlms | _Sep | _Named, Field(discriminator="protocol")]
