"""`mappings import`: a mapping table, as working groups keep them, becomes the draft of a mapping file.

The draft says what the table prints and nothing more: every row has its number, names come from
the dictionaries, twins are folded, and what is not plain stays as a comment for the editor.

A row whose reference stands in parentheses, ends in ``DLMS`` or is ``NA`` alone belongs to the
protocol: no element stands behind it. All other rows are elements.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from metermap.core.places import FilePlace
from metermap.core.text import one_line
from metermap.mappings import import_codes as codes
from metermap.mappings.import_lines import Line, fold_groups, fold_lines, quoted, subject_text
from metermap.mappings.import_rows import STATEMENTS, TableRow, read_rows
from metermap.mappings.import_statements import statements_text
from metermap.mappings.import_text import sentence

if TYPE_CHECKING:
    from metermap.core.findings import Findings

__all__ = ["import_table"]

_ROUTES: Final = {
    ("dlms", "ESME"): "tunnelled",
    ("dlms", "SAPC"): "tunnelled",
    ("dlms", "CHF"): "native",
    ("sep", "GSME"): "tunnelled",
    ("sep", "GPF"): "native",
}
_PROTOCOL_ONLY: Final = re.compile(r"\(.*|.*\bDLMS|NA", re.IGNORECASE)
_UNSPEAKABLE: Final = re.compile(r"[<>]")  # the marks of a hole, where an index goes
_KIND_OF_PATH: Final = re.compile(r"^(method|methodInput|methodOutput|alertOutput)\s*:\s*", re.IGNORECASE)

Scope = tuple[str, ...]
Groups = dict[Scope, dict[str, list[Line]]]
MakeLine = Callable[[TableRow, int, str, str], Line | None]


def import_table(path: Path, protocol: str | None, devices: tuple[str, ...], findings: Findings) -> str:
    """Return the text of a mapping file drafted from the table at `path`.

    `protocol` is ``dlms`` or ``sep``; None takes what the columns are. Rows are for the devices of a
    column ``devices``, of which `devices` then chooses some; without the column they are for all of
    `devices`. The text is empty when the table cannot be read; why is in `findings`.
    """
    wanted = protocol
    protocol, rows = read_rows(path, protocol, findings)
    if rows and protocol == STATEMENTS:
        return _of_statements(path.name, rows, wanted, devices, findings)
    if not rows:
        if protocol:
            findings.add(codes.NOT_A_TABLE.at(FilePlace(path.name), "the table has no rows"))
        return ""
    groups = _groups(rows, _line_maker(protocol, findings), devices, protocol, findings)
    if not groups:
        return ""
    text = [_header(protocol, path.name)]
    for scope, items in sorted(groups.items(), key=lambda entry: _first_row(entry[1].values())):
        text.append(_on(scope, protocol))
        text += _sentences(items, protocol)
    return "\n\n".join(text) + "\n"


def _of_statements(
    name: str, rows: Iterable[TableRow], protocol: str | None, devices: Scope, findings: Findings
) -> str:
    """Return the mapping file that says what a table of statements does, of some devices and a protocol or of all."""
    from metermap.protocols import load_dictionaries  # noqa: PLC0415  (as below)

    dlms = load_dictionaries(findings=findings).dlms
    chosen = (row for row in rows if row["device"] in (devices or (row["device"],)))
    kept = [row for row in chosen if row["protocol"] == (protocol or row["protocol"])]
    text = statements_text(kept, dlms, findings)
    return f"-- Imported from {one_line(name)}, a sentence for each row.\n\nsyntax 1.\n\n{text}\n" if text else ""


def _line_maker(protocol: str, findings: Findings) -> MakeLine:
    from metermap.mappings.import_dlms import DlmsLines  # noqa: PLC0415  (only one of the two is needed)
    from metermap.mappings.import_sep import SepLines  # noqa: PLC0415
    from metermap.protocols import load_dictionaries  # noqa: PLC0415

    dictionaries = load_dictionaries(findings=findings)
    if protocol == "dlms":
        return DlmsLines(dictionaries.dlms, findings).line
    return SepLines(dictionaries.sep, findings).line


def _groups(rows: Iterable[TableRow], line: MakeLine, devices: Scope, protocol: str, findings: Findings) -> Groups:
    groups: Groups = {}
    for row in rows:
        chosen = _devices_of(row, devices)
        if chosen is None:
            findings.add(codes.NO_DEVICE.at(row.place, f"row {row['row']} is for no device"))
            return {}
        number = row["row"]
        if not chosen:
            continue
        if not number.isdecimal() or len(number) > len("999999"):
            findings.add(codes.ROW_LEFT_OUT.at(row.place, f"'{number[:40]}' is no row number"))
            continue
        item, _, path = row["name"].partition(": ")
        if not item.strip() or _UNSPEAKABLE.search(row["name"]):
            findings.add(
                codes.ROW_LEFT_OUT.at(row.place, f"row {number}: '{row['name'][:60]}' cannot be an item's name")
            )
            continue
        protocol_only = bool(_PROTOCOL_ONLY.fullmatch(row["reference"].strip()))
        made = line(row, int(number), path, "" if protocol_only else _path_text(path))
        if made is not None:
            for scope in _by_route(chosen, protocol):
                groups.setdefault(scope, {}).setdefault(item.strip(), []).append(made)
    return groups


def _devices_of(row: TableRow, devices: Scope) -> Scope | None:
    """Return the devices a row is for; None if neither the table nor the caller names one."""
    named = tuple(part.strip() for part in re.split(r"[;,]", row["devices"]) if part.strip())
    if not named:
        return devices or None
    return tuple(device for device in named if not devices or device in devices)


def _by_route(devices: Scope, protocol: str) -> list[Scope]:
    routes: dict[str, list[str]] = {}
    for device in devices:
        routes.setdefault(_ROUTES.get((protocol, device), ""), []).append(device)
    return [tuple(found) for found in routes.values()]


def _path_text(path: str) -> str:
    """Return an element path as the language writes it, without the kind that the catalogue prints before it."""
    plain = _KIND_OF_PATH.sub("", path.strip()) or "value"
    steps = plain.replace("..", "~").split(".")
    return ".".join(quoted(step.strip().replace("~", "..")) for step in steps if step.strip()) or '"_"'


def _first_row(items: Iterable[list[Line]]) -> int:
    return min(line.rows[0] for lines in items for line in lines)


def _header(protocol: str, name: str) -> str:
    use = "\nuse dlms gb." if protocol == "dlms" else ""
    return f"-- A first draft, imported from {one_line(name)}. Read it, shorten it, have it reviewed.\n\nsyntax 1.{use}"


def _on(devices: Scope, protocol: str) -> str:
    route = _ROUTES.get((protocol, devices[0]), "")
    names = ", ".join(quoted(device) for device in devices)
    return f"on {names} over {protocol}{', ' + route if route else ''}."


def _sentences(items: dict[str, list[Line]], protocol: str) -> list[str]:
    if protocol == "sep":
        from metermap.mappings.import_sep import join_answers  # noqa: PLC0415  (as above)

        items = {item: join_answers(lines) for item, lines in items.items()}
    folded = fold_groups(_with_owners(items))
    made = [(lines[0].rows[0], subject_text(item), fold_lines(lines, "b")) for item, lines in folded.items()]
    return [sentence(subject, lines) for _, subject, lines in sorted(made, key=lambda entry: entry[:2])]


def _with_owners(items: dict[str, list[Line]]) -> dict[str, list[Line]]:
    """Give the lines of an item that is none, only protocol fields, to the item that shares their place.

    The table prints such fields under names of its own, which no catalogue holds.
    """
    real = {item: list(lines) for item, lines in items.items() if any(line.ours for line in lines)}
    for item, lines in items.items():
        if item not in real:
            owner = max(real, key=lambda other: _shared(real[other], lines), default=None)
            if owner is None or not _shared(real[owner], lines):
                real[item] = lines
            else:
                real[owner] += lines
    return real


def _shared(lines: list[Line], others: list[Line]) -> int:
    """Return how much of their place two groups of lines share: object, attribute or call, level by level."""
    places = {(line.home, tuple(level.key for level in line.levels[:depth])) for line in lines for depth in range(3)}
    return max(
        sum((other.home, tuple(level.key for level in other.levels[:depth])) in places for depth in range(3))
        for other in others
    )
