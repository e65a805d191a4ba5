"""The DLMS/COSEM dictionary: what an address is, of which type, and who says so."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from metermap.core.addresses import Access
from metermap.core.findings import Findings
from metermap.core.logical_names import LogicalName
from metermap.core.suggest import normal
from metermap.core.types import TypeDescriptor
from metermap.protocols.dlms.classes import ClassEntry, read_class, read_index
from metermap.protocols.dlms.decisions import DECISIONS, Decision, read_decisions
from metermap.protocols.dlms.logical_names import (
    RULES,
    VALUE_GROUPS,
    Rule,
    ValueGroup,
    compose,
    narrowest,
    read_rules,
    read_value_groups,
)
from metermap.protocols.dlms.model import Deviation, InterfaceClass, LogicalNameRule, Selector, Unit, camel
from metermap.protocols.dlms.overlay import Overlay, Part
from metermap.protocols.dlms.paths import descend, names_in
from metermap.protocols.dlms.selective_access import SELECTIVE_ACCESS, Selectors, read_selectors
from metermap.protocols.manifest import Manifest, read_manifest
from metermap.protocols.tables import Table, read_table

__all__ = ["UNITS", "DlmsDictionary"]

UNITS: Final = ("id", "unit", "quantity", "name")

_STANDARD: Final = "standard"
_WHOLE: Final = "data"
_D: Final = 3  # the place of group D
_DOUBLED: Final = re.compile(r"([^,]+), \1 - ")


class DlmsDictionary:
    """The standard's tables and the overlays on them; each table is read when first asked for."""

    def __init__(self, folder: Path, overlays: tuple[Overlay, ...], findings: Findings) -> None:
        """Remember where the tables are; nothing is read."""
        self.folder = folder
        self.overlays = overlays
        self._findings = findings
        self._entries: dict[str, ClassEntry] | None = None
        self._classes: dict[tuple[int, int | None], InterfaceClass] = {}
        self._units: tuple[Unit, ...] | None = None
        self._selectors: Selectors | None = None
        self._decisions: tuple[Decision, ...] | None = None
        self._rules: tuple[Rule, ...] | None = None
        self._names: dict[LogicalName, LogicalNameRule | None] = {}
        self._rules_by_d: dict[int, tuple[Rule, ...]] = {}
        self._value_groups: dict[str, list[ValueGroup]] | None = None
        self._descriptions: dict[LogicalName, str] = {}

    def _table(self, name: str, columns: tuple[str, ...]) -> Table:
        return read_table(self.folder / f"{name}.csv", columns, self._findings)

    def manifest(self) -> Manifest | None:
        """Return title and editions of the standard's tables."""
        return read_manifest(self.folder, self._findings)

    # classes

    def class_names(self) -> tuple[str, ...]:
        """Return the names of all classes as the mapping language writes them."""
        return tuple(camel(entry.name) for entry in self._index().values())

    def class_ids(self) -> tuple[int, ...]:
        """Return the ids of all classes, the standard's first."""
        return tuple(entry.id for entry in self._index().values())

    def interface_class(self, name_or_id: str | int, version: int | None = None) -> InterfaceClass | None:
        """Return a class by id or name, its latest version by default; None if it or the version is unknown.

        Names are compared without case, spaces and punctuation: ``ProfileGeneric``, ``profile generic``.
        """
        entries, key = self._index(), str(name_or_id)
        by_name = (found for found in entries.values() if normal(found.name) == normal(key))
        entry = entries.get(key) or next(by_name, None)
        if entry is None or (version is not None and version not in entry.versions):
            return None
        return self._class(entry, version)

    def _class(self, entry: ClassEntry, version: int | None) -> InterfaceClass:
        key = (entry.id, version)
        if key not in self._classes:
            self._classes[key] = read_class(entry, version, self.interface_class, self._findings)
        return self._classes[key]

    def _index(self) -> dict[str, ClassEntry]:
        if self._entries is None:
            entries = list(read_index(self.folder, _STANDARD, self._findings))
            for overlay in self.overlays:
                entries += read_index(overlay.folder, overlay.name, self._findings)
            self._entries = {str(entry.id): entry for entry in entries}
        return self._entries

    # members

    def type_at(
        self,
        class_id: int,
        logical_name: LogicalName,
        access: Access,
        index: int,
        path: tuple[str, ...] = (),
        *,
        returned: bool = False,
    ) -> TypeDescriptor | None:
        """Return the type of a member inside an attribute's value, a method's argument or its return value.

        An empty path gives the whole. Arrays are looked through; where the last step has an index
        (``charge_table[1]``, or ``[1]`` alone) the answer is the element. An overlay's own structure
        for the object comes before the standard's. ``data`` names the whole argument of a method.
        None if the path leads nowhere, or nothing is known (no standard table holds return values).
        """
        whole = self._whole(class_id, logical_name, access, index, returned=returned)
        if whole is None:
            return None
        steps = path
        for overlay in self.overlays:
            steps = tuple(overlay.standard_name(class_id, access, index, step) for step in steps)
        found = descend(whole, steps)
        if found is None and access is Access.METHOD and steps == (_WHOLE,):
            return whole
        return found

    def members_at(
        self,
        class_id: int,
        logical_name: LogicalName,
        access: Access,
        index: int,
        path: tuple[str, ...] = (),
        *,
        returned: bool = False,
    ) -> tuple[str, ...]:
        """Return the names that would have been valid in place of the last step of `path`.

        For an empty path: the names at the top.
        """
        above = self.type_at(class_id, logical_name, access, index, path[:-1], returned=returned)
        return names_in(above) if above is not None else ()

    def order_known(
        self,
        class_id: int,
        logical_name: LogicalName,
        access: Access,
        index: int,
        *,
        returned: bool = False,
    ) -> bool:
        """Whether the order of the members on the wire is stated: not for overlays made from mapping tables."""
        part = self._own(class_id, logical_name, access, index, returned=returned)
        return part.order_known if part else True

    def _whole(
        self, class_id: int, logical_name: LogicalName, access: Access, index: int, *, returned: bool
    ) -> TypeDescriptor | None:
        part = self._own(class_id, logical_name, access, index, returned=returned)
        if part is not None:
            return part.type
        class_ = self.interface_class(class_id)
        if class_ is None or returned:
            return None
        member = class_.method(index) if access is Access.METHOD else class_.attribute(index)
        return member.type if member else None

    def _own(
        self, class_id: int, logical_name: LogicalName, access: Access, index: int, *, returned: bool
    ) -> Part | None:
        part = "returned" if returned else "argument" if access is Access.METHOD else "value"
        place = (class_id, logical_name, access, index, part)
        return next((found for overlay in self.overlays if (found := overlay.part(place))), None)

    def deviations(self) -> tuple[Deviation, ...]:
        """Return where the overlays depart from the standard."""
        return tuple(found for overlay in self.overlays for found in overlay.deviations())

    def type_names(self) -> frozenset[str]:
        """Return words that printed paths contain and that name types, not members (``season``)."""
        return frozenset[str]().union(*(overlay.type_names() for overlay in self.overlays))

    # selective access, units

    def selective_access(self, class_id: int, attribute_index: int, version: int | None = None) -> tuple[Selector, ...]:
        """Return the ways of selective access to an attribute, those of the latest version by default.

        The latest is the latest of the class, or the last before it that the table speaks of. Empty if the
        version, the attribute or selective access to it is unknown.
        """
        if self._selectors is None:
            self._selectors = read_selectors(self._table("selective_access", SELECTIVE_ACCESS))
        rungs = self._selectors.get((class_id, attribute_index), {})
        return rungs.get(max(rungs, default=0) if version is None else version, ())

    # decisions

    def decisions(
        self,
        class_id: int | None = None,
        version: int | None = None,
        access: Access | None = None,
        index: int | None = None,
    ) -> tuple[Decision, ...]:
        """Return what was decided where sources disagree or leave a type open; None asks for any."""
        if self._decisions is None:
            self._decisions = read_decisions(self._table("decisions", DECISIONS))
        asked = (class_id, version, access, index)
        return tuple(
            decision
            for decision in self._decisions
            if all(want in (None, have) for want, have in zip(asked, decision.place, strict=True))
        )

    def units(self) -> tuple[Unit, ...]:
        """Return the units of the enumeration."""
        if self._units is None:
            table = self._table("units", UNITS)
            rows = ((table.required(line, "id", id_), rest) for line, (id_, *rest) in table)
            self._units = tuple(Unit(id_, *rest) for id_, rest in rows if id_ is not None)
        return self._units

    def unit(self, name_or_id: str | int) -> Unit | None:
        """Return a unit by id, symbol or name; of several with one symbol (m3) that with the lowest id."""
        units = self.units()
        if isinstance(name_or_id, int):
            return next((unit for unit in units if unit.id == name_or_id), None)
        exact = next((unit for unit in units if name_or_id in (unit.symbol, unit.name)), None)
        wanted = name_or_id.casefold()
        return exact or next((unit for unit in units if wanted in (unit.symbol.casefold(), unit.name.casefold())), None)

    # logical names

    def logical_name(self, name: LogicalName) -> LogicalNameRule | None:
        """Return what covers a logical name: an overlay's object, else a rule of the standard; None if nothing."""
        if name not in self._names:
            self._names[name] = self._covering(name)
        return self._names[name]

    def _covering(self, name: LogicalName) -> LogicalNameRule | None:
        rule = narrowest(self._rules_with_d(name.d), name)
        for overlay in self.overlays:
            if name in overlay.objects:
                ids = overlay.objects[name].class_ids
                if rule is None:
                    return LogicalNameRule(name, ids, overlay.name)
                known = (rule.class_ids, rule.pattern, rule.types, rule.note)
                return LogicalNameRule(name, ids, overlay.name, *known)
        if rule is None:
            return None
        return LogicalNameRule(name, rule.class_ids, _STANDARD, rule.class_ids, rule.pattern, rule.types, rule.note)

    def rules(self) -> tuple[Rule, ...]:
        """Return all rules of the standard for logical names."""
        if self._rules is None:
            self._rules = read_rules(self._table("logical_names", RULES))
        return self._rules

    def _rules_with_d(self, d: int) -> tuple[Rule, ...]:
        """Return the rules that may cover a name with this value of group D; it tells most rules apart."""
        if d not in self._rules_by_d:
            self._rules_by_d[d] = tuple(rule for rule in self.rules() if rule.sets[_D] >> d & 1)
        return self._rules_by_d[d]

    def describe_logical_name(self, name: LogicalName) -> str:
        """Return a readable name made of the meanings of the value groups, and of what an overlay keeps there.

        A group of no known meaning stands as C=5; the overlay's part is behind a colon, each item's name once.
        """
        if name not in self._descriptions:
            self._descriptions[name] = self._described(name)
        return self._descriptions[name]

    def _described(self, name: LogicalName) -> str:
        words = compose(self.value_groups(), name)
        own = next((overlay.objects[name].keeps for overlay in self.overlays if name in overlay.objects), "")
        kept = _DOUBLED.sub(r"\1, also ", own)
        return f"{words}: {kept}" if own else words

    def value_groups(self) -> dict[str, list[ValueGroup]]:
        """Return the meanings of the values of each group, A to F."""
        if self._value_groups is None:
            self._value_groups = read_value_groups(self._table("value_groups", VALUE_GROUPS))
        return self._value_groups
