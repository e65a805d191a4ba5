"""`mappings import` of a table of statements, as `mappings export` and `build` write it.

Nothing is folded and nothing guessed: each row becomes a field, with its clauses, in a sentence of its item, so
that the mapping resolves to the same statements. The columns are those of `metermap.codegen.exchange.table`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from metermap.core.text import one_line
from metermap.mappings import import_codes as codes
from metermap.mappings.import_lines import quoted, subject_text

if TYPE_CHECKING:
    from metermap.core.findings import Findings
    from metermap.mappings.import_rows import TableRow
    from metermap.protocols import DlmsDictionary

__all__ = ["NEEDED", "TEXTS", "statements_text"]

NEEDED: Final = ("device", "protocol", "route", "item", "path", "role", "access", "type_from", "record", "key")
"""The columns by which such a table is known."""

TEXTS: Final = " // "
"""What stands between two reasons, deviations or allowances of one statement."""

_PLAIN: Final = re.compile(r"[A-Za-z_](\w|-(?=[A-Za-z]))*")
_NUMBER: Final = r"-?(?:0x[0-9A-Fa-f]+|0b[01]+|\d+(?:\.\d+)?)(?: [A-Za-z]\w*)?"
_RANGES: Final = re.compile(rf"{_NUMBER}(?:\.\.{_NUMBER})?(?: \| {_NUMBER}(?:\.\.{_NUMBER})?)*")
_OPERATORS: Final = r"(!=|<=|>=|<|>|=)"
_TEST: Final = re.compile(rf"(.+?) {_OPERATORS} (.+)")
_ALLOW: Final = re.compile(r"([A-Z]{2}\d{3}(?: and [A-Z]{2}\d{3})*): (.*)", re.DOTALL)
_UNSPEAKABLE: Final = re.compile(r"[<>]")  # an angle bracket opens a hole in a name
_OPEN: Final = re.compile(r"([A-Za-z_]\w*) in (\d+\.\.\d+)")
_COMPUTED: Final = ("value", "conversion")
_INDEXED: Final = ("sequence", "member", "field", "path")  # where an index may stand, in the order of the language
_HOMES: Final = {"alert": "Alert", "message": "Message"}


def statements_text(rows: Iterable[TableRow], dlms: DlmsDictionary, findings: Findings) -> str:
    """Return the sentences of all rows, by device, protocol and route, without the header of the file.

    A row that cannot be said in the language is left out and told in `findings`.
    """
    scopes: dict[tuple[str, str, str], list[TableRow]] = {}
    for printed in rows:
        row = _with_open_indices(printed)
        if fault := _fault(row):
            findings.add(codes.ROW_LEFT_OUT.at(row.place, f"{row['key'][:80]}: {fault}"))
        else:
            scopes.setdefault((row["device"], row["protocol"], row["route"]), []).append(row)
    return "\n\n".join(_scope(scope, found, dlms) for scope, found in scopes.items())


def _with_open_indices(row: TableRow) -> TableRow:
    """Return the row with each index that a value is computed by opened where its range stands.

    A value that no single number can be given for prints as ``2 * c in 1..3``.
    """
    cells = dict(row.cells)
    for name, values in _OPEN.findall(f"{row['value']} {row['conversion']}"):
        for column in _COMPUTED:
            cells[column] = cells.get(column, "").replace(f"{name} in {values}", name)
        for column in _INDEXED:
            if f"[{values}]" in cells.get(column, ""):
                cells[column] = cells[column].replace(f"[{values}]", f"[{name} in {values}]", 1)
                break
    return replace(row, cells=cells)


def _fault(row: TableRow) -> str:
    if not all(row[column] for column in ("device", "protocol", "item", "role")):
        return "device, protocol, item and role must not be empty"
    if _UNSPEAKABLE.search(row["item"] + row["path"]):
        return "the item's name or path has an angle bracket, which opens a hole in a name"
    if row["role"] != "gap" and not row["access"]:
        return "it says nothing of where the element is kept"
    if row["row"] and not re.fullmatch(r"\d{1,6}", row["row"]):
        return f"'{row['row'][:40]}' is no row number"
    return ""


def _scope(scope: tuple[str, str, str], rows: list[TableRow], dlms: DlmsDictionary) -> str:
    device, protocol, route = scope
    head = f"on {quoted(device)} over {protocol}{f', {route}' if route else ''}."
    sentences = []
    said = ((row["item"], *_home(row, dlms)) for row in rows)
    paired = zip(said, rows, strict=True)
    for (item, home, clauses), found in groupby(paired, key=lambda pair: pair[0]):
        fields = [_field(row) for _, row in found]
        sentences.append(_sentence(item, home, clauses, fields))
    return "\n\n".join((head, *sentences))


def _sentence(item: str, home: str, clauses: str, fields: list[str]) -> str:
    subject = subject_text(item)
    if home.startswith("Nowhere"):
        return "\n\n".join(f"{_gap_subject(subject, field)} is Nowhere{clauses}." for field in fields)
    inside = ",\n".join(f"    {field}" for field in fields)
    return f"{subject} is {home} {{\n{inside}\n}}{clauses}."


def _gap_subject(subject: str, path: str) -> str:
    return f"{subject}.{path}" if path else subject


# ---- homes ----------------------------------------------------------------------------------------------


def _home(row: TableRow, dlms: DlmsDictionary) -> tuple[str, str]:
    """Return the home and the clauses that follow its braces."""
    if row["role"] == "gap":
        return "Nowhere", _clauses(row)
    if row["access"] in _HOMES:
        return f"{_HOMES[row['access']]}({row['name']})", _shared(row)
    if row["protocol"] == "sep":
        return quoted(row["cluster"]) if _PLAIN.fullmatch(row["cluster"]) else f'"{row["cluster"]}"', _shared(row)
    return f"{_class(row['class_id'], row['class_name'], dlms)} {row['logical_name']}", _shared(row, dlms)


def _class(number: str, name: str, dlms: DlmsDictionary) -> str:
    known = dlms.interface_class(number) if number.isdigit() else None
    return known.camel if known is not None else quoted(name)


def _shared(row: TableRow, dlms: DlmsDictionary | None = None) -> str:
    """Return the clauses of the home: the object that it is reached through, the use cases."""
    made = ""
    if row["through"] and dlms is not None:
        number, _, logical_name = row["through"].partition("/")
        made = f" through {_class(number, number, dlms)} {logical_name}"
    return made + _use_cases(row)


def _use_cases(row: TableRow) -> str:
    roles = dict(part.partition(": ")[::2] for part in row["roles"].split("; ") if part)
    cases = []
    for case in row["use_cases"].split():
        named = ", ".join(quoted(role) for role in roles.get(case, "").split(", ") if role)
        cases.append(f"{case}({named})" if named else case)
    return f" for {' and '.join(cases)}" if cases else ""


# ---- fields ---------------------------------------------------------------------------------------------


def _field(row: TableRow) -> str:
    if row["role"] == "gap":
        return _path(row["path"])
    said, clauses = _said(row), _clauses(row, home=False)
    if row["access"] in _HOMES:
        return f"{_key(row['member'])}{said}{clauses}"
    if row["protocol"] == "sep":
        return _sep_field(row, said, clauses)
    return _dlms_field(row, said, clauses)


def _dlms_field(row: TableRow, said: str, clauses: str) -> str:
    inside, name = row["member"], quoted(row["name"])
    if row["access"] == "method":
        if row["returned"]:
            return f"call {name}{row['sequence']} returns {{ {_nested(inside or '_', said, clauses)} }}"
        return _call(f"{name}{row['sequence']}", inside, said, clauses, row)
    if row["selector"]:
        if not inside:
            return f"{name} {{}} by {row['selector']}{said}{clauses}"
        return f"{name} {{}} by {row['selector']} {{ {_nested(inside, said, clauses)} }}"
    if inside.startswith("["):
        return _nested(f"{name}{inside}", said, clauses)
    return _nested(f"{name}.{inside}" if inside else name, said, clauses)


def _sep_field(row: TableRow, said: str, clauses: str) -> str:
    if row["access"] == "attribute":
        key = f"{_key(row['attribute'])} @{row['attribute_id']}"
        return f"{key} {{ {_nested(row['field'], said, clauses)} }}" if row["field"] else f"{key}{said}{clauses}"
    name = quoted(row["command"])
    if row["access"] == "response":
        answer = f"{quoted(row['response'])}{row['sequence']}"
        return f"call {name} returns {answer} {{ {_nested(row['field'] or '_', said, clauses)} }}"
    return _call(f"{name}{row['sequence']}", row["field"], said, clauses, row)


def _call(name: str, inside: str, said: str, clauses: str, row: TableRow) -> str:
    answer = f" returns {quoted(row['response'])}" if row["response"] else ""
    if inside:
        return f"call {name} {{ {_nested(inside, said, clauses)} }}{answer}"
    if said.startswith(":"):
        return f"call {name}{said}{answer}{clauses}"
    value, _, number = said.removeprefix(" = ").partition(" #")
    shown = (f" #{number}" if number else "") + ("" if value == "_" else f" = {value}")
    return f"call {name}{shown}{answer}{clauses}"


def _nested(path: str, said: str, clauses: str) -> str:
    """Return a field inside others; from the first step that is a number, braces within braces."""
    steps = path.replace("..", "~").split(".")
    at = next((index for index, step in enumerate(steps) if step.startswith("@") and index), len(steps))
    head = ".".join(_key(step.replace("~", "..")) for step in steps[:at])
    if at == len(steps):
        return f"{head}{said}{clauses}"
    return f"{head} {{ {_nested('.'.join(steps[at:]).replace('~', '..'), said, clauses)} }}"


def _key(step: str) -> str:
    return step if re.fullmatch(r"@[\w.]+", step) or step == "_" else quoted(step)


def _said(row: TableRow) -> str:
    """Return what stands after a key: our element with its row, the constant."""
    number = f" #{row['row']}" if row["row"] else ""
    value = _constant(row)
    if row["role"] != "element":
        return f" = {value or '_'}{number}"
    ours = row["conversion"] or _path(row["path"]) or _in_quotes(row["item"])
    return f": {ours}{number}" + (f" = {value}" if value else "")


def _path(path: str) -> str:
    """Return an element's path in the words of the language, without the kind before it."""
    plain = re.sub(r"^(method|methodInput|methodOutput|alertOutput)\s*:\s*", "", path.strip(), flags=re.IGNORECASE)
    if not plain or "[[" in plain or '"' in plain:
        return _in_quotes(plain) if plain else ""
    steps = plain.replace("..", "~").split(".")
    return ".".join(quoted(step.replace("~", "..")) for step in steps)


