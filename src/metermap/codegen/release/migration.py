"""The migration note of a release: what implementers have to change, address by address and symbol by symbol."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from metermap.codegen.changes.model import BREAKS, Act, Change, JudgedChange, Kind, Record, Verdict
from metermap.codegen.changes.texts import field_title, value_text
from metermap.codegen.diff_report.lines import item_names, over, shortly, told_fields
from metermap.codegen.diff_report.telling import joined_whom, told_acts
from metermap.codegen.diff_report.words import array_name, array_of, for_whom, lines_in_words
from metermap.codegen.gap_report.markdown_table import heading, table
from metermap.codegen.release.advice import advice
from metermap.codegen.release.step import Named, Step, SymbolChange
from metermap.codegen.release.symbols import Symbol
from metermap.core.text import markdown, shortened

__all__ = ["first_migration_note", "migration_note"]

_NONE: Final = "none"
_ARROW: Final = " \N{RIGHTWARDS ARROW} "
_TYPE: Final = field_title("type")
_NO_SYMBOL: Final = Symbol("", "", "", "")
_SAME_SHOWN: Final = 600
"""The characters of a value that is said once."""


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
    """Return what changes have in common that are told together, whoever is hit and whatever the values are."""
    change = judged.change
    grave = tuple(field.change.name for field in judged.fields if field.judgement.verdict in BREAKS)
    lines = (change.kind, told_acts(change), array_of(item_names(change)[0]), change.device, change.protocol)
    return lines, judged.judgement.verdicts, grave, judged.whom.edition, change.note


def _section(step: Step, group: Sequence[JudgedChange]) -> Iterator[str]:
    """Yield what happened, to whom, what is the same for all lines, what to do, and a row for each symbol."""
    change, judgement = group[0].change, group[0].judgement
    item = array_name(dict.fromkeys(item_names(judged.change)[0] for judged in group))
    what = lines_in_words(change.kind, told_acts(change), len(group))
    held = "" if change.kind is Kind.DEVICE else over((change.device,) if change.device else (), change.protocol)
    yield from heading(3, ": ".join((", ".join(filter(None, (item, held))), what)))
    whys = dict.fromkeys(shortly(judged.change, judged.judgement).why.rstrip(".") for judged in group)
    yield markdown(f"{', '.join(judgement.verdicts).capitalize()}: {'; '.join(whys)}.")
    yield ""
    if whom := for_whom(joined_whom(group)):
        yield markdown(f"For {whom}.")
        yield ""
    if change.note:
        yield markdown(f"Note: {change.note}.")
        yield ""
    symbols = [step.symbols_of(judged.change) for judged in group]
    actions = (action for judged, own in zip(group, symbols, strict=True) for action in advice(judged, own))
    yield from (f"- {markdown(action)}" for action in dict.fromkeys(actions))
    yield ""
    same, other = _fields(group)
    if same:
        yield from table(("Field", "Before", "Now"), same)
    yield from _symbol_table(step, group, symbols, other)


_Field: TypeAlias = tuple[str, str, str]
"""The title of a field, and both values in words."""


def _fields(group: Sequence[JudgedChange]) -> tuple[list[_Field], dict[str, list[_Field]]]:
    """Return the fields that differ in the same way on all lines, and the others by the key of their line.

    What an address is made of is told by the addresses in the table of symbols, where it is not the same.
    """
    told = [list(_told(judged)) for judged in group]
    common = set(told[0]).intersection(*told)
    others = {
        judged.change.key: [field for field in fields if field not in common and not _is_address(field, judged)]
        for judged, fields in zip(group, told, strict=True)
    }
    return [field for field in told[0] if field in common], others


def _told(judged: JudgedChange) -> Iterator[_Field]:
    """Yield the fields that are more than documentation; of a type that prints, not what it is made of."""
    fields = [
        field
        for field in told_fields(judged)
        if field.judgement is None or field.judgement.verdict is not Verdict.DOCUMENTATION
    ]
    printed = {field.title for field in fields}
    for field in fields:
        if f"{_TYPE}: " not in field.title or _TYPE not in printed:
            yield field.title, shortened(field.old, _SAME_SHOWN), shortened(field.new, _SAME_SHOWN)


def _is_address(field: _Field, judged: JudgedChange) -> bool:
    return judged.change.kind is Kind.STATEMENT and field[0].partition(":")[0] == "address"


def _symbol_table(
    step: Step,
    group: Sequence[JudgedChange],
    symbols: Sequence[Sequence[SymbolChange]],
    others: Mapping[str, list[_Field]],
) -> Iterator[str]:
    """Yield a row for each symbol, and of a statement without one as well: what it is called, and where it is."""
    rows: dict[tuple[str, ...], None] = {}
    for judged, pairs in zip(group, symbols, strict=True):
        differ = "; ".join(f"{title}: {old}{_ARROW}{new}" for title, old, new in others[judged.change.key])
        for row in _symbol_rows(step, judged.change, pairs):
            rows[(*row, differ)] = None
    head = ("Name", "Address", "Python", "C", "Also")
    told = [at for at in range(len(head)) if any(row[at] for row in rows)]
    if rows:
        yield from table([head[at] for at in told], ([row[at] for at in told] for row in rows))


def _symbol_rows(step: Step, change: Change, pairs: Sequence[SymbolChange]) -> Iterator[tuple[str, str, str, str]]:
    if change.kind is Kind.STATEMENT:
        old, new = step.records(change)
        [pair, *_] = pairs or [SymbolChange(None, None)]
        yield (_became(change.old_name, change.name), _became(_address(old), _address(new)), *_symbols_of(pair))
        return
    for pair in pairs:
        old, new = step.statements_of(pair)
        address = _became(_address(old), _address(new))
        yield _became(step.name_of(old, new=False), step.name_of(new, new=True)), address, *_symbols_of(pair)


def _symbols_of(pair: SymbolChange) -> tuple[str, str]:
    old, new = pair.old or _NO_SYMBOL, pair.new or _NO_SYMBOL
    return _became(old.python, new.python), _became(old.c, new.c)


def _became(old: str, new: str) -> str:
    """Return what became what; one of both where it is the same. Where one is missing, the other with what happened."""
    if old == new:
        return new
    return f"{old or _NONE}{_ARROW}{new or _NONE}"


def _address(record: Record | None) -> str:
    return value_text("address", record.get("address")) if record is not None else ""


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


def _names(pair: SymbolChange, language: str) -> tuple[str, str]:
    if language == "Python":
        return (pair.old.python if pair.old else _NONE), (pair.new.python if pair.new else _NONE)
    return (pair.old.c if pair.old else _NONE), (pair.new.c if pair.new else _NONE)


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
