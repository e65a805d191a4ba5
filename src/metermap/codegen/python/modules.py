"""Render the modules of devices and of types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen.python.entry_code import Entry
from metermap.codegen.python.layouts import COSEM_TYPES, SEP_TYPES, Definition
from metermap.codegen.python.runtime import parts

if TYPE_CHECKING:
    from jinja2 import Environment

    from metermap.codegen.bindings.scan import DeviceBindings

__all__ = ["TYPES", "device_context", "types_module"]

TYPES: Final[Mapping[str, str]] = MappingProxyType(
    {COSEM_TYPES: "What DLMS/COSEM composes", SEP_TYPES: "What the commands of Smart Energy carry"}
)
"""The modules of types, each with its title."""

_IN_PARTS: Final = frozenset(parts.__all__)
_STEP_CLASSES: Final = ("Bits", "Element", "Member")
_MODULE: Final = re.compile(r"\b([a-z][a-z_0-9]*)\.[A-Za-z]")
_STRING: Final = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")


def types_module(
    environment: Environment, title: str, definitions: list[Definition], header: str, own: Iterable[str] = ()
) -> str:
    """Return a module of types. `own` are the modules of types of an edition, if it is one of them."""
    code = [text for each in definitions for text in (each.value, *(member.annotation for member in each.members))]
    imports, beside = _imports(code, own)
    return environment.get_template("types.py.jinja").render(
        header=header,
        title=title,
        imports=imports,
        beside=beside,
        is_own=bool(own),
        dated=any("datetime" in member.annotation for each in definitions for member in each.members),
        typed=any(each.members for each in definitions),
        definitions=definitions,
    )


def device_context(device: DeviceBindings, entries: list[Entry], own: Iterable[str] = ()) -> dict[str, object]:
    """Return what the template of a device's module is given of entries; see `types_module` for `own`."""
    kinds = {entry.kind for entry in entries}
    code = [text for entry in entries for _, text in entry.expressions]
    steps = {name for name in _STEP_CLASSES if any(f"{name}(" in text for text in code)}
    imports, beside = _imports(code, own)
    return {
        "title": device.device.title,
        "device": device.device.id,
        "modules": imports,
        "beside": beside,
        "classes": sorted(kind for kind in kinds if kind not in _IN_PARTS),
        "parts": sorted({kind for kind in kinds if kind in _IN_PARTS} | steps),
        "entries": entries,
    }


def _imports(code: Iterable[str], own: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the modules that some code names: those of the package, and those that are an edition's own."""
    named = {name for text in code for name in _MODULE.findall(_STRING.sub("", text))}
    return sorted(named - set(own)), sorted(named & set(own))
