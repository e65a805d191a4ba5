"""One look at the parts of a workbook: what stands in them, counted, and how far its references reach.

For workbooks that the catalogue's reader has let pass: every part is XML without a document type, of
bounded size and depth. Names of elements: ECMA-376 part 1.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from xml.parsers import expat

__all__ = ["CORE", "Package", "Part", "read_package"]

CORE = "docProps/core.xml"

_TYPES = "[Content_Types].xml"
_BINARY = re.compile(r"\.(png|jpe?g|gif|bmp|tiff?|emf|wmf|bin|vml|ico|svg)\Z|/\Z", re.IGNORECASE)
_CHUNK = 1 << 16
_EXTENSION = ("extLst", "ext")
_ROWS, _COLUMNS = 1_048_576, 16_384
_REACHING = {("worksheet", "mergeCell"), ("worksheet", "hyperlink"), ("table", "table"), ("comments", "comment")}
_END = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]{0,7})\Z")


@dataclass(slots=True)
class Part:
    """What stands in a part.

    `tags` counts all elements by their name without namespace; `children` those of the root,
    `extensions` what its extensions hold. `solved`: formulas with a stored result. `reach`: the cells
    that are stored, merged, linked or under a table.
    """

    name: str
    content_type: str
    root: str = ""
    tags: Counter[str] = field(default_factory=Counter)
    children: Counter[str] = field(default_factory=Counter)
    extensions: Counter[str] = field(default_factory=Counter)
    solved: int = 0
    reach: int = 0


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a workbook, by name; `dated`: its properties say when it was (created, modified)."""

    parts: Mapping[str, Part]
    dated: tuple[bool, bool] = (False, False)

    @property
    def reach(self) -> int:
        """Return how many cells openpyxl would have to make."""
        return sum(part.reach for part in self.parts.values())

    @property
    def link_effort(self) -> int:
        """Return how many comparisons of links with merges there may be: openpyxl compares each with each."""
        return sum(part.tags["hyperlink"] * part.tags["mergeCell"] for part in self.parts.values())


def read_package(octets: bytes) -> Package:
    """Return the parts of the workbook in `octets`, in the order of their names."""
    with zipfile.ZipFile(BytesIO(octets)) as archive:
        names = sorted(name for name in archive.namelist() if not name.endswith("/"))
        type_of = _content_types(archive)
        parts = {name: _part(archive, Part(name, type_of(name))) for name in names if _is_part(name)}
    core = parts.get(CORE)
    return Package(parts, (bool(core and core.tags["created"]), bool(core and core.tags["modified"])))


def _is_part(name: str) -> bool:
    return name != _TYPES and not name.endswith(".rels")


class _ContentTypes:
    """The content type of each part: its own, or that of its suffix."""

    def __init__(self) -> None:
        self.overrides: dict[str, str] = {}
        self.defaults: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("ContentType", "").lower()
        if tag.endswith("Override"):
            self.overrides[attributes.get("PartName", "").lstrip("/").casefold()] = kind
        elif tag.endswith("Default"):
            self.defaults[attributes.get("Extension", "").casefold()] = kind

    def __call__(self, name: str) -> str:
        folded = name.casefold()
        return self.overrides.get(folded) or self.defaults.get(folded.rpartition(".")[2], "")


def _content_types(archive: zipfile.ZipFile) -> _ContentTypes:
    types = _ContentTypes()
    parser = expat.ParserCreate()
    parser.StartElementHandler = types.start
    if _TYPES in archive.namelist():
        parser.Parse(archive.read(_TYPES), True)  # noqa: FBT003  (expat's own signature)
    return types


def _part(archive: zipfile.ZipFile, part: Part) -> Part:
    if _BINARY.search(part.name):
        return part
    scan = _Scan(part)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = scan.start
    parser.EndElementHandler = scan.end
    parser.CharacterDataHandler = scan.text
    try:
        with archive.open(part.name) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)  # noqa: FBT003  (expat's own signature)
        parser.Parse(b"", True)  # noqa: FBT003  (the same)
    except expat.ExpatError:  # an embedded file under a name of its own, which no one follows
        return Part(part.name, part.content_type)
    return part


class _Scan:
    def __init__(self, part: Part) -> None:
        self.part = part
        self.above: list[str] = []
        self.formula = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        part, depth = self.part, len(self.above)
        part.tags[name] += 1
        if depth == 0:
            part.root = name
        elif depth == 1:
            part.children[name] += 1
        elif tuple(self.above[1:]) == _EXTENSION:
            part.extensions[name] += 1
        if name == "c":
            self.formula = False
        elif name == "f":
            self.formula = True
        part.reach += _reach(part.root, name, attributes)
        self.above.append(name)

    def end(self, _: str) -> None:
        self.above.pop()

    def text(self, _: str) -> None:
        if self.formula and self.above[-1] == "v":
            self.part.solved += 1
            self.formula = False  # a long text comes in pieces


def _reach(root: str, name: str, attributes: Mapping[str, str]) -> int:
    """Return how many cells openpyxl makes or visits for an element."""
    if root == "worksheet" and name in {"c", "row"}:
        return 1
    if (root, name) in _REACHING:
        return _area(attributes.get("ref", ""))
    return 0


def _area(reference: str) -> int:
    """Return how many cells a reference covers; one that is none, as many as there are."""
    ends = [_END.match(end) for end in reference.split(":")]
    if len(ends) > 2 or None in ends:  # noqa: PLR2004  (the two ends of a range)
        return _ROWS * _COLUMNS
    first, last = ends[0], ends[-1]
    return 1 if first is None or last is None else _side(first, last, 2, _ROWS) * _side(first, last, 1, _COLUMNS)


def _side(first: re.Match[str], last: re.Match[str], group: int, whole: int) -> int:
    if not first[group] or not last[group]:
        return whole
    low, high = (int(end[group]) if group > 1 else _column(end[group]) for end in (first, last))
    return abs(high - low) + 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
