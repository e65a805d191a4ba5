"""The workspace: the folder in which all inputs of one catalogue lie together.

Its ``metermap.toml`` says which workbooks, mapping files and errata belong to it. `load_workspace`
reads that file and reports all faults in one run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from metermap.core import codes
from metermap.core.edition_entry import EditionEntry
from metermap.core.edition_ladder import EditionLadder, edition_label
from metermap.core.findings import Findings, Severity
from metermap.core.levels import Level
from metermap.core.limits import LIMITS, Limits
from metermap.core.places import CellPlace, FilePlace, Place
from metermap.core.site_settings import SiteSettings
from metermap.core.toml_file import KeyPath, TomlCodes, TomlPlaces, load_toml_mended
from metermap.core.workspace_checks import check_workspace, stays_inside

if TYPE_CHECKING:
    from metermap.core.workspace_file import DeviceTable, EditionTable, LevelTable, WorkbookTable, WorkspaceTable

__all__ = [
    "FILE_NAME",
    "DeviceEntry",
    "DictionaryChoice",
    "EditionEntry",
    "NumberLocale",
    "StandardsChoice",
    "WorkbookProfile",
    "Workspace",
    "load_workspace",
]

FILE_NAME = "metermap.toml"
_CODES = TomlCodes(codes.NO_WORKSPACE, codes.NOT_TOML, codes.UNKNOWN_KEY, codes.MISSING_KEY, codes.BAD_VALUE)


@dataclass(frozen=True, slots=True)
class NumberLocale:
    """How a number is written: its decimal mark, and what parts groups of three digits (empty: nothing)."""

    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class WorkbookProfile:
    """A workbook, which of its sheets hold what, and how they say it.

    Every part may be spread over several sheets, by name or pattern (``Elec*``). Columns go by their
    standard headers. `headers`: further header texts of a column. `header_rows`: 1 or 2; None finds
    out. `fill`: columns in which a cell also stands for the empty ones below it. `lacks`: columns that
    there are not. `constants`: the value of a column that there is not. `values`: what a sheet prints
    in a column -> what it means. `marks`: a column that a sheet keeps as several, one a value, with a
    cross where the value holds: their header texts -> the values. `id_from`: the columns that an
    element's id is composed of where no column holds it. `whole_numbers`: columns of text in which a
    whole number stands for its digits. `hidden`, `struck`: what becomes of hidden rows, columns and
    sheets, and of struck-through rows; None reads them with a warning. `numbers`: None takes no text
    for a number. `encoding`, `delimiter`: of a CSV file; None finds out. `place` is where the profile
    stands, `places` where its keys do.
    """

    file: str
    edition: str = ""
    elements: tuple[str, ...] = ()
    han_only: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    headers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    header_rows: Literal[1, 2] | None = None
    fill: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    id_from: tuple[str, ...] = ()
    whole_numbers: tuple[str, ...] = ()
    hidden: Literal["read", "skip", "refuse"] | None = None
    struck: Literal["read", "skip", "withdrawn"] | None = None
    numbers: NumberLocale | None = None
    encoding: str | None = None
    delimiter: str | None = None
    place: Place = field(default=FilePlace(FILE_NAME), compare=False)
    places: Mapping[KeyPath, Place] = field(default_factory=dict, compare=False, repr=False)

    def place_of(self, *key: str) -> Place:
        """Return the line that sets a key, such as ``headers`` and ``Item``; that of the nearest table if none does."""
        paths = (key[:length] for length in range(len(key), 0, -1))
        return next((self.places[path] for path in paths if path in self.places), self.place)


@dataclass(frozen=True, slots=True)
class DeviceEntry:
    """A device and how it may be reached.

    `protocols` maps a protocol to its route. `carrier` is the protocol by which the device's
    elements must be carried. `silent` maps a protocol that the device does not speak to the
    stated reason. `editions` maps a protocol to the editions of its dictionary that the device must
    meet, of different ladders; what is not there, or is empty, is not recorded. `variants` are the
    names by which mapping files tell kinds of the device apart.
    """

    id: str
    title: str
    carrier: str
    protocols: Mapping[str, str]
    silent: Mapping[str, str]
    editions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DictionaryChoice:
    """The editions of a protocol's dictionary (none: not recorded) and the overlays laid over it.

    An overlay is the name of one that metermap ships or, with a ``/`` in it, a path inside the workspace.
    """

    editions: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardsChoice:
    """What the standards are held against; whatever is empty is not recorded.

    `home` is the protocol of the home area network. `recognised_by` is the date by which standards
    must be recognised: a year, a month or a day. `register` is a file of the workspace's own rows.
    """

    home: str = ""
    recognised_by: str = ""
    register: str = ""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace. All paths are POSIX paths relative to `root`, and none leaves it.

    `package` is a legal identifier that names generated code. `mappings` are glob patterns.
    `errata`, `expected` and the register of `standards` are files, empty if there are none. `build`
    holds the options of each generator, `limits` what a workbook may cost to read. `baseline` is the file
    of findings that count no more though nobody has reviewed them, empty if there is none; `levels` are the
    severities that the workspace gives to codes, as written: see `accepted_levels`. `results` are glob
    patterns of the files of test results. `version` is that of the last release, `reserved` the file of what names
    nothing else any more; both empty if there is none. `edition` is the one that is worked on, and the newest.
    `editions` are the others that are kept alive, oldest first. `other` is the one of these that `at` made this
    workspace of, and `main` the workspace that it was made from; None if it is that of the edition that is worked
    on. `supposed` are cells that are taken to say something else than the workbooks.
    """

    root: Path
    name: str
    title: str
    edition: str
    package: str
    workbooks: tuple[WorkbookProfile, ...]
    devices: tuple[DeviceEntry, ...]
    mappings: tuple[str, ...]
    errata: str
    expected: str
    dictionaries: Mapping[str, DictionaryChoice]
    build: Mapping[str, Mapping[str, str]]
    standards: StandardsChoice = StandardsChoice()
    limits: Limits = LIMITS
    baseline: str = ""
    levels: Mapping[str, Level] = field(default_factory=dict)
    results: tuple[str, ...] = ()
    version: str = ""
    reserved: str = ""
    site: SiteSettings = field(default_factory=SiteSettings)
    editions: tuple[EditionEntry, ...] = ()
    other: EditionEntry | None = None
    main: Workspace | None = field(default=None, repr=False)
    supposed: Mapping[CellPlace, str] = field(default_factory=dict)

    @property
    def ladder(self) -> EditionLadder:
        """Return all editions in their order, the one that is worked on last; an empty one if no other is declared."""
        newest = (self.main or self).edition
        return EditionLadder((*(entry.name for entry in self.editions), newest) if self.editions else ())

    def at(self, entry: EditionEntry) -> Workspace:
        """Return the workspace as it is in another of its editions.

        Its mapping files are those of the workspace; what the edition's own say stands in place of theirs, see
        `metermap.editions`.
        """
        dictionaries = {
            protocol: DictionaryChoice(entry.dictionaries.get(protocol, choice.editions), choice.overlays)
            for protocol, choice in self.dictionaries.items()
        }
        devices = tuple(replace(device, editions=entry.editions_for(device)) for device in self.devices)
        return replace(
            self,
            edition=entry.name,
            workbooks=entry.workbooks or self.workbooks,
            dictionaries=dictionaries,
            devices=devices,
            other=entry,
            main=self,
        )

    @property
    def renamed(self) -> Mapping[str, str]:
        """Return the present names of items by former ones: of ``[site.renamed]``, and of what editions named."""
        names = {then: now for entry in self.editions for now, then in entry.named.items()}
        return {**names, **self.site.renamed}

    def present_name(self, name: str, edition: str = "") -> str:
        """Return the name that an item has now which had another in an edition, through all renamings.

        What another edition calls it does not count; of one that is not declared, what any of them calls it does.
        Without an edition, `name` is one of the edition that is worked on.
        """
        declared = {entry.name: entry for entry in self.editions}
        if edition in declared:
            named = {then: now for now, then in declared[edition].named.items()}
            return self.site.present_name(named.get(name, name))
        own = not edition or edition == (self.main or self).edition
        return (self.site if own else replace(self.site, renamed=self.renamed)).present_name(name)

    def editions_for(self, device: DeviceEntry, protocol: str) -> tuple[str, ...]:
        """Return the editions of a protocol's dictionary that a device must meet: its own, else the dictionary's."""
        choice = self.dictionaries.get(protocol)
        return device.editions.get(protocol) or (choice.editions if choice else ())

    def mapping_files(self) -> tuple[str, ...]:
        """Return the mapping files that the patterns find, sorted, relative to `root`; see `files_of`."""
        return self.files_of(*self.mappings)

    def mapping_files_of_all(self) -> tuple[str, ...]:
        """Return the mapping files with those that only other editions have, sorted, relative to `root`."""
        return self.files_of(*self.mappings, *(pattern for entry in self.editions for pattern in entry.mappings))

    def files_of(self, *patterns: str) -> tuple[str, ...]:
        """Return the files that glob patterns find, sorted, relative to `root`.

        Files that a symbolic link leads out of the workspace are left out.
        """
        found = {path for pattern in patterns for path in self.root.glob(pattern) if path.is_file()}
        inside = [path for path in found if stays_inside(self.root, path)]
        return tuple(sorted(path.relative_to(self.root).as_posix() for path in inside))


