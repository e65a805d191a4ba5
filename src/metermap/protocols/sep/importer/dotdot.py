"""The `dotdot` format: a library, and files of one cluster each.

Ids, enumeration values, masks and defaults of bitmaps are bare hexadecimal digits; bounds and other defaults
are decimal. Commands under `server` are those that the server RECEIVES: the client is their sender.
Enumerations and bitmaps mostly stand inside the attribute or field that has them, without a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.core.addresses import Side
from metermap.core.suggest import normal
from metermap.core.types import Kind, TypeDescriptor
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.files import Document
from metermap.protocols.sep.importer.numbers import BARE, DECIMAL, checked_bounds, checked_default, read_natural
from metermap.protocols.sep.importer.reporting import At
from metermap.protocols.sep.importer.said import Cells, Line, SaidCluster, SaidCommand
from metermap.protocols.sep.importer.scribe import (
    FIRST_OF_MANUFACTURERS,
    LARGEST_COMMAND,
    LARGEST_ID,
    MANUFACTURER,
    UNSTATED_FIELDS,
    Named,
    Scribe,
    TypeUse,
    largest_member,
    zcl_type,
)
from metermap.protocols.sep.importer.spelling import camel, word
from metermap.protocols.sep.importer.xml_tree import Element

__all__ = ["DotdotReader"]

_OPPOSITE: Final = {Side.SERVER: Side.CLIENT, Side.CLIENT: Side.SERVER}


class DotdotReader:
    """Reads one file, in the three passes that names need which are used before they are defined."""

    def __init__(self, document: Document, scribe: Scribe) -> None:
        self.root = document.root
        self.scribe = scribe
        self.reporter = scribe.reporter

    def read_names(self) -> None:
        """Take in the names of types: enumerations, bitmaps, structures, and those that stand for another."""
        for element in self._types():
            self._type(element)

    def read_structures(self) -> None:
        """Take in structures, whose fields may be of each other's types."""
        for element in self._types():
            name = word(camel(element.get("short")))
            sequence = _sequence(element)
            at = At(element.place, f"structure {name[:60]}")
            if sequence is None or normal(name) not in self.scribe.structures:
                continue
            if any(sequence.named("field")):
                self.scribe.add_structure(name, tuple(self._fields(sequence, at.subject, name)), at)
            else:
                self.reporter.leave_out(UNSTATED_FIELDS, element.place)

    def read_clusters(self) -> None:
        """Take in clusters and the commands of every cluster."""
        for element in (self.root, *self.root.children):
            if element.name == "cluster":
                self._cluster(element)
            elif element.name == "derivedCluster":
                self.reporter.leave_out("clusters that are derived from another", element.place)
            elif element.name == "device":
                self.reporter.leave_out("devices", element.place)
            elif element.name == "global":
                self._global(element)

    # types

    def _types(self) -> Iterator[Element]:
        for element in (self.root, *self.root.children):
            if element.name in ("library", "cluster", "global"):
                yield from element.named("type")

    def _type(self, element: Element) -> None:
        short = element.get("short")
        name = word(camel(short))
        at = At(element.place, f"type {short[:60]}")
        id_ = read_natural(self.reporter, BARE, element.get("id"), at, "id")
        parent = element.get("inheritsFrom")
        known = zcl_type(parent or short)
        if not name:
            self.reporter.report(codes.INCOMPLETE, at, "there is no short name")
        elif known is None and not parent and _sequence(element) is None:
            self.reporter.leave_out("types that the ZigBee Cluster Library does not have", element.place)
        elif known is not None and id_ is not None and id_ != known.tag:
            self.reporter.report(codes.WRONG_TYPE_ID, at, f"id is {id_:02x}", expected=f"{known.tag or 0:02x}")
        if not name or (known is not None and not parent):
            return
        if _sequence(element) is not None:
            self.scribe.name_structure(name)
        elif known is not None and (members := self._members(element, at, known)):
            self.scribe.add_table(short, known.name, members, at)
        elif parent:
            self.scribe.derived.setdefault(normal(name), parent)

    def _members(self, element: Element, at: At, type_: TypeDescriptor | None) -> list[Named]:
        """Return the members of the enumeration or bitmap that stands inside an element of a type."""
        found: list[Named] = []
        largest = largest_member(type_)
        if largest is None:
            return found
        for holder in element.named("restriction", "bitmap"):
            for item in holder.named("enumeration", "element"):
                here = At(item.place, f"{at.subject} member {item.get('name')[:60]}")
                attribute = "mask" if item.name == "element" else "value"
                value = read_natural(self.reporter, BARE, item.get(attribute), here, attribute, largest=largest)
                if not item.get(attribute):
                    self.reporter.report(codes.INCOMPLETE, here, f"there is no {attribute}")
                found.append(Named(item.get("name"), value, item.place))
        return found

    def _use(self, element: Element, name: str, at: At) -> TypeUse | None:
        """Return the type of an attribute or field; `name` is for an enumeration that has none."""
        use = self.scribe.type_use(element.get("type"), at)
        members = self._members(element, at, use.descriptor if use else None)
        if use is not None and members:
            use = self.scribe.add_table(name, use.plain, members, at, inline=True)
        return use.listed() if use is not None and element.get("array") == "true" else use

    # clusters

    def _cluster(self, element: Element) -> None:
        name = element.get("name")
        at = At(element.place, f"cluster {name[:60]}")
        id_ = self._id(element, at, LARGEST_ID)
        if id_ is None:
            return
        if element.get("manufacturer") or id_ >= FIRST_OF_MANUFACTURERS:
            self.reporter.leave_out(MANUFACTURER, element.place, codes.MANUFACTURER_SPECIFIC)
            return
        at = At(element.place, f"cluster 0x{id_:04X}")
        if not normal(name):
            self.reporter.report(codes.INCOMPLETE, at, "there is no name")
        line = Line({"name": name if normal(name) else f"Cluster {id_:04X}"}, element.place)
        cluster = self.scribe.cluster(id_, line, at, whole=True)
        self.reporter.leave_out_some("tags of commands", _inside(element, "tags", "tag"))
        for side in Side:
            for half in element.named(side.value):
                self._half(cluster, side, half, name)

    def _half(self, cluster: SaidCluster, side: Side, half: Element, name: str) -> None:
        for element in _inside(half, "attributes", "attribute"):
            self._attribute(cluster, side, element, name)
        for element in _inside(half, "commands", "command"):
            self._command(cluster, _OPPOSITE[side], element, name)

    def _id(self, element: Element, at: At, largest: int) -> int | None:
        if not element.get("id"):
            self.reporter.report(codes.INCOMPLETE, at, "there is no id")
        return read_natural(self.reporter, BARE, element.get("id"), at, "id", largest=largest)

    def _attribute(self, cluster: SaidCluster, side: Side, element: Element, owner: str) -> None:
        label = element.get("name")
        at = At(element.place, f"cluster 0x{cluster.id:04X} {side} attribute {label[:60]}")
        id_ = self._id(element, at, LARGEST_ID)
        if id_ is None:
            cluster.lost = True
            return
        at = At(element.place, f"cluster 0x{cluster.id:04X} {side} attribute 0x{id_:04X}")
        if not normal(label):
            self.reporter.report(codes.INCOMPLETE, at, "there is no name")
        else:
            self.scribe.repeats(cluster.id, (side, id_), label, at)
        inline = f"{owner} {'' if side is Side.SERVER else side} {label}"
        cells = {"name": camel(label) or f"Attribute{id_:04X}", **self._attribute_cells(element, inline, at)}
        self.scribe.add_attribute(cluster, (side, id_), Line(cells, element.place), at)

    def _attribute_cells(self, element: Element, inline: str, at: At) -> Cells:
        use = self._use(element, inline, at)
        type_ = use.descriptor if use else None
        low, high = _facet(element, "minInclusive"), _facet(element, "maxInclusive")
        bounds = (element.get("min") or low, element.get("max") or high)
        minimum, maximum = checked_bounds(self.reporter, DECIMAL, bounds, type_, at)
        length = read_natural(self.reporter, DECIMAL, _facet(element, "maxLength"), at, "maxLength", largest=LARGEST_ID)
        spelling = BARE if type_ is not None and type_.kind is Kind.BITS else DECIMAL
        return {
            "type": use.plain if use else "",
            "enumeration": use.enumeration if use else "",
            "minimum": minimum,
            "maximum": maximum,
            "default": checked_default(self.reporter, spelling, element.get("default"), type_, at),
            "length": "" if length is None else str(length),
            "writable": "yes" if element.get("writable") == "true" else "no",
            "reportable": "yes" if element.get("reportRequired") == "true" else "",  # not required is not forbidden
            "mandatory": _mandatory(element),
        }

    # commands

    def _command(self, cluster: SaidCluster, sender: Side, element: Element, owner: str) -> None:
        at = At(element.place, f"cluster 0x{cluster.id:04X} {sender} command {element.get('name')[:60]}")
        id_ = self._id(element, at, LARGEST_COMMAND)
        if id_ is None:
            cluster.lost = True
            return
        at = At(element.place, f"cluster 0x{cluster.id:04X} {sender} command 0x{id_:02X}")
        self.scribe.add_command(cluster, (sender, id_), self._said_command(element, owner, at), at)

    def _global(self, element: Element) -> None:
        self.reporter.leave_out_some("attributes of every cluster", _inside(element, "attributes", "attribute"))
        for command in _inside(element, "commands", "command"):
            at = At(command.place, f"global command {command.get('name')[:60]}")
            id_ = self._id(command, at, LARGEST_COMMAND)
            if id_ is not None:
                self.scribe.add_global_command(id_, self._said_command(command, "", at), at)

    def _said_command(self, element: Element, owner: str, at: At) -> SaidCommand:
        name = self.scribe.named(element, "Command", at)
        line = Line({"name": name, "mandatory": _mandatory(element)}, element.place)
        holder = next(element.named("fields"), None)
        fields = tuple(self._fields(holder, at.subject, f"{owner} {name}")) if holder else ()
        return SaidCommand(line, fields)

    def _fields(self, holder: Element, subject: str, owner: str) -> Iterator[Line]:
        masks: dict[str, int] = {}
        for element in holder.named("field"):
            at = At(element.place, f"{subject} field {element.get('name')[:60]}")
            name = self.scribe.named(element, "Field", at)
            use = self._use(element, f"{owner} {name}", at)
            table = self.scribe.said.tables.get(normal(use.enumeration)) if use else None
            if table is not None and table.table.bitmap:
                masks |= {f"{name}.{member.name}".casefold(): member.value for member in table.table.members}
            cells = {
                "name": name,
                "type": use.plain if use else "",
                "enumeration": use.enumeration if use else "",
                "present_if": self.scribe.condition(element.get("presentIf"), masks, element.place),
                "count": self.scribe.count(element.get("arrayLengthField"), element.place),
            }
            yield Line(cells, element.place)


def _inside(element: Element, holder: str, name: str) -> Iterator[Element]:
    for found in element.named(holder):
        yield from found.named(name)


def _facet(element: Element, name: str) -> str:
    """Return the value of a facet of an element's restriction; empty if there is none."""
    return next((facet.get("value") for facet in _inside(element, "restriction", name)), "")


def _mandatory(element: Element) -> str:
    return "M" if element.get("required") == "true" else "O"


def _sequence(element: Element) -> Element | None:
    """Return the fields of a structure, which stand in a restriction."""
    return next(_inside(element, "restriction", "sequence"), None)
