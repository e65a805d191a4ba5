"""Rows of a Smart Energy mapping table as lines of a draft.

The table prints an attribute with its number, or a command with the text of a parameter: the
field's name first, then what GB puts there. What is not plain stays as a note for the editor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Side
from metermap.core.types import Kind
from metermap.mappings import import_codes as codes
from metermap.mappings.import_lines import Level, Line, fold_key, use_case_codes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metermap.core.findings import Findings
    from metermap.core.types import Member
    from metermap.mappings.import_rows import TableRow
    from metermap.protocols import Cluster, SepCommand, SepDictionary

__all__ = ["SepLines", "join_answers"]

_TYPES: Final = {"utctime": "UTC", "octetstring": "octstr", "charstring": "string", "boolean": "bool", "date": "date"}
_KINDS: Final = {"uint": "uint", "int": "int", "enum": "enum", "bitmap": "map"}
_NUMBER: Final = r"[+-]?(?:0[xX][0-9A-Fa-f]+|0b[01]+|\d+)"
_ANSWER: Final = "?"  # stands for the call whose answer a line is, until `join_answers` finds it


@dataclass(frozen=True, slots=True)
class _Content:
    """What the text behind a field's name comes to."""

    fixed: str = ""
    clauses: tuple[str, ...] = ()
    note: str = ""


def _noted(text: str) -> _Content:
    return _Content(note=f"printed: {text}" if text else "")


class SepLines:
    """Turns rows into lines; faults go to `findings`."""

    def __init__(self, dictionary: SepDictionary, findings: Findings) -> None:
        self.dictionary = dictionary
        self.findings = findings

    def line(self, row: TableRow, number: int, path: str, ours: str) -> Line | None:  # noqa: ARG002  (as for DLMS)
        """Return the line of a row; `ours` is its element path as the language writes it."""
        name, _, printed = row["cluster"].rpartition(":")
        cluster = self.dictionary.cluster(printed.strip()) or self.dictionary.cluster(name.strip())
        if cluster is None:
            self.findings.add(codes.ROW_LEFT_OUT.at(row.place, f"row {number}: '{row['cluster']}' is no cluster"))
            return None
        use_cases = use_case_codes(row["use_cases"])
        home = re.sub(r"\W", "", cluster.name)
        as_clause = _type_clause(row["data_type"])
        fixed = "" if ours else "_"
        if row["command"].lower().replace(" ", "").startswith("readattributes"):
            return self._read(cluster, row, Line(home, (), ours, fixed, (number,), as_clause, use_cases))
        levels, content = self._in_command(cluster, row)
        if levels[-1].kind != "field" and content.note:
            levels = (*levels, Level("field", "_"))
        clauses = (
            content.clauses
            if any(text.startswith("as ") for text in content.clauses)
            else (*as_clause, *content.clauses)
        )
        return Line(
            home,
            levels,
            ours,
            content.fixed or fixed,
            (number,),
            tuple(sorted(clauses, key=_order)),
            use_cases,
            content.note,
        )

    def _read(self, cluster: Cluster, row: TableRow, line: Line) -> Line | None:
        """Return the line at the attribute that a row prints, or at the first of several that do not keep in step."""
        text = row["parameter"]
        listed = re.findall(r"0x[0-9A-Fa-f]{4}(?![0-9A-Fa-f])", text)
        if not listed:
            message = f"row {line.rows[0]}: '{text[:60]}' names no attribute"
            self.findings.add(codes.ROW_LEFT_OUT.at(row.place, message))
            return None
        keys = [self._attribute_key(cluster, number, row) for number in _counted(listed, text)]
        folded = fold_key(keys, "k")
        note = f"printed: {text}" if len(keys) > 1 and folded is None else ""
        return replace(line, levels=(Level("field", folded or keys[0]),), note=note)

    def _attribute_key(self, cluster: Cluster, number: int, row: TableRow) -> str:
        attribute = cluster.attribute(number, Side.SERVER)
        if attribute is not None:
            return f"{attribute.name} @0x{number:04X}"
        message = f"{cluster.name} (0x{cluster.id:04X}) has no attribute 0x{number:04X}"
        self.findings.add(codes.UNKNOWN_NUMBER.at(row.place, message))
        return f"@0x{number:04X}"

    def _in_command(self, cluster: Cluster, row: TableRow) -> tuple[tuple[Level, ...], _Content]:
        asked = self._command(cluster, row["command"], row)
        answer = self._command(cluster, row["response"], row)
        text = "" if _is_none(row["parameter"]) else row["parameter"]
        reply = _camel(answer.name) if answer else "" if _is_none(row["response"]) else _bare(row["response"])
        is_answer = row["command"].lower().startswith("(response")
        if is_answer or (asked and answer and not answer.generic and not text):
            field, content = self._field(answer, text) if answer and text else ("_", _noted(text))
            call = Level("call", _ANSWER if is_answer else _key(asked, row["command"]))
            return (call, Level("returns", reply or "_"), Level("field", field)), content
        call = Level("call", _key(asked, row["command"]), reply)
        if not text or asked is None:
            return (call,), _noted(text)
        field, content = self._field(asked, text)
        return (call, *(Level("field", step) for step in field.split("."))), content

    def _command(self, cluster: Cluster, printed: str, row: TableRow) -> SepCommand | None:
        if _is_none(printed) or "(" in printed:
            return None
        found = cluster.command(_bare(printed)) or self.dictionary.global_command(_bare(printed))
        if found is None:
            message = f"{cluster.name} (0x{cluster.id:04X}) has no command '{printed}'"
            self.findings.add(codes.UNKNOWN_NUMBER.at(row.place, message))
        return found

    def _field(self, command: SepCommand, text: str) -> tuple[str, _Content]:
        """Return the field that a parameter's text begins with, and what the rest of the text says."""
        best, rest = _longest(command.fields, text)
        if best is None:
            return "_", _noted(text)
        name = _camel(best.name)
        inside = re.match(r"(Date|U?INT\d+|ENUM\d+|BOOLEAN)\s*:\s*(.*)$", rest, re.IGNORECASE)
        kind = best.type.element if best.type.kind is Kind.ARRAY and best.type.element else best.type
        if inside:
            member, beyond = _longest(kind.members, inside[2])
            if member is not None:
                beyond = re.sub(r"^x n$", "", beyond.strip())
                clauses = _type_clause(inside[1])
                return f"{name}.{_camel(member.name)}", replace(
                    _content(beyond), clauses=(*clauses, *_content(beyond).clauses)
                )
        return name, _content(rest)


