"""The syntax tree of the mapping language: plain frozen records, each knowing where it stands.

Names follow docs/language.md. `line` and `column` count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

__all__ = [
    "Allow",
    "At",
    "Binary",
    "Bound",
    "Call",
    "Carries",
    "Clauses",
    "Coded",
    "Compared",
    "Expression",
    "Field",
    "File",
    "Fixed",
    "Home",
    "Include",
    "Index",
    "Instance",
    "Key",
    "Let",
    "Mapping",
    "Negative",
    "Nested",
    "Number",
    "On",
    "Path",
    "Range",
    "Returns",
    "Rows",
    "Scope",
    "Selection",
    "Sentence",
    "Set",
    "Sibling",
    "Step",
    "Syntax",
    "Through",
    "TypeName",
    "Use",
    "WireBlock",
]


@dataclass(frozen=True, slots=True)
class At:
    """A position in a file; `file` is its name only where it is not the file that is being read."""

    line: int
    column: int
    file: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, with the name of its unit if one follows: ``30 min``."""

    text: str
    value: Decimal
    unit: str
    at: At


@dataclass(frozen=True, slots=True)
class Index:
    """What stands in square brackets: ``[n in 1..2]`` binds a name, ``[n]`` or ``[1..3]`` uses."""

    name: str | None
    set: Set


@dataclass(frozen=True, slots=True)
class Step:
    """A name, quoted or not, with arguments and indices. `name` may contain holes ``<...>``."""

    name: str
    quoted: bool
    args: tuple[Bound, ...] | None
    indices: tuple[Index, ...]
    at: At


@dataclass(frozen=True, slots=True)
class Path:
    """Steps joined by full stops."""

    steps: tuple[Step, ...]

    @property
    def at(self) -> At:
        """Where the path begins."""
        return self.steps[0].at


@dataclass(frozen=True, slots=True)
class Sibling:
    """``.Divisor``: the protocol's own field next door."""

    step: Step


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x``."""

    operand: Expression
    depth: int = 1


@dataclass(frozen=True, slots=True)
class Binary:
    """``a + b``; `operator` is one of ``+ - * / ^``."""

    operator: str
    left: Expression
    right: Expression
    depth: int = 1


Expression: TypeAlias = Number | Path | Sibling | Negative | Binary


@dataclass(frozen=True, slots=True)
class Range:
    """``low..high``, or a single value when `high` is None."""

    low: Expression
    high: Expression | None


@dataclass(frozen=True, slots=True)
class Set:
    """Ranges joined by ``|``."""

    ranges: tuple[Range, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """``#865..872,880``: printed row numbers, in the order written."""

    numbers: tuple[int, ...]
    at: At


@dataclass(frozen=True, slots=True)
class Bound:
    """What stands right of a colon: an expression over our names, and its rows."""

    value: Expression
    rows: Rows | None


@dataclass(frozen=True, slots=True)
class TypeName:
    """``as octet-string(12)``."""

    name: str
    length: int | None
    at: At

    def __str__(self) -> str:
        return self.name if self.length is None else f"{self.name}({self.length})"


@dataclass(frozen=True, slots=True)
class Coded:
    """``coded { 1 h = PerHour }`` as pairs ours, theirs; or the name of a `let`."""

    name: str
    entries: tuple[tuple[Set, Set], ...]
    at: At


@dataclass(frozen=True, slots=True)
class Compared:
    """One test of a `when`."""

    left: Expression
    operator: str
    right: Set


@dataclass(frozen=True, slots=True)
class Selection:
    """``by range_descriptor: readLog { ... }``: selective access."""

    selector: str
    bound: Bound | None
    block: WireBlock
    at: At


@dataclass(frozen=True, slots=True)
class Through:
    """``through DataProtection 0-0:43.2.2.255 { ... }``: the object one must go through."""

    home: Step
    instance: Instance | None
    block: WireBlock


@dataclass(frozen=True, slots=True)
class Allow:
    """``allow MM402 because "..."``: a clause, or a sentence that holds for its file; codes as written."""

    codes: tuple[str, ...]
    reason: str
    at: At


