"""What a value proof says: verdict, counter-example, reasons and assumptions, each from a closed list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from metermap.core.places import Place

__all__ = [
    "ASSUMED",
    "DECIDED_BY",
    "WHY_UNDECIDED",
    "Assumption",
    "Breakage",
    "CounterExample",
    "Direction",
    "Proof",
    "Reason",
    "Verdict",
]


class Verdict(StrEnum):
    """Whether every value that the catalogue allows comes back unchanged from the wire."""

    LOSSLESS = "lossless"
    BROKEN = "broken"
    UNDECIDED = "undecided"


class Breakage(StrEnum):
    """How a value breaks."""

    OVERFLOW = "overflow"
    SIGN = "sign"
    RESOLUTION = "lost resolution"
    NON_VALUE = "non-value"
    SENTINEL = "colliding sentinel"
    MEMBER = "missing enumeration member"
    CODE = "code not of the type"
    EPOCH = "epoch end"
    WILDCARD = "wildcard"
    PART = "lost part"
    LENGTH = "length"
    CONSTANT = "constant"


class Direction(StrEnum):
    """Which way a value goes: from the catalogue to the wire, or back."""

    WRITING = "writing"
    READING = "reading"


class Reason(StrEnum):
    """Why a verdict is not reached. The list is closed: each has its words and who could decide."""

    NO_ADDRESS = "no address"
    NO_WIRE_TYPE = "no wire type"
    NO_TYPE = "no catalogue type"
    METHOD = "method"
    WHOLE = "structure whole"
    COMPUTED = "computed"
    NO_CONVERSION = "no conversion"
    SCALE = "scale at run time"
    NO_SCALE = "no scale"
    NO_RANGE = "no range"
    RANGE_NOT_READ = "range not read"
    NOT_TIED = "range not tied"
    INDEX = "index from 0"
    NO_SPAN = "no span of time"
    NO_MEMBERS = "no members"
    NO_CODES = "no codes"
    NO_LENGTH = "no length"
    FREE_TEXT = "free text"
    TOO_MANY = "too many parts"
    NO_COUNTERPART = "no counterpart"


WHY_UNDECIDED: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.NO_ADDRESS: "the source specifies no address",
        Reason.NO_WIRE_TYPE: "no source names the field or its type",
        Reason.NO_TYPE: "the catalogue states no data type",
        Reason.METHOD: "a method is called and holds no value",
        Reason.WHOLE: "a structure, list or choice is mapped whole",
        Reason.COMPUTED: "the wire carries a value computed from other elements",
        Reason.NO_CONVERSION: "nothing says how one kind of value becomes the other",
        Reason.SCALE: "the scale is data that only the device knows",
        Reason.NO_SCALE: "no source tells the unit or scale on the wire",
        Reason.NO_RANGE: "the catalogue states no range",
        Reason.RANGE_NOT_READ: "the cell of the range holds a remark that is not read as a range",
        Reason.NOT_TIED: "the range of the item may count entries, or bound this element",
        Reason.INDEX: "an index from 0 may number one more, or count up to the last",
        Reason.NO_SPAN: "the catalogue states no first and last moment",
        Reason.NO_MEMBERS: "the catalogue names no members of the enumeration",
        Reason.NO_CODES: "nothing says which code stands for which name",
        Reason.NO_LENGTH: "the catalogue states no length",
        Reason.FREE_TEXT: "the catalogue does not say which characters the text may have",
        Reason.TOO_MANY: "the mapping's restriction or table has more parts than are compared",
        Reason.NO_COUNTERPART: "nothing says which element of the meter the home shows here",
    }
)
"""What each reason means, in words."""

DECIDED_BY: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.NO_ADDRESS: "the editor of the mapping table: which class and logical name, or cluster and attribute?",
        Reason.NO_WIRE_TYPE: "the editor of the mapping table: which field of the command, of which type?",
        Reason.NO_TYPE: "the editor of the catalogue: which data type? The cell is 'data type' of the element's row",
        Reason.METHOD: "nobody: there is nothing to prove",
        Reason.WHOLE: "the author of the mapping: which part carries which element?",
        Reason.COMPUTED: "the author of the mapping: the inverse of the computation, as elements",
        Reason.NO_CONVERSION: "the author of the mapping: a clause 'in' or 'coded'",
        Reason.SCALE: "the specification of the device: which values may the scaling attributes have?",
        Reason.NO_SCALE: "the protocol expert: a clause 'in', or a row in the dictionary's table of scaling",
        Reason.NO_RANGE: "the editor of the catalogue: least and greatest? The cell is 'range' of the item's line",
        Reason.RANGE_NOT_READ: "the editor of the catalogue: the range as numbers, in the cell named",
        Reason.NOT_TIED: "the editor of the catalogue: what does the range in the cell named bound?",
        Reason.INDEX: "the editor of the catalogue: how many are there? The cell is the path of the element's row",
        Reason.NO_SPAN: "the editor of the catalogue: first and last moment? The cell is 'range' of the item's line",
        Reason.NO_MEMBERS: "the editor of the catalogue: which members? The cell is 'range' of the item's line",
        Reason.NO_CODES: "the author of the mapping: a clause 'coded' with the codes that the source gives",
        Reason.NO_LENGTH: "the editor of the catalogue: how many octets or bits? The cell is 'range' of its item",
        Reason.FREE_TEXT: "the editor of the catalogue: which character set?",
        Reason.TOO_MANY: "the author of the mapping: ranges instead of single values",
        Reason.NO_COUNTERPART: "the author of the pairings: which element is it, or which are computed into it?",
    }
)
"""Who could decide, and the question to them."""


class Assumption(StrEnum):
    """What a verdict takes for granted. The list is closed."""

    RESTRICTION = "restriction"
    TABLE = "table"
    FIXED = "fixed"
    SCALE_ZERO = "scale 0"
    WHOLE_UNITS = "whole units"
    RANGE_OF_TYPE = "range of type"
    EPOCH = "epoch 2000"
    CALENDAR = "calendar"
    ROOM = "room"


ASSUMED: Final[Mapping[Assumption, str]] = MappingProxyType(
    {
        Assumption.RESTRICTION: "the catalogue states no range: the mapping's 'only' is taken for all that may be said",
        Assumption.TABLE: "the catalogue names no members: the mapping's 'coded' is taken for all of them",
        Assumption.FIXED: "the mapping's constant is taken for the only value",
        Assumption.SCALE_ZERO: "nothing scales the value: the wire is taken to count the catalogue's unit",
        Assumption.WHOLE_UNITS: "an INTEGER is taken to count whole units as the catalogue prints them",
        Assumption.RANGE_OF_TYPE: "the width of a type is taken for the range",
        Assumption.EPOCH: "a number for a moment is taken to count seconds from 2000-01-01 00:00:00 UTC",
        Assumption.CALENDAR: "moments are taken to be of the years 1 to 9999, to a hundredth of a second at the finest",
        Assumption.ROOM: "a single size that a mapping table prints for a string is taken for the room there is",
    }
)
"""What each assumption means, in words."""


@dataclass(frozen=True, slots=True)
class CounterExample:
    """A value that breaks: as the catalogue has it (`value`) and, where it is a number there, on the wire (`raw`).

    `raw` may be a number that the wire has no room for, and is then what it would have to be.
    """

    kind: Breakage
    value: str
    why: str
    directions: tuple[Direction, ...] = (Direction.WRITING,)
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proved of one statement, named by its `key`.

    `stated` is the set of the catalogue and `carried` that of the wire, as text, both in the catalogue's terms
    where the scale is known; `limits` is what surely comes back unchanged where the verdict is not reached.
    `beyond` is a value that the wire can say and the catalogue does not allow. `conditional` names the
    attributes whose run-time values the verdict depends on. `evidence` are the cells that the set was read from.
    """

    key: str
    verdict: Verdict
    stated: str = ""
    carried: str = ""
    conversion: str = ""
    broken: CounterExample | None = None
    reasons: tuple[Reason, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    conditional: tuple[str, ...] = ()
    limits: str = ""
    beyond: str = ""
    evidence: tuple[Place, ...] = ()
