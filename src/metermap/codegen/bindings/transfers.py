"""What travels whole for each statement, and which part of it the statement is about.

A *transfer* is the value of an attribute, the argument or the return value of a method, the parameters of
selective access, or the payload of a command. Statements of one device at one address share its transfer.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from metermap.catalogue.model import Element
from metermap.codegen.bindings.codecs import Codec, NoCodec, Wire, leaf_codec, scaler_unit_member
from metermap.codegen.bindings.dlms_layouts import DlmsLayouts, Path
from metermap.codegen.bindings.layouts import Layout, Leaf
from metermap.codegen.bindings.sep_layouts import NotStatedError, payload_layout, zcl_leaf
from metermap.codegen.bindings.steps import Step, steps_to
from metermap.core.addresses import Access, DlmsAddress, NamedAddress, SepAddress
from metermap.core.types import Kind, TypeDescriptor, TypeSystem
from metermap.mappings.model import ResolvedModel, Statement
from metermap.protocols import Dictionaries
from metermap.protocols.dlms.model import camel

__all__ = ["Place", "Purpose", "Transfer", "places"]


class Purpose(StrEnum):
    """What of an address a transfer is."""

    VALUE = "value"  # of an attribute
    ARGUMENT = "argument"  # of a method
    RETURNED = "returned"  # by a method
    SELECTION = "selection"  # the parameters of selective access
    PAYLOAD = "payload"  # of a command


@dataclass(frozen=True, slots=True)
class Transfer:
    """What travels whole: its layout, and in words what it is (``20/0-0:13.0.0.255/A3 season_profile_active``)."""

    key: str
    purpose: Purpose
    layout: Layout


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement's value is: the transfer and the way to it; or why nobody can say.

    `detail` adds to the reason what is missing.
    """

    transfer: Transfer | None
    steps: tuple[Step, ...] = ()
    reason: NoCodec | None = None
    detail: str = ""


_NAMES: Final = re.compile(r"\[[^\]]*\]")
_STEPS: Final = re.compile(r"@\d+(?:\.\.@?\d+)?|\[[^\]]*\]|[^.\[\]]+")
_STATE: Final = re.compile(r"_(active|passive)\b")
_SCALER_UNIT: Final = Leaf(Codec(Wire.AXDR, "scaler_unit"))
_UNNAMED: Final = "_"  # the source names no field
_WHOLE_ARGUMENT: Final = "data"
_PROFILE: Final = (7, 2)  # Profile generic, buffer
_COMPOSED: Final = frozenset({Kind.ARRAY, Kind.STRUCTURE})


def places(model: ResolvedModel, dictionaries: Dictionaries, statements: Iterable[Statement]) -> Mapping[str, Place]:
    """Return the place of each statement of one device that has an address, by key."""
    groups: dict[str, list[Statement]] = defaultdict(list)
    found: dict[str, Place] = {}
    for statement in statements:
        match statement.address:
            case DlmsAddress() | SepAddress() as address:
                groups[_key(address)].append(statement)
            case NamedAddress():
                found[statement.key] = Place(None, reason=NoCodec.NAMED)
            case None:
                pass
    for key, group in groups.items():
        found |= _places(model, dictionaries, key, group)
    return found


def _key(address: DlmsAddress | SepAddress) -> str:
    match address:
        case DlmsAddress():
            mark = "M" if address.access is Access.METHOD else "A"
            text = f"{address.object}/{mark}{address.index} {address.name}"
            text += f" by {address.selector}" if address.selector else ""
            return f"{text} returns" if address.returned else text
        case SepAddress():
            kind = "command" if address.access is Access.COMMAND else "attribute"
            width = 2 if address.access is Access.COMMAND else 4
            return f"0x{address.cluster_id:04X}/{address.side.value} {kind} 0x{address.id:0{width}X} {address.name}"


def _places(
    model: ResolvedModel, dictionaries: Dictionaries, key: str, group: list[Statement]
) -> Iterator[tuple[str, Place]]:
    try:
        transfer = _transfer(model, dictionaries, key, group)
    except NotStatedError as missing:
        yield from ((one.key, Place(None, reason=NoCodec.NOT_STATED, detail=str(missing))) for one in group)
        return
    for statement in group:
        path = () if transfer.layout == _SCALER_UNIT else _path(dictionaries, statement)
        steps = steps_to(transfer.layout, path)
        if steps is None:
            detail = f"{'.'.join(path)} leads nowhere in {key}"
            yield statement.key, Place(transfer, reason=NoCodec.PART, detail=detail)
        else:
            yield statement.key, Place(transfer, steps)


def _transfer(model: ResolvedModel, dictionaries: Dictionaries, key: str, group: list[Statement]) -> Transfer:
    match group[0].address:
        case DlmsAddress() as address:
            return Transfer(key, _purpose(address), _dlms(model, dictionaries, address, group))
        case SepAddress() as address if address.access is Access.COMMAND:
            return Transfer(key, Purpose.PAYLOAD, _payload(dictionaries, address))
        case _:
            return Transfer(key, Purpose.VALUE, _attribute(dictionaries, group))


def _purpose(address: DlmsAddress) -> Purpose:
    if address.selector:
        return Purpose.SELECTION
    if address.returned:
        return Purpose.RETURNED
    return Purpose.ARGUMENT if address.access is Access.METHOD else Purpose.VALUE


