"""What must hold in the DLMS/COSEM dictionary beyond its single lines.

Ranges, defaults and named values fit their types; what points at a class, a class version or a data type
finds it; numbers are given out once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from metermap.core.findings import Findings
from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols import codes
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.dlms.logical_names import RULES
from metermap.protocols.dlms.model import ClassMember, InterfaceClass
from metermap.protocols.dlms.selective_access import SELECTIVE_ACCESS
from metermap.protocols.dlms.types import DATA_TYPE_COLUMNS, dlms_type_names, inline_enumeration, parse_dlms_type
from metermap.protocols.doubts import doubt, repeated
from metermap.protocols.tables import read_table

__all__ = ["check_dlms", "class_versions"]

_CONFIDENCE: Final = ("high", "medium", "low", "")
_STATIC_DYNAMIC: Final = ("S", "D", "")
_POINTS: Final = re.compile(r"structure\{as \w[^:]*\}")
_DEFAULT: Final = re.compile(r"default\s+(-?\d+)")
_SAME_AS: Final = re.compile(r"(\d+) v(\d+)")
_ANY: Final = "*"
_ENUM_VALUES: Final = 1 << 8
_LONGEST_MASK: Final = 1 << 8


def check_dlms(dlms: DlmsDictionary, findings: Findings) -> None:
    """Read everything and collect what is doubtful."""
    classes = list(class_versions(dlms))
    known = {(class_.id, class_.version) for class_ in classes}
    for class_ in classes:
        for kind, members in (("attribute", class_.attributes), ("method", class_.methods)):
            for member in members:
                where = f"class {class_.id} version {class_.version} {kind} {member.index} {member.name}"
                _check_member(where, member, known, findings)
    latest = (found for id_ in dlms.class_ids() if (found := dlms.interface_class(id_)))
    for name in repeated(latest, lambda class_: normal(class_.name)):
        doubt(findings, codes.DUPLICATE, "interface classes", f"two classes are called {name}")
    for unit in repeated(dlms.units(), lambda unit: str(unit.id)):
        doubt(findings, codes.DUPLICATE, "units", f"two units are {unit}")
    _check_data_types(dlms, findings)
    _check_selectors(dlms, findings)
    _check_rules(dlms, findings)
    for overlay in dlms.overlays:
        for logical_name, kept in overlay.objects.items():
            for id_ in kept.class_ids:
                if dlms.interface_class(id_) is None:
                    where = f"{overlay.name} object {logical_name}"
                    doubt(findings, codes.UNRESOLVED, where, f"class {id_}")


def class_versions(dlms: DlmsDictionary) -> Iterator[InterfaceClass]:
    """Yield every version of every class."""
    for id_ in dlms.class_ids():
        latest = dlms.interface_class(id_)
        for version in latest.versions if latest else ():
            class_ = dlms.interface_class(id_, version)
            if class_ is not None:
                yield class_


def _check_member(where: str, member: ClassMember, known: set[tuple[int, int]], findings: Findings) -> None:
    if member.confidence not in _CONFIDENCE:
        doubt(findings, codes.BAD_CELL, where, f"confidence {member.confidence!r}")
    if member.static_dynamic not in _STATIC_DYNAMIC:
        doubt(findings, codes.BAD_CELL, where, f"static or dynamic {member.static_dynamic!r}")
    found = _SAME_AS.fullmatch(member.same_as)
    if member.same_as and (found is None or (int(found[1]), int(found[2])) not in known):
        doubt(findings, codes.UNRESOLVED, where, f"the same as {member.same_as!r}")
    for type_ in _parts(member.type):
        _check_type(where, type_, findings)


def _parts(type_: TypeDescriptor) -> Iterator[TypeDescriptor]:
    yield type_
    if type_.element is not None:
        yield from _parts(type_.element)
    for member in type_.members:
        yield from _parts(member.type)


def _check_type(where: str, type_: TypeDescriptor, findings: Findings) -> None:
    if _POINTS.fullmatch(type_.printed) and not type_.members:
        doubt(findings, codes.UNRESOLVED, where, f"type {type_.printed!r} points at nothing")
    if type_.length is not None and type_.length[1] is not None and type_.length[0] > type_.length[1]:
        doubt(findings, codes.OUT_OF_RANGE, where, f"length {type_.length[0]} is over {type_.length[1]}")
    if type_.kind in (Kind.SIGNED, Kind.UNSIGNED, Kind.ENUM):
        _check_range(where, type_, findings)
    _check_values(where, type_, findings)


def _check_range(where: str, type_: TypeDescriptor, findings: Findings) -> None:
    base = parse_dlms_type(type_.name)
    low, high = type_.minimum, type_.maximum
    if base is None or low is None or high is None or base.minimum is None or base.maximum is None:
        return
    if not base.minimum <= low <= high <= base.maximum:
        doubt(findings, codes.OUT_OF_RANGE, where, f"{low} to {high} is no range of {type_.name}")
    default = _DEFAULT.search(type_.printed)
    if default is not None and not low <= int(default[1]) <= high:
        doubt(findings, codes.OUT_OF_RANGE, where, f"default {default[1]} is outside {low} to {high}")


def _check_values(where: str, type_: TypeDescriptor, findings: Findings) -> None:
    table = inline_enumeration(type_)
    if table is None:
        return
    width = type_.length[0] if type_.length else _LONGEST_MASK
    limit = 1 << width if table.bitmap else _ENUM_VALUES
    for member in table.members:
        if not 0 <= member.value < limit:
            doubt(findings, codes.OUT_OF_RANGE, where, f"{member.name} is {member.value}, outside {type_.name}")
    for value in repeated(table.members, lambda member: str(member.value)):
        doubt(findings, codes.DUPLICATE, where, f"two named values are {value}")
    for name in repeated(table.members, lambda member: normal(member.name)):
        doubt(findings, codes.DUPLICATE, where, f"two named values are called {name}")


def _check_data_types(dlms: DlmsDictionary, findings: Findings) -> None:
    file = dlms.folder / "data_types.csv"
    if not file.exists():  # a finding of whoever reads it
        return
    rows = [row for _, row in read_table(file, DATA_TYPE_COLUMNS, findings)]
    for position, word in enumerate(DATA_TYPE_COLUMNS[:2]):
        for value in repeated(rows, itemgetter(position)):
            doubt(findings, codes.DUPLICATE, "data types", f"two types have the {word} {value}")


def _check_selectors(dlms: DlmsDictionary, findings: Findings) -> None:
    table = read_table(dlms.folder / "selective_access.csv", SELECTIVE_ACCESS, findings)
    for key in repeated((row for _, row in table), lambda row: " ".join(row[:4])):
        doubt(findings, codes.DUPLICATE, f"selective access {key}", "stands there twice")
    for class_id, version, attribute in sorted({row[:3] for _, row in table}):
        class_ = dlms.interface_class(int(class_id), int(version))
        if class_ is None or class_.attribute(int(attribute)) is None:
            where = f"selective access to class {class_id} version {version} attribute {attribute}"
            doubt(findings, codes.UNRESOLVED, where, "the dictionary does not hold it")


def _check_rules(dlms: DlmsDictionary, findings: Findings) -> None:
    """See that the rules for logical names speak of classes and data types that there are, each once."""
    table = read_table(dlms.folder / "logical_names.csv", RULES, findings)
    classes = {str(id_) for id_ in dlms.class_ids()} | {_ANY}
    tags = {str(type_.tag) for name in dlms_type_names() if (type_ := parse_dlms_type(name))} | {_ANY}
    for _, row in table:
        cells = dict(zip(RULES, row, strict=True))
        where = "logical names " + "-".join(cells[group] for group in "abcdef")
        for word, names, there in (("class", cells["class_ids"], classes), ("data type", cells["type_tags"], tags)):
            for lost in sorted(set(names.split()) - there):
                doubt(findings, codes.UNRESOLVED, where, f"{word} {lost}")
    for pattern in repeated((row for _, row in table), lambda row: " ".join(row[:7])):
        doubt(findings, codes.DUPLICATE, f"logical names {pattern}", "two rules for the same names and classes")
