"""The parts of a workbook's container, and the one way to parse them.

Each part goes through expat once. Refused are document types (and so all entities), broken XML,
elements nested too deep, and texts that are too long; nothing is resolved, fetched or executed.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias
from xml.parsers import expat

from metermap.catalogue import codes
from metermap.catalogue.container import READ_FAULTS, RefusedError, refuse_cell
from metermap.core.limits import Limits, limit_help
from metermap.core.places import FilePlace

__all__ = ["NAMESPACES", "Attributes", "Package", "Relation", "Scan", "tags"]

NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOT_XML = re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|bin|vml|ico|svg)\Z|/\Z", re.IGNORECASE)
# those of expat itself: for others it would ask Python's codecs, which raise what they like
_ENCODINGS = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "iso-8859-1"})
_CHUNK = 1 << 16
_ESCAPED = len("_x000D_")

Attributes: TypeAlias = dict[str, str]
Start: TypeAlias = Callable[[Attributes], None]
End: TypeAlias = Callable[[], None]


class Relation(NamedTuple):
    """What a part points to: a part of the container, or a `target` elsewhere if `external`."""

    kind: str
    target: str
    external: bool


def tags(names: Iterable[str]) -> dict[str, str]:
    """Return the names of SpreadsheetML elements as expat gives them, for both namespaces: tag -> name."""
    return {f"{namespace} {name}": name for namespace in NAMESPACES for name in names}


class _TooDeepError(Exception):
    """The elements of a part are nested too deep."""


class Scan:
    """Follows the elements of one part; as it is, it only counts their nesting.

    Characters gather in `pieces`, to be used between `begin` and `take`.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.depth = 0
        self.pieces: list[str] = []
        self.collecting = False
        self.starts: Mapping[str, Start] = {}
        self.ends: Mapping[str, End] = {}

    def on(self, starts: Mapping[str, Start], ends: Mapping[str, End] | None = None) -> None:
        """Name what to call for which SpreadsheetML element."""
        self.starts = {tag: starts[name] for tag, name in tags(starts).items()}
        self.ends = {tag: (ends or {})[name] for tag, name in tags(ends or {}).items()}

    def start(self, tag: str, attributes: Attributes) -> None:
        """Take the start of an element."""
        self.depth += 1
        if self.depth > self.limits.xml_depth:
            raise _TooDeepError
        if (handler := self.starts.get(tag)) is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self.depth -= 1
        if (handler := self.ends.get(tag)) is not None:
            handler()

    def begin(self) -> None:
        """Collect characters from here."""
        self.pieces.clear()
        self.collecting = True

    def take(self) -> str:
        """Return the characters since `begin`."""
        self.collecting = False
        return "".join(self.pieces)

    def look(self) -> None:
        """Forget characters that nobody wants; refuse a text that grows too long, before it is complete."""
        if not self.collecting:
            self.pieces.clear()
        elif sum(map(len, self.pieces)) > _ESCAPED * self.limits.characters:
            raise self.too_long()

    def too_long(self) -> RefusedError:
        """Return the refusal of a text that is too long; a scan that collects texts says which."""
        raise NotImplementedError


class Package:
    """The parts of an archive; remembers which ones were parsed, so that none is left out."""

    def __init__(self, archive: zipfile.ZipFile, file: str, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.external: list[Relation] = []
        self._archive = archive
        # part names are compared without case: ECMA-376 part 2
        self._members = {member.filename.casefold(): member.filename for member in archive.infolist()}
        self._seen: set[str] = set()

    def __contains__(self, part: str) -> bool:
        return part.casefold() in self._members

    def parse(self, part: str, scan: Scan) -> None:
        """Send a part through expat; a missing part counts as empty. Raises `RefusedError`."""
        self._seen.add(part.casefold())
        if part not in self:
            return
        parser = self._parser(part, scan)
        try:
            with self._archive.open(self._members[part.casefold()]) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk, False)  # noqa: FBT003  (expat's own signature)
                    scan.look()
            parser.Parse(b"", True)  # noqa: FBT003  (the same)
        except expat.ExpatError as fault:
            reason = expat.errors.messages.get(fault.code, "not well-formed")
            raise self.refused(part, f"it is broken XML: {reason}, line {fault.lineno}") from None
        except _TooDeepError:
            advice = limit_help("xml_depth", self.limits)
            raise self.refused(part, "its elements are nested too deep", advice) from None
        except READ_FAULTS:
            message = f"{part!r:.100} in {self.file} is damaged"
            raise refuse_cell(codes.UNREADABLE_WORKBOOK, FilePlace(self.file, part), message) from None

    def _parser(self, part: str, scan: Scan) -> expat.XMLParserType:
        def refuse(*_: object) -> None:
            raise self.refused(part, "it declares a document type, as entity attacks do")

        def declared(_: str, encoding: str | None, __: int) -> None:
            if encoding is not None and encoding.casefold() not in _ENCODINGS:
                raise self.refused(part, f"its encoding is {encoding!r:.40}, and not UTF-8")

        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = refuse
        parser.XmlDeclHandler = declared
        parser.StartElementHandler = scan.start
        parser.EndElementHandler = scan.end
        parser.CharacterDataHandler = scan.pieces.append
        return parser

    def refused(self, part: str, why: str, advice: str = "") -> RefusedError:
        """Return the refusal of a part."""
        message = f"{part!r:.100} in {self.file} is refused: {why}"
        return refuse_cell(codes.UNSAFE_XML, FilePlace(self.file, part), message, advice)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return what `part` points to, by id; empty for the package itself. The external ones are remembered."""
        folder, name = posixpath.split(part)
        scan = _RelationScan(folder, self.limits)
        self.parse(posixpath.join(folder, "_rels", f"{name}.rels"), scan)
        self.external += [relation for relation in scan.found.values() if relation.external]
        return {id_: relation for id_, relation in scan.found.items() if not relation.external}

    def parse_the_rest(self) -> None:
        """Check the parts that nobody asked for: another reader may follow another path to them."""
        for name in sorted(set(self._members) - self._seen):
            if name.endswith(".rels"):
                folder, rels = posixpath.split(name)
                self.relations(posixpath.join(posixpath.dirname(folder), rels.removesuffix(".rels")))
            elif not _NOT_XML.search(name):
                self.parse(self._members[name], Scan(self.limits))


class _RelationScan(Scan):
    def __init__(self, folder: str, limits: Limits) -> None:
        super().__init__(limits)
        self.found: dict[str, Relation] = {}
        self._folder = folder
        self.starts = {f"{_RELATIONS} Relationship": self._relation}

    def _relation(self, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        external = attributes.get("TargetMode") == "External"
        path = target if external else posixpath.normpath(posixpath.join("/" + self._folder, target)).lstrip("/")
        self.found[attributes.get("Id", "")] = Relation(kind, path, external)
