"""What a text means as a place of a workspace: a cell, a line, a key of metermap.toml or of an erratum, or a name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.catalogue.cell_use import NoCellError, Use, use_of
from metermap.codegen.explaining import AskedCell, AskedLine, asked_place
from metermap.codegen.impact import Origin, Reach, Touched
from metermap.codegen.impact.cells import said_at
from metermap.codegen.impact.lines import line_origin, lines_of
from metermap.codegen.impact.named import hint, named_origin
from metermap.codegen.impact.settings import setting_at, setting_called
from metermap.core.findings import Findings
from metermap.core.places import CellPlace
from metermap.core.suggest import did_you_mean
from metermap.core.workspace import FILE_NAME
from metermap.mappings.includes import Library, read_library

if TYPE_CHECKING:
    from metermap.catalogue.cell_use import CellUse
    from metermap.catalogue.erratum import Correction
    from metermap.core.workspace import Workspace
    from metermap.resolving import Resolved

__all__ = ["NoPlaceError", "inside", "origin_of"]


_OF_EDITIONS = ("model/editions", "report", "site", "python", "c")


class NoPlaceError(Exception):
    """There is no such place or name; the message says what there is."""


def origin_of(resolved: Resolved, text: str) -> Origin:
    """Return what stands at the place, or bears the name, that a text means.

    Raises:
        NoPlaceError: nothing does.
    """
    match asked_place(text):
        case AskedCell() as asked:
            return _cell(resolved, CellPlace(inside(resolved, asked.file), asked.sheet, asked.row, asked.column))
        case AskedLine() as asked if (origin := _line(resolved, inside(resolved, asked.file), asked.line)) is not None:
            return origin
        case _:
            return _named(resolved, text)


def inside(resolved: Resolved, name: str) -> str:
    """Return a file's name as seen from the workspace, where it is named as seen from the current folder."""
    root = resolved.workspace.root
    if (root / name).exists():
        return name
    try:
        path = Path(name).resolve()
    except (OSError, ValueError, RuntimeError):  # a NUL, a name too long for the system, a loop of links
        return name
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else name


# ---- cells --------------------------------------------------------------------------------------------


def _cell(resolved: Resolved, cell: CellPlace) -> Origin:
    said, direct = said_at(resolved.model.catalogue, cell)
    if said:
        fields = " and ".join(dict.fromkeys(f"the {each.field.replace('_', ' ')} of {each.part}" for each in said))
        names = tuple(each.field for each in said)
        return Origin(str(cell), fields, text=said[0].printed, cell=cell, said=said, direct=direct, names=names)
    try:
        use = use_of(resolved.workspace, cell)
    except NoCellError as error:
        raise NoPlaceError(str(error)) from error
    return _unsaid(resolved, cell, use)


def _unsaid(resolved: Resolved, cell: CellPlace, use: CellUse) -> Origin:
    """Return what becomes of a cell that says no field of a line."""
    what = f"it {use.use}" + (f": {use.header}" if use.header else "")
    if use.use in {Use.HEADER, Use.SECTION}:
        direct = _lines(resolved, cell, use.rows)
        reach = Reach.EVERYTHING if use.use is Use.HEADER else Reach.RECORDS
        return Origin(str(cell), what, reach, use.text, direct=direct)
    return Origin(str(cell), what, Reach.NOTHING, use.text)


def _lines(resolved: Resolved, cell: CellPlace, rows: tuple[int, int]) -> Touched:
    """Return the lines of the catalogue in the rows of a sheet."""

    def within(place: CellPlace | None) -> bool:
        return place is not None and (place.file, place.sheet) == (cell.file, cell.sheet) and within_rows(place.row)

    def within_rows(row: int) -> bool:
        return rows[0] <= row <= rows[1]

    catalogue = resolved.model.catalogue
    return Touched(
        tuple(element for element in catalogue.elements if within(element.id.place)),
        tuple(fact for fact in catalogue.items if within(fact.item.place)),
        tuple(case for case in catalogue.use_cases if within(case.code.place)),
    )


# ---- lines of text files --------------------------------------------------------------------------------


