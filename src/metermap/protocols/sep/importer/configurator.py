"""The `configurator` format: domains with their ladders, types, clusters, and what extends clusters.

A command's `source` is who SENDS it. Numbers are hexadecimal, two's complement for signed types, or
decimal. An attribute's label is its text in old files and its `description` in newer ones; `define` is its
name in C. The names of types are written in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from metermap.core.suggest import normal
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.files import Document
from metermap.protocols.sep.importer.numbers import MARKED, checked_bounds, checked_default, read_natural
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
    largest_member,
    zcl_type,
)
from metermap.protocols.sep.importer.spelling import camel, camel_of_define, word
from metermap.protocols.sep.importer.xml_tree import Element

__all__ = ["ConfiguratorReader"]

_YES_NO: Final = {"true": "yes", "1": "yes", "false": "no", "0": "no"}


class ConfiguratorReader:
    """Reads one file, in the three passes that names need which are used before they are defined."""

    def __init__(self, document: Document, scribe: Scribe) -> None:
        self.root = document.root
        self.scribe = scribe
        self.reporter = scribe.reporter

    def read_names(self) -> None:
        """Take in ladders, enumerations and bitmaps, and the names of structures."""
        for domain in self.root.named("domain"):
            specs = [domain.get("spec"), *(older.get("spec") for older in domain.named("older"))]
            if any(specs):
                ladder = self.scribe.editions.file_ladder(domain.get("name"), specs, domain.place)
                self.scribe.said.ladders.append(ladder)
        for atomic in self.root.named("atomic"):
            for type_ in atomic.named("type"):
                self._check_atomic(type_)
        for element in self.root.named("enum", "bitmap"):
            self._table(element)
        for element in self.root.named("struct"):
            if name := word(camel(element.get("name"))):
                self.scribe.name_structure(name)

    def read_structures(self) -> None:
        """Take in structures, whose fields may be of each other's types."""
        for element in self.root.named("struct"):
            name = word(camel(element.get("name")))
            at = At(element.place, f"structure {name[:60]}")
            if not name:
                self.reporter.report(codes.INCOMPLETE, at, "there is no name")
            elif not any(element.named("item")):
                self.reporter.leave_out(UNSTATED_FIELDS, element.place)
            else:
                fields = tuple(self._field(item, at.subject) for item in element.named("item"))
                self.scribe.add_structure(name, fields, at)

    def read_clusters(self) -> None:
        """Take in clusters, what extends them, and the commands of every cluster."""
        for element in self.root.named("cluster", "clusterExtension"):
            self._cluster(element)
        for element in self.root.named("global"):
            self.reporter.leave_out_some("attributes of every cluster", element.named("attribute"))
            for command in element.named("command"):
                self._global_command(command)

    # types

    def _check_atomic(self, element: Element) -> None:
        at = At(element.place, f"type {element.get('name')[:60]}")
        known = zcl_type(element.get("name"))
        id_ = read_natural(self.reporter, MARKED, element.get("id"), at, "id")
        size = read_natural(self.reporter, MARKED, element.get("size"), at, "size")
        if known is None:
            self.reporter.leave_out("types that the ZigBee Cluster Library does not have", element.place)
        elif id_ is not None and id_ != known.tag:
            self.reporter.report(codes.WRONG_TYPE_ID, at, f"id is 0x{id_:02X}", expected=f"0x{known.tag or 0:02X}")
        elif size is not None and known.octets is not None and size != known.octets:
            self.reporter.report(codes.WRONG_TYPE_ID, at, f"size is {size}", expected=f"{known.octets}")

    def _table(self, element: Element) -> None:
        bitmap = element.name == "bitmap"
        at = At(element.place, f"{'bitmap' if bitmap else 'enumeration'} {element.get('name')[:60]}")
        base = zcl_type(element.get("type"))
        largest = largest_member(base)
        if not word(camel(element.get("name"))):
            self.reporter.report(codes.INCOMPLETE, at, "there is no name")
        elif base is None or largest is None:
            what = f"type {element.get('type')[:60]!r} is none that has members"
            self.reporter.report(codes.UNKNOWN_TYPE, at, what)
        else:
            self.scribe.add_table(element.get("name"), base.name, self._members(element, at, largest), at)

    def _members(self, element: Element, at: At, largest: int) -> Iterator[Named]:
        for item in element.named("item", "field"):
            here = At(item.place, f"{at.subject} member {item.get('name')[:60]}")
            attribute = "mask" if item.name == "field" else "value"
            value = read_natural(self.reporter, MARKED, item.get(attribute), here, attribute, largest=largest)
            if not item.get(attribute):
                self.reporter.report(codes.INCOMPLETE, here, f"there is no {attribute}")
            yield Named(item.get("name"), value, item.place)

    # clusters

    def _cluster(self, element: Element) -> None:
        whole = element.name == "cluster"
        code = element.child_text("code") if whole else element.get("code")
        name = element.child_text("name")
        at = At(element.place, f"cluster {name[:60] or code[:60]}")
        id_ = self._id(code, at, LARGEST_ID)
        if id_ is None:
            return
        if element.get("manufacturerCode") or id_ >= FIRST_OF_MANUFACTURERS:
            count = 1 + sum(1 for _ in element.named("attribute", "command"))
            self.reporter.leave_out(MANUFACTURER, element.place, codes.MANUFACTURER_SPECIFIC, count)
            return
        at = At(element.place, f"cluster 0x{id_:04X}")
        define = camel_of_define(element.child_text("define").removesuffix("_CLUSTER"))
        if whole and not normal(name or define):
            self.reporter.report(codes.INCOMPLETE, at, "there is no name")
        cells = {
            "name": name if normal(name) else define or f"Cluster {id_:04X}",
            "introduced": self._rung(element, "introducedIn"),
        }
        cluster = self.scribe.cluster(id_, Line(cells, element.place, (define,)), at, whole=whole)
        self.reporter.leave_out_some("attributes of every cluster", element.named("globalAttribute"))
        for attribute in self._own(element, "attribute"):
            self._attribute(cluster, attribute)
        for command in self._own(element, "command"):
            self._command(cluster, command)

    def _own(self, element: Element, name: str) -> Iterator[Element]:
        for child in element.named(name):
            if child.get("manufacturerCode"):
                self.reporter.leave_out(MANUFACTURER, child.place, codes.MANUFACTURER_SPECIFIC)
            else:
                yield child

    def _id(self, text: str, at: At, largest: int) -> int | None:
        if not text:
            self.reporter.report(codes.INCOMPLETE, at, "there is no code")
        return read_natural(self.reporter, MARKED, text, at, "code", largest=largest)

    def _attribute(self, cluster: SaidCluster, element: Element) -> None:
        label = element.child_text("description") or element.text
        define = camel_of_define(element.get("define"))
        at = At(element.place, f"cluster 0x{cluster.id:04X} attribute {label[:60] or define[:60]}")
        id_ = self._id(element.get("code"), at, LARGEST_ID)
        sides = self.scribe.sides(element.get("side"), at)
        if id_ is None or not sides:
            cluster.lost = True
            return
        for side in sides:
            at = At(element.place, f"cluster 0x{cluster.id:04X} {side} attribute 0x{id_:04X}")
            repeated = bool(normal(label)) and self.scribe.repeats(cluster.id, (side, id_), label, at)
            names = [name for name in ("" if repeated else camel(label), define, camel(label)) if name]
            if not names:
                self.reporter.report(codes.INCOMPLETE, at, "there is neither a label nor a define")
            cells = {"name": names[0] if names else f"Attribute{id_:04X}", **self._attribute_cells(element, at)}
            # A label that was copied from another attribute says nothing about this one.
            line = Line(cells, element.place, () if repeated and define else tuple(names))
            self.scribe.add_attribute(cluster, (side, id_), line, at)

    def _attribute_cells(self, element: Element, at: At) -> Cells:
        use = self.scribe.type_use(element.get("type"), at)
        type_ = use.descriptor if use else None
        bounds = (element.get("min"), element.get("max"))
        minimum, maximum = checked_bounds(self.reporter, MARKED, bounds, type_, at)
        length = read_natural(self.reporter, MARKED, element.get("length"), at, "length", largest=LARGEST_ID)
        return {
            "type": use.plain if use else "",
            "enumeration": use.enumeration if use else "",
            "minimum": minimum,
            "maximum": maximum,
            "default": checked_default(self.reporter, MARKED, element.get("default"), type_, at),
            "length": "" if length is None else str(length),
            "writable": _YES_NO.get(element.get("writable").casefold(), ""),
            "reportable": _YES_NO.get(element.get("reportable").casefold(), ""),
            "mandatory": _mandatory(element),
            "introduced": self._rung(element, "introducedIn"),
            "removed": self._rung(element, "removedIn"),
        }

    # commands

    def _command(self, cluster: SaidCluster, element: Element) -> None:
        at = At(element.place, f"cluster 0x{cluster.id:04X} command {element.get('name')[:60]}")
        id_ = self._id(element.get("code"), at, LARGEST_COMMAND)
        senders = self.scribe.sides(element.get("source"), at)
        if id_ is None or not senders:
            cluster.lost = True
            return
        subject = f"cluster 0x{cluster.id:04X} {senders[0]} command 0x{id_:02X}"
        command = self._said_command(element, subject)
        for sender in senders:
            at = At(element.place, f"cluster 0x{cluster.id:04X} {sender} command 0x{id_:02X}")
            self.scribe.add_command(cluster, (sender, id_), command, at)

    def _global_command(self, element: Element) -> None:
        at = At(element.place, f"global command {element.get('name')[:60]}")
        id_ = self._id(element.get("code"), at, LARGEST_COMMAND)
        if id_ is not None:
            self.scribe.add_global_command(id_, self._said_command(element, at.subject), at)

    def _said_command(self, element: Element, subject: str) -> SaidCommand:
        cells = {
            "name": self.scribe.named(element, "Command", At(element.place, subject)),
            "mandatory": _mandatory(element),
            "introduced": self._rung(element, "introducedIn"),
            "removed": self._rung(element, "removedIn"),
        }
        return SaidCommand(Line(cells, element.place), tuple(self._field(arg, subject) for arg in element.named("arg")))

    def _field(self, element: Element, subject: str) -> Line:
        at = At(element.place, f"{subject} field {element.get('name')[:60]}")
        name = word(element.get("name")) or self.scribe.named(element, "Field", at)
        use = self.scribe.type_use(element.get("type"), at)
        if use is not None and _YES_NO.get(element.get("array").casefold()) == "yes":
            use = use.listed()
        if _YES_NO.get(element.get("optional").casefold()) == "yes" and not element.get("presentIf"):
            self.reporter.leave_out("fields that may be absent on no stated condition", element.place)
        if element.get("default"):
            self.reporter.leave_out("defaults of command fields", element.place)
        cells = {
            "name": name,
            "type": use.plain if use else "",
            "enumeration": use.enumeration if use else "",
            "present_if": self.scribe.condition(element.get("presentIf"), {}, element.place),
            "count": self.scribe.count(element.get("countArg"), element.place),
            "introduced": self._rung(element, "introducedIn"),
            "removed": self._rung(element, "removedIn"),
        }
        return Line(cells, element.place)

    def _rung(self, element: Element, attribute: str) -> str:
        return self.scribe.editions.rung(element.get(attribute), element.place)


def _mandatory(element: Element) -> str:
    """Return M or O; the format's default is mandatory, and both are stated nearly always."""
    return "O" if _YES_NO.get(element.get("optional").casefold()) == "yes" else "M"
