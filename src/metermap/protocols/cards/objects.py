"""Cards of COSEM objects, and what holds for a class or a value because it stands at a logical name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from metermap.core.addresses import Access
from metermap.core.logical_names import LogicalName
from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols.cards.card import Card, CardTable
from metermap.protocols.dlms.dictionary import DlmsDictionary
from metermap.protocols.dlms.lookup import MemberFound, ObjectFound
from metermap.protocols.dlms.model import InterfaceClass, LogicalNameRule

__all__ = ["allowed_here", "departures", "object_card", "remarks_on_class", "remarks_on_types"]


def object_card(dictionary: DlmsDictionary, entry: ObjectFound) -> Card:
    """Return the card of an object, with what is odd about the class that was asked for."""
    name, rule, class_ = entry.logical_name, entry.rule, entry.interface_class
    deviates = rule is not None and rule.deviates
    facts = (
        ("is", entry.description),
        ("value groups", " ".join(f"{letter}={group}" for letter, group in zip("ABCDEF", name.groups, strict=True))),
        ("octets", name.octets.hex().upper()),
        ("known from", _source(entry)),
        ("asked as", f"{class_.id} {class_.name}" if class_ else ""),
        ("classes", _classes(dictionary, rule.class_ids) if rule else ""),
        ("standard's rule", rule.pattern if rule else ""),
        ("its classes", _classes(dictionary, rule.standard_class_ids or ()) if deviates and rule else ""),
        ("data types", _types(rule.types) if rule else ""),
        ("note", rule.note if rule else ""),
    )
    remarks = ("The overlay uses a class here that the standard's rule does not allow.",) if deviates else ()
    tables = (departures(dictionary, name),)
    return Card("COSEM object", f"{name}", facts, tables, (*remarks, *remarks_on_class(dictionary, rule, class_)))


def remarks_on_class(
    dictionary: DlmsDictionary, rule: LogicalNameRule | None, class_: InterfaceClass | None
) -> Iterator[str]:
    """Yield a sentence if neither the standard's rule nor an overlay allows the class that was asked for."""
    if rule is not None and class_ is not None and rule.allows_class(class_.id) is False:
        allowed = _classes(dictionary, dict.fromkeys((*rule.class_ids, *(rule.standard_class_ids or ()))))
        yield f"Class {class_.id} {class_.name} does not belong here: the rule for this name allows {allowed}."


def allowed_here(rule: LogicalNameRule | None, entry: MemberFound) -> str:
    """Return the types of a value that both the class and the rule for its logical name allow; empty if none is said.

    A rule speaks of the attribute `value` alone.
    """
    if rule is None or not rule.types or not _is_value(entry):
        return ""
    own = _alternatives(entry.type)
    return ", ".join(rule.types if own is None else (name for name in own if name in rule.types))


def remarks_on_types(rule: LogicalNameRule | None, entry: MemberFound) -> Iterator[str]:
    """Yield a sentence for what the class has and the rule does not allow, or the other way round."""
    if rule is None or not rule.types or not _is_value(entry):
        return
    if rule.allows_type(entry.type) is False:
        yield f"The rule for this name does not allow {entry.type}: it allows {', '.join(rule.types)}."
    own = _alternatives(entry.type)
    lacking = [name for name in rule.types if own is not None and name not in own]
    if entry.type.kind is Kind.CHOICE and lacking:
        yield f"The rule for this name also allows {', '.join(lacking)}, which the class has not."


def _is_value(entry: MemberFound) -> bool:
    plain = entry.logical_name is not None and not entry.path and entry.selector is None
    return plain and entry.access is Access.ATTRIBUTE and normal(entry.member.name) == "value"


def _alternatives(type_: TypeDescriptor) -> tuple[str, ...] | None:
    """Return the names of the types that a value may have; None if it may have any."""
    if type_.kind is Kind.ANY:
        return None
    return tuple(member.type.name for member in type_.members) if type_.kind is Kind.CHOICE else (type_.name,)


def departures(dictionary: DlmsDictionary, name: LogicalName | None, entry: MemberFound | None = None) -> CardTable:
    """Return where overlays depart from the standard at a logical name; of one member, if `entry` is given."""
    rows = tuple(
        (f"{each.class_id}/{each.logical_name}/{_letter(each.access)}{each.index}", each.source, each.part, *types)
        for each in dictionary.deviations()
        for types in ((each.overlay, each.standard),)
        if each.logical_name == name and (entry is None or (each.class_id, each.access, each.index) == _place(entry))
    )
    headings = ("at", "overlay", "part", "the overlay says", "the standard says")
    return CardTable("Where an overlay departs from the standard", headings, rows)


def _place(entry: MemberFound) -> tuple[int, str, int]:
    return (entry.interface_class.id, entry.access, entry.member.index)


def _letter(access: str) -> str:
    return "M" if access == Access.METHOD else "A"


def _source(entry: ObjectFound) -> str:
    if entry.rule is None:
        return "no rule of the standard covers it, and no overlay uses it"
    if entry.rule.source != "standard" and entry.rule.standard_class_ids is None:
        return f"overlay {entry.rule.source}; no rule of the standard covers it"
    return "the standard" if entry.rule.source == "standard" else f"overlay {entry.rule.source}, and the standard"


def _classes(dictionary: DlmsDictionary, ids: Iterable[int]) -> str:
    named = [f"{id_} {class_.name}" for id_ in ids if (class_ := dictionary.interface_class(id_)) is not None]
    return ", ".join(named) or "any"


def _types(types: tuple[str, ...] | None) -> str:
    if types is None:
        return "the rule names none"
    return ", ".join(types) or "any"
