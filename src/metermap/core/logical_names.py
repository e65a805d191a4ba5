"""COSEM logical names: six octets A to F, in every spelling that people write.

Source of the notation: DLMS UA Blue Book, "OBIS value groups"; the reduced form A-B:C.D.E*F.
Text that is no logical name gets a reason, never a guess.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = [
    "CompletedName",
    "LogicalName",
    "NotALogicalName",
    "complete_logical_name",
    "parse_logical_name",
    "read_logical_name",
    "three_groups",
]

_GROUPS = 6
_OCTET = 255


@dataclass(frozen=True, slots=True, order=True)
class LogicalName:
    """The value groups A to F, each 0 to 255."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int

    def __post_init__(self) -> None:
        if not all(0 <= group <= _OCTET for group in self.groups):
            message = f"a value group of {self} is outside 0 to 255"
            raise ValueError(message)

    @property
    def groups(self) -> tuple[int, int, int, int, int, int]:
        """Return the six groups in order."""
        return (self.a, self.b, self.c, self.d, self.e, self.f)

    @property
    def octets(self) -> bytes:
        """Return the six octets as they travel."""
        return bytes(self.groups)

    def __str__(self) -> str:
        return f"{self.a}-{self.b}:{self.c}.{self.d}.{self.e}.{self.f}"


@dataclass(frozen=True, slots=True)
class NotALogicalName:
    """Why a text is no logical name: `reason`, what was `expected`, and the closest name, if there is one.

    `suggestion` is the canonical spelling of what was probably meant, empty if that is not known.
    """

    text: str
    reason: str
    suggestion: str = ""
    expected: str = "six groups of 0 to 255, such as 1-0:1.8.0.255"

    @property
    def help(self) -> str:
        """Return the question whether the suggestion was meant, or an empty text."""
        return f"Did you mean {self.suggestion}?" if self.suggestion else ""


@dataclass(frozen=True, slots=True)
class CompletedName:
    """A logical name; `completed` says that group F was not written and 255, not used, was put there."""

    name: LogicalName
    completed: bool


_LONGEST = 80
_GROUP = r"(-?\d+)"
_REDUCED = re.compile(rf"{_GROUP}-{_GROUP}:{_GROUP}\.{_GROUP}\.{_GROUP}[.*&]{_GROUP}")
_DOTTED = re.compile(r"\.".join([_GROUP] * _GROUPS))
_WITHOUT_F = re.compile(rf"{_GROUP}-{_GROUP}:{_GROUP}\.{_GROUP}\.{_GROUP}")
_THREE = re.compile(r"(\d{1,3})\.(\d{1,3})\.(\d{1,3})")
_HEX = re.compile(r"(?:0x)?[0-9A-Fa-f]{2}(?: ?[0-9A-Fa-f]{2}){5}")
_HEX_OCTETS = re.compile(r"[0-9A-Fa-f]{2}(?:([-:])[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}")
_ANY_HEX = re.compile(r"(?:0x)?([0-9A-Fa-f]+)")
_SPREADSHEET = re.compile(r"-?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}.*")
_AROUND = re.compile(r" ?([-.:*&]) ?")
_GROUP_TEXT = re.compile(r"(?:^|(?<=[.:*&-]))-?\d+")
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\ufe63"), "-")


def parse_logical_name(text: str) -> LogicalName | None:
    """Return the logical name that `text` spells, or None.

    Takes ``1-0:1.8.0.255``, ``1-0:1.8.0*255``, ``1.0.1.8.0.255``, ``0100010800FF`` and the octets apart
    (``01 00 01 08 00 FF``, ``01-00-01-08-00-FF``); folds full-width digits, dashes and no-break
    spaces; blanks may stand around separators. None for a wrong count or a group over 255.
    """
    found = read_logical_name(text)
    return found if isinstance(found, LogicalName) else None


