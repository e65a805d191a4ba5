"""What the OBIS rules and value groups say of a logical name.

Each rule states six sets of values, one a group; the narrowest rule that holds counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from metermap.core.logical_names import LogicalName
from metermap.protocols import codes
from metermap.protocols.tables import Table

__all__ = ["RULES", "VALUE_GROUPS", "Rule", "ValueGroup", "compose", "narrowest", "read_rules", "read_value_groups"]

RULES: Final = ("a", "b", "c", "d", "e", "f", "class_ids", "type_tags")
VALUE_GROUPS: Final = ("group", "when_a", "when_c", "when_d", "values", "meaning")

_GROUPS: Final = "ABCDEF"
_OCTET: Final = 255
_ANY_VALUE: Final = (1 << (_OCTET + 1)) - 1
_UNUSED: Final = 255
_ANY_CLASS: Final = "*"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: a set of values for each group (bit n of a number stands for n), and the classes allowed."""

    sets: tuple[int, int, int, int, int, int]
    pattern: str
    class_ids: tuple[int, ...]
    breadth: int

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
    for line, (a, b, c, d, e, f, class_ids, _) in table:
        groups = (a, b, c, d, e, f)
        masks = tuple(sets.mask(line, column, text) for column, text in zip("abcdef", groups, strict=True))
        ids = (None if word == _ANY_CLASS else table.integer(line, "class_ids", word) for word in class_ids.split())
        rules.append(
            Rule(
                (masks[0], masks[1], masks[2], masks[3], masks[4], masks[5]),
                f"{a}-{b}:{c}.{d}.{e}.{f}",
                tuple(id_ for id_ in ids if id_ is not None),
                _breadth(masks),
            )
        )
    return tuple(rules)


def read_value_groups(table: Table) -> dict[str, list[ValueGroup]]:
    """Return the meanings of values, group by group."""
    sets = _Sets(table)
    found: dict[str, list[ValueGroup]] = {}
    for line, (group, when_a, when_c, when_d, values, meaning) in table:
        if group not in _GROUPS or not group:
            table.report(codes.BAD_CELL, line, f"{group!r} is no value group", column="group", expected="A to F")
            continue
        when = (
            sets.mask(line, "when_a", when_a),
            sets.mask(line, "when_c", when_c),
            sets.mask(line, "when_d", when_d),
        )
        value_set = sets.mask(line, "values", values)
        entry = ValueGroup(group, when, value_set, meaning, _breadth((*when, value_set)))
        found.setdefault(group, []).append(entry)
    return found


def narrowest(rules: tuple[Rule, ...], name: LogicalName) -> Rule | None:
    """Return the narrowest rule that covers `name`; of equals the first."""
    return min((rule for rule in rules if rule.holds(name)), key=lambda rule: rule.breadth, default=None)


def compose(groups: Mapping[str, Sequence[ValueGroup]], name: LogicalName) -> str:
    """Return a readable name made of what is known of each group; unused groups are left out."""
    words = [meaning for group in _GROUPS if (meaning := _meaning(groups.get(group, ()), group, name))]
    return ", ".join(words)


def _meaning(groups: Sequence[ValueGroup], group: str, name: LogicalName) -> str:
    value = name.groups[_GROUPS.index(group)]
    if (group == "F" and value == _UNUSED) or (group == "B" and value == 0):
        return ""
    entries = [entry for entry in groups if entry.holds(name)]
    if not entries:
        return f"{group}={value}" if value else ""
    best = min(entries, key=lambda entry: entry.breadth)
    single = best.values & (best.values - 1) == 0
    return best.meaning if single else f"{best.meaning} ({group}={value})"


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
