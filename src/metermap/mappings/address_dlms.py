"""Resolves a leaf to an attribute or method of a COSEM object.

The dictionary decides what exists (DLMS UA Blue Book, interface classes and OBIS); a member of
a value whose type the standard leaves open is checked where an overlay describes the object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from metermap.core.addresses import Access, DlmsAddress
from metermap.core.logical_names import LogicalName, NotALogicalName, read_logical_name
from metermap.core.suggest import advice, closest
from metermap.core.types import Kind
from metermap.mappings import codes
from metermap.mappings.expressions import Environment, expression_text, fill, siblings_in
from metermap.mappings.leaves import Leaf, Where
from metermap.mappings.places import Placed, Reporter, key_name, key_number

if TYPE_CHECKING:
    from metermap.core.types import TypeDescriptor
    from metermap.mappings import syntax as s
    from metermap.protocols import ClassMember, DlmsDictionary, InterfaceClass

__all__ = ["DlmsResolver"]

_OPEN = (Kind.ANY, Kind.UNKNOWN, Kind.CHOICE)

_Target: TypeAlias = tuple[int, LogicalName, Access, int]
"""Class id, logical name, attribute or method, its index."""


class DlmsResolver:
    """Looks leaves up in one DLMS/COSEM dictionary."""

    def __init__(self, dictionary: DlmsDictionary, report: Reporter) -> None:
        self.dictionary = dictionary
        self.report = report
        self._checked: set[tuple[int, LogicalName]] = set()

    def place(self, leaf: Leaf, environment: Environment) -> Placed | None:
        """Return where the leaf stands, or None after reporting what is wrong."""
        found = self._object(leaf.home.step, leaf.home.instance, environment)
        if found is None or not leaf.levels:
            if found is not None:
                self.report(codes.WRONG_PATTERN, leaf.at, "a home says in braces which attribute or method it means")
            return None
        interface_class, logical_name = found
        first = leaf.levels[0]
        access = Access.METHOD if first.where is Where.CALL else Access.ATTRIBUTE
        member = self._member(interface_class, access, first.key, environment)
        if member is None:
            return None
        path, index_text, selector, returned = self._path(leaf, environment)
        sequence = ""
        if access is Access.METHOD and first.key.steps:
            sequence = key_name(first.key.steps[0], environment)[1]
            index_text[0] = ""
        if access is Access.METHOD and path[:1] == ["data"] and not returned:
            path, index_text = path[1:], index_text[1:]
        if selector and not self._knows_selector(interface_class, member, selector, leaf):
            return None
        target = (interface_class.id, logical_name, access, member.index)
        if selector:
            kind = self._parameter(target, selector, path, leaf)
        else:
            kind = self._type(target, path, leaf, returned=returned)
        if kind is not None and not path and index_text[0] and kind.kind is Kind.ARRAY:
            kind = kind.element
        address = DlmsAddress(
            interface_class.id,
            interface_class.name,
            logical_name,
            access,
            member.index,
            member.name,
            _joined(path, index_text),
            selector,
            returned,
            self._through(leaf, environment),
            sequence,
        )
        self._check_siblings(leaf, interface_class)
        return Placed(address, kind)

    def _check_siblings(self, leaf: Leaf, interface_class: InterfaceClass) -> None:
        for step in siblings_in(leaf.bound.value) if leaf.bound is not None else ():
            if interface_class.attribute(step.name) is None:
                known = [part.name for part in interface_class.attributes]
                message = f"{interface_class.name} has no attribute '{step.name}'"
                self.report(codes.UNKNOWN_ATTRIBUTE, step.at, message, help=advice(closest(step.name, known)))

    def _object(
        self, step: s.Step, instance: s.Instance | None, environment: Environment
    ) -> tuple[InterfaceClass, LogicalName] | None:
        interface_class = self.dictionary.interface_class(step.name)
        if interface_class is None:
            close = closest(step.name, self.dictionary.class_names())
            self.report(codes.UNKNOWN_CLASS, step.at, f"no interface class is called '{step.name}'", help=advice(close))
            return None
        text = fill(instance.text, environment) if instance is not None and instance.kind == "OBIS" else None
        shown = text or (instance.text if instance else "")
        logical_name = read_logical_name(shown)
        if isinstance(logical_name, NotALogicalName):
            at = instance.at if instance is not None else step.at
            message = f"'{shown}' is no logical name: {logical_name.reason}"
            expected, hint = logical_name.expected, logical_name.help
            self.report(codes.BAD_LOGICAL_NAME, at, message, expected=expected, help=hint)
            return None
        self._check_rule(interface_class, logical_name, instance.at if instance else step.at)
        return interface_class, logical_name

    def _check_rule(self, interface_class: InterfaceClass, logical_name: LogicalName, at: s.At) -> None:
        if (interface_class.id, logical_name) in self._checked:
            return
        self._checked.add((interface_class.id, logical_name))
        rule = self.dictionary.logical_name(logical_name)
        if rule is None:
            message = f"no rule or overlay covers {logical_name}"
            self.report(codes.LOGICAL_NAME_NOT_COVERED, at, message, subject=f"dlms/{logical_name}")
        elif rule.class_ids and interface_class.id not in rule.class_ids:
            allowed = ", ".join(str(number) for number in sorted(rule.class_ids))
            self.report(
                codes.CLASS_NOT_ALLOWED,
                at,
                f"{logical_name} is not one of {interface_class.name} (class {interface_class.id})",
                expected=f"class {allowed}",
                subject=f"dlms/{interface_class.id}/{logical_name}",
            )

    def _member(
        self, interface_class: InterfaceClass, access: Access, key: s.Key, environment: Environment
    ) -> ClassMember | None:
        number = key_number(key, environment)
        if number is None and key.number is not None:
            self.report(codes.NOT_COMPUTABLE, key.at, "the number after '@' is no whole number for every index")
            return None
        name = key_name(key.steps[0], environment)[0] if key.steps else ""
        look_up = interface_class.method if access is Access.METHOD else interface_class.attribute
        member = look_up(name) if name else look_up(number) if number is not None else None
        if member is None:
            members = interface_class.methods if access is Access.METHOD else interface_class.attributes
            close = closest(name, [part.name for part in members]) if name else ()
            code = codes.UNKNOWN_METHOD if access is Access.METHOD else codes.UNKNOWN_ATTRIBUTE
            self.report(
                code,
                key.at,
                f"{interface_class.name} (class {interface_class.id}) has no {access.value} '{name or number}'",
                expected=", ".join(part.name for part in members),
                help=advice(close) or self._other_access(interface_class, access, name),
            )
        elif number is not None and number != member.index:
            message = f"{access.value} {member.name} of {interface_class.name} is number {member.index}, not {number}"
            self.report(codes.NAME_AND_NUMBER, key.at, message)
        return member

    def _other_access(self, interface_class: InterfaceClass, access: Access, name: str) -> str:
        if access is Access.METHOD and interface_class.attribute(name):
            return f"'{name}' is an attribute: leave out 'call'."
        if access is Access.ATTRIBUTE and interface_class.method(name):
            return f"'{name}' is a method: write 'call {name}'."
        return ""

    def _path(self, leaf: Leaf, environment: Environment) -> tuple[list[str], list[str], str, bool]:
        """Return names and index texts below the attribute; `index_text[0]` is the attribute's own."""
        names: list[str] = []
        indices = [""]
        selector, returned = "", False
        for level in leaf.levels:
            if level.where is Where.SELECTION:
                selector = level.key.steps[0].name
                names, indices = [], [""]
                continue
            if level.key.number is not None and level.key.steps and level is not leaf.levels[0]:
                self.report(codes.WRONG_PATTERN, level.key.at, "a member of a value has a name and no number")
            if level.where is Where.RETURNS and level.key.steps:
                self.report(codes.WRONG_PATTERN, level.key.at, "a method returns a value, not a command: name none")
            if level.where is Where.RETURNS:
                returned, names, indices = True, [], [""]
                continue
            for position, step in enumerate(level.key.steps):
                name, text = key_name(step, environment)
                if level is leaf.levels[0] and position == 0:
                    indices = [text]
                else:
                    names.append(name)
                    indices.append(text)
            if level is not leaf.levels[0] and not level.key.steps:
                names.append(f"@{_number_text(level.key, environment)}")
                indices.append("")
        return names, indices, selector, returned

    def _knows_selector(self, interface_class: InterfaceClass, member: ClassMember, selector: str, leaf: Leaf) -> bool:
        known = [entry.name for entry in self.dictionary.selective_access(interface_class.id, member.index)]
        if selector in known:
            return True
        message = f"{member.name} of {interface_class.name} has no selective access '{selector}'"
        hint = advice(closest(selector, known))
        self.report(codes.UNKNOWN_SELECTOR, leaf.at, message, expected=" or ".join(known), help=hint)
        return False

    def _parameter(self, target: _Target, selector: str, path: list[str], leaf: Leaf) -> TypeDescriptor | None:
        known = self.dictionary.selective_access(target[0], target[3])
        chosen: TypeDescriptor | None = next(entry.type for entry in known if entry.name == selector)
        for depth, name in enumerate(path):
            members = [member.name for member in chosen.members] if chosen is not None else []
            chosen = chosen.member(name) if chosen is not None else None
            if chosen is None:
                message = f"{selector} has no parameter '{'.'.join(path[: depth + 1])}'"
                hint = advice(closest(name, members))
                self.report(codes.UNKNOWN_MEMBER, leaf.at, message, expected=", ".join(members), help=hint)
                break
        return chosen

    def _type(self, target: _Target, path: list[str], leaf: Leaf, *, returned: bool) -> TypeDescriptor | None:
        names = tuple(path)
        if "_" in names or any(name.startswith("@") for name in names):
            return None
        kind = self.dictionary.type_at(*target, names, returned=returned)
        if kind is None and names:
            self._unknown_member(leaf, names, target, returned=returned)
        return kind

    def _unknown_member(self, leaf: Leaf, names: tuple[str, ...], target: _Target, *, returned: bool) -> None:
        for depth in range(len(names)):
            if self.dictionary.type_at(*target, names[: depth + 1], returned=returned) is not None:
                continue
            outer = self.dictionary.type_at(*target, names[:depth], returned=returned)
            known = self.dictionary.members_at(*target, names[:depth], returned=returned)
            if not known and (outer is None or outer.kind in _OPEN):
                return  # the standard leaves the type open and no overlay describes it
            self.report(
                codes.UNKNOWN_MEMBER,
                leaf.at,
                f"there is no member '{names[depth]}' in {'.'.join(names[:depth]) or 'the value'}",
                expected=", ".join(known),
                help=advice(closest(names[depth], known)),
            )
            return

    def _through(self, leaf: Leaf, environment: Environment) -> str:
        if leaf.through is None:
            return ""
        found = self._object(leaf.through.home, leaf.through.instance, environment)
        return "" if found is None else f"{found[0].id}/{found[1]}"


def _number_text(key: s.Key, environment: Environment) -> str:
    if key.number is None:
        return ""
    low = expression_text(key.number.low, environment)
    return low if key.number.high is None else f"{low}..{expression_text(key.number.high, environment)}"


def _joined(names: list[str], indices: list[str]) -> str:
    """Return ``[1..25].boost_end`` for a column, ``commodity_reference.class_id`` for a member."""
    parts = [indices[0]] if indices and indices[0] else []
    parts += [name + index for name, index in zip(names, indices[1:], strict=True)]
    return ".".join(parts)
