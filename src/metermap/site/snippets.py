"""Snippets in Python and C that decode an example with the generated bindings, and what they print.

They are made of names that the bindings have and of octets; no text of a catalogue gets into them. The tests take
them out of the built pages and run them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from metermap.codegen.bindings.layouts import Array, Leaf, Payload, Structure
from metermap.codegen.bindings.layouts import Sequence as List
from metermap.codegen.bindings.steps import BitsStep, ElementStep, leaf_at
from metermap.codegen.bindings.transfers import Purpose
from metermap.codegen.explaining.sample import position_of, value_of
from metermap.codegen.python.layouts import field_name
from metermap.codegen.python.runtime.cosem import ScalerUnit
from metermap.site.printing import Form, form_of, printed_in_c, printed_in_python

if TYPE_CHECKING:
    from metermap.codegen.bindings.layouts import Layout
    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.codegen.explaining.sample import Sample
    from metermap.codegen.vectors.model import Json

__all__ = ["Named", "Snippet", "snippets"]

_MOST: Final = 4
_ON_A_LINE: Final = 12
_ITEMS: Final = 64
_WIDTH: Final = 66
_BREAKS: Final = re.compile(r"(?<=, )|(?<=\()")
_BREAKS_IN_C: Final = re.compile(r"(?<=, )|(?<=\()|(?<= = )")
_NOTHING: Final = (None, "")


@dataclass(frozen=True, slots=True)
class Named:
    """What the bindings call an entry.

    In Python it is the constant `constant` of the module `module` of `package`; in C the item `item`, declared
    in `header`. `prefix` is that of the runtime in C and `device` that of the device's functions.
    """

    package: str
    module: str
    constant: str
    header: str
    item: str
    prefix: str
    device: str


@dataclass(frozen=True, slots=True)
class Snippet:
    """A program that decodes an example, and what it prints, without the last line's end."""

    language: str
    code: str
    prints: str


@dataclass(frozen=True, slots=True)
class _Target:
    """A value to print: the entry it is of, the way to it inside what the entry is, its form, and the value.

    `inside` leads from a composed entry to the first value in it: the number of each member or element, and the
    accessor of it in Python.
    """

    entry: EntryFacts
    named: Named
    form: Form
    value: Json
    inside: tuple[tuple[int, str], ...] = ()

    @property
    def is_simple(self) -> bool:
        """Whether the whole that travels is the value, or holds it in bits or as a member of a scaler_unit."""
        transfer = self.entry.transfer
        return self.entry.codec is not None and transfer is not None and transfer.purpose is Purpose.VALUE

    @property
    def positions(self) -> tuple[int, ...]:
        """Return the position in each list that the mapping leaves open, counted from 1."""
        lists = (step for step in self.entry.steps if isinstance(step, ElementStep))
        return tuple(position_of(step) for step in lists if step.first is None or step.first != step.last)


def snippets(entries: Iterable[tuple[EntryFacts, Named]], sample: Sample) -> tuple[Snippet, ...]:
    """Return a snippet in Python and one in C for entries that travel together; none if there is nothing to print.

    They print the first few of the entries for which the sample has a value.
    """
    found = (_target(entry, named, sample) for entry, named in entries)
    targets = tuple(target for target in found if target is not None)[:_MOST]
    return (_python(targets, sample.octets), _c(targets, sample.octets)) if targets else ()


def _target(entry: EntryFacts, named: Named, sample: Sample) -> _Target | None:
    value = value_of(sample.whole, entry)
    if value in _NOTHING or entry.transfer is None or not entry.has_codec:
        return None
    if entry.member:
        form = Form.SIGNED if entry.member == "scaler" else Form.UNSIGNED
        return _Target(entry, named, form, value)
    if entry.steps and isinstance(entry.steps[-1], BitsStep):
        return _Target(entry, named, Form.UNSIGNED, value)
    inside = _first_value(leaf_at(entry.transfer.layout, entry.steps), value)
    return None if inside is None else _Target(entry, named, *inside)


