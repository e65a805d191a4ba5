"""Fields and values of the released model in words, as reports and pages show them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final, cast

from metermap.codegen.changes.model import Kind, Record

if TYPE_CHECKING:
    from pydantic import JsonValue, TypeAdapter

    from metermap.codegen.changes.addresses import AddressRecord

__all__ = ["address_text", "field_title", "line_key", "line_name", "said", "value_text"]

_TITLES: Final = {
    "han_only": "HAN only",
    "type": "wire type",
    "dictionary_type": "type of the dictionary",
    "allows": "allowed findings",
    "coded": "coded as",
}
_HEXADECIMAL: Final = {
    "address.cluster_id": 4,
    "address.id": 4,
    "address.reply_id": 2,
    "address.request_id": 2,
    "address.read_with": 2,
}
"""The fields that the protocol writes in hexadecimal digits, with how many at least."""


def field_title(name: str, kind: Kind = Kind.STATEMENT) -> str:
    """Return the name of a field in words, such as ``address: logical name``; a type is what it is printed as.

    The type of a statement is that on the wire, of an element that of the catalogue.
    """
    titles = {**_TITLES, "type": "catalogue type"} if kind is Kind.ELEMENT else _TITLES
    return ": ".join(titles.get(part, part.replace("_", " ")) for part in name.removesuffix(".printed").split("."))


def value_text(name: str, value: JsonValue) -> str:
    """Return the value of a field in words; nothing where it is null."""
    if name == "address":
        return address_text(value)
    if name in _HEXADECIMAL and isinstance(value, int):
        return f"0x{value:0{_HEXADECIMAL[name]}X}"
    return _text(value)


def address_text(value: JsonValue) -> str:
    """Return an address of the released model as it prints, empty where there is none."""
    return str(_addresses().validate_python(value, strict=False)) if value is not None else ""


@cache
def _addresses() -> TypeAdapter[AddressRecord]:
    from pydantic import TypeAdapter  # noqa: PLC0415  (slow to import, and many differences name no address)

    from metermap.codegen.changes.addresses import AddressRecord  # noqa: PLC0415

    return TypeAdapter(AddressRecord)


def _text(value: JsonValue) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dict():
            return _object(value)
        case list():
            return "; ".join(map(_pair, value)) if any(map(_is_nested, value)) else ", ".join(map(_text, value))
        case _:
            return str(value)


def _object(value: dict[str, JsonValue]) -> str:
    """Return a type or a member as it prints, an allowance with its reason, and anything else part by part."""
    match value:
        case {"printed": str(printed)}:
            return printed
        case {"codes": list(codes), "reason": str(reason)}:
            return f"{_text(codes)}: {reason}"
        case {"name": str(name), "type": {"printed": str(printed)}}:
            return f"{name}: {printed}"
        case _:
            return "; ".join(f"{name}: {_text(part)}" for name, part in value.items())


def _is_nested(value: JsonValue) -> bool:
    return isinstance(value, list | dict)


def _pair(value: JsonValue) -> str:
    return " = ".join(map(_text, value)) if isinstance(value, list) else _text(value)


def line_name(kind: Kind, record: Record) -> str:
    """Return what people call a line; of a statement of an element only the item, if it is told.

    Of a field of the protocol alone, with the place in its address: ``Clock.clock_base``, ``Tariff.scaler_unit.unit``.
    """
    match kind:
        case Kind.ELEMENT:
            return ".".join(filter(None, (said(record, "item"), said(record, "path"))))
        case Kind.ITEM:
            return said(record, "item")
        case Kind.STATEMENT:
            return ".".join(filter(None, (said(record, "item"), "" if record.get("element") else _inside(record))))
        case _:
            return line_key(kind, record)


def _inside(record: Record) -> str:
    """Return the attribute or command of a statement's address, with the member or field inside it."""
    address = record.get("address")
    if not isinstance(address, dict):
        return ""
    parts = (address.get(name) for name in ("name", "member", "field"))
    return ".".join(part for part in parts if isinstance(part, str) and part).replace(".[", "[")


def line_key(kind: Kind, record: Record) -> str:
    """Return what names a line in its list: its id, code or key; device, section and item of a fact."""
    match kind:
        case Kind.DEVICE | Kind.ELEMENT:
            return said(record, "id")
        case Kind.USE_CASE:
            return said(record, "code")
        case Kind.STATEMENT:
            return said(record, "key")
        case Kind.ITEM:
            return "; ".join(filter(None, (said(record, name) for name in ("device", "section", "item"))))


def said(record: Record, name: str) -> str:
    """Return a text of a line, empty where it is not told."""
    return cast("str", record.get(name) or "")
