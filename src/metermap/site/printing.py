"""How a snippet prints a decoded value, in Python and in C, and what then stands on the screen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metermap.codegen.vectors.model import Json

__all__ = ["Form", "Printed", "form_of", "printed_in_c", "printed_in_python"]


class Form(StrEnum):
    """What a decoded value is, as far as printing goes."""

    BOOLEAN = "boolean"
    UNSIGNED = "unsigned"
    SIGNED = "signed"
    OCTETS = "octets"
    TEXT = "text"
    BITS = "bits"
    DATE_TIME = "date-time"
    DATE = "date"
    TIME = "time"
    UTC = "UTC"
    SCALER_UNIT = "scaler_unit"


@dataclass(frozen=True, slots=True)
class Printed:
    """Lines of code that print a value, and the line that they print."""

    code: tuple[str, ...]
    line: str


_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
_UNSIGNED: Final = re.compile(r"(?:data|map|uint|enum)\d+|(?:\w+-)*unsigned|enum|clusterId|attribId|bacOID|EUI64")
_SIGNED: Final = re.compile(r"int\d+|integer|long|double-long|long64|delta-(?:integer|long|double-long)")
_FORMS: Final[Mapping[str, Form]] = MappingProxyType(
    {
        **dict.fromkeys(("boolean", "bool"), Form.BOOLEAN),
        **dict.fromkeys(("octet-string", "octstr", "octstr16", "key128", "octets", "rest"), Form.OCTETS),
        **dict.fromkeys(("visible-string", "utf8-string", "string", "string16"), Form.TEXT),
        **dict.fromkeys(("date-time", "date-time-tagged"), Form.DATE_TIME),
        **dict.fromkeys(("date", "date-tagged"), Form.DATE),
        **dict.fromkeys(("time", "time-tagged", "ToD"), Form.TIME),
        "bit-string": Form.BITS,
        "UTC": Form.UTC,
        "scaler_unit": Form.SCALER_UNIT,
    }
)
_DATE: Final = ("year", "month", "day")
_TIME: Final = ("hour", "minute", "second")
# Fields that a snippet prints of a moment: where they are in the value, and what the vectors call them.
_FIELDS: Final[Mapping[Form, tuple[tuple[str, str], ...]]] = MappingProxyType(
    {
        Form.DATE_TIME: (*((f"date.{name}", name) for name in _DATE), *((f"time.{name}", name) for name in _TIME)),
        Form.DATE: tuple((name, name) for name in _DATE),
        Form.TIME: tuple((name, name) for name in _TIME),
    }
)
_ANY_YEAR: Final = 0xFFFF
_ANY: Final = 0xFF


def form_of(codec: str) -> Form | None:
    """Return the form of the values of a codec; None for one that snippets do not print, such as floats."""
    if _UNSIGNED.fullmatch(codec):
        return Form.UNSIGNED
    return Form.SIGNED if _SIGNED.fullmatch(codec) else _FORMS.get(codec)


def printed_in_python(form: Form, expression: str, value: Json) -> Printed:
    """Return how Python prints the value that an expression gives; `value` is as the vectors write it."""
    match form, value:
        case (Form.DATE_TIME | Form.DATE | Form.TIME), Mapping():
            fields = _FIELDS[form]
            code = (f"moment = {expression}", f"print({', '.join(f'moment.{field}' for field, _ in fields)})")
            return Printed(code, " ".join(str(value[name]) for _, name in fields))
        case Form.SCALER_UNIT, Mapping():
            return Printed((f"print(*{expression})",), f"{value['scaler']} {value['unit']}")
        case Form.UTC, int():
            return Printed((f"print({expression})",), str(_EPOCH + timedelta(seconds=value)))
        case Form.OCTETS, _:
            return Printed((f"print({expression}.hex())",), str(value))
        case _:
            return Printed((f"print({expression})",), str(value))


def printed_in_c(form: Form, name: str, value: Json) -> Printed:
    """Return how C prints a value of type ``gb_value`` that is called `name`."""
    union = f"{name}.as"
    match form, value:
        case (Form.DATE_TIME | Form.DATE | Form.TIME), Mapping():
            return _moment_in_c(form, union, value)
        case Form.SCALER_UNIT, Mapping():
            code = f'printf("%d %u\\n", {union}.scaler_unit.scaler, {union}.scaler_unit.unit);'
            return Printed((code,), f"{value['scaler']} {value['unit']}")
        case Form.BOOLEAN, _:
            return Printed((f'puts({union}.boolean ? "true" : "false");',), str(value).lower())
        case Form.SIGNED, _:
            return Printed((f'printf("%" PRId64 "\\n", {union}.signed_number);',), str(value))
        case Form.TEXT, _:
            text = f"(int){union}.octets.size, (const char *){union}.octets.data"
            return Printed((f'printf("%.*s\\n", {text});',), str(value))
        case Form.OCTETS, _:
            each = f'    printf("%02x", {union}.octets.data[i]);'
            return Printed((f"for (size_t i = 0; i < {union}.octets.size; i++) {{", each, "}", 'puts("");'), str(value))
        case Form.BITS, _:
            each = f"    putchar({union}.bits.data[i / 8u] & (0x80u >> i % 8u) ? '1' : '0');"
            return Printed((f"for (uint32_t i = 0; i < {union}.bits.count; i++) {{", each, "}", 'puts("");'), str(value))
        case _:
            return Printed((f'printf("%" PRIu64 "\\n", {union}.number);',), str(value))


def _moment_in_c(form: Form, union: str, value: Mapping[str, Json]) -> Printed:
    fields = _FIELDS[form]
    member = form.value.replace("-", "_")
    places = ", ".join(f"{union}.{member}.{field}" for field, _ in fields)
    code = f'printf("{" ".join(["%u"] * len(fields))}\\n", {places});'
    unset = {"year": _ANY_YEAR}
    said = (unset.get(name, _ANY) if value[name] is None else value[name] for _, name in fields)
    return Printed((code,), " ".join(map(str, said)))