def _first_value(layout: Layout, value: Json) -> tuple[Form, Json, tuple[tuple[int, str], ...]] | None:
    """Return the first value in a layout that can be printed, and the way to it."""
    if isinstance(layout, Leaf):
        form = form_of(layout.codec.name)
        return None if form is None or value in _NOTHING else (form, value, ())
    for step, inner, part in _inside(layout, value):
        found = _first_value(inner, part)
        if found is not None:
            form, said, way = found
            return form, said, (step, *way)
    return None


def _inside(layout: Layout, value: Json) -> Iterator[tuple[tuple[int, str], Layout, Json]]:
    match layout:
        case Structure() | Payload() if isinstance(value, Mapping):
            for number, field in enumerate(layout.fields):
                if field.name in value:
                    yield (number, f".{field_name(field.name)}"), field.layout, value[field.name]
        case Array() | List() if isinstance(value, list):
            yield from (((at, f"[{at}]"), layout.element, part) for at, part in enumerate(value[:1]))
        case _:
            return


# ---- Python -------------------------------------------------------------------------------------------------


def _python(targets: Sequence[_Target], octets: bytes) -> Snippet:
    first = targets[0].named
    lines = [f"from {first.package} import {first.module}", "", *_python_octets(octets)]
    if any(_is_part(target) for target in targets):
        whole = next(target for target in targets if _is_part(target)).named
        lines.append(f"whole = {whole.module}.{whole.constant}.decode_whole(octets)")
    printed: list[str] = []
    for target in targets:
        said = printed_in_python(target.form, _python_value(target), target.value)
        lines += said.code
        printed.append(said.line)
        if scaled := _scaled(target):
            lines.append(f"print({target.named.module}.{target.named.constant}.read(octets))")
            printed.append(scaled)
    return Snippet("Python", "\n".join(_narrow(lines, _BREAKS, " " * 4)), "\n".join(printed))


def _is_part(target: _Target) -> bool:
    return bool(target.entry.steps) and not target.is_simple


def _python_value(target: _Target) -> str:
    entry = f"{target.named.module}.{target.named.constant}"
    inside = "".join(accessor for _, accessor in target.inside)
    if _is_part(target):
        return f"{entry}.part({', '.join(('whole', *map(str, target.positions)))}){inside}"
    return f"{entry}.decode_exact(octets){inside}"


def _scaled(target: _Target) -> str:
    """Return what a register says in its unit, where the mapping fixes the scale."""
    if target.entry.scaler_unit is None or not target.is_simple or not isinstance(target.value, int):
        return ""
    return str(ScalerUnit(*target.entry.scaler_unit).apply(target.value))


def _python_octets(octets: bytes) -> Iterator[str]:
    lines = [part.hex(" ").upper() for part in _rows(octets)]
    if len(lines) <= 1:
        yield f'octets = bytes.fromhex("{"".join(lines)}")'
        return
    yield "octets = bytes.fromhex("
    yield from (f'    "{line}{" " if number < len(lines) else ""}"' for number, line in enumerate(lines, 1))
    yield ")"


def _rows(octets: bytes) -> Iterator[bytes]:
    return (octets[at : at + _ON_A_LINE] for at in range(0, len(octets), _ON_A_LINE))


# ---- C --------------------------------------------------------------------------------------------------------


def _c(targets: Sequence[_Target], octets: bytes) -> Snippet:
    names = targets[0].named
    body: list[str] = [*_c_octets(octets)]
    body += ["size_t inside;"] if any(target.inside for target in targets) else []
    printed: list[str] = []
    write = _c_simple if targets[0].is_simple else _c_composed
    for number, target in enumerate(targets):
        code, line = write(target, number, octets)
        body += code
        printed.append(line)
    lines = [
        *("#include <inttypes.h>", "#include <stdio.h>", f'#include "{names.header}"', "", "int main(void)", "{"),
        *(f"    {line}".rstrip() for line in body),
        *("    return 0;", "}"),
    ]
    return Snippet("C", "\n".join(_narrow(lines, _BREAKS_IN_C, " " * 8)), "\n".join(printed))


