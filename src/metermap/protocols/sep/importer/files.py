"""Which files an import reads: those that the user names, and what they include from their own folder.

An XInclude is followed to a file that the user passed, or to one that lies in the folder of the including
file or below it once all symbolic links are resolved. It is never followed to a URL, out of that folder,
or to a part of a file. Each file is read once, so a circle of includes is harmless.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from metermap.core.findings import Findings
from metermap.core.places import FilePlace
from metermap.protocols.sep.importer import codes
from metermap.protocols.sep.importer.limits import LIMITS, Limits
from metermap.protocols.sep.importer.xml_tree import Budget, Element, RefusedError, XmlFile, parse_xml

__all__ = ["CLUSTERS", "TYPES", "Document", "Format", "read_documents"]

CLUSTERS = "http://zigbee.org/zcl/clusters"
TYPES = "http://zigbee.org/zcl/types"
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_ROOTS = frozenset({"library", "cluster", "derivedCluster", "device", "global"})
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\~]|.*[\\\x00]", re.DOTALL)


class Format(StrEnum):
    """The format of a file, found by its root element."""

    CONFIGURATOR = "configurator"
    DOTDOT = "dotdot"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read; `file` is what places call it."""

    file: str
    format: Format
    xml: XmlFile

    @property
    def root(self) -> Element:
        """Return the root element."""
        return self.xml.root


def read_documents(paths: Sequence[Path], findings: Findings, limits: Limits = LIMITS) -> tuple[Document, ...]:
    """Return the files at `paths` and those that they include, in the order in which they are met.

    A file that cannot be read is a finding, and left out.
    """
    return tuple(_Reading(paths, findings, limits).documents())


class _Reading:
    def __init__(self, paths: Sequence[Path], findings: Findings, limits: Limits) -> None:
        self.passed = {_resolved(path): path for path in reversed(paths)}
        self.paths = paths
        self.findings = findings
        self.budget = Budget(limits)
        self.seen: set[Path] = set()
        self.names = Counter(path.name for path in self.passed.values())

    def documents(self) -> Iterator[Document]:
        for path in self.paths:
            yield from self.from_path(path)

    def from_path(self, path: Path) -> Iterator[Document]:
        waiting = [path]
        while waiting:
            found = waiting.pop(0)
            resolved = _resolved(found)
            if resolved in self.seen:
                continue
            self.seen.add(resolved)
            document = self.read(found)
            if document is not None:
                yield document
                waiting = [*self.includes(document, found), *waiting]

    def shown(self, path: Path) -> str:
        """Return the file's name, with the folder's before it where two files have the same name."""
        return path.name if self.names[path.name] < 2 else f"{path.parent.name}/{path.name}"  # noqa: PLR2004  (two)

    def read(self, path: Path) -> Document | None:
        file = self.shown(path)
        try:
            return self.document(path, file)
        except RefusedError as refused:
            self.findings.add(refused.finding)
        except OSError as fault:
            message = f"{file} cannot be read: {fault.strerror or 'it cannot be opened'}"
            self.findings.add(codes.UNREADABLE.at(FilePlace(file), message, subject=file))
        return None

    def document(self, path: Path, file: str) -> Document:
        limits = self.budget.limits
        if len(self.seen) > limits.files:
            raise _over_limit(file, f"{file} is one file too many", limits.said("files"))
        if not path.is_file():
            what = "is no file" if path.exists() else "does not exist"
            raise RefusedError(codes.UNREADABLE.at(FilePlace(file), f"{file} {what}", subject=file))
        with path.open("rb") as stream:
            octets = stream.read(limits.file_octets + 1)
        if len(octets) > limits.file_octets:
            raise _over_limit(file, f"{file} is too large", limits.said("file_octets"))
        xml = parse_xml(octets, file, self.budget)
        return Document(file, _format_of(xml), xml)

    def includes(self, document: Document, path: Path) -> list[Path]:
        """Return the files that a file includes; what is not followed is a finding."""
        wanted = [child for child in document.root.named("include") if child.namespace == _XINCLUDE]
        found = [self.included(include, document, path) for include in wanted]
        return [target for target in found if target is not None]

    def included(self, include: Element, document: Document, path: Path) -> Path | None:
        href = include.get("href")
        target = path.parent / href
        folder = _resolved(path.parent)
        whole = include.get("parse") in ("", "xml") and not include.get("xpointer")
        resolved = None if _ELSEWHERE.match(href) else _resolved(target)
        inside = resolved is not None and (resolved.is_relative_to(folder) or resolved in self.passed)
        if not href or not whole or resolved is None or not inside:
            message = f"{document.file} includes {href[:100]!r}"
            expected = "a whole XML file in the same folder"
            place = include.place
            self.findings.add(codes.INCLUDE_REFUSED.at(place, message, subject=document.file, expected=expected))
            return None
        if not target.is_file():
            message = f"{document.file} includes {href[:100]!r}"
            self.findings.add(codes.INCLUDE_MISSING.at(include.place, message, subject=document.file))
            return None
        return target


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a circle of symbolic links
        return path.absolute()


def _over_limit(file: str, message: str, expected: str) -> RefusedError:
    return RefusedError(codes.OVER_LIMIT.at(FilePlace(file), message, subject=file, expected=expected))


def _format_of(xml: XmlFile) -> Format:
    root = xml.root
    if root.name == "configurator" and not root.namespace:
        return Format.CONFIGURATOR
    if root.name in _ROOTS and root.namespace == CLUSTERS:
        return Format.DOTDOT
    shown = f"<{root.name[:60]}>" + (f" in the namespace {root.namespace[:100]!r}" if root.namespace else "")
    raise RefusedError(codes.UNKNOWN_FORMAT.at(root.place, f"the root of {xml.file} is {shown}", subject=xml.file))
