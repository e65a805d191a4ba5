"""A new workspace around a workbook that somebody has: a profile proposed by looking, with the reasons.

Nothing is invented: what no workbook says, such as the protocols that a device speaks, stands in the
proposal as a guess and says so. The proposal is read by before it is handed over.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from metermap.catalogue import codes
from metermap.catalogue.cells import RawWorkbook
from metermap.catalogue.consistency import check_consistency
from metermap.catalogue.container import RefusedError
from metermap.catalogue.csv_reader import CsvWorkbook
from metermap.catalogue.profile_text import ProfileTable, profile_tables, profile_text, quoted
from metermap.catalogue.proposal import Proposal
from metermap.catalogue.proposal_steps import PLACEHOLDER, device_word
from metermap.catalogue.proposing import propose
from metermap.catalogue.reader import read_catalogue
from metermap.catalogue.sources import open_source
from metermap.core.findings import Finding, Findings, Severity
from metermap.core.places import FilePlace
from metermap.core.render import counted
from metermap.core.reserved_words import PYTHON_RESERVED
from metermap.core.text import one_line, python_identifier, slug
from metermap.core.workspace import FILE_NAME, DeviceEntry, WorkbookProfile, Workspace

__all__ = ["Beginning", "begin_from"]

_CARRIER, _ROUTE = "dlms", "native"
_MAPPING = """\
-- Say here where the protocol keeps each element, one sentence each, such as
--   on {device} over {carrier}, {route}.
--   SomeItem is Register 1-0:1.8.0.255 {{ value: value }}.
-- What no sentence says is undecided. The mapping language is described in docs/mapping-language.md.
"""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The files of a new workspace, by relative path, whether the workbook can be read by them, and what that gave."""

    files: dict[str, Path | bytes]
    toml: str
    reads: bool
    account: tuple[str, ...]


def begin_from(source: Path, name: str, findings: Findings) -> Beginning | None:
    """Return a workspace called `name` around the workbook at `source`.

    None if it cannot be read, or if no sheet looks like a part of a catalogue; `findings` say why.
    """
    profile = WorkbookProfile(_file_name(source))
    proposals, others = _look(source, profile, findings)
    if not proposals:
        return None
    tables = profile_tables(proposals)
    devices = _devices(proposals)
    workspace = _workspace(source, name, [table.profile for table in tables], devices)
    reads, account = _account(workspace, source)
    toml = "\n".join(_toml(workspace, tables, others, account)) + "\n"
    mapping = _MAPPING.format(device=devices[0].id, carrier=_CARRIER, route=_ROUTE)
    files: dict[str, Path | bytes] = {
        FILE_NAME: toml.encode(),
        profile.file: source,
        "mappings/first.map": mapping.encode(),
    }
    return Beginning(files, toml, reads, account)


def _devices(proposals: Sequence[Proposal]) -> tuple[DeviceEntry, ...]:
    """Return the devices that the elements name; those that only facts are about, if no element names any."""
    own = [name for proposal in proposals if proposal.part != "items" for name in proposal.devices]
    declared = [name for proposal in proposals if proposal.profile.constants for name in proposal.devices]
    facts = [] if own else [name for proposal in proposals for name in proposal.devices]
    titles: dict[str, str] = {}
    for title in (*own, *declared, *facts) or (PLACEHOLDER,):
        titles.setdefault(device_word(title), title)
    return tuple(DeviceEntry(word, title, _CARRIER, {_CARRIER: _ROUTE}, {}) for word, title in titles.items())


def _file_name(source: Path) -> str:
    """Return the workbook's name if metermap.toml can name it; else a plain one."""
    plain = re.fullmatch(r"[^\\~/:*?\[][^\\/:*?\[]*", source.name) and source.name.isprintable()
    return source.name if plain and source.name != FILE_NAME else f"workbook{source.suffix.lower()}"


def _look(source: Path, profile: WorkbookProfile, findings: Findings) -> tuple[list[Proposal], list[str]]:
    """Return proposals for the sheets that look like something, and the names of the others."""
    refusals = Findings()
    found = _look_into(source, profile, refusals)
    if found is None and source.suffix.lower() not in {".xlsx", ".xlsm"} and _is_decoding_fault(refusals):
        profile, refusals = replace(profile, encoding="cp1252"), Findings()
        found = _look_into(source, profile, refusals)
    findings.extend(refusals)
    proposals, others = found or ([], [])
    if found is not None and not proposals:
        seen = ", ".join(map(_shown, others)) or "no sheet"
        message = f"nothing in {profile.file} looks like a part of a catalogue: {seen} looked at"
        expected = "a sheet that heads columns such as Item and Attribute path, or Item and Unit"
        at = FilePlace(profile.file)
        findings.add(codes.NOTHING_TO_PROPOSE.at(at, message, subject=profile.file, expected=expected))
    return proposals, others