def _c_octets(octets: bytes) -> Iterator[str]:
    lines = [", ".join(f"0x{octet:02X}" for octet in part) for part in _rows(octets)]
    if len(lines) <= 1:
        yield f"static const uint8_t octets[] = {{{''.join(lines)}}};"
        return
    yield "static const uint8_t octets[] = {"
    yield from (f"    {line}," for line in lines)
    yield "};"


def _c_simple(target: _Target, number: int, _octets: bytes) -> tuple[list[str], str]:
    names = target.named
    call = f"{names.device}_decode({names.item}, octets, sizeof octets, &value)"
    said = printed_in_c(target.form, "value", target.value)
    declared = [] if number else [f"{names.prefix}_value value;", ""]
    return [*declared, *_checked(call, names), *said.code], said.line


def _c_composed(target: _Target, number: int, octets: bytes) -> tuple[list[str], str]:
    names = target.named
    entry = f"entry = {names.device}_entry({names.item});"
    lines = [entry] if number else [f"const {names.prefix}_entry *{entry}", *_c_items(names, octets)]
    given = _path(position - 1 for position in target.positions)
    lines += _checked(f"{names.prefix}_entry_find(entry, NULL, items, count, {given}, &at)", names)
    if target.inside:
        way = _path(step for step, _ in target.inside)
        lines += _checked(f"{names.prefix}_items_find(items + at, count - at, {way}, &inside)", names)
    value = "items[at + inside]" if target.inside else "items[at]"
    if target.entry.steps and isinstance(target.entry.steps[-1], BitsStep):
        bits = f"{names.prefix}_entry_part(entry, {value}.as.number)"
        return [*lines, f'printf("%" PRIu64 "\\n", {bits});'], str(target.value)
    said = printed_in_c(target.form, value, target.value)
    return [*lines, *said.code], said.line


def _c_items(names: Named, octets: bytes) -> Iterator[str]:
    """Yield the reading of all items. Each takes an octet at least, but for some fields of payloads."""
    most = _ITEMS * (1 + len(octets) // _ITEMS)
    yield from (f"static {names.prefix}_value items[{most}];", "size_t count;", "size_t at;")
    yield ""
    yield from _checked(f"{names.prefix}_entry_read(entry, NULL, octets, sizeof octets, items, {most}, &count)", names)


def _path(numbers: Iterable[int]) -> str:
    """Return an array of numbers and how many there are, as two arguments."""
    found = [str(number) for number in numbers]
    return f"(const uint16_t[]){{{', '.join(found)}}}, {len(found)}" if found else "NULL, 0"


def _checked(call: str, names: Named) -> list[str]:
    """Return a call that stops the program if it fails."""
    return [f"if ({call} != {names.prefix.upper()}_OK) {{", "    return 1;", "}"]


# ---- width ----------------------------------------------------------------------------------------------------


def _narrow(lines: Iterable[str], breaks: re.Pattern[str], indent: str) -> Iterator[str]:
    """Yield lines, the long ones in several, as two snippets stand side by side; a name stays whole.

    A line is broken behind an opening bracket, a comma, or what `breaks` says, and never in a string.
    """
    for line in lines:
        margin = line[: len(line) - len(line.lstrip())]
        shown = ""
        for piece in _pieces(line, breaks):
            if shown.strip() and len(shown) + len(piece.rstrip()) > _WIDTH:
                yield shown.rstrip()
                shown = f"{margin}{indent}"
            shown += piece
        yield shown.rstrip()


def _pieces(line: str, breaks: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for found in breaks.finditer(line):
        if line.count('"', 0, found.start()) % 2 == 0:
            yield line[start : found.start()]
            start = found.start()
    yield line[start:]
