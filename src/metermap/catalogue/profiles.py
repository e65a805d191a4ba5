"""What the profile of a workbook says about the columns of one part, by field instead of by header."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeVar

from metermap.catalogue import codes
from metermap.catalogue.columns import PARTS, Column, folded
from metermap.core.findings import Code, Findings
from metermap.core.suggest import did_you_mean
from metermap.core.workspace import NumberLocale, WorkbookProfile, Workspace

if TYPE_CHECKING:
    from metermap.catalogue.table import Layout

__all__ = ["PartProfile", "check_profiles", "cross_field", "part_profile", "report_unused", "wanted_sheets"]

Entry = TypeVar("Entry")

_NO_CONSTANTS = frozenset({"id", "row", "rows"})  # one value for all rows would be no id and no number
_CROSS = "cross: "  # begins the field of a column with crosses, so that it is no other column's
_MARKED = frozenset({"devices", "readers", "writers", "roles"})  # what lists several values


@dataclass(frozen=True, slots=True)
class PartProfile:
    """How the sheets of a part say what they say; fields are those of `columns`.

    `names` maps a folded header text to its field, `further` a field to such texts beside its standard
    header, `constants` a field to its value, `meanings` a field to what a folded text in it stands
    for. `marks` maps a field to those that stand for it, one for each of its values: these columns
    hold crosses. `needed` are the fields whose column must be there.
    """

    columns: Sequence[Column]
    names: Mapping[str, str]
    needed: frozenset[str]
    further: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header_rows: Literal[1, 2] | None = None
    fill: frozenset[str] = frozenset()
    constants: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    id_from: tuple[str, ...] = ()
    whole_numbers: frozenset[str] = frozenset()
    hidden: Literal["read", "skip", "refuse"] | None = None
    struck: Literal["read", "skip", "withdrawn"] | None = None
    numbers: NumberLocale | None = None

    @property
    def words(self) -> frozenset[str]:
        """Return the folded texts of `names` and their halves around ``/``: a header row holds one or more of them."""
        return frozenset(word for text in self.names for word in (text, *text.split(" / ")))

    @property
    def headers(self) -> dict[str, str]:
        """Return the header of each field, as messages quote it."""
        crosses = {name: name.removeprefix(_CROSS) for names in self.marks.values() for name in names}
        return {column.field: column.header for column in self.columns} | crosses


def part_profile(profile: WorkbookProfile, columns: Sequence[Column]) -> PartProfile:
    """Return what `profile` says about the part that has `columns`; other columns' entries are left out."""
    fields = {folded(column.header): column.field for column in columns}
    constants = _by_field(profile.constants, fields)
    further = _by_field(profile.headers, fields)
    marks = {
        name: {cross_field(text): meant for text, meant in texts.items()}
        for name, texts in _by_field(profile.marks, fields).items()
    }
    crosses = {name: name.removeprefix(_CROSS) for names in marks.values() for name in names}
    spared = {*constants, *_fields(profile.lacks, fields), *marks, *(["id"] if profile.id_from else [])}
    needed = {column.field for column in columns if not column.optional} - spared
    return PartProfile(
        columns=columns,
        names=_names(columns, further) | {folded(text): name for name, text in crosses.items()},
        further=further,
        needed=frozenset(needed | crosses.keys()),
        header_rows=profile.header_rows,
        fill=frozenset(_fields(profile.fill, fields)),
        constants=constants,
        marks=marks,
        meanings={
            name: {folded(said): meant for said, meant in texts.items()}
            for name, texts in _by_field(profile.values, fields).items()
        },
        id_from=tuple(_fields(profile.id_from, fields)),
        whole_numbers=frozenset(_fields(profile.whole_numbers, fields)),
        hidden=profile.hidden,
        struck=profile.struck,
        numbers=profile.numbers,
    )


def _by_field(table: Mapping[str, Entry], fields: Mapping[str, str]) -> dict[str, Entry]:
    return {fields[folded(header)]: entry for header, entry in table.items() if folded(header) in fields}


def _fields(headers: Iterable[str], fields: Mapping[str, str]) -> list[str]:
    return [fields[folded(header)] for header in headers if folded(header) in fields]


