"""Print what dlms-spodes knows of the interface classes and data types, as JSON.

Runs in the environment of the oracles, alone: it imports nothing of metermap. The shape of the output
is that of `tests.oracles.facts.DlmsFacts`. Types go down to the members of structures.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

_HOME = Path(getattr(find_spec("DLMS_SPODES"), "origin", "")).parent

# importing it reads config.toml of the current folder, its own is there, and prints where that is
with contextlib.chdir(_HOME), contextlib.redirect_stdout(io.StringIO()):
    from DLMS_SPODES.cosem_interface_classes import collection
    from DLMS_SPODES.cosem_interface_classes.cosem_interface_class import Classifier, COSEMInterfaceClasses
    from DLMS_SPODES.cosem_interface_classes.overview import ClassID
    from DLMS_SPODES.types import cdt, ut

_STATIC_DYNAMIC = {Classifier.STATIC: "S", Classifier.DYNAMIC: "D"}
_WORDS = {
    "NullData": "null-data",
    "BitString": "bit-string",
    "DoubleLong": "double-long",
    "DoubleLongUnsigned": "double-long-unsigned",
    "OctetString": "octet-string",
    "VisibleString": "visible-string",
    "Utf8String": "utf8-string",
    "LongUnsigned": "long-unsigned",
    "CompactArray": "compact-array",
    "Long64Unsigned": "long64-unsigned",
    "DateTime": "date-time",
}
_BASES = tuple(
    base
    for base in (*cdt.SimpleDataType.__subclasses__(), *cdt.ComplexDataType.__subclasses__())
    if base.TAG is not None
)


def _base(type_: type) -> type | None:
    """Return the data type that a type is sent as: that of its tag, whatever else it inherits."""
    return next((base for base in _BASES if getattr(type_, "TAG", None) == base.TAG), None)


def _number(value: int | bytes) -> int:
    return value if isinstance(value, int) else int.from_bytes(value, "big")


def _word(base: type) -> str:
    return _WORDS.get(base.__name__, base.__name__.lower())


def _type(type_: object) -> dict[str, object]:
    """Return a type with all that is inside it; ``choice`` with the alternatives, ``any`` if nothing is stated."""
    if isinstance(type_, ut.CHOICE):
        return {"name": "choice", "members": [_alternative(part) for part in _parts(type_)]}
    base = _base(type_) if isinstance(type_, type) else None
    if base is None:
        return {"name": "any"}
    found: dict[str, object] = {"name": _word(base)}
    if base is cdt.Array:
        element = getattr(type_, "TYPE", None)
        return found if element is None else {**found, "element": _type(element)}
    if base is cdt.Structure:
        elements = getattr(type_, "ELEMENTS", ())
        return {**found, "members": [{"name": part.NAME, "type": _type(part.TYPE)} for part in elements]}
    values = getattr(type_, "ELEMENTS", None)
    if base is cdt.Enum and values:
        return {**found, "values": sorted(map(_number, values))}
    size = getattr(type_, "SIZE", None)
    return found if size is None else {**found, "length": int(size)}


def _parts(choice: ut.CHOICE) -> Iterator[object]:
    """Yield the alternatives; a tag may stand for several, told apart by their length."""
    for part in getattr(choice, "ELEMENTS", {}).values():
        yield from (inner.TYPE for inner in part.values()) if isinstance(part, dict) else (part.TYPE,)


def _alternative(part: object) -> dict[str, object]:
    type_ = _type(part)
    return {"name": type_["name"], "type": type_}


def _layout(class_: type[COSEMInterfaceClasses]) -> dict[str, object]:
    named = {"index": 1, "name": "logical_name", "type": {"name": "octet-string", "length": 6}, "static_dynamic": "S"}
    attributes = [
        {
            "index": index,
            "name": element.NAME,
            "type": _type(element.DATA_TYPE),
            "static_dynamic": _STATIC_DYNAMIC.get(element.classifier, ""),
        }
        for index, element in enumerate(class_.A_ELEMENTS, 2)
    ]
    methods = [
        {"index": index, "name": element.NAME, "type": _type(element.DATA_TYPE)}
        for index, element in enumerate(class_.M_ELEMENTS, 1)
    ]
    return {"attributes": [named, *attributes], "methods": methods}


def _maps() -> Iterator[dict[int, type[COSEMInterfaceClasses]]]:
    yield from (value for value in vars(collection).values() if isinstance(value, collection.ClassMap))


def _classes() -> Iterator[dict[str, object]]:
    found: dict[tuple[int, int], dict[str, object]] = {}
    for versions in _maps():
        for number, class_ in versions.items():
            inside = getattr(class_, "A_ELEMENTS", None)
            own = not class_.__module__.startswith(f"{_HOME.name}.cosem_interface_classes.implementations")
            if own and inside:  # a version without them is a place-holder
                id_ = int(class_.CLASS_ID)
                found[id_, number] = {"id": id_, "version": number, "name": class_.__name__, **_layout(class_)}
    yield from (found[key] for key in sorted(found))


def main() -> None:
    """Write the facts to standard output."""
    names = {name: value for name, value in vars(ClassID).items() if isinstance(value, ut.CosemClassId)}
    facts = {
        "packages": {"dlms-spodes": version("dlms-spodes")},
        "classes": list(_classes()),
        "class_names": [{"id": int(value), "name": name} for name, value in names.items()],
        "units": [],
        "data_types": [
            {"tag": int.from_bytes(base.TAG, "big"), "name": _word(base), "octets": getattr(base, "LENGTH", None)}
            for base in _BASES
        ],
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main()
