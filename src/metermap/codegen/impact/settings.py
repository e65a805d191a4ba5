"""What a key of ``metermap.toml`` touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metermap.codegen.impact.cells import lines_where
from metermap.codegen.impact.model import Origin, Reach, Touched
from metermap.core.toml_file import KeyPath, TomlPlaces, printed_key
from metermap.core.workspace import FILE_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from metermap.core.workspace import Workspace
    from metermap.mappings.model import ResolvedModel, Statement

__all__ = ["OF_EDITIONS", "keys_of", "lines_in", "setting_at", "setting_called"]

_JUDGING: Final = frozenset({"expected", "check", "severity", "limits", "results"})
_FOLDERS: Final = {
    "site": ("a setting of the site", ("site",)),
    "standards": ("what the standards are held against", ("report", "conformance", "site")),
}
OF_EDITIONS: Final = ("model", "report", "site", "python", "c")
"""The folders of the output tree that say something of other editions."""

_GENERATORS: Final = {"gap_report": "report", "exchange": "model"}  # the other folders are called as their generator


def setting_at(workspace: Workspace, model: ResolvedModel, line: int) -> Origin:
    """Return the key of metermap.toml that a line sets, or the one above it."""
    key = _toml(workspace).key_at(line)
    if not key:
        return Origin(f"{FILE_NAME}:{line}", "a line above the first key", Reach.NOTHING)
    return _origin(workspace, model, key)


def setting_called(workspace: Workspace, model: ResolvedModel, text: str) -> Origin | None:
    """Return the key of metermap.toml that is printed so, such as ``device[2].carrier``; None if there is none."""
    wanted = text.removeprefix(f"{FILE_NAME}:")
    keys = keys_of(workspace)
    return _origin(workspace, model, keys[wanted]) if wanted in keys else None


def keys_of(workspace: Workspace) -> Mapping[str, KeyPath]:
    """Return the keys that metermap.toml sets, by what is printed of them; tables of a list count from 1."""
    return {printed_key(key): key for key in _toml(workspace).all_keys()}


def _toml(workspace: Workspace) -> TomlPlaces:
    return TomlPlaces(FILE_NAME, (workspace.root / FILE_NAME).read_text("utf-8-sig"))


def _origin(workspace: Workspace, model: ResolvedModel, key: KeyPath) -> Origin:
    shown = f"{FILE_NAME}:{printed_key(key)}"
    first = key[0]
    if first in _JUDGING:
        return Origin(shown, "a setting by which findings are made or judged", Reach.FINDINGS)
    if first in _FOLDERS:
        what, folders = _FOLDERS[str(first)]
        return Origin(shown, what, Reach.FOLDERS, folders=folders)
    if first == "editions":
        return Origin(shown, _of_editions(workspace, key), Reach.FOLDERS, folders=OF_EDITIONS)
    if first == "build" and len(key) > 1:
        generator = str(key[1])
        folders = (_GENERATORS.get(generator, generator),)
        return Origin(shown, f"an option of the generator {generator}", Reach.FOLDERS, folders=folders)
    what, direct = _read(workspace, model, key)
    return Origin(shown, what, Reach.EVERYTHING, direct=direct)


def _of_editions(workspace: Workspace, key: KeyPath) -> str:
    match key:
        case (_, int(number), *_) if number < len(workspace.editions):
            return f"what the edition {workspace.editions[number].name} is"
        case _:
            return "the other editions that are kept alive"


def _read(workspace: Workspace, model: ResolvedModel, key: KeyPath) -> tuple[str, Touched]:
    """Return what a key says of the way in which inputs are read, and what is read so."""
    match key:
        case ("workbook", int(number), *_):
            file = workspace.workbooks[number].file
            return f"how {file} is read", lines_in(model, file)
        case ("device", int(number), *_):
            device = workspace.devices[number].id
            return f"what {device} is", _of_device(model, device)
        case ("dictionaries", str(protocol), *_):
            return f"the dictionary of {protocol}", _said(model, lambda statement: statement.protocol == protocol)
        case ("errata", *_):
            return "the file of the errata", _corrected(model)
        case _:
            return "a setting that all outputs show or rest on", _all(model)


def _said(model: ResolvedModel, holds: Callable[[Statement], bool]) -> Touched:
    return Touched(statements=tuple(filter(holds, model.statements)))


def lines_in(model: ResolvedModel, file: str) -> Touched:
    """Return the lines of the catalogue that a workbook holds."""
    return lines_where(model.catalogue, lambda place: place.file == file)


def _of_device(model: ResolvedModel, device: str) -> Touched:
    elements = tuple(element for element in model.catalogue.elements if device in element.devices.value)
    return Touched(elements, statements=_said(model, lambda statement: statement.device == device).statements)


def _corrected(model: ResolvedModel) -> Touched:
    catalogue = model.catalogue
    return Touched(
        tuple(element for element in catalogue.elements if element.errata),
        tuple(fact for fact in catalogue.items if fact.errata),
        tuple(case for case in catalogue.use_cases if case.errata),
    )


def _all(model: ResolvedModel) -> Touched:
    return Touched(model.catalogue.elements, model.catalogue.items, model.catalogue.use_cases, model.statements)