def _counted(listed: list[str], text: str) -> list[int]:
    """Return the numbers that a text lists: ``0x0100, 0x0102``, or the run ``0x0100-0x0102``."""
    numbers = [int(number, 16) for number in listed]
    if re.search(r"0x[0-9A-Fa-f]{4}\s*-\s*0x[0-9A-Fa-f]{4}", text):
        return list(range(numbers[0], min(numbers[-1], numbers[0] + 255) + 1)) or numbers
    return numbers


def _longest(members: Sequence[Member], text: str) -> tuple[Member | None, str]:
    """Return the member with the longest name that a text begins with, and the text behind it.

    Case, spaces and punctuation do not count, nor does a plural: ``Season Entry`` is ``seasonEntries``.
    """
    best: tuple[int, Member] | None = None
    for member in members:
        for form in {member.name, re.sub(r"ies$", "y", member.name), re.sub(r"s$", "", member.name)}:
            end = _end_of(form, text)
            if end and (best is None or end > best[0]):
                best = (end, member)
    return (None, text) if best is None else (best[1], text[best[0] :].lstrip(" :"))


def _end_of(name: str, text: str) -> int:
    """Return where a name at the beginning of a text ends, 0 if it is not there."""
    wanted = re.sub(r"[\W_]+", "", name).lower()
    at = 0
    for position, mark in enumerate(text):
        if not (mark.isalnum()):
            continue
        if at >= len(wanted) or mark.lower() != wanted[at]:
            return 0
        at += 1
        if at == len(wanted):
            behind = text[position + 1 : position + 2]
            return position + 1 if not (behind.isalpha() and behind.islower()) else 0
    return 0


def _content(text: str) -> _Content:
    """Return the constant, the range or the coding that a text states; the text as a note if it is not plain."""
    rest = re.sub(r"^UTC Time\b\s*|^\([^()]*\)\s*(?=\S)", "", text.strip())
    made = next((make(rest) for pattern, make in _PLAIN if re.fullmatch(pattern, rest)), None)
    return made if made is not None else _partly_plain(rest, f"printed: {text.strip()}")


def _partly_plain(text: str, note: str) -> _Content:
    """Return what can be taken from the beginning of a text, and all of it as a note."""
    sentinel = re.search(rf"[Ss]et to ({_NUMBER})(?: to|:)? ([A-Za-z]\w*)", text)
    limits = re.match(rf"({_NUMBER}) - ({_NUMBER})(?=\s)", text)
    clauses = ((f"only {_plus(limits[1])}..{_plus(limits[2])}",) if limits else ()) + (
        (f"coded {{ {sentinel[2]} = {sentinel[1]}, _ = _ }}",) if sentinel else ()
    )
    first = re.match(rf"=?\s*({_NUMBER})\s*(?:=|-|\(|,|$)", text)
    return _Content(_plus(first[1]) if first and not clauses else "", clauses, note)