def load_workspace(path: Path, findings: Findings) -> Workspace | None:
    """Read the workspace at `path`, a folder or its ``metermap.toml``.

    Returns None if the file has any fault; every fault is then among the findings.
    """
    file = path / FILE_NAME if path.is_dir() else path
    faults = len(findings)
    loaded = load_toml_mended(file, file.name, _model, _CODES, findings)
    if loaded is None:
        return None
    table, where, faulty = loaded
    workspace = _workspace(file.parent.resolve(), table, where)
    check_workspace(workspace, where, findings, whole_devices=not any(key[:1] == ("device",) for key in faulty))
    return workspace if len(findings) == faults else None


def _model() -> type[WorkspaceTable]:
    from metermap.core.workspace_file import WorkspaceTable  # noqa: PLC0415  (pydantic: half a second)

    return WorkspaceTable


def _workspace(root: Path, table: WorkspaceTable, where: TomlPlaces) -> Workspace:
    return Workspace(
        root=root,
        name=table.name,
        title=table.title,
        edition=table.edition,
        package=table.package,
        workbooks=tuple(_workbook(book, ("workbook", n), where) for n, book in enumerate(table.workbook)),
        devices=tuple(map(_device, table.device)),
        mappings=tuple(table.mappings),
        errata=table.errata,
        expected=table.expected,
        dictionaries={
            protocol: DictionaryChoice(tuple(choice.edition), tuple(choice.overlays))
            for protocol, choice in table.dictionaries.items()
        },
        build={generator: dict(options) for generator, options in table.build.items()},
        standards=StandardsChoice(table.standards.home, table.standards.recognised_by, table.standards.own_register),
        limits=Limits(**table.limits.model_dump()),
        baseline=table.check.baseline,
        levels={code: _level(code, entry, where) for code, entry in table.severity.items()},
        results=tuple(table.results),
        version=table.version,
        reserved=table.reserved,
        site=SiteSettings(table.site.edit, table.site.issue, dict(table.site.renamed), table.site.against),
        editions=tuple(_edition(entry, ("editions", n), where) for n, entry in enumerate(table.editions)),
    )