def _line(resolved: Resolved, file: str, line: int) -> Origin | None:
    """Return what stands in a line; None if the text is no file with a line.

    Raises:
        NoPlaceError: the file is none of the workspace's, or has no such line.
    """
    asked = AskedLine(file, line)
    workspace = resolved.workspace
    library = _library(resolved)
    of_editions = _files_of_editions(workspace)
    others = {name for name in (workspace.errata, workspace.expected, workspace.baseline, FILE_NAME) if name}
    others |= set(of_editions)
    if asked.file not in library.data and asked.file not in others:
        if named_origin(resolved.model, f"{asked.file}:{asked.line}") is not None:
            return None
        known = sorted({*library.data, *others})
        meant = did_you_mean(asked.file, known) or f"there are {', '.join(known[:5])}"
        message = f"no file of the workspace with lines is called {asked.file[:200]!r}; {meant}"
        raise NoPlaceError(message)
    data = library.data.get(asked.file) or (workspace.root / asked.file).read_bytes()
    count = len(lines_of(data))
    if not 0 < asked.line <= count:
        message = f"{asked.file} has no line {asked.line}; it has {count:,}"
        raise NoPlaceError(message)
    if asked.file in library.data:
        return line_origin(resolved.model, library, asked)
    if asked.file == FILE_NAME:
        return setting_at(workspace, resolved.model, asked.line)
    if asked.file == workspace.errata:
        return _erratum_at(resolved, asked)
    if asked.file in of_editions:
        what = f"what the edition {of_editions[asked.file]} has otherwise"
        return Origin(f"{asked.file}:{asked.line}", what, Reach.FOLDERS, folders=_OF_EDITIONS)
    what = "a line of a list that says what becomes of findings"
    return Origin(f"{asked.file}:{asked.line}", what, Reach.FINDINGS)


def _files_of_editions(workspace: Workspace) -> Mapping[str, str]:
    """Return the files that say what other editions have otherwise, each with the name of its edition."""
    return {
        name: entry.name
        for entry in workspace.editions
        for name in (entry.errata, *workspace.files_of(*entry.mappings))
        if name
    }


def _library(resolved: Resolved) -> Library:
    """Return the mapping files as they are read, whatever is wrong with them."""
    root = resolved.workspace.root
    files = tuple((name, (root / name).read_bytes()) for name in resolved.workspace.mapping_files())
    return read_library(root, files, Findings())


# ---- names --------------------------------------------------------------------------------------------


def _named(resolved: Resolved, text: str) -> Origin:
    corrections = {correction.erratum.key: correction for correction in resolved.model.catalogue.errata}
    if text in corrections:
        return _erratum(resolved, corrections[text])
    origin = named_origin(resolved.model, text) or setting_called(resolved.workspace, resolved.model, text)
    if origin is None:
        meant = did_you_mean(text, corrections) or hint(resolved.model, text)
        message = f"{text[:200]!r} is no place, element, item, row, use case, object, cluster, key or erratum. {meant}"
        raise NoPlaceError(message.rstrip())
    return origin


def _erratum(resolved: Resolved, correction: Correction) -> Origin:
    key = correction.erratum.key
    if correction.cell is None or not correction.applied:
        return Origin(key, f"an erratum, {correction.outcome}", Reach.FINDINGS)
    said, direct = said_at(resolved.model.catalogue, correction.cell)
    corrected = tuple(each for each in said if key in each.errata)
    what = f"an erratum, {correction.outcome}, of {correction.cell}"
    names = tuple(each.field for each in corrected)
    new, cell = correction.erratum.new, correction.cell
    return Origin(key, what, text=new, cell=cell, said=corrected, direct=direct, names=names)


def _erratum_at(resolved: Resolved, asked: AskedLine) -> Origin:
    """Return the erratum in whose table a line stands."""
    above: Correction | None = None
    for correction in resolved.model.catalogue.errata:
        if getattr(correction.erratum.place, "line", 0) <= asked.line:
            above = correction
    if above is None:
        return Origin(f"{asked.file}:{asked.line}", "a line above the first erratum", Reach.NOTHING)
    return _erratum(resolved, above)
