"""Resolves a leaf to an attribute, a command or a command field of a Smart Energy cluster.

The dictionary decides what exists (ZigBee Cluster Library and Smart Energy).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from metermap.core.addresses import Access, SepAddress, Side
from metermap.core.numbers import whole_number
from metermap.core.suggest import advice, closest, normal
from metermap.core.types import Kind, Member, TypeDescriptor
from metermap.mappings import codes
from metermap.mappings.expressions import Environment, expression_text, siblings_in
from metermap.mappings.leaves import Leaf, Level, Where
from metermap.mappings.places import LOWER_BIT_FIRST, Placed, Reporter, key_name, key_number

if TYPE_CHECKING:
    from metermap.mappings import syntax as s
    from metermap.protocols import Cluster, SepAttribute, SepCommand, SepDictionary

__all__ = ["SepResolver"]


class SepResolver:
    """Looks leaves up in one Smart Energy dictionary."""

    def __init__(self, dictionary: SepDictionary, report: Reporter) -> None:
        self.dictionary = dictionary
        self.report = report

    def place(self, leaf: Leaf, environment: Environment) -> Placed | None:
        """Return where the leaf stands, or None after reporting what is wrong."""
        step = leaf.home.step
        cluster = self.dictionary.cluster(step.name)
        if cluster is None:
            close = closest(step.name, self.dictionary.cluster_names())
            self.report(codes.UNKNOWN_CLUSTER, step.at, f"no cluster is called '{step.name}'", help=advice(close))
            return None
        if leaf.home.instance is not None:
            self.report(codes.WRONG_PATTERN, leaf.home.instance.at, "a cluster has no instance: name it alone")
        if leaf.through is not None:
            self.report(codes.WRONG_PATTERN, leaf.through.home.at, "Smart Energy goes through no other object")
        if not leaf.levels:
            self.report(codes.WRONG_PATTERN, leaf.at, "a home says in braces which attribute or command it means")
            return None
        if leaf.levels[0].where is Where.CALL:
            return self._in_call(cluster, leaf, environment)
        return self._attribute(cluster, leaf, environment)

    def _attribute(self, cluster: Cluster, leaf: Leaf, environment: Environment) -> Placed | None:
        key = leaf.levels[0].key
        number = key_number(key, environment)
        if number is None and key.number is not None:
            self.report(codes.NOT_COMPUTABLE, key.at, "the number after '@' is no whole number for every index")
            return None
        name = key_name(key.steps[0], environment)[0] if key.steps else ""
        attribute = self._look_up(cluster, name, number)
        if attribute is None:
            close = closest(name, [part.name for part in cluster.attributes]) if name else ()
            shown = f"'{name}'" if name else f"0x{number or 0:04X}"
            self.report(
                codes.UNKNOWN_ATTRIBUTE,
                key.at,
                f"{cluster.name} (0x{cluster.id:04X}) has no attribute {shown}",
                help=advice(close) or self._is_command(cluster, name),
            )
            return None
        if name and number is not None and attribute.id != number:
            message = f"attribute {attribute.name} of {cluster.name} is 0x{attribute.id:04X}, not 0x{number:04X}"
            self.report(codes.NAME_AND_NUMBER, key.at, message)
        parts = [key_name(step, environment)[0] for step in key.steps[1:]]
        parts += [_level_text(level, environment) for level in leaf.levels[1:]]
        self._check_siblings(leaf, cluster)
        if not self._has_parts(cluster, attribute, parts, leaf):
            return None
        address = SepAddress(
            cluster.id, cluster.name, Access.ATTRIBUTE, attribute.side, attribute.id, attribute.name, ".".join(parts)
        )
        # A part of a bitmap travels in the bitmap: its type is the attribute's.
        return Placed(address, attribute.type)

    def _check_siblings(self, leaf: Leaf, cluster: Cluster) -> None:
        for step in siblings_in(leaf.bound.value) if leaf.bound is not None else ():
            if cluster.attribute(step.name) is None:
                known = [part.name for part in cluster.attributes]
                message = f"{cluster.name} has no attribute '{step.name}'"
                self.report(codes.UNKNOWN_ATTRIBUTE, step.at, message, help=advice(closest(step.name, known)))

    def _has_parts(self, cluster: Cluster, attribute: SepAttribute, parts: list[str], leaf: Leaf) -> bool:
        ranges = [_bits(part) for part in parts if part.startswith("@")]
        for low, *high in filter(None, ranges):
            if high and low > high[0]:
                self.report(codes.BAD_RANGE, leaf.at, f"the bits @{low}..{high[0]} run backwards", help=LOWER_BIT_FIRST)
                return False
        bits = [bit for numbers in ranges for bit in numbers]
        size = 8 * (attribute.type.octets or 0)
        if bits and max(bits) >= size:
            message = f"{attribute.name} of {cluster.name} has {size} bits; bit {max(bits)} is none of them"
            self.report(codes.BITS_OUTSIDE, leaf.at, message, expected=f"0 to {size - 1}" if size else "no bits")
            return False
        named = tuple(part for part in parts if not part.startswith("@"))
        if not named or attribute.field(named) is not None:
            return True
        known = attribute.members_at(named)
        message = f"{attribute.name} of {cluster.name} has no part '{'.'.join(named)}'"
        hint = advice(closest(named[-1], known)) or "Say which bits: '@4..7'."
        self.report(codes.UNKNOWN_FIELD, leaf.at, message, expected=", ".join(known), help=hint)
        return False

    def _look_up(self, cluster: Cluster, name: str, number: int | None) -> SepAttribute | None:
        wanted = name or number
        if wanted is None:
            return None
        return cluster.attribute(wanted, Side.SERVER) or cluster.attribute(wanted, Side.CLIENT)

    def _is_command(self, cluster: Cluster, name: str) -> str:
        return f"'{name}' is a command: write 'call {name}'." if name and cluster.command(name) else ""

    def _in_call(self, cluster: Cluster, leaf: Leaf, environment: Environment) -> Placed | None:
        called = self._command(cluster, leaf.levels[0].key, environment)
        if called is None:
            return None
        reply = self._reply(cluster, leaf.levels[0])
        sequence = key_name(leaf.levels[0].key.steps[0], environment)[1] if leaf.levels[0].key.steps else ""
        answers = next((at for at, level in enumerate(leaf.levels) if level.where is Where.RETURNS), None)
        if answers is None:
            return self._field(cluster, called, leaf.levels[1:], environment, reply=reply, sequence=sequence)
        if reply is None:
            self.report(codes.WRONG_PATTERN, leaf.at, "a Smart Energy command is answered by a command: name it")
            return None
        inside = leaf.levels[answers + 1 :]
        answer = leaf.levels[answers].key.steps[0]
        sequence = key_name(answer, environment)[1]
        return self._field(cluster, reply, inside, environment, request=called, sequence=sequence)

    def _command(self, cluster: Cluster, key: s.Key, environment: Environment) -> SepCommand | None:
        number = key_number(key, environment)
        if number is None and key.number is not None:
            self.report(codes.NOT_COMPUTABLE, key.at, "the number after '@' is no whole number for every index")
            return None
        name = key_name(key.steps[0], environment)[0] if key.steps else ""
        wanted = name or number
        command = cluster.command(wanted) if wanted is not None else None
        if command is None:
            close = closest(name, [part.name for part in cluster.commands]) if name else ()
            message = f"{cluster.name} (0x{cluster.id:04X}) has no command '{name or number}'"
            self.report(codes.UNKNOWN_COMMAND, key.at, message, help=advice(close))
        elif name and number is not None and command.id != number:
            message = f"command {command.name} of {cluster.name} is 0x{command.id:02X}, not 0x{number:02X}"
            self.report(codes.NAME_AND_NUMBER, key.at, message)
        return command

    def _reply(self, cluster: Cluster, level: Level) -> SepCommand | None:
        if level.reply is None:
            return None
        name = level.reply.name
        command = cluster.command(name) or self.dictionary.global_command(name)
        if command is None:
            close = closest(name, [*(part.name for part in cluster.commands), "DefaultResponse"])
            message = f"neither {cluster.name} nor the ZigBee Cluster Library has a command '{name}'"
            self.report(codes.UNKNOWN_COMMAND, level.reply.at, message, help=advice(close))
        return command

    def _field(
        self,
        cluster: Cluster,
        command: SepCommand,
        levels: tuple[Level, ...],
        environment: Environment,
        *,
        sequence: str,
        reply: SepCommand | None = None,
        request: SepCommand | None = None,
    ) -> Placed | None:
        members: tuple[Member, ...] = command.fields
        kind: TypeDescriptor | None = None
        parts: list[str] = []
        for level in levels:
            if not level.key.steps:
                parts.append(_level_text(level, environment))
                kind = None
            for step in level.key.steps:
                name, index = key_name(step, environment)
                found = _member(members, name)
                if found is None and name != "_" and not _opaque(kind):
                    self._unknown_field(cluster, command, level.key, name, members)
                    return None
                kind = found.type if found is not None else None
                if kind is not None and index and kind.kind is Kind.ARRAY:
                    kind = kind.element
                members = _inside(kind)
                parts.append((found.name if found is not None else name) + index)
        address = SepAddress(
            cluster.id,
            cluster.name,
            Access.COMMAND,
            command.side,
            command.id,
            command.name,
            ".".join(parts),
            reply.name if reply is not None else "",
            reply.id if reply is not None else None,
            request.name if request is not None else "",
            request.id if request is not None else None,
            sequence,
        )
        return Placed(address, kind)

    def _unknown_field(
        self, cluster: Cluster, command: SepCommand, key: s.Key, name: str, members: tuple[Member, ...]
    ) -> None:
        names = [member.name for member in members]
        self.report(
            codes.UNKNOWN_FIELD,
            key.at,
            f"{command.name} of {cluster.name} has no field '{name}'",
            expected=", ".join(names),
            help=advice(closest(name, names)),
        )


def _member(members: tuple[Member, ...], name: str) -> Member | None:
    wanted = normal(name)
    return next((member for member in members if normal(member.name) == wanted), None)


def _inside(kind: TypeDescriptor | None) -> tuple[Member, ...]:
    if kind is not None and kind.kind is Kind.ARRAY:
        kind = kind.element
    return kind.members if kind is not None else ()


def _opaque(kind: TypeDescriptor | None) -> bool:
    """Whether the standard leaves the inside of a field open: octets, a bitmap, an unnamed field."""
    return kind is not None and kind.kind in (Kind.OCTETS, Kind.BITS, Kind.ANY, Kind.UNKNOWN)


def _bits(part: str) -> list[int]:
    """Return the ends of ``@4..7``, or the one bit of ``@4``; nothing where one is no number."""
    ends = [whole_number(text) for text in part[1:].split("..")]
    known = [end for end in ends if end is not None]
    return known if len(known) == len(ends) else []


def _level_text(level: Level, environment: Environment) -> str:
    names = [key_name(step, environment)[0] for step in level.key.steps]
    if level.key.number is not None:
        low = expression_text(level.key.number.low, environment)
        high = level.key.number.high
        names.append(f"@{low}" if high is None else f"@{low}..{expression_text(high, environment)}")
    return " ".join(names)
