"""Rows of a DLMS/COSEM mapping table as lines of a draft.

The dictionary names attributes and methods by their numbers (DLMS UA Blue Book), and knows the
type names that printed member paths contain besides member names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access
from metermap.core.logical_names import LogicalName, NotALogicalName, read_logical_name
from metermap.mappings import import_codes as codes
from metermap.mappings.import_lines import Level, Line, use_case_codes

if TYPE_CHECKING:
    from metermap.core.findings import Findings
    from metermap.mappings.import_rows import TableRow
    from metermap.protocols import DlmsDictionary, InterfaceClass

__all__ = ["DlmsLines"]

MAX_STEPS: Final = 64
_SELECTOR: Final = "range_descriptor"
_NOT_SPECIFIED: Final = "not specified"
_NO_TYPE: Final = {"", "-", "--", "exceptional"}
_INPUT: Final = re.compile(r"^methodInput\s*:", re.IGNORECASE)
_RETURNED: Final = re.compile(r"^(methodOutput|alertOutput)\s*:", re.IGNORECASE)


class DlmsLines:
    """Turns rows into lines; faults go to `findings`."""

    def __init__(self, dictionary: DlmsDictionary, findings: Findings) -> None:
        self.dictionary = dictionary
        self.findings = findings
        self.type_names = {_plain(name) for name in dictionary.type_names()}

    def line(self, row: TableRow, number: int, path: str, ours: str) -> Line | None:
        """Return the line of a row; `path` is its element path as printed, `ours` as the language writes it."""
        use_cases = use_case_codes(row["use_cases"])
        if row["logical_name"].lower() == _NOT_SPECIFIED:
            return self._alert(row, number, ours, use_cases)
        name = read_logical_name(row["logical_name"])
        interface_class = self.dictionary.interface_class(row["class_id"]) if row["class_id"].isdigit() else None
        deep = row["attribute_name"].count(".") > MAX_STEPS
        if isinstance(name, NotALogicalName):
            message = f"row {number}: '{row['logical_name']}' is no logical name: {name.reason}"
            self.findings.add(codes.ROW_LEFT_OUT.at(row.place, message, expected=name.expected, help=name.help))
            return None
        if interface_class is None or not re.fullmatch(r"\d{1,3}", row["number"]) or deep:
            message = f"row {number}: '{row['class_id']}', '{row['logical_name']}', '{row['number']}' is no address"
            self.findings.add(codes.ROW_LEFT_OUT.at(row.place, message))
            return None
        access = Access.METHOD if row["access"].upper().startswith("M") else Access.ATTRIBUTE
        index = int(row["number"])
        key = self._name(interface_class, access, index, row)
        levels = self._levels(row, interface_class, name, access, index, key, path)
        fixed = self._fixed(row, levels, element=bool(ours))
        clauses = _clauses(row["dlms_type"])
        return Line(
            f"{interface_class.camel} {name}",
            levels,
            ours,
            fixed,
            (number,),
            clauses,
            use_cases,
            _note(row["constant"]),
        )

    def _alert(self, row: TableRow, number: int, ours: str, use_cases: tuple[str, ...]) -> Line:
        return Line(
            f"Alert({use_cases[0] if use_cases else '_'})",
            (Level("field", row["attribute_name"]),),
            ours,
            "" if ours else "_",
            (number,),
            _clauses(row["dlms_type"]),
            use_cases,
            reason="'Not specified' is printed as class and as logical name",
        )

    def _name(self, interface_class: InterfaceClass, access: Access, index: int, row: TableRow) -> str:
        member = interface_class.method(index) if access is Access.METHOD else interface_class.attribute(index)
        if member is not None:
            return member.name
        message = f"{interface_class.name} (class {interface_class.id}) has no {access.value} {index}"
        self.findings.add(codes.UNKNOWN_NUMBER.at(row.place, message))
        return row["attribute_name"].partition(":")[0].replace(" ", "") or f"@{index}"

    def _levels(  # noqa: PLR0917  (an address has these parts)
        self,
        row: TableRow,
        interface_class: InterfaceClass,
        name: LogicalName,
        access: Access,
        index: int,
        key: str,
        path: str,
    ) -> tuple[Level, ...]:
        printed = _steps(row["attribute_name"].partition(":")[2])
        if printed and printed[0] == _SELECTOR:
            return (Level("field", key), Level("by", _SELECTOR), *(Level("field", step) for step in printed[1:]))
        if printed and _plain(printed[0]) == _plain(key):
            own = printed.pop(0)
            key += own[len(own.split("[", 1)[0]) :] if access is Access.ATTRIBUTE else ""
        address = (interface_class.id, name, access, index)
        returned = bool(_RETURNED.match(path)) and access is Access.METHOD
        steps = self._members(printed, address, returned=returned)
        if access is Access.ATTRIBUTE:
            return (Level("field", key), *(Level("field", step) for step in steps))
        if not steps and _INPUT.match(path):
            steps = ["_"]  # an argument that the table does not name
        inside = tuple(Level("field", step) for step in steps)
        return (Level("call", key), *((Level("returns", ""),) if returned else ()), *inside)

    def _members(
        self, printed: list[str], address: tuple[int, LogicalName, Access, int], *, returned: bool
    ) -> list[str]:
        """Drop type names: known ones, and a step that leads nowhere before one that leads on."""
        kept: list[str] = []
        for at, step in enumerate(printed):
            if _plain(step) in self.type_names:
                continue
            so_far = tuple(_plain_name(part) for part in kept)
            here = self.dictionary.type_at(*address, (*so_far, _plain_name(step)), returned=returned)
            following = printed[at + 1 : at + 2]
            if here is None and following:
                beyond = (*so_far, _plain_name(following[0]))
                if self.dictionary.type_at(*address, beyond, returned=returned) is not None:
                    continue
            kept.append(step)
        return kept

    def _fixed(self, row: TableRow, levels: tuple[Level, ...], *, element: bool) -> str:
        value = _constant(row["constant"])
        if not value and re.match(r"octet-string\(0\)", row["dlms_type"]) and not element:
            value = '""'
        if not value:
            return "" if element else "_"
        is_unit = levels[-1].key.endswith("unit") and row["dlms_type"].startswith("enum") and value.isdigit()
        unit = self.dictionary.unit(int(value)) if is_unit else None
        return unit.symbol if unit is not None and re.fullmatch(r"[A-Za-z]\w*", unit.symbol) else value


def _steps(text: str) -> list[str]:
    """Split a printed member path; ``[1..1]`` is ``[1]``, ``[2of2..2]`` is ``[2]``."""
    text = re.sub(r"\[1\.\.1\]", "[1]", text.replace(" ", ""))
    text = re.sub(r"\[(\d+)of[\d.]+\]", r"[\1]", text)
    return [step.replace("~", "..") for step in text.replace("..", "~").split(".") if step]


def _plain(step: str) -> str:
    return re.sub(r"[\W_]+", "", step.split("[", 1)[0]).lower()


def _plain_name(step: str) -> str:
    return step.split("[", 1)[0]


def _constant(text: str) -> str:
    """Return the constant that a cell prints: ``||0x05`` and ``'0-0:1.0.0.255||0x...`` give what is behind the bars."""
    value = text.rpartition("||")[2].strip()
    if value in {"", "-", "--"}:
        return ""
    if value == "0x":
        return '""'
    found = re.match(r"-?(0x[0-9A-Fa-f]+|0b[01]+|\d+)", value)
    others = re.findall(r"\bor (0x[0-9A-Fa-f]+|\d+)", value)
    return " | ".join([found[0], *others]) if found else ""


def _note(text: str) -> str:
    return f"printed: {text}" if "(" in text else ""


def _clauses(printed: str) -> tuple[str, ...]:
    kind, _, marks = printed.partition("[[")
    kind = kind.strip()
    made: list[str] = []
    if kind.lower().startswith("null"):
        made += ["as null-data"] + ([f"despite \"the source prints '{kind}'\""] if kind.lower() != "null" else [])
    elif re.fullmatch(r"[a-z][a-z0-9-]*(\(\d{1,9}\))?", kind) and kind not in _NO_TYPE:
        made.append(f"as {kind}")
    if "TWIN_ELEMENT" in marks:
        made.append("when variant = twin_element")
    if "OPTIONAL" in marks:
        made.append("optional")
    return tuple(made)
