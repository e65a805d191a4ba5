"""The rules for fields of elements and of facts of items, and for what any line has: texts, names, places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from metermap.codegen.changes.judge_case import Case
from metermap.codegen.changes.judge_rule import (
    COMPATIBLE,
    CONFORMANCE,
    DOCUMENTATION,
    MEANING,
    MEANING_ALONE,
    WIRE,
    Hits,
    Rule,
    always,
    by_width,
    first_stated,
    not_stated,
    same,
    when,
)
from metermap.codegen.changes.judge_values import (
    Width,
    bracketed,
    depths,
    is_count,
    is_length,
    limits,
    ranges,
    same_parts,
    same_unit,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import JsonValue

__all__ = [
    "CATALOGUE_TYPE",
    "CATEGORY",
    "DEPTH",
    "DEVICES",
    "HAN_ONLY",
    "KIND_OF_VALUE",
    "LENGTH",
    "LIMITS",
    "NAME",
    "OWNER",
    "PLACE",
    "RANGE",
    "RIGHTS",
    "SENSITIVE",
    "TEXT",
    "UNIT",
    "UNKNOWN",
]


def _width(compare: Callable[[JsonValue, JsonValue], Width | None], *widths: Width) -> Callable[[Case], bool]:
    return lambda case: compare(case.before, case.after) in widths


# what is documentation, and what nobody knows

UNKNOWN: Final = Rule(
    "unknown field",
    "A field that this metermap does not know belongs to a later schema. What it does cannot be said, and the gravest "
    "is assumed until a metermap reads it that does.",
    (always(WIRE, "the field is not known to this metermap: read the change with one that knows it"),),
)
TEXT: Final = Rule(
    "text",
    "Texts for people, references, sources and records of reviews: neither octets nor requirements follow from them.",
    (always(DOCUMENTATION, "nothing has to change"),),
)
PLACE: Final = Rule(
    "place",
    "Where a line stands, and the printed row that is its alias: the element keeps its id.",
    (always(DOCUMENTATION, "references to the old place have to follow, devices and messages stay as they are"),),
)
NAME: Final = Rule(
    "name",
    "A name is no part of any message, but generated code follows it. Indices in a name are no spelling: they say how "
    "many there are, or which one it is.",
    (
        when(
            "the indices alone differ, and more are asked for",
            _width(bracketed, Width.WIDER),
            CONFORMANCE,
            "new devices must have the further entries, installed ones need not have them",
        ),
        when(
            "the indices alone differ, and fewer are asked for",
            _width(bracketed, Width.NARROWER),
            CONFORMANCE,
            "do not ask for the entries that are gone, new devices need not have them, installed ones may keep them",
            Hits.USERS,
        ),
        when(
            "the indices alone differ in another way",
            _width(bracketed, Width.ACROSS, Width.UNKNOWN),
            MEANING,
            "what is read is another instance or begins elsewhere, so readers and devices must count anew",
        ),
        always(DOCUMENTATION, "the octets stay, code and queries that use the generated name must use the new one"),
    ),
)


# items and elements

CATEGORY: Final = Rule(
    "category",
    "Constant, configuration and operational data differ in who may change them; a method or an alert is no data at "
    "all.",
    (
        same("letter case or spaces differ"),
        first_stated("check that installed devices keep it as such, the old edition left that open"),
        not_stated(COMPATIBLE, "devices may keep it as they do"),
        when(
            "one is data and the other a method, its input or output, or an alert",
            lambda case: _acts(case.before) != _acts(case.after),
            MEANING,
            "what was read and written is now something that happens, or the other way, so build and call it anew",
        ),
        always(CONFORMANCE, "devices must let it be changed, or keep it from being changed, as the new category says"),
    ),
)


def _acts(value: JsonValue) -> bool:
    words = str(value or "").casefold()
    return any(word in words for word in ("method", "alert", "command"))


KIND_OF_VALUE: Final = Rule(
    "kind of value",
    "The catalogue's type says what a value is, whatever type carries it: a number that becomes a code is read as "
    "before and means something else. Another form of the same kind, such as without wildcards, only limits it.",
    (
        same("letter case or spaces differ"),
        when(
            "no kind was stated before",
            lambda case: case.first_said() or case.kind_was_unknown(),
            CONFORMANCE,
            "check that installed devices hold such a value, the old edition left that open",
        ),
        not_stated(COMPATIBLE, "devices may keep the value as they do"),
        when(
            "the value is of another kind",
            lambda case: not case.same_kind(),
            MEANING,
            "read and write it as the new kind, installed devices mean the old one",
        ),
        always(CONFORMANCE, "hold installed devices against the new form, which may allow less or ask for more"),
    ),
)
CATALOGUE_TYPE: Final = Rule(
    "part of the catalogue's type",
    "What the catalogue's type is made of decides what its value means; no octets follow from it.",
    (
        same("both are the same but for how they print", lambda case: same_parts(case.before, case.after)),
        first_stated("check that installed devices hold such a value, the old edition left that open"),
        not_stated(COMPATIBLE, "devices may keep the value as they do"),
        always(MEANING, "read and write the value by the new type, installed devices mean the old one"),
    ),
)
UNIT: Final = Rule(
    "unit",
    "The same number in another unit is another quantity. While the octets are read as before, nobody notices.",
    (
        same("both print the same units", lambda case: same_unit(case.before, case.after)),
        first_stated("check in which unit installed devices count, the old edition left that open"),
        not_stated(
            MEANING_ALONE, "readers cannot tell any more what the number counts, ask whoever keeps the catalogue"
        ),
        always(MEANING, "take the number in the new unit, installed devices count in the old one"),
    ),
)
_OTHER_LENGTH: Final = (
    "whoever sends, takes or keeps the value must cope with the new length, what is installed was built to the old one"
)
RANGE: Final = Rule(
    "range",
    "A device must accept the values that a role may write, and must not report values beyond the range. So a wider "
    "range breaks devices where it is written, a narrower one where it is only read; a narrower one that is written "
    "breaks those who write. How many there are is no value: more is more to build, less is missed by readers. A "
    "length is neither: whoever sends, takes or keeps a value was built to the length that was stated. What only words "
    "say may mean anything.",
    (
        same("letter case or spaces differ"),
        first_stated("check that installed devices keep to it, the old edition left the range open"),
        not_stated(COMPATIBLE, "who can decode the type can read any value of it, devices may go on"),
        same("both print the same range", _width(ranges, Width.SAME)),
        when(
            "a length is another, or is fixed and was not, or the other way",
            lambda case: is_length(case.before, case.after),
            CONFORMANCE,
            _OTHER_LENGTH,
        ),
        when(
            "more instances or entries are asked for",
            lambda case: _is_count(case) and ranges(case.before, case.after) is Width.WIDER,
            CONFORMANCE,
            "new devices must have the further ones, installed ones need not have them",
        ),
        when(
            "fewer instances or entries are asked for",
            lambda case: _is_count(case) and ranges(case.before, case.after) is Width.NARROWER,
            CONFORMANCE,
            "do not ask for what is gone, new devices need not have it, installed ones may keep it",
            Hits.USERS,
        ),
        *by_width(lambda case: ranges(case.before, case.after)),
        when(
            "other values in numbers",
            _width(ranges, Width.NARROWER, Width.ACROSS),
            CONFORMANCE,
            "devices must keep to the new range, installed ones may go beyond it",
        ),
        always(MEANING, "the two cannot be compared as numbers, so hold devices and readers against the new words"),
    ),
)


def _is_count(case: Case) -> bool:
    return is_count(case.before) or case.counts_entries()


LIMITS: Final = Rule(
    "limits of a type",
    "As with a range: more is a duty of devices where a role writes it, less where devices report it, and of those who "
    "write it otherwise.",
    (
        *by_width(lambda case: limits(case.leaf, case.before, case.after)),
        always(CONFORMANCE, "devices must keep to the new limits, installed ones may go beyond them"),
    ),
)
LENGTH: Final = Rule(
    "length of a value",
    "A length is no set of values: whoever sends, takes or keeps a value was built to the length that was stated, "
    "whether the new one is fixed, shorter or longer.",
    (always(CONFORMANCE, _OTHER_LENGTH),),
)
DEPTH: Final = Rule(
    "depth of a log",
    "A log that keeps more is more to build; from one that keeps less, who asks for the oldest entries gets none. "
    "Entries are asked for by time or counted from one end, so that the depth "
    "does not change which entry is which; where a mapping counts entries, its address says so and is judged.",
    (
        same("both keep the same", lambda case: case.respelt() or depths(case.before, case.after) is Width.SAME),
        first_stated("check how much installed devices keep, the old edition left that open"),
        not_stated(
            CONFORMANCE, "do not count on any depth, installed devices go on keeping what they keep", Hits.READERS
        ),
        when(
            "fewer entries",
            _width(depths, Width.NARROWER),
            CONFORMANCE,
            "do not ask for the older entries, new devices need not keep them, installed ones may go on",
            Hits.READERS,
        ),
        always(CONFORMANCE, "new devices must keep so much, installed ones may keep less"),
    ),
)
RIGHTS: Final = Rule(
    "rights",
    "A device grants access to those named and refuses all others. It must grant what is new, and must refuse what is "
    "withdrawn: both ask for another configuration of installed devices. Octets and their meaning stay, also where a "
    "sensitive value gets further readers; that is said in the sentence.",
    (
        same("the same roles in another order or spelling", Case.same_names),
        when(
            "further roles for a sensitive element",
            lambda case: case.sensitive() and case.only_more(),
            CONFORMANCE,
            "the value is sensitive: devices must grant it to the new ones, installed ones refuse, and whose data it "
            "is has to be considered",
            Hits.NAMED,
        ),
        when(
            "further roles",
            Case.only_more,
            CONFORMANCE,
            "devices must grant it to the new ones, installed ones refuse",
            Hits.NAMED,
        ),
        when(
            "fewer roles",
            Case.only_fewer,
            CONFORMANCE,
            "devices must refuse those that are gone, installed ones still grant, and these roles must do without",
            Hits.NAMED,
        ),
        always(CONFORMANCE, "devices must grant and refuse as it now says, installed ones do as it said", Hits.NAMED),
    ),
)
SENSITIVE: Final = Rule(
    "sensitivity",
    "A sensitive value travels protected. Where it is carried, its octets are others; an address through an object of "
    "data protection says so as well, a tunnelled Smart Energy message has no place for it.",
    (
        when(
            "the element is carried, or nothing tells whether it is",
            Case.element_carried,
            WIRE,
            "send and read it protected if it is sensitive now, in clear if it is not, installed devices do the "
            "contrary",
        ),
        always(CONFORMANCE, "devices must protect it if it is sensitive now, no message carries it yet"),
    ),
)
DEVICES: Final = Rule(
    "devices of an element",
    "A device that an element is new to must have it. One that need not have it any more may keep it; where a mapping "
    "carried it there, the statement that is gone is judged.",
    (
        same("the same devices in another order", Case.same_names),
        when(
            "fewer devices",
            Case.only_fewer,
            COMPATIBLE,
            "it is no longer asked of those that are gone, which may keep it",
        ),
        always(CONFORMANCE, "build it into the further devices, installed ones lack it"),
    ),
)
HAN_ONLY: Final = Rule(
    "home area network only",
    "An element that is no longer for the home alone must be carried to the outside as well; one that is for the home "
    "alone now is missed by those who ask from the outside.",
    (
        when(
            "it is for the home alone now",
            lambda case: case.after is True,
            CONFORMANCE,
            "do not ask for it from the outside, new devices need not answer, installed ones may go on",
            Hits.USERS,
        ),
        always(CONFORMANCE, "devices must also give it to the outside, installed ones keep it in the home"),
    ),
)
OWNER: Final = Rule(
    "device of a fact",
    "What was asked of one device is asked of another.",
    (always(CONFORMANCE, "build it into the device that is named now, installed ones of its kind may lack it"),),
)