def _nothing(_text: str) -> _Content:
    return _Content()


def _range(text: str) -> _Content:
    low, high = re.findall(_NUMBER, text.replace(" - ", "  "))[:2]
    return _Content(clauses=(f"only {_plus(low)}..{_plus(high)}",))


def _sentinel(text: str) -> _Content:
    found = re.search(rf"({_NUMBER})\s*(?:to|=)\s*([A-Za-z]\w*)", text)
    return _Content(clauses=(f"coded {{ {found[2]} = {found[1]}, _ = _ }}",)) if found else _Content(note=text)


def _one(text: str) -> _Content:
    found = re.search(_NUMBER, text)
    return _Content(fixed=_plus(found[0]) if found else "")


def _several(text: str) -> _Content:
    return _Content(clauses=("only " + " | ".join(re.findall(_NUMBER, text)),))


def _table(text: str) -> _Content:
    pairs = re.findall(rf"({_NUMBER})\s*=\s*(?:per )?([A-Za-z]\w*)", text)
    return _Content(clauses=("coded { " + ", ".join(f"{word} = {number}" for number, word in pairs) + " }",))


def _currencies(text: str) -> _Content:
    pairs = re.findall(rf"({_NUMBER}) \(([A-Za-z]\w*)\)", text)
    return _Content(clauses=("coded { " + ", ".join(f"{word} = {number}" for number, word in pairs) + " }",))


_PLAIN: Final = (
    (r"", _nothing),
    (r"0 = immediate", lambda _: _Content(clauses=("coded { immediate = 0, _ = _ }",))),
    (rf"[Ss]et to {_NUMBER} to (cancel|retrieve \w+ \w+)", _sentinel),
    (rf"{_NUMBER} - {_NUMBER}", _range),
    (rf"[Ss]et to {_NUMBER} \([^()]*\)", _one),
    (rf"=?\s*{_NUMBER}(\s*=\s*[A-Za-z][\w /-]*|\s*\([^()]*\))?", _one),
    (rf"{_NUMBER}( \| {_NUMBER})+", _several),
    (rf"{_NUMBER} \([A-Za-z]\w*\)( \| {_NUMBER} \([A-Za-z]\w*\))+", _currencies),
    (rf"({_NUMBER}\s*=\s*(per )?[A-Za-z]\w*(\s+|$)){{2,}}", _table),
)


def _plus(number: str) -> str:
    return re.sub(r"^0X", "0x", number.lstrip("+"))


def _is_none(text: str) -> bool:
    return text.strip() in {"", "-", "--"}


def _bare(printed: str) -> str:
    return re.sub(r"\W", "", printed.partition(":")[0]) or "_"


def _camel(name: str) -> str:
    return name[:1].upper() + name[1:]


def _key(command: SepCommand | None, printed: str) -> str:
    return f"{command.name} @0x{command.id:02X}" if command is not None else _bare(printed)


def _type_clause(printed: str) -> tuple[str, ...]:
    """Return ``as uint24`` for ``UINT24``; nothing where no type, or only a structure, is printed."""
    text = re.sub(r"\[n\]|\(NIBBLES\)|\s", "", printed).lower()
    if text in _TYPES:
        return (f"as {_TYPES[text]}",)
    found = re.fullmatch(r"([a-z]+)(\d+)", text)
    return (f"as {_KINDS[found[1]]}{found[2]}",) if found and found[1] in _KINDS else ()


def _order(clause: str) -> int:
    return ("as", "only", "coded").index(clause.split(" ", 1)[0])


def join_answers(lines: list[Line]) -> list[Line]:
    """Give each answer the call that it answers: of the same cluster, best of the same use case.

    The table prints ``(Response):`` where a command stands for others; where no row of the item
    names a call, the answering command itself is what is called.
    """
    return [_joined(line, lines) if line.levels and line.levels[0].key == _ANSWER else line for line in lines]


def _joined(line: Line, lines: list[Line]) -> Line:
    calls = [
        other
        for other in lines
        if other.home == line.home and other.levels[0].kind == "call" and other.levels[0].key != _ANSWER
    ]
    calls.sort(key=lambda other: (not set(other.use_cases) & set(line.use_cases), other.rows))
    if calls:
        return replace(line, levels=(replace(calls[0].levels[0], reply=""), *line.levels[1:]))
    return replace(line, levels=(Level("call", line.levels[1].key), *line.levels[2:]))
