"""Looking an entry of the DLMS/COSEM dictionary up by what people write.

    3, Register, 7 v1, ProfileGeneric v1         an interface class, or one version of it
    Register.value, 3.A2, Register.reset(), 3.M1 an attribute or a method
    Register.scaler_unit.unit                    a member of its value
    7.A2 by range_descriptor                     a way of selective access
    1-0:1.8.0.255                                an object, in any spelling of a logical name
    3/1-0:1.8.0.255, 3/1-0:1.8.0.255/A2          an object as of a class, and its attribute

The answer is the entry, or a finding that says what is wrong and what was probably meant.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from metermap.core.addresses import Access
from metermap.core.findings import Code, Finding
from metermap.core.logical_names import LogicalName, NotALogicalName, read_logical_name, three_groups
from metermap.core.suggest import advice, closest
from metermap.protocols import codes
from metermap.protocols.dlms.paths import descend, names_in

if TYPE_CHECKING:
    from metermap.core.places import Place
    from metermap.core.types import TypeDescriptor
    from metermap.protocols.dlms.dictionary import DlmsDictionary
    from metermap.protocols.dlms.model import ClassMember, InterfaceClass, LogicalNameRule, Selector

__all__ = ["ClassFound", "DlmsEntry", "MemberFound", "ObjectFound", "find_member", "look_up_dlms", "not_askable"]

_LONGEST: Final = 200
_SHOWN: Final = 60
_SUGGESTED: Final = 3
_NEAR: Final = 5  # a class id further off is no slip of the pen
_CLASS = re.compile(r"(?P<name>[^./]+?)(?:\s*\bv\s?(?P<version>\d{1,3})|(?<=\d)v(?P<tight>\d{1,3}))?", re.IGNORECASE)
_NUMBERED = re.compile(r"([AM])?(\d{1,3})(?:\s+\w+)?", re.IGNORECASE)
_LIKE_A_NAME = re.compile(r"\d+-\d+:.*|(?:\d+\.){3,}\d+.*|(?:0x)?[0-9A-Fa-f]{9,}")
_MEDIA: Final = (1, 7, 0)  # a short name C.D.E is one of electricity, then of gas, then abstract


@dataclass(frozen=True, slots=True)
class ClassFound:
    """An interface class, in the version asked for or its latest."""

    interface_class: InterfaceClass


@dataclass(frozen=True, slots=True)
class ObjectFound:
    """An object: its logical name, the rule that covers it (None if none does), its name in words.

    `interface_class` is the class that the text named, None if it named none.
    """

    logical_name: LogicalName
    rule: LogicalNameRule | None
    description: str
    interface_class: InterfaceClass | None = None


@dataclass(frozen=True, slots=True)
class MemberFound:
    """An attribute or method, or with a `path` a member of its value, of type `type`.

    `logical_name` is that of the object if the text named one. `selector` is the way of selective access
    asked for; `type` is then that of its parameters.
    """

    interface_class: InterfaceClass
    access: Access
    member: ClassMember
    path: tuple[str, ...]
    type: TypeDescriptor
    logical_name: LogicalName | None = None
    selector: Selector | None = None


DlmsEntry: TypeAlias = ClassFound | ObjectFound | MemberFound


def look_up_dlms(dictionary: DlmsDictionary, text: str, place: Place | None = None) -> DlmsEntry | Finding:
    """Return the entry that `text` means, or a finding (MM814 to MM819) at `place`."""
    asked = " ".join(text.split())
    return not_askable(asked, place) or _LookUp(dictionary, asked, place).entry()


def not_askable(asked: str, place: Place | None = None) -> Finding | None:
    """Return the finding on a text that is empty or longer than 200 characters; None for any other."""
    if asked and len(asked) <= _LONGEST:
        return None
    what = f"it is longer than {_LONGEST} characters" if asked else "it is empty"
    return codes.NOT_FOUND.at(place, f"nothing to look up: {what}", expected="a class, a member or a logical name")


def find_member(
    interface_class: InterfaceClass, key: str, access: Access | None = None, place: Place | None = None
) -> tuple[Access, ClassMember] | Finding:
    """Return the attribute or method that `key` means: ``A2``, ``M1``, ``2``, ``value``, ``reset()``.

    `access` says which is asked for; None takes either, attributes first. One where the other was asked for
    is a finding of its own (MM816).
    """
    name, wanted = key.strip(), access
    if name.endswith("()"):
        name, wanted = name.removesuffix("()"), Access.METHOD
    number = _NUMBERED.fullmatch(name)
    if number and number[1]:
        wanted = Access.METHOD if number[1] in "Mm" else Access.ATTRIBUTE
    index: int | str = int(number[2]) if number else name
    for kind in (wanted,) if wanted else (Access.ATTRIBUTE, Access.METHOD):
        member = _of_kind(interface_class, kind, index)
        if member is not None:
            return kind, member
    return _no_member(interface_class, index, wanted, place)


def _of_kind(interface_class: InterfaceClass, access: Access, key: int | str) -> ClassMember | None:
    return interface_class.method(key) if access is Access.METHOD else interface_class.attribute(key)


def _no_member(interface_class: InterfaceClass, key: int | str, wanted: Access | None, place: Place | None) -> Finding:
    """Say that there is no such member; if there is one of the other kind, say so."""
    title = _title(interface_class)
    if wanted is not None:
        other = Access.ATTRIBUTE if wanted is Access.METHOD else Access.METHOD
        found = _of_kind(interface_class, other, key)
        if found is not None:
            message = f"{title} has no {wanted} {key}: {found.index} {found.name} is {_article(other)}"
            listed, hint = _listed(interface_class, wanted), f"Did you mean {_short(interface_class, other, found)}?"
            return codes.WRONG_KIND.at(place, message, subject=title, expected=listed, help=hint)
    members = (*_members(interface_class, Access.ATTRIBUTE), *_members(interface_class, Access.METHOD))
    close = closest(key, [member.name for member in members]) if isinstance(key, str) else ()
    if isinstance(key, int):
        close = _nearest(interface_class, key, wanted or Access.ATTRIBUTE)
    message = f"{title} has no {wanted or 'attribute or method'} {str(key)[:_SHOWN]}"
    kinds = (wanted,) if wanted else (Access.ATTRIBUTE, Access.METHOD)
    listed = "; ".join(filter(None, (_listed(interface_class, kind) for kind in kinds)))
    return codes.NOT_FOUND.at(place, message, subject=title, expected=listed, help=advice(close))


def _nearest(interface_class: InterfaceClass, index: int, access: Access) -> tuple[str, ...]:
    """Return the member whose number is next to `index`, as it may be written; nothing if there is none."""
    members = _members(interface_class, access)
    near = min(members, key=lambda member: (abs(member.index - index), member.index), default=None)
    return (_short(interface_class, access, near),) if near is not None else ()


def _members(interface_class: InterfaceClass, access: Access) -> tuple[ClassMember, ...]:
    return interface_class.methods if access is Access.METHOD else interface_class.attributes


def _listed(interface_class: InterfaceClass, access: Access) -> str:
    members = ", ".join(f"{member.index} {member.name}" for member in _members(interface_class, access))
    return f"{access} {members}" if members else ""


def _title(interface_class: InterfaceClass) -> str:
    return f"class {interface_class.id} {interface_class.camel}"


def _article(access: Access) -> str:
    return "a method" if access is Access.METHOD else "an attribute"


def _short(interface_class: InterfaceClass, access: Access, member: ClassMember) -> str:
    letter = "M" if access is Access.METHOD else "A"
    return f"{interface_class.id}.{letter}{member.index} {member.name}"


class _LookUp:
    """One question to the dictionary."""

    def __init__(self, dictionary: DlmsDictionary, text: str, place: Place | None) -> None:
        self.dictionary = dictionary
        self.text = text
        self.place = place

    def entry(self) -> DlmsEntry | Finding:
        name = read_logical_name(self.text)
        if isinstance(name, LogicalName):
            return self._object(name)
        short = three_groups(self.text)
        if short is not None:
            return self._short_name(short)
        first, slash, rest = self.text.partition("/")
        bare = read_logical_name(first) if slash else None
        if isinstance(bare, LogicalName):
            return self._classless(bare, rest.strip())
        return self._address() if slash and "." not in first else self._word(name)  # a member is called rts/cts

    def _word(self, name: NotALogicalName) -> DlmsEntry | Finding:
        if _LIKE_A_NAME.fullmatch(self.text):
            return self._no_name(name)
        head, _, rest = self.text.partition(".")
        interface_class = self._class(head)
        if isinstance(interface_class, Finding):
            return interface_class
        return self._member(interface_class, rest, None) if rest else ClassFound(interface_class)

    def _fault(self, code: Code, message: str, expected: str = "", hint: str = "") -> Finding:
        return code.at(self.place, message, subject=self.text[:_SHOWN], expected=expected, help=hint)

    def _no_name(self, why: NotALogicalName) -> Finding:
        message = f"'{why.text[:_SHOWN]}' is no logical name: {why.reason}"
        return self._fault(codes.NOT_A_NAME, message, why.expected, why.help)

    def _object(self, name: LogicalName, interface_class: InterfaceClass | None = None) -> ObjectFound:
        rule = self.dictionary.logical_name(name)
        return ObjectFound(name, rule, self.dictionary.describe_logical_name(name), interface_class)

    def _short_name(self, groups: tuple[int, int, int]) -> Finding:
        """Three groups are C.D.E of some medium: name those that a rule covers."""
        names = [LogicalName(medium, 0, *groups, 255) for medium in _MEDIA]
        covered = [str(name) for name in names if self.dictionary.logical_name(name) is not None]
        message = f"'{self.text}' has three groups: C, D and E of an object of some medium"
        return self._fault(codes.AMBIGUOUS, message, "six groups, such as 1-0:1.8.0.255", advice(covered))

    def _classless(self, name: LogicalName, member: str) -> Finding:
        """An object's member is one of a class: name those that may stand there."""
        rule = self.dictionary.logical_name(name)
        ids = rule.class_ids[:_SUGGESTED] if rule is not None else ()
        close = [f"{id_}/{name}/{member[:_SHOWN]}" for id_ in ids] if member else []
        message = f"'{self.text[:_SHOWN]}' names no class: what an attribute or method is depends on it"
        return self._fault(
            codes.AMBIGUOUS, message, "a class before the logical name: 3/1-0:1.8.0.255/A2", advice(close)
        )

    def _address(self) -> DlmsEntry | Finding:
        head, _, rest = self.text.partition("/")
        interface_class = self._class(head)
        if isinstance(interface_class, Finding):
            return interface_class
        written, _, member = rest.partition("/")
        name = read_logical_name(written)
        if isinstance(name, NotALogicalName):
            return self._no_name(name)
        return self._member(interface_class, member, name) if member else self._object(name, interface_class)

    def _class(self, text: str) -> InterfaceClass | Finding:
        found = _CLASS.fullmatch(text.strip())
        name = found["name"].strip() if found else text
        version = int(found["version"] or found["tight"]) if found and (found["version"] or found["tight"]) else None
        latest = self.dictionary.interface_class(name)
        if latest is None:
            return self._unknown_class(name)
        if version is None or version in latest.versions:
            return self.dictionary.interface_class(name, version) or latest
        known = " or ".join(f"v{rung}" for rung in latest.versions)
        hint = advice([f"{name} v{latest.version}"])
        return self._fault(codes.UNKNOWN_VERSION, f"{_title(latest)} has no version {version}", known, hint)

    def _unknown_class(self, name: str) -> Finding:
        if name.isdecimal():
            known = sorted(self.dictionary.class_ids(), key=lambda id_: (abs(id_ - int(name)), id_))
            ids = [id_ for id_ in known if abs(id_ - int(name)) <= _NEAR][:2]
            near = [f"{id_} {found.camel}" for id_ in sorted(ids) if (found := self.dictionary.interface_class(id_))]
            return self._fault(codes.NOT_FOUND, f"there is no interface class {name[:_SHOWN]}", hint=advice(near))
        close = closest(name, self.dictionary.class_names())
        message = f"no interface class is called '{name[:_SHOWN]}'"
        return self._fault(codes.NOT_FOUND, message, "a class id or name, or a logical name", advice(close))

    def _member(self, interface_class: InterfaceClass, text: str, name: LogicalName | None) -> MemberFound | Finding:
        text, _, by = text.partition(" by ")
        first, *path = text.replace(": ", ".").split(".")
        found = find_member(interface_class, first, place=self.place)
        if isinstance(found, Finding):
            return found
        access, member = found
        if by:
            return self._selector(interface_class, member, by.strip(), name)
        type_ = self._type(interface_class, access, member, tuple(path), name)
        if isinstance(type_, Finding):
            return type_
        return MemberFound(interface_class, access, member, tuple(path), type_, name)

    def _type(
        self,
        interface_class: InterfaceClass,
        access: Access,
        member: ClassMember,
        path: tuple[str, ...],
        name: LogicalName | None,
    ) -> TypeDescriptor | Finding:
        whole = member.type
        if name is not None:
            own = self.dictionary.type_at(interface_class.id, name, access, member.index)
            whole = own if own is not None and interface_class.version == max(interface_class.versions) else whole
        for depth in range(len(path)):
            if descend(whole, path[: depth + 1]) is None:
                outer = descend(whole, path[:depth])
                known = names_in(outer) if outer is not None else ()
                above = ".".join((member.name, *path[:depth]))
                wanted = f"no member '{path[depth][:_SHOWN]}'" if known else "no members"
                message = f"{above} of {_title(interface_class)} has {wanted}"
                hint = advice(closest(path[depth], known))
                return self._fault(codes.UNKNOWN_PART, message, ", ".join(known), hint)
        return descend(whole, path) or whole

    def _selector(
        self, interface_class: InterfaceClass, member: ClassMember, by: str, name: LogicalName | None
    ) -> MemberFound | Finding:
        known = self.dictionary.selective_access(interface_class.id, member.index, interface_class.version)
        chosen = next((one for one in known if by in (one.name, str(one.access_selector))), None)
        if chosen is not None:
            return MemberFound(interface_class, Access.ATTRIBUTE, member, (), chosen.type, name, chosen)
        shown = ", ".join(f"{one.access_selector} {one.name}" for one in known) or "no selective access"
        title = f"{_title(interface_class)} version {interface_class.version}"
        message = f"{member.name} of {title} has no selective access '{by[:_SHOWN]}'"
        hint = advice(closest(by, [one.name for one in known]))
        return self._fault(codes.UNKNOWN_PART, message, shown, hint)
