"""Changes that are seeded on purpose: cases of the folder ``seeded``, and what a comparison tells of each.

A case seeds into a copy of the real workspace (`mapping`, `workbook`, `settings`: what is edited) or into its document
(`lines`), and says what has to be found: every change, its places, its verdict, and whom it hits.
"""

from __future__ import annotations

import copy
import io
import shutil
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import openpyxl

from metermap.catalogue.reader import read_catalogue
from metermap.codegen.changes.diff import compare
from metermap.codegen.changes.model import Diff, JudgedChange, JudgedField, Judgement, Kind
from metermap.codegen.changes.snapshot import LISTS
from metermap.codegen.exchange.documents import model_document
from metermap.core.findings import Findings, Severity
from metermap.core.workspace import load_workspace
from metermap.mappings import resolve_model
from metermap.protocols import load_dictionaries
from tests.codegen.changes.states import gb, state
from tests.gb.load import GB

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Case", "cases", "found", "in_document", "in_workspace", "split"]

SEEDED = Path(__file__).parent / "seeded"
Case: TypeAlias = dict[str, Any]
_DICTIONARIES = load_dictionaries()
_BOOK = (GB / "smets2.xlsx").read_bytes()


def cases(name: str) -> list[Case]:
    """Return the cases of a file of the folder, without its ending."""
    read: list[Case] = tomllib.loads((SEEDED / f"{name}.toml").read_text("utf-8"))["case"]
    return read


def in_document(case: Case) -> Diff:
    """Return what is different once a case is seeded into the document."""
    old, new = _lines(case)
    return compare(state(old), state(new), {})


def in_workspace(together: Sequence[Case], folder: Path) -> Diff:
    """Return what is different once cases are seeded into a copy of the workspace, which still resolves."""
    return compare(state(gb()), state(_resolved(together, folder)), {})


# the real workspace


def _resolved(together: Sequence[Case], folder: Path) -> dict[str, Any]:
    """Return the document of a copy of the workspace in which the cases are seeded."""
    root = folder / "gb"
    shutil.copytree(GB, root, ignore=shutil.ignore_patterns("build", "site", "public", "releases"))
    for edit in _edits(together, "mapping", "settings"):
        _replace(root / edit.get("file", "metermap.toml"), edit["old"], edit["new"])
    if cells := _edits(together, "workbook"):
        (root / "smets2.xlsx").write_bytes(_edited_book(cells))
    return _document(root)


def _edits(together: Iterable[Case], *kinds: str) -> list[dict[str, Any]]:
    return [edit for case in together for kind in kinds for edit in case.get(kind, ())]


def _document(root: Path) -> dict[str, Any]:
    findings = Findings()
    workspace = load_workspace(root, findings)
    assert workspace is not None
    catalogue = read_catalogue(workspace, findings)
    assert catalogue is not None
    model = resolve_model(workspace, catalogue, _DICTIONARIES, findings)
    assert model is not None
    errors = [finding.message for finding in (*findings, *model.findings) if finding.severity is Severity.ERROR]
    assert not errors, errors
    return model_document(model, ())


def _replace(path: Path, old: str, new: str) -> None:
    """Replace a text that stands once in a file, by one with as many lines: what follows stays where it is."""
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{path.name}: {old!r} stands there {text.count(old)} times"
    path.write_text(text.replace(old, new), "utf-8")


def _edited_book(edits: list[dict[str, Any]]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(_BOOK))
    for edit in edits:
        sheet = book[edit["sheet"]]
        if "cell" in edit:
            sheet[edit["cell"]].value = edit["value"] or None
        elif "title" in edit:
            sheet.title = edit["title"]
        elif "swap" in edit:
            _swap(sheet, *edit["swap"])
        elif "clear" in edit:
            _write(sheet, edit["clear"], [None] * sheet.max_column)
        else:
            sheet.insert_rows(edit["row"])
            _write(sheet, edit["row"], edit["values"])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: Worksheet, row: int, values: list[Any]) -> None:
    for column, value in enumerate(values, 1):
        sheet.cell(row, column).value = value or None


def _swap(sheet: Worksheet, one: int, two: int) -> None:
    rows = [[cell.value for cell in sheet[row]] for row in (one, two)]
    _write(sheet, two, rows[0])
    _write(sheet, one, rows[1])


# the document


def _lines(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return both documents of a case: lines of the real one, as they were and as they are."""
    old, new = dict(gb()), dict(gb())
    for edit in case["lines"]:
        name = LISTS[Kind(edit["kind"])]
        at = _place(gb()[name], edit)
        for document, values in ((old, edit.get("was", {})), (new, {**edit.get("was", {}), **edit.get("now", {})})):
            document[name] = list(document[name])
            document[name][at] = _with(document[name][at], values)
        if edit.get("act") == "remove":
            del new[name][at]
        elif edit.get("act") == "add":
            del old[name][at]
        elif edit.get("act") == "move":
            new[name].insert(edit["to"], new[name].pop(at))
    return old, new


def _place(lines: list[dict[str, Any]], edit: dict[str, Any]) -> int:
    wanted = edit["line"]
    at = [place for place, line in enumerate(lines) if all(line[name] == value for name, value in wanted.items())]
    assert len(at) == 1, f"{wanted} are {len(at)} lines"
    return at[0]


def _with(line: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a line with other values, by their paths; ``"null"`` is null."""
    changed = copy.deepcopy(line)
    for path, value in values.items():
        *steps, last = path.split(".")
        at = changed
        for step in steps:
            at = at[step]
        at[last] = None if value == "null" else copy.deepcopy(value)
    return changed


# what is told


def found(diff: Diff) -> list[dict[str, Any]]:
    """Return what a comparison tells, as the cases say it."""
    return [_change(change) for change in diff.changes]


def split(
    changes: Iterable[dict[str, Any]], expected: Iterable[dict[str, Any]], most: int = 6
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the changes beside those expected, and how many there are of those of which more say the same."""
    told = list(expected)
    rest = [change for change in changes if change not in told]
    kinds = Counter(map(_summary, rest))
    many = {summary: count for summary, count in kinds.items() if count > most}
    return [change for change in rest if _summary(change) not in many], many


def _summary(change: dict[str, Any]) -> str:
    fields = ", ".join(dict.fromkeys(field[0] for field in change.get("fields", ())))
    return f"{change['kind']} {' '.join(change['acts'])}: {' '.join(change['verdicts'])} ({fields})"


def _change(judged: JudgedChange) -> dict[str, Any]:
    change, whom = judged.change, judged.whom
    said: dict[str, Any] = {
        "kind": change.kind.value,
        "acts": [act.value for act in change.acts],
        "key": change.key,
        "old_key": change.old_key if change.old_key != change.key else "",
        "places": [change.old_place, change.new_place],
        "verdicts": _verdicts(judged.judgement),
        "devices": list(whom.devices),
        "roles": list(whom.roles),
        "fields": [_field(field) for field in judged.fields],
    }
    return {name: value for name, value in said.items() if value or name in {"devices", "roles"}}


def _field(field: JudgedField) -> list[str]:
    change = field.change
    words = " ".join(_verdicts(field.judgement))
    return [change.name, change.old_text, change.new_text, change.old_place, change.new_place, words]


def _verdicts(judgement: Judgement) -> list[str]:
    return [verdict.word for verdict in judgement.verdicts]
