"""The migration note of a release: what implementers have to change, address by address and symbol by symbol."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.model import BREAKS, PLACE, Act, Change, JudgedChange, Kind, Record, Verdict
from metermap.codegen.changes.texts import field_title, value_text
from metermap.codegen.diff_report.words import for_whom, item_of, values
from metermap.codegen.gap_report.markdown_table import heading, over, table
from metermap.codegen.release.step import Named, Step, SymbolChange
from metermap.core.text import markdown

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["first_migration_note", "migration_note"]

_NONE: Final = "none"
_SYMBOLS_SHOWN: Final = 12
_HEAD: Final = ("Name", "What", "Before", "Now")
_TOLD: Final = frozenset({"address", "type", "key", "place", "cells", "cell"})
"""Fields that have a row of their own, or that only say where something stands."""

_BY_FIELD: Final[Mapping[str, str]] = {
    "address": "Read and write it at the new address. Equipment that is installed keeps the old one: choose by the "
    "edition that it was installed to.",
    "type": "Encode and decode the new type: octets of the old one are refused or misread.",
    "data_type": "Take the new range of values: check what is stored, shown and sent.",
    "value": "Send and expect the new fixed value.",
    "coded": "Map the codes on the wire to the new meanings.",
    "unit": "Convert by the new unit before a value is shown, stored or compared with another one.",
    "conversion": "Compute the value by the new conversion.",
    "range": "Check values against the new range.",
    "becomes": "Stage the value as it is now said: what is written, and when it becomes current.",
    "only": "Use it under the new condition only.",
    "conditions": "Use it under the new conditions only.",
    "use_cases": "Send it with the use cases that carry it now, and take it from no other.",
    "roles": "Check who may send it.",
    "readers": "Check who may read it.",
    "writers": "Check who may write it.",
    "access": "Check who may read and write it.",
    "devices": "Support it on the devices that it is demanded of now.",
    "protocols": "Speak the protocols that the device has now, by these routes.",
    "carrier": "Carry the device's elements by its new protocol.",
    "editions": "Meet the editions of the standards that are demanded now.",
}
"""What to do, by the first part of a field's name."""

_BY_VERDICT: Final[Mapping[Verdict, str]] = {
    Verdict.WIRE: "Change whatever reads or writes these octets.",
    Verdict.MEANING: "Change whatever interprets the value.",
    Verdict.CONFORMANCE: "Check equipment against what is demanded now; what is installed does not meet it.",
}


def first_migration_note(name: str, now: Named) -> str:
    """Return the note of a release before which there was none."""
    return _joined(
        (
            *heading(1, f"Migration to {name} {now.label}, version {now.version}"),
            "This is the first release. There is nothing to migrate from.",
        )
    )


def migration_note(step: Step) -> str:
    """Return the note: the breaks gravest first, then what was renamed, then all symbols that have another name."""
    return _joined(_note(step))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).rstrip("\n") + "\n"


def _note(step: Step) -> Iterator[str]:
    now, before = step.now, step.before
    yield from heading(1, f"Migration to {step.name} {now.label}, version {now.version}")
    since = f"From {before.label}, version {before.version}."
    yield markdown(since)
    yield ""
    breaks = [judged for judged in step.diff.changes if judged.judgement.verdict in BREAKS]
    renamed = [pair for pair in step.symbols if pair.renamed]
    gone = [pair for pair in step.symbols if pair.new is None]
    if not breaks:
        yield "Nothing breaks the wire, a meaning or the conformance of equipment that is installed."
        yield ""
    if not (breaks or renamed or gone):
        yield "There is nothing to do: no symbol of the bindings has another name, and none is gone."
        yield ""
    for verdict in BREAKS:
        yield from _breaks(step, verdict, [judged for judged in breaks if judged.judgement.verdict is verdict])
    yield from _renamings(step)
    yield from _symbols(renamed, gone)


def _breaks(step: Step, verdict: Verdict, changes: Sequence[JudgedChange]) -> Iterator[str]:
    """Yield a section for each way in which an item of a device and protocol breaks, be it on many lines."""
    if not changes:
        return
    yield from heading(2, f"{verdict.value[0].upper()}{verdict.value[1:]}: {len(changes):,}")
    alike: dict[Hashable, list[JudgedChange]] = {}
    for judged in changes:
        alike.setdefault(_way(judged), []).append(judged)
    for group in alike.values():
        yield from _section(step, group)


def _way(judged: JudgedChange) -> Hashable:
    """Return what changes have in common that are told together."""
    change = judged.change
    grave = tuple(
        (each.change.name, each.change.old_text, each.change.new_text)
        for each in judged.fields
        if each.judgement.verdict in BREAKS
    )
    lines = (change.kind, change.acts, _item(change), change.device, change.protocol)
    return lines, judged.judgement.verdicts, judged.whom, grave


def _item(change: Change) -> str:
    name = change.name or change.old_name
    return name if change.kind in {Kind.DEVICE, Kind.USE_CASE} else item_of(name)[0]