def _shown(sheet: str) -> str:
    """Return a sheet's name in quotes; a CSV file is one sheet without a name."""
    return repr(sheet) if sheet else "the file was"


def _is_decoding_fault(refusals: Findings) -> bool:
    return any("is not UTF-8" in finding.message for finding in refusals)


def _look_into(source: Path, profile: WorkbookProfile, findings: Findings) -> tuple[list[Proposal], list[str]] | None:
    with open_source(source, profile, findings) as book:
        if book is None:
            return None
        try:
            return _propose_all(book, profile)
        except RefusedError as refusal:
            findings.add(refusal.finding)
            return None


def _propose_all(book: RawWorkbook, profile: WorkbookProfile) -> tuple[list[Proposal], list[str]]:
    proposals, others = [], []
    for sheet in book.sheets:
        proposal = propose(book, sheet)
        if proposal is None:
            others.append(sheet.name)
            continue
        if isinstance(book, CsvWorkbook):
            proposal.because("delimiter", "likely: it makes the most regular table")
            proposal.profile = replace(proposal.profile, delimiter=book.delimiter)
        if profile.encoding:
            proposal.because("encoding", "a guess: it is not UTF-8")
            proposal.profile = replace(proposal.profile, encoding=profile.encoding)
        proposals.append(proposal)
    return proposals, others


def _workspace(
    source: Path, name: str, profiles: Sequence[WorkbookProfile], devices: Sequence[DeviceEntry]
) -> Workspace:
    word = slug(name)
    package = python_identifier(word.replace("-", "_"))
    return Workspace(
        root=source.parent,
        name=word if word[:1].isalpha() else f"w-{word}",
        title=source.stem,
        edition="",
        package=f"{package}_" if package in PYTHON_RESERVED else package,
        workbooks=tuple(profiles),
        devices=tuple(devices),
        mappings=("mappings/*.map",),
        errata="",
        expected="",
        dictionaries={},
        build={},
    )


def _account(workspace: Workspace, source: Path) -> tuple[bool, tuple[str, ...]]:
    """Read by the proposal; return whether that can be done, and what it gives, a line each."""
    findings = Findings()
    here = tuple(replace(profile, file=source.name) for profile in workspace.workbooks)
    catalogue = read_catalogue(replace(workspace, workbooks=here), findings)
    if catalogue is None:
        faults = [finding for finding in findings.sorted() if finding.severity is Severity.ERROR]
        lines = (f"  {finding.place}: {finding.message}" for finding in faults)
        return False, ("This profile does not read the workbook yet. In the way stands:", *lines)
    check_consistency(catalogue, findings)
    parts = ((catalogue.elements, "element"), (catalogue.items, "item fact"), (catalogue.use_cases, "use case"))
    read = ", ".join(counted(len(records), noun) for records, noun in parts if records) or "nothing"
    return True, (f"Read by this profile: {read}.", *_counts(findings))


def _counts(findings: Findings) -> Iterator[str]:
    first: dict[str, Finding] = {}
    for finding in findings.sorted():
        first.setdefault(finding.code, finding)
    counts = Counter(finding.code for finding in findings)
    for code, finding in sorted(first.items()):
        what = counted(counts[code], finding.severity)
        yield f"{what} {code}, the first at {finding.place}: {finding.message}"


def _toml(
    workspace: Workspace, tables: Sequence[ProfileTable], others: Sequence[str], account: Sequence[str]
) -> Iterator[str]:
    yield "# A workspace for one workbook, proposed by looking at it. Nobody has reviewed it: read what is"
    yield "# guessed and correct it. docs/workbooks.md says what can be declared."
    yield ""
    yield f"name     = {quoted(workspace.name)}"
    yield f"package  = {quoted(workspace.package)}"
    yield f"title    = {quoted(workspace.title)}"
    yield 'mappings = ["mappings/*.map"]'
    yield ""
    yield from _commented(account)
    if others:
        yield from _commented(
            [f"Not proposed, for nothing there looks like a catalogue: {', '.join(map(_shown, others))}"]
        )
    for table in tables:
        yield ""
        yield from profile_text(table)
    for device in workspace.devices:
        yield ""
        yield "[[device]]"
        yield f"id        = {quoted(device.id)}"
        yield f"title     = {quoted(device.title)}"
        yield f"carrier   = {quoted(device.carrier)}  # a guess: no workbook says what a device speaks"
        yield f"protocols = {{ {_CARRIER} = {quoted(_ROUTE)} }}"


def _commented(lines: Sequence[str]) -> Iterator[str]:
    yield from (f"# {one_line(line)}" for line in lines)
