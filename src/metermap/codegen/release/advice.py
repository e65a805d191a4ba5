"""What an implementer has to do about a change: one sentence for each kind of change that breaks something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.model import BREAKS, Act, Change, FieldChange, JudgedChange, Kind
from metermap.codegen.release.step import SymbolChange

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = ["advice"]

_CHOOSE: Final = "Equipment that is installed keeps the old one: choose by the edition that it was installed to."
_NAMED: Final = "Use the new name where code or a query names it; where its indices differ, count the entries anew."
_LINES: Final[Mapping[tuple[Kind, Act], str]] = MappingProxyType(
    {
        (Kind.DEVICE, Act.ADDED): "Support the device: its elements, protocols and routes are in the model.",
        (Kind.DEVICE, Act.REMOVED): "Expect no new device of this kind; what is installed may go on answering.",
        (Kind.DEVICE, Act.RENAMED): "Use the new id where code names the device.",
        (Kind.ELEMENT, Act.ADDED): "Build the element into the devices that must have it; ask installed ones for none.",
        (Kind.ELEMENT, Act.REMOVED): "Take out what expects the element of new devices.",
        (Kind.ELEMENT, Act.RENAMED): "Use the new name and id of the element where code or a query names it.",
        (Kind.ITEM, Act.ADDED): "Meet the unit, range and access that are stated now.",
        (Kind.ITEM, Act.REMOVED): "Count on none of the facts that are gone: unit, range, access.",
        (Kind.ITEM, Act.RENAMED): "Use the new name of the item where code or a query names it.",
        (Kind.USE_CASE, Act.ADDED): "Build the use case: devices answer it, and its roles send it.",
        (Kind.USE_CASE, Act.REMOVED): "Send the use case to no new device; it need not be answered any more.",
        (Kind.USE_CASE, Act.RENAMED): "Use the new code of the use case.",
        (Kind.STATEMENT, Act.ADDED): "Read and write it at the new place; equipment that is installed need not have it "
        "there.",
        (Kind.STATEMENT, Act.REMOVED): "Take out what reads or writes it there: this protocol carries it no more.",
    }
)
"""What to do about a whole line."""

_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address": f"Read and write it at the new address. {_CHOOSE}",
        "address.logical_name": f"Ask for the object of the new logical name. {_CHOOSE}",
        "address.class_id": f"Ask for an object of the new interface class. {_CHOOSE}",
        "address.index": f"Ask for the new attribute or method of the object. {_CHOOSE}",
        "address.member": "Take the value from its new position in the structure or array, and write it there.",
        "address.field": "Take the value from the new field of the message, and write it there.",
        "address.sequence": "Take the value from its new place in the series.",
        "address.selector": "Select by the new selective access.",
        "address.access": "Use the new service: reading an attribute, calling a method or sending a command.",
        "address.through": "Ask through the other object that the address now names.",
        "address.cluster_id": f"Ask the new cluster. {_CHOOSE}",
        "address.side": "Ask the other side of the cluster: server and client change places.",
        "address.id": f"Use the new attribute or command identifier. {_CHOOSE}",
        "address.reply_id": "Expect the new command as the answer.",
        "address.request_id": "Send the new command as the request.",
        "address.instance": "Send and expect the new message.",
        "type": "Encode and decode by the new type: octets of the old one are refused or misread.",
        "type.minimum": "Check values against the new limits.",
        "type.maximum": "Check values against the new limits.",
        "type.length": "Encode and accept the new length.",
        "type.non_value": "Take the new code for no value, and the old one no more.",
        "type.enumeration": "Read and write the codes by the new table.",
        "type.members": "Encode and decode the members that the structure has now, in their order.",
        "type.optional": "Be ready for the part to be there, or to be left out, as the type now says.",
        "data_type": "Hold and show the value as the kind that it is now.",
        "category": "Let it be changed, or keep it from being changed, as its new category says.",
        "value": "Send and expect the new constant.",
        "coded": "Code and decode by the new table of codes.",
        "unit": "Take the number in the new unit: convert before it is shown, stored or compared with an older one.",
        "conversion": "Compute the number by the new expression: scale values anew, and what is stored of old ones.",
        "range": "Check values against the new range.",
        "only": "Accept and send the values alone that are permitted now.",
        "becomes": "Stage the value as it now says: what is written waits for its time, or holds at once, accordingly.",
        "conditions": "Read and write it where the new conditions hold, and nowhere else.",
        "optional": "Count on it in every message only if it may not be left out.",
        "use_cases": "Carry it in the use cases that are listed now, and look for it in no other.",
        "roles": "Accept it from the roles that are listed now, and send it as one of these.",
        "readers": "Grant reading to the roles that are listed now, and to no other.",
        "writers": "Grant writing to the roles that are listed now, and to no other.",
        "access": "Grant reading and writing as it now says.",
        "sensitive": "Protect the value on its way if it is sensitive now; send it in clear if it is not any more.",
        "han_only": "Give it to the outside as well, or to the home alone, as it now says.",
        "depth": "Keep as many entries as are asked for now.",
        "devices": "Build it into the devices that must have it now; ask it of no other.",
        "protocols": "Speak the protocols that the device has now, by these routes.",
        "carrier": "Carry the elements of the device by its new protocol.",
        "id": _NAMED,
        "item": _NAMED,
        "path": _NAMED,
        "device": "Build it into the device that is named now, and ask it there.",
        "variants": "Tell the variants of the device apart as they now are.",
        "protocol": "Address and frame it by the new protocol.",
        "message_type": "Build and expect the message of the new type.",
        "route": "Address and frame it by the new route.",
        "role": "Take the place for what it now is: the home of an element, or not.",
        "element": "Take what is read there for the element that it now is.",
        "relation": "Take the place for the element only as far as the new relation allows.",
        "status": "Follow it if it is agreed now; count on it no more if it is withdrawn.",
        "editions": "Meet the editions of the standards that are asked for now.",
        "message_code": "Send and expect the new message code.",
        "future_datable": "Accept or refuse a time of execution as it now says.",
        "replay_protection": "Protect the message against being sent twice as it now says.",
        "read_or_update": "Build the message as the read or the update that it now is.",
        "target": "Send the use case to the device that it is now for.",
        "service_reference": "Use the new service request.",
    }
)
"""What to do about a field that differs, by its path or what it begins with."""

_COME: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address": "Read and write it at the address that is stated now: there was none.",
        "type": "Encode and decode by the type that is stated now: there was none.",
        "value": "Send and expect the constant that is stated now.",
        "conditions": "Read and write it only where the conditions hold that are stated now.",
        "only": "Accept and send only the values that are stated now: before, all of the type were permitted.",
        "coded": "Code and decode by the table of codes that is stated now.",
        "conversion": "Compute the number by the expression that is stated now: before, it was sent as it is.",
        "becomes": "Stage the value: what is written waits now, and held at once before.",
        "unit": "Check in which unit installed equipment counts: none was stated.",
        "range": "Check values against the range that is stated now.",
        "use_cases": "Carry it in the use cases that are listed now.",
        "address.member": "Take the value from its position inside the attribute, and write it there: it was all.",
        "optional": "Be ready for messages that leave it out.",
    }
)
"""The same where nothing was stated before."""

_GONE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "address": "Take out what reads or writes it: no address is stated any more.",
        "type": "Do not decode what new devices send: no type is stated any more.",
        "value": "Count on no constant there any more.",
        "conditions": "Read and write it in all cases: the condition is gone.",
        "only": "Be ready for all values of the type: the list of permitted ones is gone.",
        "coded": "Take the number as it is: the table of codes is gone.",
        "conversion": "Take the number as it is sent: the conversion is gone.",
        "becomes": "Take the value for the one that holds: it waits for nothing any more.",
        "unit": "Ask whoever keeps the catalogue what the number counts: no unit is stated any more.",
        "range": "Be ready for any value of the type: the range is gone.",
        "use_cases": "Look for it in no use case any more.",
        "address.member": "Take the whole attribute for the value: it was a part of it.",
        "optional": "Send it in every message: it may not be left out any more.",
    }
)
"""The same where nothing is stated any more."""


def advice(judged: JudgedChange, symbols: Sequence[SymbolChange]) -> Iterator[str]:
    """Yield what has to be done about a change that breaks something, and about its symbols; once each."""
    yield from dict.fromkeys(_advice(judged, symbols))


def _advice(judged: JudgedChange, symbols: Sequence[SymbolChange]) -> Iterator[str]:
    change = judged.change
    if any(pair.renamed for pair in symbols):
        yield "Replace the old symbols by the new ones."
    if change.kind is Kind.STATEMENT and Act.REMOVED in change.acts and symbols:
        yield "Take out what uses the symbols: this protocol carries it no more."
        return
    grave = [field.change for field in judged.fields if set(field.judgement.verdicts).intersection(BREAKS)]
    found = [said for field in grave if (said := _of_field(field))]
    yield from found
    if not found:
        yield from _of_line(change)


def _of_line(change: Change) -> Iterator[str]:
    told = [_LINES[change.kind, act] for act in change.acts if (change.kind, act) in _LINES]
    yield from told or ["Hold code and equipment against what the fields say now."]


def _of_field(field: FieldChange) -> str:
    """Return what to do about a field; of a part that nothing is said of, what is said of the whole."""
    steps = field.name.split(".")
    names = [".".join(steps[:size]) for size in range(len(steps), 0, -1)]
    if _is_nothing(field.old) is not _is_nothing(field.new):
        special = _GONE if _is_nothing(field.new) else _COME
        if names[0] in special:
            return special[names[0]]
    return next((_FIELDS[name] for name in names if name in _FIELDS), "")


def _is_nothing(value: JsonValue) -> bool:
    return value is None or value is False or value in ("", [], {})