def _names(columns: Sequence[Column], further: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the field of each header text; the profile may give a column the standard header of another."""
    names = {folded(column.header): column.field for column in columns}
    return names | {folded(text): name for name, texts in further.items() for text in texts}


def cross_field(text: str) -> str:
    """Return the field of the column with crosses that `text` heads."""
    return f"{_CROSS}{text}"


def wanted_sheets(profile: WorkbookProfile) -> dict[str, tuple[str, ...]]:
    """Return the names and patterns of each part of `PARTS`."""
    return {
        "elements": profile.elements,
        "han_only": profile.han_only,
        "items": profile.items,
        "use_cases": profile.use_cases,
    }


def report_unused(profile: WorkbookProfile, layouts: Mapping[str, Sequence[Layout]], findings: Findings) -> None:
    """Report what the profile says of columns although no sheet needs it; `layouts` are those found, by part."""
    report = _Report(profile, findings)
    there: set[str] = set()
    lacking: set[str] = set()
    for part, found in layouts.items():
        for column in PARTS[part]:
            for layout in found:
                (there if column.field in layout.columns else lacking).add(folded(column.header))
    for key, headers, needed in (
        ("fill", profile.fill, there),
        ("values", profile.values, there),
        ("whole_numbers", profile.whole_numbers, there),
        ("lacks", profile.lacks, lacking),
        ("constants", profile.constants, lacking),
        ("marks", profile.marks, lacking),
        ("id_from", profile.id_from and [PARTS["elements"][0].header], lacking),
    ):
        for header in headers:
            if folded(header) not in needed:
                why = "no sheet has that column" if needed is there else "every sheet has that column"
                report.add(codes.UNUSED_ENTRY, (key, header), f"{key} names {header!r:.60}, and {why}")


def check_profiles(workspace: Workspace, findings: Findings) -> bool:
    """Report what the profiles say about columns that there are not, or twice; return whether they are sound."""
    faults = len(findings)
    for profile in workspace.workbooks:
        report = _Report(profile, findings)
        _check_headers(profile, report)
        _check_texts(profile, report)
        _check_values(profile, [device.id for device in workspace.devices], report)
    return len(findings) == faults


@dataclass(frozen=True, slots=True)
class _Report:
    profile: WorkbookProfile
    findings: Findings

    def add(self, code: Code, key: tuple[str, ...], message: str, expected: str = "") -> None:
        """Report a fault at the line that sets `key`."""
        told = f"{self.profile.file}: {message}"
        self.findings.add(code.at(self.profile.place_of(*key), told, subject=told, expected=expected))


def _standard_headers(*, but: Collection[str] = (), only: Callable[[Column], bool] = lambda _: True) -> dict[str, str]:
    """Return the standard headers of all parts: folded text -> text."""
    columns = [column for part in PARTS.values() for column in part if column.field not in but and only(column)]
    return {folded(column.header): column.header for column in columns}


def _check_headers(profile: WorkbookProfile, report: _Report) -> None:
    """See that each key names columns that it may name."""
    named: tuple[tuple[str, Iterable[str], Mapping[str, str]], ...] = (
        ("headers", profile.headers, _standard_headers()),
        ("fill", profile.fill, _standard_headers(but={"id", "row", "rows"})),
        ("lacks", profile.lacks, _standard_headers(only=lambda column: not column.filled or column.field == "row")),
        ("constants", profile.constants, _standard_headers(but=_NO_CONSTANTS)),
        ("values", profile.values, _standard_headers(but={"row", "rows"})),
        ("marks", profile.marks, _standard_headers(only=lambda column: column.field in _MARKED)),
        ("id_from", profile.id_from, _standard_headers(but={"id"})),
        ("whole_numbers", profile.whole_numbers, _standard_headers(but={"row", "rows"})),
    )
    for key, headers, known in named:
        for header in headers:
            if folded(header) not in known:
                expected = did_you_mean(header, known.values()) or "one of " + ", ".join(known.values())
                message = f"{key} names {header!r:.60}, which it cannot"
                report.add(codes.UNKNOWN_COLUMN, (key, header), message, expected)


def _check_texts(profile: WorkbookProfile, report: _Report) -> None:
    """See that no header text stands for two columns of one part, and that no column is said to be there and not."""
    contradictions: dict[str, tuple[str, str]] = {}
    for part, columns in PARTS.items():
        claims: dict[str, str] = {}
        for key, header, text in _claims(profile, columns) if wanted_sheets(profile)[part] else ():
            other = claims.setdefault(folded(text), header)
            if other != header:
                contradictions[f"the header {text!r:.60} stands for {other!r} and for {header!r}"] = (key, header)
    for message, at in contradictions.items():
        report.add(codes.PROFILE_CONTRADICTION, at, message, "each text under one column only")
    lacking = {folded(header) for header in profile.lacks}
    for header in profile.constants:
        if folded(header) in lacking:
            message = f"{header!r:.60} has a constant, and is said to be lacking"
            report.add(codes.PROFILE_CONTRADICTION, ("constants", header), message, "one of the two")


def _claims(profile: WorkbookProfile, columns: Sequence[Column]) -> Iterator[tuple[str, str, str]]:
    """Yield the key that says so, a column and a further header text of it."""
    fields = {folded(column.header) for column in columns}
    for key, further in (("headers", profile.headers), ("marks", profile.marks)):
        for header, texts in further.items():
            if folded(header) in fields:
                yield from ((key, header, text) for text in texts)


def _check_values(profile: WorkbookProfile, devices: Sequence[str], report: _Report) -> None:
    """See that the devices of constants and marks are those of the workspace."""
    said = [("constants", header, text) for header, text in profile.constants.items()]
    said += [("marks", header, text) for header, texts in profile.marks.items() for text in texts.values()]
    for key, header, text in said:
        for device in map(str.strip, text.replace(",", ";").split(";")):
            if folded(header) == "devices" and device not in devices:
                expected = did_you_mean(device, devices) or "one of " + ", ".join(devices)
                message = f"{key}.{header} names {device!r:.60}, which is no device"
                report.add(codes.UNKNOWN_COLUMN, (key, header), message, expected)
