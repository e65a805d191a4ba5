"""Rules on addresses: that a protocol has what a sentence names does not yet mean that it may stand there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from metermap.core.addresses import Access, DlmsAddress, SepAddress, Side
from metermap.core.rules import Example, Family
from metermap.mappings import wire_codes as codes
from metermap.mappings.rules.base import CheckedRule, row_of, subject_of
from metermap.mappings.rules.facts import named

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.logical_names import LogicalName
    from metermap.mappings.model import Statement
    from metermap.mappings.rules.base import Subject

__all__ = ["RULES", "side_of_device"]

_OTHER: Final = {Side.SERVER: Side.CLIENT, Side.CLIENT: Side.SERVER}


# ---- Smart Energy -------------------------------------------------------------------------------


def both_sides(subject: Subject) -> Iterator[Finding]:
    """A device that holds or answers as the server of a cluster, and is commanded as its client."""
    first: dict[tuple[str, str], dict[Side, Statement]] = {}
    for statement, devices in subject.once:
        if isinstance(statement.address, SepAddress):
            side = side_of_device(statement.address, writes=_writes(subject, statement))
            for device in devices:
                first.setdefault((device, statement.address.cluster), {}).setdefault(side, statement)
    for (device, cluster), sides in first.items():
        if len(sides) > 1:
            client, server = sides[Side.CLIENT], sides[Side.SERVER]
            yield codes.BOTH_SIDES.at(
                client.place,
                f"{device} is sent {_shown(client)} as a client of {cluster}, and has {_shown(server)} as its server",
                subject=f"sep/{device} {cluster}",
                expected="one side of the cluster on a device",
                also=(server.place,),
            )


def _writes(subject: Subject, statement: Statement) -> bool:
    cases = (subject.catalogue.use_case_by_code.get(code) for code in statement.use_cases)
    return any(case is not None and case.read_or_update.value == "Update" for case in cases)


def side_of_device(address: SepAddress, *, writes: bool) -> Side:
    """Return which side the device is: it holds attributes, answers, and is commanded by the other side.

    A command that a server sends, and that neither updates anything nor is answered, is the device's own message.
    """
    if address.access is Access.ATTRIBUTE or address.request:
        return address.side
    sent_to_it = address.side is Side.CLIENT or writes or bool(address.reply)
    return _OTHER[address.side] if sent_to_it else address.side


def _shown(statement: Statement) -> str:
    address = statement.address
    return f"{address.access.value} {address.name}" if isinstance(address, SepAddress) else ""


def same_sender(subject: Subject) -> Iterator[Finding]:
    """A command and its answer that the dictionary lets the same side send; those of the library have no side."""
    for statement, _ in subject.once:
        address = statement.address
        if not isinstance(address, SepAddress):
            continue
        cluster = subject.dictionaries.sep.cluster(address.cluster_id)
        other = cluster.command(address.request or address.reply) if cluster is not None else None
        if other is not None and other.side is address.side:
            question, answer = (other.name, address.name) if address.request else (address.name, other.name)
            yield codes.SAME_SENDER.at(
                statement.place,
                f"{named(subject, statement)}: the {other.side.value} of {address.cluster} sends both {question} "
                f"and {answer}, which is said to answer it",
                subject=subject_of(statement),
                expected=f"an answer that the {_OTHER[address.side].value} sends",
                also=row_of(subject, statement),
            )


# ---- DLMS/COSEM ---------------------------------------------------------------------------------


def reserved_number(subject: Subject) -> Iterator[Finding]:
    """An attribute or method whose number is only kept for an earlier version of the class."""
    for statement, _ in subject.once:
        address = statement.address
        if not isinstance(address, DlmsAddress):
            continue
        class_ = subject.dictionaries.dlms.interface_class(address.class_id)
        look_up = class_ and (class_.method if address.access is Access.METHOD else class_.attribute)
        member = look_up(address.index) if look_up else None
        if class_ is not None and member is not None and member.reserved:
            yield codes.RESERVED_NUMBER.at(
                statement.place,
                f"{named(subject, statement)}: {address.access.value} {address.index} {address.name} of "
                f"{address.class_name} is only reserved in version {class_.version}",
                subject=subject_of(statement),
                also=row_of(subject, statement),
            )


def two_classes(subject: Subject) -> Iterator[Finding]:
    """A logical name of a device at which objects of two classes are said to stand."""
    first: dict[tuple[str, LogicalName], Statement] = {}
    told: set[tuple[LogicalName, int]] = set()
    for statement, devices in subject.once:
        address = statement.address
        if not isinstance(address, DlmsAddress):
            continue
        for device in devices:
            other = first.setdefault((device, address.logical_name), statement)
            known = other.address
            if not isinstance(known, DlmsAddress) or known.class_id == address.class_id:
                continue
            if (address.logical_name, address.class_id) not in told:
                told.add((address.logical_name, address.class_id))
                yield codes.TWO_CLASSES.at(
                    statement.place,
                    f"{address.logical_name} of {device} is a {address.class_name} (class {address.class_id}) here "
                    f"and a {known.class_name} (class {known.class_id}) there",
                    subject=f"dlms/{address.logical_name}",
                    also=(other.place,),
                )


_POWER = re.compile(r"\b(Active|Reactive|Apparent) power([+-])")
_PHASE = re.compile(r"\bL([123])\b")
_PHASE_OF_ITEM = re.compile(r"\bPhase ?\[?([123])\]?")
_KIND_OF_ITEM = re.compile(r"Reactive|Apparent|Active(?= ?(?:Power|Energy|Import|Export))")
_ELECTRICITY: Final = 1
_SIGN_OF_ITEM = {"Import": "+", "Export": "-"}


def name_means_another(subject: Subject) -> Iterator[Finding]:
    """A logical name to which the standard gives another class, or another quantity than the item names."""
    looked_at: set[tuple[str, str]] = set()
    told: set[str] = set()
    for statement, _ in subject.once:
        address = statement.address
        if not isinstance(address, DlmsAddress) or statement.despite or (statement.item, address.object) in looked_at:
            continue
        looked_at.add((statement.item, address.object))
        why = _other_class(subject, address) or _other_quantity(subject, statement.item, address.logical_name)
        if why and address.object not in told:
            told.add(address.object)
            yield codes.NAME_MEANS_ANOTHER.at(
                statement.place,
                f"{statement.item} is kept at {address.logical_name}, {why}",
                subject=f"dlms/{address.object}",
                also=row_of(subject, statement),
            )


def _other_class(subject: Subject, address: DlmsAddress) -> str:
    rule = subject.dictionaries.dlms.logical_name(address.logical_name)
    allowed = (rule.standard_class_ids if rule is not None else ()) or ()
    # Where no overlay knows the object, the resolver has told already.
    if rule is None or not allowed or address.class_id in allowed or address.class_id not in rule.class_ids:
        return ""
    classes = " or ".join(map(str, allowed))
    return f"where the standard's rule {rule.pattern} has class {classes}, not {address.class_id}"


def _other_quantity(subject: Subject, item: str, name: LogicalName) -> str:
    """Return what the standard calls a name of the medium electricity, if the item says otherwise."""
    kind, item_phase = _KIND_OF_ITEM.search(item), _PHASE_OF_ITEM.search(item)
    if name.a != _ELECTRICITY or (kind is None and item_phase is None):
        return ""
    meaning = subject.dictionaries.dlms.describe_logical_name(name)
    power, phase = _POWER.search(meaning), _PHASE.search(meaning)
    signs = {sign for word, sign in _SIGN_OF_ITEM.items() if word in item}
    if power is not None and kind is not None and kind[0] != power[1]:
        return f"which is {power[0]}: {power[1].lower()}, not {kind[0].lower()}"
    if power is not None and len(signs) == 1 and power[2] not in signs:
        return f"which is {power[0]}: {'import' if power[2] == '+' else 'export'}"
    if phase is not None and item_phase is not None and phase[1] != item_phase[1]:
        return f"which is of phase {phase[1]}, not {item_phase[1]}"
    return ""


_COUNTRY: Final = 94
_MANUFACTURER: Final = range(128, 200)


def country_block(subject: Subject) -> Iterator[Finding]:
    """A logical name in a block that the standard leaves to countries or manufacturers, and no overlay describes."""
    told: set[LogicalName] = set()
    for statement, _ in subject.once:
        address = statement.address
        if not isinstance(address, DlmsAddress) or address.logical_name in told:
            continue
        name = address.logical_name
        whose = "countries" if name.c == _COUNTRY else "manufacturers" if _of_manufacturer(name) else ""
        if not whose:
            continue
        told.add(name)
        rule = subject.dictionaries.dlms.logical_name(name)
        if rule is not None and rule.source == "standard":
            yield codes.COUNTRY_BLOCK.at(
                statement.place,
                f"{name} lies in a block that the standard leaves to {whose}; no overlay describes it",
                subject=f"dlms/{address.object}",
                also=row_of(subject, statement),
            )


def _of_manufacturer(name: LogicalName) -> bool:
    return name.b in _MANUFACTURER or name.c in _MANUFACTURER


_REGISTER = """on ESME over dlms, tunnelled.
ActiveExportRegister is Register 1-0:{} {{ value: value #100 as double-long-unsigned }} for ECS17a.
"""
_SAMPLING = """on GSME over sep, tunnelled.
NetworkDataLog is Metering {{ call StartSampling @0x07: "record network data" #1392 returns {} for GCS31 }}.
"""
_LOG = """on ESME over dlms, tunnelled.
PowerEventLog is ProfileGeneric 0-0:99.98.4.255 {{ {}: readLog #586 }} for ECS35e.
"""

RULES: tuple[CheckedRule, ...] = (
    CheckedRule(
        codes.BOTH_SIDES,
        Family.ADDRESS,
        "A cluster has two sides: the server holds the attributes and answers, the client asks. A device that is "
        "sent what only servers send is a client; if it also holds the server's attributes, two instances of the "
        "cluster are needed on it, or a sentence names the wrong command or attribute.",
        failing=Example(
            "on GSME over sep, tunnelled.\n"
            "CalorificValue is Price { CalorificValue @0x0304: value #1740 as uint32 } for GCS21a\n"
            "also Price { call PublishCalorificValue @0x03 { CalorificValue: valueNext #1371 as uint32 }\n"
            "    returns DefaultResponse } for GCS23.\n"
        ),
        passing=Example(
            "on GSME over sep, tunnelled.\n"
            "CalorificValue is Price { CalorificValue @0x0304: value #1740 as uint32 } for GCS21a.\n"
        ),
        check=both_sides,
    ),
    CheckedRule(
        codes.SAME_SENDER,
        Family.ADDRESS,
        "A question and its answer travel in opposite directions. The dictionary says which side sends a command; "
        "an answer that the asking side sends cannot arrive there.",
        failing=Example(_SAMPLING.format("GetSampledData")),
        passing=Example(_SAMPLING.format("DefaultResponse")),
        check=same_sender,
    ),
    CheckedRule(
        codes.RESERVED_NUMBER,
        Family.ADDRESS,
        "Later versions of a class keep the numbers of attributes and methods that earlier ones had, so that "
        "nothing else takes them. Nothing may be sent there any more.",
        failing=Example(_LOG.format("call get_buffer_by_range")),
        passing=Example(_LOG.format("buffer")),
        clause="DLMS UA Blue Book, Profile generic, methods reserved from earlier versions",
        check=reserved_number,
    ),
    CheckedRule(
        codes.TWO_CLASSES,
        Family.ADDRESS,
        "In a logical device each logical name names one object, and an object has one class.",
        failing=Example(
            _REGISTER.format("2.8.0.255")
            + "ReactiveExportRegister is ExtendedRegister 1-0:2.8.0.255 { value: value #103 } for ECS17a.\n"
        ),
        passing=Example(
            _REGISTER.format("2.8.0.255")
            + "ReactiveExportRegister is Register 1-0:4.8.0.255 { value: value #103 } for ECS17a.\n"
        ),
        clause="DLMS UA Blue Book, attribute logical_name",
        check=two_classes,
    ),
    CheckedRule(
        codes.NAME_MEANS_ANOTHER,
        Family.ADDRESS,
        "The groups of a logical name have meanings: which quantity, of which phase, in which direction; and rules "
        "say which classes may stand there. An export register at the name of an import reads well and meters wrongly.",
        failing=Example(_REGISTER.format("1.8.0.255")),
        passing=Example(_REGISTER.format("2.8.0.255")),
        clause="DLMS UA Blue Book, OBIS: value groups C and D, and the list of standard objects",
        check=name_means_another,
    ),
    CheckedRule(
        codes.COUNTRY_BLOCK,
        Family.ADDRESS,
        "The standard leaves some values of groups B and C to countries and manufacturers, and allows any class and "
        "any type there. Only an overlay can say what an object there is; if none does, nothing was checked.",
        failing=Example(
            "on ESME over dlms, tunnelled.\n"
            "LoadLimitCounter is Register 0-0:94.44.43.255 { value: value #102 as double-long-unsigned } for ECS27.\n"
        ),
        passing=Example(
            "on ESME over dlms, tunnelled.\n"
            "LoadLimitCounter is Register 0-0:94.44.42.255 { value: value #102 as double-long-unsigned } for ECS27.\n"
        ),
        clause="DLMS UA Blue Book, OBIS: value group C = 94, country specific",
        check=country_block,
    ),
)