def _pairs(row: TableRow) -> tuple[tuple[str, str], ...]:
    found = (part.partition(" = ") for part in row["coded"].split("; ") if part)
    return tuple((ours, theirs) for ours, _, theirs in found)


def _constant(row: TableRow) -> str:
    """Return the constant in the words of the language: a member of an enumeration by its name."""
    names = {theirs: ours for ours, theirs in _pairs(row) if _PLAIN.fullmatch(ours)}
    return " | ".join(names.get(part, part) for part in row["value"].split(" | ")) if row["value"] else ""


# ---- clauses ---------------------------------------------------------------------------------------------


def _clauses(row: TableRow, *, home: bool = True) -> str:
    return "".join(f" {clause}" for clause in _each_clause(row)) + (_use_cases(row) if home else "")


def _each_clause(row: TableRow) -> Iterator[str]:
    if row["type"] and row["type_from"] == "mapping":
        yield f"as {row['type']}"
    if row["unit"]:
        yield f"in {row['unit']}"
    if row["only"]:
        yield f"only {row['only']}"
    named = set(row["value"].split(" | ")) if row["value"] else set()
    if pairs := [(ours, theirs) for ours, theirs in _pairs(row) if theirs not in named]:
        yield f"coded {{ {', '.join(f'{_value(ours)} = {_value(theirs)}' for ours, theirs in pairs)} }}"
    if tests := [_test(text) for text in row["conditions"].split("; ") if text]:
        yield f"when {' and '.join(tests)}"
    if row["optional"]:
        yield "optional"
    if row["becomes"]:
        target, _, moment = row["becomes"].partition(" at ")
        yield f"becomes {_path(target)} at {_path(moment)}"
    yield from _remarks(row)


