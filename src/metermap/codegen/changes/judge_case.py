"""What a rule sees of a change, and the questions that it may ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from metermap.catalogue.types import parse_catalogue_type
from metermap.codegen.changes.judge_conversion import Turn, turn
from metermap.codegen.changes.judge_names import Names
from metermap.codegen.changes.judge_records import (
    Book,
    binds,
    carries,
    flag,
    inner,
    is_gap,
    is_said,
    listed,
    text,
    texts,
)
from metermap.codegen.changes.judge_values import roles_in, same_spelling
from metermap.codegen.changes.model import Change, FieldChange, Kind, Record

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["Case", "leaf_of"]

_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]")
_UNIT: Final = re.compile(r"(?:^|[._]|(?<=[a-z])(?=U))units?(?:_?of_?measure)?$", re.IGNORECASE)
_OPEN: Final = frozenset({"", "any", "choice", "unknown"})


def leaf_of(name: str) -> tuple[str, ...]:
    """Return the steps of a field's path without places in lists: ``type.members[1].name`` has three."""
    return tuple(step for step in _BRACKETS.sub("", name).split(".") if step and not step.isdecimal())


@dataclass(frozen=True)
class Case:
    """A field that differs, or a whole line, with both of its records and all else that both states say."""

    change: Change
    field: FieldChange | None
    old: Record | None
    new: Record | None
    was: Book
    now: Book
    names: Names

    # the values

    @property
    def before(self) -> JsonValue:
        """Return the old value; None for a whole line."""
        return self.field.old if self.field else None

    @property
    def after(self) -> JsonValue:
        """Return the new value; None for a whole line."""
        return self.field.new if self.field else None

    @property
    def _values(self) -> tuple[JsonValue, JsonValue]:
        return self.before, self.after

    @property
    def leaf(self) -> str:
        """Return the last step of the field's path."""
        return leaf_of(self.field.name)[-1] if self.field and leaf_of(self.field.name) else ""

    def first_said(self) -> bool:
        """Return whether nothing was stated before."""
        return not is_said(self.before)

    def no_longer_said(self) -> bool:
        """Return whether nothing is stated any more."""
        return not is_said(self.after)

    def respelt(self) -> bool:
        """Return whether letter case or spaces alone differ."""
        return same_spelling(self.before, self.after)

    def renamed_within(self) -> bool:
        """Return whether the texts differ only by what was renamed."""
        was = _one(self.before)
        return is_said(self.before) and self.names.present(was, text(self.old, "item")) == _one(self.after)

    def same_names(self) -> bool:
        """Return whether two lists name the same, in whatever order."""
        return roles_in(self.before) == roles_in(self.after)

    def only_more(self) -> bool:
        """Return whether a list names all that it named before, and more."""
        return roles_in(self.before) < roles_in(self.after)

    def only_fewer(self) -> bool:
        """Return whether a list names nothing that it did not name before."""
        return roles_in(self.after) < roles_in(self.before)

    def entries(self) -> tuple[Mapping[str, JsonValue], Mapping[str, JsonValue]]:
        """Return both values of a field that maps names to values, of which one alone may be told."""
        found = []
        steps = self.field.name.split(".", 1) if self.field else []
        for value in (self.before, self.after):
            known = value if isinstance(value, Mapping) else {steps[-1]: value} if value is not None else {}
            found.append({name: part for name, part in known.items() if is_said(part)})
        return found[0], found[1]

    # statements

    def was_binding(self) -> bool:
        """Return whether the statement held before."""
        return binds(self.old)

    def is_binding(self) -> bool:
        """Return whether the statement holds now."""
        return binds(self.new)

    def was_gap(self) -> bool:
        """Return whether the statement said that there is no home."""
        return is_gap(self.old)

    def is_gap(self) -> bool:
        """Return whether the statement says that there is no home."""
        return is_gap(self.new)

    def carried(self) -> bool:
        """Return whether the statement carried something before."""
        return carries(self.old)

    def carries(self) -> bool:
        """Return whether the statement carries something now."""
        return carries(self.new)

    def duty(self) -> bool:
        """Return whether the device must carry it where the statement says."""
        return self.now.must_carry(self.new)

    def place_taken(self) -> bool:
        """Return whether the place of the statement carries an element now that it did not carry before."""
        was = {self.names.elements.get(element, element) for element in self.was.elements_at(self.old)}
        return bool(self.now.elements_at(self.old) - was)

    def of_a_unit(self) -> bool:
        """Return whether the statement's place holds the code of a unit: ``scaler_unit.unit``, ``unitOfMeasure``."""
        address = inner(self.new or self.old, "address")
        names = (text(address, name) for name in ("member", "field", "name"))
        return bool(_UNIT.search(next(filter(None, names), "")))

    def conversions(self) -> Turn:
        """Return how the new conversion lies to the old one, in present names; none is the value itself."""
        former = self.names.present(_one(self.before), text(self.old, "item"))
        return turn(former, _one(self.after))

    def may_be_left_out(self) -> bool:
        """Return whether messages may leave the field of the statement out."""
        return flag(self.old if self.new is None else self.new, "optional")

    def could_be_left_out(self) -> bool:
        """Return whether messages could leave the field of the statement out before."""
        return flag(self.old, "optional")

    # types

    @cached_property
    def types(self) -> tuple[Record | None, Record | None]:
        """Return both types."""
        return inner(self.old, "type"), inner(self.new, "type")

    def type_left_open(self) -> bool:
        """Return whether the old type let several kinds of octets be sent."""
        return text(self.types[0], "kind") in _OPEN

    def kinds(self) -> tuple[str, str]:
        """Return what kinds of values both types of the catalogue have, by the text if that is what differs."""
        if self.leaf == "data_type":
            was, now = (parse_catalogue_type(value if isinstance(value, str) else "") for value in self._values)
            return was.kind.value, now.kind.value
        return text(self.types[0], "kind"), text(self.types[1], "kind")

    def same_kind(self) -> bool:
        """Return whether the values of both types of the catalogue are of one kind."""
        was, now = self.kinds()
        return was == now

    def kind_was_unknown(self) -> bool:
        """Return whether nobody knew of what kind the values of the catalogue's type were."""
        return self.kinds()[0] == "unknown"

    def same_octets(self) -> bool:
        """Return whether both types have the same kind, tag and size."""
        was, now = ([(kind or {}).get(name) for name in ("kind", "tag", "octets")] for kind in self.types)
        return was == now and was[1] is not None

    # the catalogue

    @cached_property
    def element(self) -> Record | None:
        """Return the element that it is about, in the new state or else in the old one."""
        if self.change.kind is Kind.ELEMENT:
            return self.new or self.old
        return self.now.element_of(self.new) or self.was.element_of(self.old)

    def written(self) -> bool:
        """Return whether some role writes the value, so that the device must accept it."""
        if self.change.kind is Kind.ITEM:
            return any("W:" in text(record, "access") for record in (self.old, self.new))
        return bool(text(self.element, "writers")) or self._updated()

    def _updated(self) -> bool:
        cases = (
            self.now.use_cases.get(code) for code in (*texts(self.new, "use_cases"), *texts(self.old, "use_cases"))
        )
        return not self.element and any(text(case, "read_or_update") == "Update" for case in cases)

    def sensitive(self) -> bool:
        """Return whether the element is sensitive."""
        return flag(self.element, "sensitive")

    def element_carried(self) -> bool:
        """Return whether the element was carried somewhere, or nobody can tell."""
        return self.was.is_carried(text(self.old, "id"))

    def has_devices(self) -> bool:
        """Return whether any device has the element."""
        return bool(texts(self.new, "devices"))

    def counts_entries(self) -> bool:
        """Return whether the range of a fact is that of a log's entries: it ends where the log does."""
        depth = text(self.old, "depth")
        return bool(depth) and text(self.old, "range").endswith(f"..{depth}")

    def same_element(self) -> bool:
        """Return whether a statement carries the same element under another name."""
        former = self.before if isinstance(self.before, str) else ""
        return bool(former) and self.names.elements.get(former) == self.after

    def cases_in_present_names(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return the use cases of both, each by its present code."""
        was = frozenset(self.names.use_cases.get(code, code) for code in listed(self.before))
        return was, frozenset(listed(self.after))


def _one(value: JsonValue) -> str:
    return (
        " and ".join(sorted(listed(value)))
        if isinstance(value, list | tuple)
        else value
        if isinstance(value, str)
        else ""
    )