def _section(step: Step, group: Sequence[JudgedChange]) -> Iterator[str]:
    first = group[0]
    change, judgement = first.change, first.judgement
    where = over(change.device, change.protocol) if change.protocol else change.device
    name = ", ".join(filter(None, (_item(change), where)))
    yield from heading(3, f"{name}: {change.kind} {', '.join(change.acts)}")
    others = f" {len(group) - 1:,} more in the same way." if len(group) > 1 else ""
    yield markdown(f"{', '.join(judgement.verdicts)}: {judgement.why}{others}")
    yield ""
    if whom := for_whom(first.whom):
        yield markdown(f"Who: {whom}.")
        yield ""
    symbols = [step.symbols_of(judged.change) for judged in group]
    actions = (action for judged, own in zip(group, symbols, strict=True) for action in _actions(judged, own))
    yield from (f"- {markdown(action)}" for action in dict.fromkeys(actions))
    yield ""
    rows = (row for judged, own in zip(group, symbols, strict=True) for row in _rows(step, judged, own))
    yield from table(_HEAD, rows)


def _rows(step: Step, judged: JudgedChange, symbols: Sequence[SymbolChange]) -> Iterator[tuple[str, ...]]:
    """Yield what a change is about: address, type and symbols before and now, and the fields that differ."""
    change = judged.change
    name = change.name or change.old_name
    old, new = step.records(change)
    if change.old_name and change.name and change.old_name != change.name:
        yield name, "name", change.old_name, change.name
    for what in ("address", "type"):
        texts = _text(old, what), _text(new, what)
        if texts[0] != texts[1] or (what == "address" and texts[0] != _NONE):
            yield name, what, *texts
    for field in change.fields:
        if field.name.partition(".")[0] not in _TOLD and field.follows != PLACE:
            yield name, field_title(field.name), *values(field)
    for pair in symbols[:_SYMBOLS_SHOWN]:
        for language in ("Python", "C"):
            yield name, f"in {language}", *_both(*_names(pair, language))
    if len(symbols) > _SYMBOLS_SHOWN:
        yield name, "in both", "", f"and those of {len(symbols) - _SYMBOLS_SHOWN:,} more statements"
    yield name, "stands at", *_both(change.old_place or _NONE, change.new_place or _NONE)


def _both(old: str, new: str) -> tuple[str, str]:
    return old, new if new != old else "the same"


def _text(record: Record | None, name: str) -> str:
    value: JsonValue = record.get(name) if record is not None else None
    return value_text(name, value) or _NONE


def _names(pair: SymbolChange, language: str) -> tuple[str, str]:
    if language == "Python":
        return (pair.old.python if pair.old else _NONE), (pair.new.python if pair.new else _NONE)
    return (pair.old.c if pair.old else _NONE), (pair.new.c if pair.new else _NONE)


def _actions(judged: JudgedChange, symbols: Sequence[SymbolChange]) -> Iterator[str]:
    """Yield what to do, once each."""
    change = judged.change
    if any(pair.renamed for pair in symbols):
        yield "Replace the old symbols by the new ones."
    if change.kind is Kind.STATEMENT and change.new_index is None:
        yield (
            "Take out what uses the symbols: this protocol carries it no more."
            if symbols
            else _BY_VERDICT[Verdict.WIRE]
        )
        return
    grave = [each.change.name for each in judged.fields if each.judgement.verdict in BREAKS]
    roots = dict.fromkeys(name.partition(".")[0] for name in grave)
    found = list(dict.fromkeys(_BY_FIELD[root] for root in roots if root in _BY_FIELD))
    yield from found or [_BY_VERDICT[judged.judgement.verdict]]


def _renamings(step: Step) -> Iterator[str]:
    renamed = [judged.change for judged in step.diff.changes if Act.RENAMED in judged.change.acts]
    rows = dict.fromkeys(
        (change.kind.value, *_called(change.old_name, change.old_key), *_called(change.name, change.key))
        for change in renamed
        if change.kind is not Kind.STATEMENT
    )
    if rows:
        yield from heading(2, "Renamed")
        yield "What was renamed is the same thing: nothing on the wire changes by its name alone."
        yield ""
        yield from table(("", "Name before", "Id before", "Name now", "Id now"), rows)


def _called(name: str, key: str) -> tuple[str, str]:
    return name, key if key != name else "the same as its name"


def _symbols(renamed: Sequence[SymbolChange], gone: Sequence[SymbolChange]) -> Iterator[str]:
    if renamed:
        yield from heading(2, "Symbols with another name")
        yield "Replace each by the one beside it; names of types that follow from them change likewise."
        yield ""
        yield from table(("Python before", "Python now"), dict.fromkeys(_names(pair, "Python") for pair in renamed))
        yield from table(("C before", "C now"), dict.fromkeys(_names(pair, "C") for pair in renamed))
    if gone:
        yield from heading(2, "Symbols that are gone")
        rows = [(pair.old.python, pair.old.c) for pair in gone if pair.old]
        yield from table(("Python", "C"), rows)