@dataclass(frozen=True, slots=True)
class Clauses:
    """The clauses that stand at one place; absent ones are None, False or empty."""

    type: TypeName | None = None
    unit: Expression | None = None
    only: Set | None = None
    coded: Coded | None = None
    when: tuple[Compared, ...] = ()
    use_cases: tuple[Step, ...] = ()
    since: str = ""
    until: str = ""
    because: tuple[str, ...] = ()
    despite: tuple[str, ...] = ()
    status: str = ""
    record: tuple[tuple[str, str], ...] = ()
    becomes: tuple[Path, Path] | None = None
    by: Selection | None = None
    through: Through | None = None
    optional: bool = False
    allow: tuple[Allow, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The protocol's name of a field, its number, or both: ``CutOffValue @0x0040``."""

    steps: tuple[Step, ...]
    number: Range | None
    at: At


@dataclass(frozen=True, slots=True)
class Carries:
    """``field: ours``: their field carries our element; with `fixed`, GB fixes its value."""

    key: Key
    bounds: tuple[Bound, ...]
    fixed: Set | None
    block: WireBlock | None
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Fixed:
    """``field = 30``: a constant of the protocol, which carries nothing of ours."""

    key: Key
    value: Set
    rows: Rows | None
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Nested:
    """``field { ... }``: inside their field."""

    key: Key
    block: WireBlock
    rows: Rows | None
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Returns:
    """``returns Response { ... }``; `step` is None for a method's return value."""

    step: Step | None
    block: WireBlock


@dataclass(frozen=True, slots=True)
class Call:
    """``call method: ours = 0 { arguments } returns ...``."""

    key: Key
    rows: Rows | None
    bounds: tuple[Bound, ...]
    fixed: Set | None
    block: WireBlock | None
    returns: Returns | None
    clauses: Clauses


Field: TypeAlias = Carries | Fixed | Nested | Call


@dataclass(frozen=True, slots=True)
class WireBlock:
    """What stands between braces."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """What identifies the object of a class: an OBIS code with holes, a number or a text."""

    kind: str
    text: str
    at: At


@dataclass(frozen=True, slots=True)
class Home:
    """A class, an instance, a pattern, and the clauses of this home."""

    step: Step
    instance: Instance | None
    block: WireBlock
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Mapping:
    """``ELEMENT is HOME also HOME.``."""

    subject: Path
    homes: tuple[Home, ...]


@dataclass(frozen=True, slots=True)
class On:
    """``on ESME, SAPC over dlms, tunnelled.``; a step's argument is a device variant."""

    devices: tuple[Step, ...]
    protocol: str
    route: str
    clauses: Clauses
    at: At


@dataclass(frozen=True, slots=True)
class Let:
    """``let name(a, b) = { ... }`` or ``let name = coded { ... }``."""

    name: str
    params: tuple[str, ...]
    body: WireBlock | Coded
    at: At


@dataclass(frozen=True, slots=True)
class Use:
    """``use dlms "Blue Book 12", gb``: a dictionary, its edition in quotes, its overlays; a catalogue."""

    what: str
    editions: tuple[str, ...]
    names: tuple[str, ...]
    at: At


@dataclass(frozen=True, slots=True)
class Syntax:
    """``syntax 1``."""

    version: str
    at: At


@dataclass(frozen=True, slots=True)
class Include:
    """``include "templates.map"``: the names that another file of the workspace defines; the path as written."""

    path: str
    at: At


Sentence: TypeAlias = Mapping | On | Let | Use | Syntax | Include | Allow


@dataclass(frozen=True, slots=True)
class Unread:
    """What is known of sentences that cannot be read, so that nothing is told that follows from them.

    The names that a `let` would have defined, the items that were spoken of, and all words in them.
    """

    lets: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class File:
    """A mapping file: its name as messages print it, and its sentences in order; what could not be read."""

    name: str
    sentences: tuple[Sentence, ...]
    unread: Unread = Unread()


@dataclass(frozen=True, slots=True)
class Scope:
    """What an `on` makes hold until the next one."""

    devices: tuple[str, ...]
    variants: tuple[tuple[str, tuple[str, ...]], ...]
    protocol: str
    route: str
    clauses: Clauses
    at: At