def _edition(table: EditionTable, at: KeyPath, where: TomlPlaces) -> EditionEntry:
    return EditionEntry(
        name=table.name,
        label=edition_label(table.name),
        date=table.date,
        partial=table.recorded == "in part",
        source=table.source,
        workbooks=tuple(_workbook(book, (*at, "workbook", n), where) for n, book in enumerate(table.workbook)),
        errata=table.errata,
        mappings=tuple(table.mappings),
        without=tuple(table.without),
        named=dict(table.named),
        dictionaries={protocol: tuple(editions) for protocol, editions in table.dictionaries.items()},
        devices={
            device: {protocol: tuple(editions) for protocol, editions in choices.items()}
            for device, choices in table.devices.items()
        },
        place=where.place(at),
    )


def _level(code: str, table: LevelTable, where: TomlPlaces) -> Level:
    severity = None if table.level == "off" else Severity(table.level)
    return Level(severity, table.because.strip(), where.place(("severity", code)))


def _workbook(table: WorkbookTable, at: KeyPath, where: TomlPlaces) -> WorkbookProfile:
    return WorkbookProfile(
        file=table.file,
        edition=table.edition,
        elements=tuple(table.elements),
        han_only=tuple(table.han_only),
        items=tuple(table.items),
        use_cases=tuple(table.use_cases),
        headers={column: tuple(texts) for column, texts in table.headers.items()},
        header_rows=table.header_rows,
        fill=tuple(table.fill),
        lacks=tuple(table.lacks),
        constants=dict(table.constants),
        values={column: dict(meanings) for column, meanings in table.values.items()},
        marks={column: dict(texts) for column, texts in table.marks.items()},
        id_from=tuple(table.id_from),
        whole_numbers=tuple(table.whole_numbers),
        hidden=table.hidden,
        struck=table.struck,
        numbers=_numbers(table),
        encoding=table.encoding,
        delimiter=table.delimiter,
        place=where.place(at),
        places=where.below(at),
    )


def _numbers(table: WorkbookTable) -> NumberLocale | None:
    declared = "numbers" in table.model_fields_set
    return NumberLocale(table.numbers.decimal, table.numbers.thousands) if declared else None


def _device(table: DeviceTable) -> DeviceEntry:
    return DeviceEntry(
        id=table.id,
        title=table.title,
        carrier=table.carrier,
        protocols=dict(table.protocols),
        silent=dict(table.silent),
        editions={protocol: tuple(editions) for protocol, editions in table.editions.items()},
        variants=tuple(table.variants),
    )