def read_logical_name(text: str) -> LogicalName | NotALogicalName:
    """Return the logical name that `text` spells, or the reason why it spells none.

    The spellings are those of `parse_logical_name`.
    """
    if len(text.strip()) > _LONGEST:
        return NotALogicalName(text, f"it is longer than {_LONGEST} characters")
    folded = _folded(text)
    octets = _HEX.fullmatch(folded) or _HEX_OCTETS.fullmatch(_tight(folded))
    if octets:
        return LogicalName(*bytes.fromhex("".join(filter(str.isalnum, octets[0].removeprefix("0x")))))
    tight = _tight(folded)
    found = _REDUCED.fullmatch(tight) or _DOTTED.fullmatch(tight)
    if found is None:
        return _no_name(text, tight)
    for letter, group in zip("ABCDEF", found.groups(), strict=True):
        if group.startswith("-"):
            return NotALogicalName(text, f"group {letter} is negative: {group}")
        if len(group) > len(str(_OCTET)) or int(group) > _OCTET:
            return NotALogicalName(text, f"group {letter} is {group}, over 255")
    return LogicalName(*map(int, found.groups()))


def complete_logical_name(text: str) -> CompletedName | NotALogicalName:
    """Return the name that `text` spells, or that it spells once group F, left out, is 255.

    Only for callers whose users may leave F out (``1-0:1.8.0``); the answer says that it was completed.
    """
    found = read_logical_name(text)
    if isinstance(found, LogicalName):
        return CompletedName(found, completed=False)
    if _WITHOUT_F.fullmatch(_tight(_folded(text))) is None:
        return found
    whole = read_logical_name(f"{_folded(text)}.{_OCTET}")
    return CompletedName(whole, completed=True) if isinstance(whole, LogicalName) else whole


def three_groups(text: str) -> tuple[int, int, int] | None:
    """Return the groups C, D and E of a short name such as ``1.8.0``; None for any other text."""
    found = _THREE.fullmatch(_tight(_folded(text[:_LONGEST])))
    groups = tuple(map(int, found.groups())) if found else (_OCTET + 1,)
    return (groups[0], groups[1], groups[2]) if max(groups) <= _OCTET else None


def _folded(text: str) -> str:
    """Return `text` with plain digits and dashes and single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_DASHES).split())


def _tight(folded: str) -> str:
    """Return text without blanks around separators; one inside a group stays, for it parts two numbers."""
    return _AROUND.sub(r"\1", folded)


def _no_name(text: str, tight: str) -> NotALogicalName:
    """Return the most telling reason."""
    if not tight:
        return NotALogicalName(text, "it is empty")
    if _WITHOUT_F.fullmatch(tight):
        return NotALogicalName(text, "it has five groups: group F is missing", _canonical(f"{tight}.{_OCTET}"))
    if _DATE.fullmatch(tight):
        return NotALogicalName(text, "it is a date, made by a spreadsheet: retype the cell as text")
    if found := _ANY_HEX.fullmatch(tight):
        return _digits(text, tight, found[1])
    if _SPREADSHEET.fullmatch(tight):
        return NotALogicalName(text, "it is a number, as a spreadsheet stores it: retype the cell as text")
    return _miscounted(text, tight)


def _digits(text: str, tight: str, digits: str) -> NotALogicalName:
    if tight.isdigit():
        return NotALogicalName(text, "it is a number, as a spreadsheet stores it: retype the cell as text")
    reason = f"it has {len(digits)} hexadecimal digits, not 12"
    lost = _canonical(f"0{digits}") if len(digits) == 2 * _GROUPS - 1 else ""  # a spreadsheet drops a leading nought
    return NotALogicalName(text, reason, lost)


_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _miscounted(text: str, tight: str) -> NotALogicalName:
    groups = _GROUP_TEXT.findall(tight)
    if " " in tight and groups and not re.search(r"[^\d.:*& -]", tight):
        return NotALogicalName(text, "a blank stands between digits")
    if not groups or re.search(r"[^\d.:*&-]", tight):
        return NotALogicalName(text, "it is not made of numbers")
    if len(groups) == _GROUPS:
        joined = f"{groups[0]}-{groups[1]}:{'.'.join(groups[2:])}"
        return NotALogicalName(text, "its groups are not parted as in A-B:C.D.E.F", _canonical(joined))
    count = _COUNTS[len(groups)] if len(groups) < len(_COUNTS) else str(len(groups))
    return NotALogicalName(text, f"it has {count} group{'s' if len(groups) > 1 else ''}")


def _canonical(text: str) -> str:
    found = read_logical_name(text)
    return str(found) if isinstance(found, LogicalName) else ""
