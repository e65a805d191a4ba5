"""Reading the lines of a ``model.json`` that are compared, in pydantic: the file may be anything.

A field that an earlier metermap did not write is not told and not compared. Names of fields are those of the document
in words; what a word alone does not tell has one in `_TITLES`.
"""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import Field, JsonValue

from metermap.codegen.changes.addresses import AddressRecord, Record, Text
from metermap.codegen.changes.record import Details, Line, Parts

__all__ = ["DetailedModel"]

_Row = int | None
_MOST = 100_000

_TITLES: Final = {
    "han_only": "HAN only",
    "type": "wire type",
    "dictionary_type": "type of the dictionary",
    "allows": "allowed findings",
    "coded": "coded as",
}
_NAMED: Final = frozenset({"id", "place", "cell", "cells"})  # they say which line it is, and where


class _Type(Record):
    printed: Text
    name: Text = ""
    system: Text = ""
    kind: Text = ""
    tag: int | None = None
    octets: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    length: list[int | None] | None = None
    non_value: int | None = None
    enumeration: Text = ""
    members: JsonValue = None
    element: JsonValue = None
    optional: bool = False


class _Allowance(Record):
    codes: list[Text]
    reason: Text


class _Element(Record):
    id: Text
    row: _Row = None
    reference: Text = ""
    section: Text = ""
    item: Text
    path: Text
    category: Text = ""
    data_type: Text = ""
    type: _Type | None = None
    sensitive: bool = False
    readers: Text = ""
    writers: Text = ""
    devices: list[Text] = Field(default_factory=list)
    han_only: bool = False
    errata: list[Text] = Field(default_factory=list)
    cells: dict[Text, Text] = Field(default_factory=dict)

    def line(self) -> Line:
        fields = _fields(self)
        fields.pop("wire type", None)  # it is read from the data type and prints like it
        cells = {_title(name): cell for name, cell in self.cells.items()}
        return Line((self.id,), fields, self.cells.get("path", ""), cells, {"data type": _parts(self.type)})


class _Item(Record):
    device: Text
    section: Text = ""
    category: Text = ""
    item: Text
    data_type: Text = ""
    unit: Text = ""
    range: Text = ""
    access: Text = ""
    depth: Text = ""
    description: Text = ""
    source: Text = ""
    review: Text = ""
    rows: list[int] = Field(default_factory=list)
    errata: list[Text] = Field(default_factory=list)
    cell: Text = ""

    def line(self) -> Line:
        return Line((self.device, self.item, self.section), _fields(self), self.cell)


class _UseCase(Record):
    code: Text
    title: Text = ""
    message_code: Text = ""
    target: Text = ""
    protocol: Text = ""
    message_type: Text = ""
    read_or_update: Text = ""
    future_datable: Text = ""
    replay_protection: Text = ""
    roles: Text = ""
    service_reference: Text = ""
    errata: list[Text] = Field(default_factory=list)
    cell: Text = ""

    def line(self) -> Line:
        return Line((self.code,), _fields(self), self.cell)


class _Statement(Record):
    row: _Row = None
    role: Text = ""
    device: Text
    protocol: Text
    route: Text = ""
    element: Text
    item: Text = ""
    address: AddressRecord | None = None
    type: _Type | None = None
    dictionary_type: Text = ""
    value: Text = ""
    unit: Text = ""
    conversion: Text = ""
    status: Text = ""
    relation: Text = ""
    record: list[list[Text]] = Field(default_factory=list)
    use_cases: list[Text] = Field(default_factory=list)
    roles: dict[Text, list[Text]] = Field(default_factory=dict)
    conditions: list[Text] = Field(default_factory=list)
    coded: list[list[Text]] = Field(default_factory=list)
    only: Text = ""
    becomes: Text = ""
    optional: bool = False
    because: list[Text] = Field(default_factory=list)
    despite: list[Text] = Field(default_factory=list)
    since: Text = ""
    until: Text = ""
    allows: list[_Allowance] = Field(default_factory=list)
    place: Text = ""

    def line(self) -> Line:
        subject = (self.element, "" if self.element else self.item, self.device, self.protocol)
        fields = _fields(self)
        for name in ("element", "item", "device", "protocol"):
            del fields[name]
        finer = {"wire type": _parts(self.type), "address": _parts(self.address)}
        return Line(subject, fields, self.place, finer=finer)


class DetailedModel(Record):
    """A released model of schema version 0, as far as its lines are compared."""

    elements: Annotated[list[_Element], Field(max_length=_MOST)]
    items: Annotated[list[_Item], Field(max_length=_MOST)] = Field(default_factory=list)
    use_cases: Annotated[list[_UseCase], Field(max_length=_MOST)] = Field(default_factory=list)
    statements: Annotated[list[_Statement], Field(max_length=_MOST)] = Field(default_factory=list)

    def details(self) -> Details:
        """Return the lines, in the order of the document."""
        return Details(
            elements=tuple(element.line() for element in self.elements),
            items=tuple(item.line() for item in self.items),
            use_cases=tuple(case.line() for case in self.use_cases),
            statements=tuple(statement.line() for statement in self.statements),
        )


def _title(name: str) -> str:
    return _TITLES.get(name, name.replace("_", " "))


def _fields(record: Record) -> dict[str, str]:
    """Return the fields that the document has, as texts; an address and a type as they print."""
    values = record.model_dump(mode="json", exclude_unset=True, exclude={"address", "type"})
    fields = {_title(name): _text(value) for name, value in values.items() if name not in _NAMED}
    for name in ("address", "type"):
        if name in record.model_fields_set:
            value = getattr(record, name)
            fields[_title(name)] = value.printed if isinstance(value, _Type) else str(value or "")
    return fields


def _text(value: JsonValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dict():
            return "; ".join(f"{name}: {_text(part)}" for name, part in value.items())
        case list():
            return "; ".join(map(_pair, value)) if any(map(_is_nested, value)) else ", ".join(map(_text, value))
        case _:
            return str(value)


def _is_nested(value: JsonValue) -> bool:
    return isinstance(value, list | dict)


def _pair(value: JsonValue) -> str:
    return " = ".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _parts(record: Record | None) -> Parts:
    """Return all that the document says of an address or a type, which print only the most of it."""
    values = record.model_dump(mode="json", exclude_unset=True) if record else {}
    return {_title(name): _text(value) for name, value in values.items()}
