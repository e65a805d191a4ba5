"""What the OBIS rules and value groups say of a logical name.

Each rule states six sets of values, one a group; the narrowest rule that holds counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from metermap.core.editions import ALWAYS, Lifetime
from metermap.core.logical_names import LogicalName
from metermap.protocols import codes
from metermap.protocols.dlms.types import data_type_tagged
from metermap.protocols.tables import Table

__all__ = [
    "RULES",
    "VALUE_GROUPS",
    "Rule",
    "ValueGroup",
    "compose",
    "meaning_of",
    "narrowest",
    "read_rules",
    "read_value_groups",
]

RULES: Final = ("a", "b", "c", "d", "e", "f", "class_ids", "type_tags", "note")
VALUE_GROUPS: Final = ("group", "when_a", "when_c", "when_d", "values", "meaning", "introduced")

_GROUPS: Final = "ABCDEF"
_OCTET: Final = 255
_ANY_VALUE: Final = (1 << (_OCTET + 1)) - 1
_UNUSED: Final = 255
_ANY: Final = "*"
_MANUFACTURER: Final = "manufacturer specific"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: a set of values for each group (bit n of a number stands for n), the classes and types allowed.

    No class id means any class. `types` is None where the rule names no type, empty where it allows any.
    """

    sets: tuple[int, int, int, int, int, int]
    pattern: str
    class_ids: tuple[int, ...]
    breadth: int
    types: tuple[str, ...] | None = None
    note: str = ""

    def holds(self, name: LogicalName) -> bool:
        """Whether the rule covers `name`."""
        a, b, c, d, e, f = self.sets  # D and C tell most rules apart
        return bool(
            d >> name.d & 1
            and c >> name.c & 1
            and e >> name.e & 1
            and a >> name.a & 1
            and b >> name.b & 1
            and f >> name.f & 1
        )


@dataclass(frozen=True, slots=True)
class ValueGroup:
    """The meaning of a value of one group, under conditions on the groups A, C and D."""

    group: str
    when: tuple[int, int, int]
    values: int
    meaning: str
    breadth: int
    lifetime: Lifetime = ALWAYS

    def holds(self, name: LogicalName) -> bool:
        """Whether the entry speaks of `name`."""
        if not self.values >> name.groups[_GROUPS.index(self.group)] & 1:
            return False
        a, c, d = self.when
        return bool(c >> name.c & 1 and d >> name.d & 1 and a >> name.a & 1)


def read_rules(table: Table) -> tuple[Rule, ...]:
    """Return the rules of the standard."""
    sets = _Sets(table)
    rules = []
    for line, (a, b, c, d, e, f, class_ids, type_tags, note) in table:
        groups = (a, b, c, d, e, f)
        masks = tuple(sets.mask(line, column, text) for column, text in zip("abcdef", groups, strict=True))
        ids = (None if word == _ANY else table.integer(line, "class_ids", word) for word in class_ids.split())
        rules.append(
            Rule(
                (masks[0], masks[1], masks[2], masks[3], masks[4], masks[5]),
                f"{a}-{b}:{c}.{d}.{e}.{f}",
                tuple(id_ for id_ in ids if id_ is not None),
                _breadth(masks),
                _types(table, line, type_tags),
                note,
            )
        )
    return tuple(rules)


def _types(table: Table, line: int, tags: str) -> tuple[str, ...] | None:
    """Return the data types with the A-XDR tags that a rule lists."""
    if tags in ("", _ANY):
        return () if tags else None
    found = []
    for word in tags.split():
        tag = table.integer(line, "type_tags", word)
        name = data_type_tagged(tag) if tag is not None else ""
        if tag is not None and not name:
            table.report(codes.UNKNOWN_TYPE, line, f"{tag} is the tag of no data type", column="type_tags")
        found.append(name)
    return tuple(filter(None, found))


def read_value_groups(table: Table) -> dict[str, list[ValueGroup]]:
    """Return the meanings of values, group by group."""
    sets = _Sets(table)
    found: dict[str, list[ValueGroup]] = {}
    for line, (group, when_a, when_c, when_d, values, meaning, introduced) in table:
        if group not in _GROUPS or not group:
            table.report(codes.BAD_CELL, line, f"{group!r} is no value group", column="group", expected="A to F")
            continue
        when = (
            sets.mask(line, "when_a", when_a),
            sets.mask(line, "when_c", when_c),
            sets.mask(line, "when_d", when_d),
        )
        value_set = sets.mask(line, "values", values)
        lifetime = Lifetime(introduced) if introduced else ALWAYS
        entry = ValueGroup(group, when, value_set, meaning, _breadth((*when, value_set)), lifetime)
        found.setdefault(group, []).append(entry)
    return found