def _payload(dictionaries: Dictionaries, address: SepAddress) -> Layout:
    cluster = dictionaries.sep.cluster(address.cluster_id)
    commands = cluster.commands if cluster else ()
    command = next((one for one in commands if (one.side, one.id) == (address.side, address.id)), None)
    if cluster is None or command is None:
        message = f"the payload of {address.name}"
        raise NotStatedError(message)
    return payload_layout(dictionaries.sep, cluster, command)


def _attribute(dictionaries: Dictionaries, group: list[Statement]) -> Layout:
    """Return the layout of a Smart Energy attribute: the dictionary's type, or else the one that the mapping states."""
    address = group[0].address
    cluster = dictionaries.sep.cluster(address.cluster_id) if isinstance(address, SepAddress) else None
    known = cluster.attribute(address.id, address.side) if cluster and isinstance(address, SepAddress) else None
    types = [known.type] if known else []
    types += [one.type for one in group if one.type is not None and one.type.system is TypeSystem.SEP]
    for type_ in types:
        if leaf := zcl_leaf(dictionaries.sep, type_):
            return leaf
    message = "the type of the attribute"
    raise NotStatedError(message)


def _dlms(model: ResolvedModel, dictionaries: Dictionaries, address: DlmsAddress, group: list[Statement]) -> Layout:
    dlms = dictionaries.dlms
    where = (address.class_id, address.logical_name, address.access, address.index)
    if address.selector:
        known = dlms.selective_access(address.class_id, address.index)
        whole = next((one.type for one in known if one.name == address.selector), None)
        ordered = True
    else:
        whole = dlms.type_at(*where, returned=address.returned)
        ordered = dlms.order_known(*where, returned=address.returned)
    if scaler_unit_member(address) is not None:
        return _SCALER_UNIT
    stated, meanings = _stated(model, dictionaries, group)
    meanings[()] = (whole, *meanings.get((), ()))
    whole = _narrowed(whole, stated.get(()))
    if whole is None:
        message = f"the type of {address.name}"
        raise NotStatedError(message)
    buffer = (address.class_id, address.index) == _PROFILE and _purpose(address) is Purpose.VALUE
    made = DlmsLayouts(stated, meanings, ordered=ordered, buffer=buffer)
    return made.layout(whole, _name(address, group, ordered=ordered))


def _narrowed(known: TypeDescriptor | None, stated: TypeDescriptor | None) -> TypeDescriptor | None:
    """Return the type of a whole: what the mapping states where that is simple and the dictionary's is not composed."""
    if known is None or (stated is not None and known.kind not in _COMPOSED and leaf_codec(stated)):
        return stated
    return known


def _stated(
    model: ResolvedModel, dictionaries: Dictionaries, group: list[Statement]
) -> tuple[dict[Path, TypeDescriptor], dict[Path, tuple[TypeDescriptor | None, ...]]]:
    """Return the types that the mapping states of parts, where it states one, and others that tell their meaning."""
    stated: dict[Path, dict[str, TypeDescriptor]] = defaultdict(dict)
    meanings: dict[Path, list[TypeDescriptor | None]] = defaultdict(list)
    for statement in group:
        path = tuple(filter(None, (_NAMES.sub("", name) for name in _path(dictionaries, statement))))
        element: Element | None = model.catalogue.element_by_id.get(statement.element)
        if statement.type is not None:
            stated[path][str(statement.type)] = statement.type
        meanings[path] += [statement.dictionary_type, element.type if element else None]
    single = {path: next(iter(types.values())) for path, types in stated.items() if len(types) == 1}
    return single, {path: tuple(types) for path, types in meanings.items()}


def _path(dictionaries: Dictionaries, statement: Statement) -> tuple[str, ...]:
    """Return the steps of a statement's path, in the standard's names: ``[1..4]``, ``week_name``."""
    match statement.address:
        case DlmsAddress() as address:
            steps = tuple(one for one in _split(address.member) if one != _UNNAMED)
            target = (address.class_id, address.access, address.index)
            if address.access is Access.METHOD and steps == (_WHOLE_ARGUMENT,):
                return ()
            for overlay in dictionaries.dlms.overlays:
                steps = tuple(overlay.standard_name(*target, one) for one in steps)
            return steps
        case SepAddress() as address:
            steps = _split(address.field)
            return tuple(_printed(dictionaries, address, one) for one in steps if one != _UNNAMED)
        case _:
            return ()


def _printed(dictionaries: Dictionaries, address: SepAddress, name: str) -> str:
    """Return the dictionary's name of a field that an overlay's documents print otherwise."""
    cluster = dictionaries.sep.cluster(address.cluster_id)
    aliases = cluster.aliases if cluster else ()
    return next((one.name for one in aliases if one.command == address.name and one.printed == name), name)


def _split(path: str) -> tuple[str, ...]:
    """Return names, index ranges and bit ranges of a path, each a step of its own."""
    return tuple(_STEPS.findall(path))


def _name(address: DlmsAddress, group: list[Statement], *, ordered: bool) -> str:
    """Return what the structure of a whole is called, if it is one: after the class, or after what the object keeps."""
    if address.selector:
        return camel(f"{address.class_name} {address.selector}")
    if ordered:
        returned = " returned" if address.returned else ""
        return camel(f"{address.class_name} {_STATE.sub('', address.name)}{returned}")
    items = sorted({re.sub(r"\(.*?\)", "", one.item) for one in group if one.element})
    return camel(items[0] if len(items) == 1 else f"{address.class_name} {address.logical_name} {address.name}")
