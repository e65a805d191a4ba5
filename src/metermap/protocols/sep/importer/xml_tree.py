"""XML that strangers wrote, read into a small frozen tree that keeps line and column of each element.

The parser is defusedxml's SAX reader: expat behind it says where it is at every event, which the tree
builders of the standard library throw away. A document type, an entity and an external reference are
refused before anything is expanded or opened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler, LexicalHandler, property_lexical_handler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from metermap.core.findings import Finding
from metermap.core.places import TextPlace
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.limits import Limits

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesNSImpl

__all__ = ["Budget", "Comment", "Element", "RefusedError", "XmlFile", "parse_xml"]

_CHUNK = 1 << 16
_ENTRY = re.compile(r"<(?:\w+:)?(attribute|command|cluster)\b")


class RefusedError(Exception):
    """A file is refused; `finding` says why. It never leaves the import."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


@dataclass(frozen=True, slots=True)
class Element:
    """An element. `attributes` are those in no namespace; `text` is its own, white space collapsed."""

    namespace: str
    name: str
    attributes: Mapping[str, str]
    place: TextPlace
    children: tuple[Element, ...] = ()
    text: str = ""

    def get(self, name: str) -> str:
        """Return an attribute's value without surrounding space; empty if there is none."""
        return self.attributes.get(name, "").strip()

    def named(self, *names: str) -> Iterator[Element]:
        """Yield the children with one of these names, whatever their namespace."""
        return (child for child in self.children if child.name in names)

    def child_text(self, name: str) -> str:
        """Return the text of the first child of that name; empty if there is none."""
        return next((child.text for child in self.named(name)), "")


@dataclass(frozen=True, slots=True)
class Comment:
    """An XML comment that holds what looks like entries."""

    place: TextPlace
    entries: int


@dataclass(frozen=True, slots=True)
class XmlFile:
    """The root element of a file, and the comments that hide entries."""

    file: str
    root: Element
    comments: tuple[Comment, ...]


@dataclass(slots=True)
class Budget:
    """What the files of one import may still cost."""

    limits: Limits
    elements: int = 0


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    namespace: str
    name: str
    attributes: dict[str, str]
    place: TextPlace
    children: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    characters: int = 0

    def closed(self) -> Element:
        text = " ".join("".join(self.text).split())
        return Element(self.namespace, self.name, self.attributes, self.place, tuple(self.children), text)


class _Builder(ContentHandler, LexicalHandler):
    """Builds the tree, and stops where a limit is reached."""

    def __init__(self, file: str, parser: DefusedExpatParser, budget: Budget) -> None:
        super().__init__()
        self.file = file
        self.parser = parser
        self.budget = budget
        self.open: list[_Open] = []
        self.root: Element | None = None
        self.comments: list[Comment] = []

    def place(self) -> TextPlace:
        return TextPlace(self.file, self.parser.getLineNumber() or 1, (self.parser.getColumnNumber() or 0) + 1)

    def check(self, limit: str, value: int, what: str) -> None:
        if value <= getattr(self.budget.limits, limit):
            return
        message = f"{self.file} {what}"
        expected = self.budget.limits.said(limit)
        raise RefusedError(codes.OVER_LIMIT.at(self.place(), message, subject=self.file, expected=expected))

    def startElementNS(  # noqa: N802  (SAX's own name)
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        del qname
        self.budget.elements += 1
        self.check("elements", self.budget.elements, "brings too many elements")
        self.check("depth", len(self.open) + 1, "nests elements too deep")
        plain = {local: value for (space, local), value in attrs.items() if not space}
        longest = max(map(len, plain.values()), default=0)
        self.check("characters", longest, f"has a value too long in <{name[1][:60]}>")
        self.open.append(_Open(name[0] or "", name[1], plain, self.place()))

    def characters(self, content: str) -> None:
        top = self.open[-1]
        top.characters += len(content)
        self.check("characters", top.characters, f"has a text too long in <{top.name[:60]}>")
        top.text.append(content)

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802  (the same)
        del name, qname
        element = self.open.pop().closed()
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element

    def comment(self, content: str) -> None:
        if entries := len(_ENTRY.findall(content)):
            self.comments.append(Comment(self.place(), entries))


def parse_xml(octets: bytes, file: str, budget: Budget) -> XmlFile:
    """Return the tree of an XML file, which places quote as `file`.

    Raises:
        RefusedError: it is not well-formed, declares a document type or entities, is in an encoding
            that nobody knows, or exceeds a limit.
    """
    parser = DefusedExpatParser(namespaceHandling=1, forbid_dtd=True)
    builder = _Builder(file, parser, budget)
    parser.setContentHandler(builder)
    parser.setProperty(property_lexical_handler, builder)
    try:
        for start in range(0, len(octets), _CHUNK):
            parser.feed(octets[start : start + _CHUNK])
        parser.close()
    except SAXParseException as fault:
        place = TextPlace(file, fault.getLineNumber() or 1, (fault.getColumnNumber() or 0) + 1)
        message = f"{file} is broken XML: {fault.getMessage()}"
        raise RefusedError(codes.BROKEN_XML.at(place, message, subject=file)) from None
    except DefusedXmlException as fault:
        what = {"DTDForbidden": "a document type", "EntitiesForbidden": "an entity"}.get(type(fault).__name__)
        message = f"{file} declares {what or 'an external reference'}, as entity attacks do"
        raise RefusedError(codes.UNSAFE_XML.at(builder.place(), message, subject=file)) from None
    except (LookupError, ValueError):  # what expat's caller raises for an encoding
        message = f"{file} is in an encoding that cannot be read"
        raise RefusedError(codes.BROKEN_XML.at(TextPlace(file, 1, 1), message, subject=file)) from None
    if builder.root is None:
        raise RefusedError(codes.BROKEN_XML.at(TextPlace(file, 1, 1), f"{file} holds no element", subject=file))
    return XmlFile(file, builder.root, tuple(builder.comments))