def narrowest(rules: tuple[Rule, ...], name: LogicalName) -> Rule | None:
    """Return the narrowest rule that covers `name`; of several for the same names what they allow together."""
    found = [rule for rule in rules if rule.holds(name)]
    first = min(found, key=lambda rule: rule.breadth, default=None)
    if first is None:
        return None
    same = [rule for rule in found if rule.sets == first.sets]
    return first if len(same) == 1 else _together(same)


def _together(rules: Sequence[Rule]) -> Rule:
    """Return what rules for the same names allow together: one that allows any class, or type, allows it for all."""
    any_class = not all(rule.class_ids for rule in rules)
    ids = () if any_class else tuple(dict.fromkeys(id_ for rule in rules for id_ in rule.class_ids))
    stated = [rule.types for rule in rules if rule.types is not None]
    types = tuple(dict.fromkeys(type_ for each in stated for type_ in each)) if all(stated) else ()
    notes = "; ".join(dict.fromkeys(rule.note for rule in rules if rule.note))
    return replace(rules[0], class_ids=ids, types=types if stated else None, note=notes)


def compose(groups: Mapping[str, Sequence[ValueGroup]], name: LogicalName) -> str:
    """Return a readable name made of what is known of each group; unused groups are left out.

    A group whose meaning nobody recorded stands as ``C=5``, unless the meaning of the next one was given
    for just this value. What follows a manufacturer specific group is the manufacturer's, and stands bare.
    """
    found = {group: meaning_of(groups, group, name) for group in _GROUPS}
    words, free = [], False
    for group in _GROUPS:
        entry, value = found[group], name.groups[_GROUPS.index(group)]
        if entry is not None and not free:
            words.append(_shown(entry, group, value))
            free = entry.meaning.casefold() == _MANUFACTURER
        elif not _silent(group, value) and (free or not (group == "D" and _says_d(found["E"]))):
            words.append(f"{group}={value}")
    return ", ".join(words)


def meaning_of(groups: Mapping[str, Sequence[ValueGroup]], group: str, name: LogicalName) -> ValueGroup | None:
    """Return the narrowest entry that speaks of a group of `name`; None if it is unknown or not used."""
    value = name.groups[_GROUPS.index(group)]
    if _unused(group, value):
        return None
    entries = (entry for entry in groups.get(group, ()) if entry.values >> value & 1 and entry.holds(name))
    return min(entries, key=lambda entry: entry.breadth, default=None)


def _unused(group: str, value: int) -> bool:
    return (group == "F" and value == _UNUSED) or (group == "B" and value == 0)


def _silent(group: str, value: int) -> bool:
    """Whether a value without a recorded meaning says nothing: not used, or nought below group C."""
    return _unused(group, value) or (value == 0 and group in "DE") or (value == _UNUSED and group == "E")


def _says_d(entry: ValueGroup | None) -> bool:
    """Whether an entry of group E speaks of one value of D only, and so says what D means."""
    return entry is not None and entry.when[2].bit_count() == 1


def _shown(entry: ValueGroup, group: str, value: int) -> str:
    single = entry.values & (entry.values - 1) == 0
    return entry.meaning if single else f"{entry.meaning} ({group}={value})"


class _Sets:
    """Reads ``0-64,255`` into a set of values; each text once."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[str, int] = {"": _ANY_VALUE}

    def mask(self, line: int, column: str, text: str) -> int:
        if text not in self._known:
            self._known[text] = self._read(line, column, text)
        return self._known[text]

    def _read(self, line: int, column: str, text: str) -> int:
        mask = 0
        for piece in text.split(","):
            low, _, high = piece.partition("-")
            first, last = self._table.integer(line, column, low), self._table.integer(line, column, high or low)
            if first is None or last is None or not 0 <= first <= last <= _OCTET:
                self._table.report(codes.BAD_CELL, line, f"{piece!r} is no value or range of an octet", column=column)
                continue
            mask |= (1 << (last + 1)) - (1 << first)
        return mask


def _breadth(masks: tuple[int, ...]) -> int:
    product = 1
    for mask in masks:
        product *= mask.bit_count()
    return product