def _remarks(row: TableRow) -> Iterator[str]:
    for word in ("since", "until"):
        if row[word]:
            yield f"{word} {_in_quotes(row[word])}"
    for word in ("because", "despite"):
        yield from (f"{word} {_in_quotes(text)}" for text in row[word].split(TEXTS) if text)
    yield from _review(row)
    for text in filter(None, row["allows"].split(TEXTS)):
        if found := _ALLOW.fullmatch(text):
            yield f"allow {found[1]} because {_in_quotes(found[2])}"


def _review(row: TableRow) -> Iterator[str]:
    record = [pair.partition(" = ")[::2] for pair in row["record"].split("; ") if pair]
    fields = ", ".join(f"{quoted(key)} = {_in_quotes(text)}" for key, text in record)
    if fields or row["status"] not in {"", "unreviewed"}:
        yield f"status {row['status']}" + (f" {{ {fields} }}" if fields else "")


def _test(text: str) -> str:
    found = _TEST.fullmatch(text)
    return f"{_path(found[1])} {found[2]} {_value(found[3])}" if found else _in_quotes(text)


def _value(text: str) -> str:
    if text in {"_", '""'} or _RANGES.fullmatch(text) or _PLAIN.fullmatch(text):
        return text
    return " | ".join(_value(part) for part in text.split(" | ")) if " | " in text else _in_quotes(text)


def _in_quotes(text: str) -> str:
    escaped = one_line(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def known_columns(header: Iterable[str]) -> Mapping[str, int]:
    """Return the place of each column of a header that is one of a table of statements; empty if it is none."""
    found = {name: at for at, name in enumerate(header)}
    return found if set(NEEDED) <= set(found) else {}
