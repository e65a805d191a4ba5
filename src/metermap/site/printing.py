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
_ANY: Final = 0xFF
_UNSET: Final[Mapping[str, int]] = MappingProxyType({"year": 0xFFFF})


def form_of(codec: str) -> Form | None:
    """Return the form of the values of a codec; None for one that snippets do not print, such as floats."""
    if _UNSIGNED.fullmatch(codec):
        return Form.UNSIGNED
    return Form.SIGNED if _SIGNED.fullmatch(codec) else _FORMS.get(codec)


def printed_in_python(form: Form, expression: str, value: Json) -> Printed:
    """Return how Python prints the value that an expression gives; `value` is as the vectors write it."""
    match form, value:
        case ((Form.DATE_TIME | Form.DATE | Form.TIME), Mapping()):
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
    if isinstance(value, Mapping):
        return _several_in_c(form, f"{name}.as.{form.value.replace('-', '_')}", value)
    code, line = _IN_C.get(form, _NUMBER_IN_C), str(value)
    if form is Form.BOOLEAN:
        line = line.lower()
    return Printed(tuple(each.replace("@", f"{name}.as") for each in code), line)


# What prints a form; @ stands for the union of the value.
_NUMBER_IN_C: Final = ('printf("%" PRIu64 "\\n", @.number);',)
_IN_C: Final[Mapping[Form, tuple[str, ...]]] = MappingProxyType(
    {
        Form.BOOLEAN: ('puts(@.boolean ? "true" : "false");',),
        Form.SIGNED: ('printf("%" PRId64 "\\n", @.signed_number);',),
        Form.TEXT: ('printf("%.*s\\n", (int)@.octets.size, (const char *)@.octets.data);',),
        Form.OCTETS: (
            "for (size_t i = 0; i < @.octets.size; i++) {",
            '    printf("%02x", @.octets.data[i]);',
            "}",
            'puts("");',
        ),
        Form.BITS: (
            "for (uint32_t i = 0; i < @.bits.count; i++) {",
            "    putchar(@.bits.data[i / 8u] & (0x80u >> i % 8u) ? '1' : '0');",
            "}",
            'puts("");',
        ),
    }
)


def _several_in_c(form: Form, struct: str, value: Mapping[str, Json]) -> Printed:
    """Return how C prints the fields of a moment, or a scaler and a unit."""
    if form is Form.SCALER_UNIT:
        code = f'printf("%d %u\\n", {struct}.scaler, {struct}.unit);'
        return Printed((code,), f"{value['scaler']} {value['unit']}")
    fields = _FIELDS[form]
    code = f'printf("{" ".join(["%u"] * len(fields))}\\n", {", ".join(f"{struct}.{field}" for field, _ in fields)});'
    said = (_UNSET.get(name, _ANY) if value[name] is None else value[name] for _, name in fields)
    return Printed((code,), " ".join(map(str, said)))
