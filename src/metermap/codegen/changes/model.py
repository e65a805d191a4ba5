"""What is different between two states of a catalogue and its mapping, and what each change does to whom.

Field names are paths in the released model (``address.logical_name``, ``type.minimum``), see
`metermap.codegen.exchange.schema`. Values are those of the document, so that the changes of a state lead to the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pydantic import JsonValue

__all__ = [
    "BREAKS",
    "PLACE",
    "RELEASE",
    "Act",
    "Change",
    "Diff",
    "FieldChange",
    "JudgedChange",
    "JudgedField",
    "Judgement",
    "Kind",
    "Record",
    "Recorded",
    "Side",
    "Snapshot",
    "Verdict",
    "Whom",
]


Record: TypeAlias = "Mapping[str, JsonValue]"
"""A line of one of the lists, as the released model has it."""


class Kind(StrEnum):
    """What a change is about: a list of the released model."""

    DEVICE = "device"
    ELEMENT = "element"
    ITEM = "item"  # the facts of an item of a device: unit, range, access
    USE_CASE = "use case"
    STATEMENT = "statement"


class Act(StrEnum):
    """What happened to a line; one that was renamed may have moved and have other fields changed as well."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"  # its id, item or path differ, and it is the same all the same
    MOVED = "moved"  # another cell, another printed row or another place in the order
    CHANGED = "changed"


class Verdict(StrEnum):
    """What a change does, from the lightest to the gravest."""

    DOCUMENTATION = "documentation only"
    COMPATIBLE = "compatible"
    # What met the old edition, an installed device or a system that talks to it, does not meet the new one.
    CONFORMANCE = "breaks conformance"
    MEANING = "breaks meaning"  # the octets are read as before and mean something else
    WIRE = "breaks the wire"  # the octets or where they are found are others

    @property
    def rank(self) -> int:
        """Return 0 for the lightest."""
        return list(Verdict).index(self)

    @property
    def word(self) -> str:
        """Return the one word by which a command names it, such as ``wire``."""
        return self.name.casefold()


BREAKS = (Verdict.WIRE, Verdict.MEANING, Verdict.CONFORMANCE)

RELEASE = "release "
"""How a state that is a release is called, before its label."""

PLACE = "place"
"""What a field follows from that only says where a line stands."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs; one that either document does not tell is not compared.

    `old_text` and `new_text` are the values in words; the places are cells, or lines of mapping files. `follows` names
    the field of the same line whose change brought this one along (``data_type`` that of ``type.minimum``), and is
    `PLACE` where the field only says where the line stands; empty if the field stands for itself.
    """

    name: str
    old: JsonValue
    new: JsonValue
    old_text: str
    new_text: str
    old_place: str = ""
    new_place: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A line of one of the lists that differs, before anybody has judged it.

    `key` is the line's in the new state, or in the old one if it is gone; `old_key` is empty if it is new. `name` and
    `old_name` are what people call it (item and path). `device` and `protocol` are empty where a line has none.
    `paired_by` says how old and new are known to be the same: ``id`` (of a use case its code), ``metermap.toml`` (a
    renaming that is declared), ``row``, ``name``, ``reference``, ``address``, ``element`` (through the element or the
    item that it belongs to), ``content`` (they say the same); empty if nothing was paired. `old_index` and `new_index`
    are places in the lists. `record` is the whole line of an added or removed one, as the document has it. `note` says
    what else should be known, such as that an id is used again.
    """

    kind: Kind
    acts: tuple[Act, ...]
    key: str
    old_key: str
    name: str
    old_name: str
    device: str = ""
    protocol: str = ""
    paired_by: str = ""
    fields: tuple[FieldChange, ...] = ()
    old_place: str = ""
    new_place: str = ""
    old_index: int | None = None
    new_index: int | None = None
    record: Record | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is hit: devices, in the edition that is installed, and the roles that read or write there.

    `edition` names the release as well where the old state is one. There are no devices where installed ones go on.
    """

    devices: tuple[str, ...] = ()
    edition: str = ""
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the others that hold as well, gravest first, and why in a sentence."""

    verdict: Verdict
    why: str
    also: tuple[Verdict, ...] = ()

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Return all verdicts that hold, gravest first."""
        return (self.verdict, *self.also)


@dataclass(frozen=True, slots=True)
class JudgedField:
    """A field that differs, and what that does."""

    change: FieldChange
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class JudgedChange:
    """A change and what it does to whom; its verdict is the gravest of its fields, or that of the whole line."""

    change: Change
    judgement: Judgement
    whom: Whom
    fields: tuple[JudgedField, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two states: what it was read from, in words, and what it says of itself.

    `partial` is true if only part of the edition is recorded; what is not recorded then shows no difference.
    `kinds` are the lists that it has: a workbook alone has no statements. `title` is that of the catalogue. `errata` is
    a digest of the corrections, which are not compared: their reasons change nothing that is. `errors` is the number of
    errors because of which it may lack something, or have it otherwise.
    """

    source: str
    name: str = ""
    edition: str = ""
    digest: str = ""
    partial: bool = False
    kinds: tuple[Kind, ...] = tuple(Kind)
    title: str = ""
    errata: str = ""
    errors: int = 0

    @property
    def release(self) -> str:
        """Return which release it is, such as ``release 4.1``; empty if it was read from elsewhere."""
        return self.source if self.source.startswith(RELEASE) else ""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of a state of which only part is; all else of its lists was taken from another edition.

    `fields` are the names of recorded fields, or of the objects that they stand in, by kind and place of the line in
    its list. `lacking` are the keys of lines that it is known not to have. `subjects` are the element, the device and
    the protocol of which all statements are recorded.
    """

    fields: Mapping[Kind, Mapping[int, frozenset[str]]]
    lacking: Mapping[Kind, frozenset[str]]
    subjects: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state: what it says of itself, and its lists in the order of the document.

    `recorded` is None of a whole state, and where a partial one is to be told with all that it was filled with.
    """

    side: Side
    lists: Mapping[Kind, tuple[Record, ...]]
    recorded: Recorded | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """All that is different, by kind and in the order of the new state; what is gone stands in that of the old one.

    `compared` are the kinds that both sides have. `whole` is false if only what is recorded of a partial side is told:
    such changes do not make the new state.
    """

    old: Side
    new: Side
    compared: tuple[Kind, ...]
    changes: tuple[JudgedChange, ...] = ()
    whole: bool = True

    def of(self, verdict: Verdict) -> tuple[JudgedChange, ...]:
        """Return the changes of which a verdict holds, be it the gravest or not."""
        return tuple(change for change in self.changes if verdict in change.judgement.verdicts)

    def counts(self) -> dict[Verdict, int]:
        """Return how many changes there are by their gravest verdict, gravest first."""
        found = [change.judgement.verdict for change in self.changes]
        return {verdict: found.count(verdict) for verdict in reversed(Verdict)}
