"""What a text means as a place of a workspace: a cell, a line, a key of metermap.toml or of an erratum, or a name."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from metermap.catalogue.cell_use import NoCellError, Use, use_of
from metermap.codegen.explaining import AskedCell, AskedLine, asked_place
from metermap.codegen.impact import Origin, Reach, Touched, origin_in_editions
from metermap.codegen.impact.cells import lines_where, said_at
from metermap.codegen.impact.lines import line_origin, lines_of
from metermap.codegen.impact.named import hint, named_origin
from metermap.codegen.impact.settings import OF_EDITIONS, keys_of, lines_in, setting_at, setting_called
from metermap.core.findings import Findings
from metermap.core.places import CellPlace
from metermap.core.suggest import advice, closest, did_you_mean
from metermap.core.versions import RELEASES
from metermap.core.workspace import FILE_NAME
from metermap.editions import resolve_editions
from metermap.mappings.includes import Library, read_library
from metermap.resolving import Run

if TYPE_CHECKING:
    from metermap.catalogue.cell_use import CellUse
    from metermap.catalogue.erratum import Correction
    from metermap.catalogue.model import Catalogue
    from metermap.core.edition_entry import EditionEntry
    from metermap.core.workspace import Workspace
    from metermap.mappings.model import EditionModel
    from metermap.resolving import Resolved

__all__ = ["NoPlaceError", "inside", "origin_of"]


_SHOWN = 200  # how much of a text that nobody knows is told
_EXPECTED = (
    "expected a cell (smets2.xlsx[Elements]!D14), a line (mappings/hub.map:14), a key of metermap.toml "
    "(device[1].carrier, counted from 1), an erratum, or a name or an address that an edition has"
)


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
    if os.path.exists(root / name):  # noqa: PTH110  (Path.exists raises on a name too long for the system)
        return name
    try:
        path = Path(name).resolve()
    except (OSError, ValueError, RuntimeError):  # a NUL, a name too long for the system, a loop of links
        return name
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else name


# ---- cells --------------------------------------------------------------------------------------------


def _cell(resolved: Resolved, cell: CellPlace) -> Origin:
    workspace = resolved.workspace
    if cell.file == workspace.reserved or cell.file in _released(workspace):
        return _line_of_a_list(workspace, f"{cell.file}:{cell.row}", cell.file)
    if all(cell.file != profile.file for profile in workspace.workbooks):
        for entry in reversed(workspace.editions):
            if any(cell.file == profile.file for profile in entry.workbooks) and (
                edition := _edition(resolved, entry.label)
            ):
                return _in_edition(_cell_of(workspace.at(entry), edition.model.catalogue, cell), edition)
    return _cell_of(workspace, resolved.model.catalogue, cell)


def _cell_of(workspace: Workspace, catalogue: Catalogue, cell: CellPlace) -> Origin:
    said, direct = said_at(catalogue, cell)
    if said:
        fields = " and ".join(dict.fromkeys(f"the {each.field.replace('_', ' ')} of {each.part}" for each in said))
        names = tuple(each.field for each in said)
        return Origin(str(cell), fields, text=said[0].printed, cell=cell, said=said, direct=direct, names=names)
    try:
        use = use_of(workspace, cell)
    except NoCellError as error:
        raise NoPlaceError(str(error)) from error
    return _unsaid(catalogue, cell, use)


def _unsaid(catalogue: Catalogue, cell: CellPlace, use: CellUse) -> Origin:
    """Return what becomes of a cell that says no field of a line."""
    what = f"it {use.use}" + (f": {use.header}" if use.header else "")
    if use.use in {Use.HEADER, Use.SECTION}:
        direct = _lines(catalogue, cell, use.rows)
        reach = Reach.EVERYTHING if use.use is Use.HEADER else Reach.RECORDS
        return Origin(str(cell), what, reach, use.text, direct=direct)
    return Origin(str(cell), what, Reach.NOTHING, use.text)


def _lines(catalogue: Catalogue, cell: CellPlace, rows: tuple[int, int]) -> Touched:
    """Return the lines of the catalogue in the rows of a sheet."""

    def is_there(place: CellPlace) -> bool:
        return (place.file, place.sheet) == (cell.file, cell.sheet) and rows[0] <= place.row <= rows[1]

    return lines_where(catalogue, is_there)


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
    lists = {name for name in (workspace.expected, workspace.baseline, workspace.reserved) if name}
    known = {*library.data, *of_editions, *lists, *filter(None, (workspace.errata, FILE_NAME)), *_released(workspace)}
    if asked.file not in known:
        if named_origin(resolved.model, f"{asked.file}:{asked.line}") is not None:
            return None
        meant = did_you_mean(asked.file, known) or f"there are {', '.join(sorted(known)[:5])}"
        message = f"no file of the workspace with lines is called {asked.file[:_SHOWN]!r}; {meant}"
        raise NoPlaceError(message)
    count = len(lines_of(library.data.get(asked.file) or (workspace.root / asked.file).read_bytes()))
    if not 0 < asked.line <= count:
        message = f"{asked.file} has no line {asked.line}; it has {count:,}"
        raise NoPlaceError(message)
    if asked.file in library.data:
        return line_origin(resolved.model, library, asked)
    if asked.file == FILE_NAME:
        return setting_at(workspace, resolved.model, asked.line)
    if asked.file == workspace.errata:
        return _erratum_at(resolved.model.catalogue, asked)
    if asked.file in of_editions:
        return _line_of_edition(resolved, of_editions[asked.file], asked)
    return _line_of_a_list(workspace, f"{asked.file}:{asked.line}", asked.file)


def _line_of_a_list(workspace: Workspace, place: str, file: str) -> Origin:
    """Return a line of a file that says nothing but what becomes of findings."""
    if file == workspace.reserved:
        what = "the list of what was retired: whatever is called or stands so again is a finding"
    elif file in _released(workspace):
        what = "a part of a release, which is written once: that it differs from its digest is a finding"
    else:
        what = "a list that says what becomes of findings"
    return Origin(place, what, Reach.FINDINGS)


def _released(workspace: Workspace) -> Iterator[str]:
    """Yield the files of releases."""
    for path in sorted((workspace.root / RELEASES).rglob("*")):
        if path.is_file():
            yield path.relative_to(workspace.root).as_posix()


# ---- other editions -------------------------------------------------------------------------------------


def _files_of_editions(workspace: Workspace) -> Mapping[str, EditionEntry]:
    """Return the files that say what other editions have otherwise, each with its edition."""
    return {
        name: entry
        for entry in workspace.editions
        for name in (entry.errata, *workspace.files_of(*entry.mappings))
        if name
    }


def _line_of_edition(resolved: Resolved, entry: EditionEntry, asked: AskedLine) -> Origin:
    edition = _edition(resolved, entry.label)
    if edition is None:  # its catalogue cannot be read, and check says why
        what = f"what the edition {entry.name} has otherwise"
        return Origin(f"{asked.file}:{asked.line}", what, Reach.FOLDERS, folders=OF_EDITIONS)
    if asked.file == entry.errata:
        return _in_edition(_erratum_at(edition.model.catalogue, asked), edition)
    own = resolved.workspace.files_of(*entry.mappings)
    return _in_edition(line_origin(edition.model, _library(resolved, own), asked), edition)


def _in_edition(origin: Origin, edition: EditionModel) -> Origin:
    """Return what stands at a place of another edition; how its files are read is told in all that is made of it."""
    if origin.reach is Reach.EVERYTHING:
        return replace(origin, edition=edition, reach=Reach.FOLDERS, folders=OF_EDITIONS)
    return replace(origin, edition=edition)


def _edition(resolved: Resolved, label: str) -> EditionModel | None:
    return next((each for each in _editions(resolved) if each.label == label), None)


def _editions(resolved: Resolved) -> tuple[EditionModel, ...]:
    """Return the other editions, oldest first; what is found in the newest one is not found again."""
    run = Run()
    run.findings.extend(resolved.model.findings)
    return resolve_editions(resolved, run)


def _library(resolved: Resolved, own: tuple[str, ...] = ()) -> Library:
    """Return the mapping files as they are read, whatever is wrong with them; `own` are those of an edition alone."""
    root = resolved.workspace.root
    names = dict.fromkeys((*resolved.workspace.mapping_files(), *own))
    return read_library(root, tuple((name, (root / name).read_bytes()) for name in names), Findings())


# ---- names --------------------------------------------------------------------------------------------


def _named(resolved: Resolved, text: str) -> Origin:
    workspace, model = resolved.workspace, resolved.model
    corrections = {correction.erratum.key: correction for correction in model.catalogue.errata}
    if text in corrections:
        return _erratum(model.catalogue, corrections[text])
    origin = named_origin(model, text) or setting_called(workspace, model, text)
    if origin is None:
        origin = _file(resolved, inside(resolved, text))
    if origin is None:
        editions = _editions(resolved)
        origin = origin_in_editions(editions, text)
        if origin is None:
            raise NoPlaceError(_unknown(resolved, editions, text))
    return origin


def _file(resolved: Resolved, name: str) -> Origin | None:
    """Return what a file of the workspace is as a whole; None if the text names none."""
    workspace, model = resolved.workspace, resolved.model
    books = {profile.file: entry for entry in workspace.editions for profile in entry.workbooks}
    of_editions = {**books, **_files_of_editions(workspace)}
    if name in {profile.file for profile in workspace.workbooks}:
        return Origin(name, "a workbook", Reach.EVERYTHING, direct=lines_in(model, name))
    if name in {workspace.errata, FILE_NAME} - {""}:
        return Origin(name, "a file that all outputs rest on", Reach.EVERYTHING)
    if name in _library(resolved).data:
        said = tuple(each for each in model.statements if each.place.file == name)
        return Origin(name, "a mapping file", Reach.EVERYTHING, direct=Touched(statements=said))
    if name in of_editions:
        what = f"what the edition {of_editions[name].name} has otherwise"
        return Origin(name, what, Reach.FOLDERS, folders=OF_EDITIONS)
    if name in {workspace.expected, workspace.baseline, workspace.reserved, *_released(workspace)} - {""}:
        return _line_of_a_list(workspace, name, name)
    return None


def _unknown(resolved: Resolved, editions: tuple[EditionModel, ...], text: str) -> str:
    """Return what is wrong with a text that means nothing, with what is like it and what to do."""
    models = (resolved.model, *(edition.model for edition in reversed(editions)))
    keys = (*(each.erratum.key for each in resolved.model.catalogue.errata), *keys_of(resolved.workspace))
    hints = (advice(closest(text, keys, limit=1)), *(hint(model, text) for model in models))
    meant = next(filter(None, hints), "Nothing is called like it: metermap explain and metermap editions search names.")
    return f"{text[:_SHOWN]!r} means nothing in this workspace; {_EXPECTED}. {meant}"


def _erratum(catalogue: Catalogue, correction: Correction) -> Origin:
    key = correction.erratum.key
    if correction.cell is None or not correction.applied:
        return Origin(key, f"an erratum, {correction.outcome}", Reach.FINDINGS)
    said, direct = said_at(catalogue, correction.cell)
    corrected = tuple(each for each in said if key in each.errata)
    what = f"an erratum, {correction.outcome}, of {correction.cell}"
    names = tuple(each.field for each in corrected)
    new, cell = correction.erratum.new, correction.cell
    return Origin(key, what, text=new, cell=cell, said=corrected, direct=direct, names=names)


def _erratum_at(catalogue: Catalogue, asked: AskedLine) -> Origin:
    """Return the erratum in whose table a line stands."""
    above: Correction | None = None
    for correction in catalogue.errata:
        place = correction.erratum.place
        if place.file == asked.file and getattr(place, "line", 0) <= asked.line:
            above = correction
    if above is None:
        return Origin(f"{asked.file}:{asked.line}", "a line above the first erratum", Reach.NOTHING)
    return _erratum(catalogue, above)
