"""Payload codecs made from the tables of the dictionary, and values for them: every form that the tables use."""

from collections import namedtuple
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from hypothesis import strategies as st

from metermap.codegen.python.runtime import payloads, zcl
from metermap.codegen.python.runtime.codec import Codec
from metermap.codegen.python.runtime.payloads import ABSENT, OCTETS_REMAIN, Count, Field, Payload, Term, Typed, When
from metermap.core.addresses import Side
from metermap.core.types import Member, TypeDescriptor
from metermap.protocols import SepCommand, SepDictionary, load_dictionaries
from metermap.protocols.sep.conditions import Comparison, Condition, parse_condition, parse_count
from metermap.protocols.sep.variants import Variant

__all__ = ["AnyPayload", "command_payload", "commands", "payload_values"]

AnyPayload = Payload[tuple[object, ...]]

_NOT_COUNTED = {"tierBlockSummation"}
"""Lists that stand last in a structure and whose number of elements no table states: read to the end here."""


@cache
def _dictionary() -> SepDictionary:
    return load_dictionaries().sep


def commands() -> Iterator[tuple[int | None, SepCommand]]:
    """Every command of the dictionary with its cluster, None for a global command."""
    sep = _dictionary()
    for id_ in sep.cluster_ids():
        cluster = sep.cluster(id_)
        assert cluster is not None
        yield from ((id_, command) for command in cluster.commands)
    yield from ((None, command) for command in sep.global_commands())


def command_payload(cluster: int | None, command: SepCommand) -> AnyPayload:
    """Return the codec of a command's payload, without the fields that an edition removed."""
    members = tuple(member for member in command.fields if not member.lifetime.until)
    variants = _variants(cluster, command.side, command.id)
    return _payload(command.name, members, variants)


def _variants(cluster: int | None, side: Side, command: int) -> Mapping[str, list[Variant]]:
    found: dict[str, list[Variant]] = {}
    for variant in _dictionary().semantics.variants:
        if (variant.cluster, variant.sender, variant.command) == (cluster, side, command):
            found.setdefault(variant.field, []).append(variant)
    return found


def _payload(name: str, members: tuple[Member, ...], variants: Mapping[str, list[Variant]]) -> AnyPayload:
    factory = namedtuple(name or "Nothing", [member.name for member in members])  # type: ignore[misc]  # noqa: PYI024
    earlier = {member.name: member for member in members}
    fields = tuple(_field(member, variants.get(member.name, []), earlier) for member in members)
    return Payload(factory, fields)


def _field(member: Member, variants: list[Variant], earlier: Mapping[str, Member]) -> Field:
    when = _when(parse_condition(member.condition)) if member.condition else None
    if member.type.name == "unk":
        assert "type" in earlier
        return Field(member.name, Typed("type"), when)
    codec, count = _codec_and_count(member, member.type)
    if not variants:
        return Field(member.name, codec, when, count)
    choices = []
    for variant in variants:
        chosen, number = _codec_and_count(member, variant.type)
        choices.append(payloads.Variant(_when(variant.condition), chosen, number))
    otherwise = None if member.type.element is not None and count is None else codec
    return Field(member.name, payloads.Variants(tuple(choices), otherwise, count), when)


def _when(condition: Condition | None) -> When:
    assert condition is not None
    return When(
        tuple(
            tuple(
                Term(term.field, term.operator, term.number, term.mask)
                if isinstance(term, Comparison)
                else OCTETS_REMAIN
                for term in terms
            )
            for terms in condition.alternatives
        )
    )


def _codec_and_count(member: Member, type_: TypeDescriptor) -> tuple[Codec[Any], Count | None]:
    if type_.element is None:
        return _codec(type_), None
    found = parse_count(member.count) if member.count else None
    if found is None:
        assert not member.count
        return _codec(type_.element), Count() if member.name in _NOT_COUNTED else None
    return _codec(type_.element), Count(found.field, found.mask, found.shift)


def _codec(type_: TypeDescriptor) -> Codec[Any]:
    codec: object
    if type_.members:
        codec = _payload(type_.name, type_.members, {})
    elif type_.name == "octets":
        assert type_.octets is not None
        codec = zcl.FixedOctets(type_.printed, type_.octets)
    else:
        assert type_.tag is not None
        codec = zcl.CODECS[type_.tag]
    assert isinstance(codec, Codec)
    return codec


def _number(bits: int) -> st.SearchStrategy[object]:
    return st.none() | st.integers(0, 2**bits - 2)


_MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2136, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
_DATES = st.builds(
    zcl.Date, st.integers(1900, 2154), st.none() | st.integers(1, 12), st.none() | st.integers(1, 31), st.integers(1, 7)
)
_VALUES: dict[str, st.SearchStrategy[object]] = {
    **{f"uint{bits}": _number(bits) for bits in range(8, 72, 8)},
    **{f"int{bits}": st.none() | st.integers(1 - 2 ** (bits - 1), 2 ** (bits - 1) - 1) for bits in range(8, 72, 8)},
    **{f"map{bits}": st.integers(0, 2**bits - 1) for bits in range(8, 72, 8)},
    "enum8": _number(8),
    "enum16": _number(16),
    "bool": st.none() | st.booleans(),
    "attribId": _number(16),
    "EUI64": _number(64),
    "octstr": st.none() | st.binary(max_size=20),
    "string": st.none() | st.text(max_size=20),
    "UTC": st.none() | _MOMENTS.map(lambda moment: moment.replace(microsecond=0)),
    "date": st.none() | _DATES,
}


@st.composite
def payload_values(draw: st.DrawFn, payload: AnyPayload) -> tuple[object, ...]:
    """Draw a value of a payload: fields that decide about others are drawn first, then what they say."""
    numbers: dict[str, int] = {}
    values: list[object] = []
    goes_on = draw(st.integers(0, len(payload._fields)))
    for at, field in enumerate(payload._fields):
        if field.when is not None and not field.when.holds(numbers, octets_remain=at < goes_on):
            values.append(ABSENT)
            goes_on = at if field.when.goes_by_the_end else goes_on
            continue
        value = draw(_field_values(payload, field, numbers))
        values.append(value)
        if field.name in payload._asked:
            codec, _ = field.chosen(numbers) or (None, None)
            assert codec is not None
            octets = codec.encode(value)
            numbers[field.name] = value if isinstance(value, int) else int.from_bytes(octets, "little")
    result: tuple[object, ...] = payload._factory(*values)
    return result


def _field_values(payload: AnyPayload, field: Field, numbers: dict[str, int]) -> st.SearchStrategy[object]:
    chosen = field.chosen(numbers)
    assert chosen is not None
    codec, count = chosen
    if field.name in payload._asked:
        return st.sampled_from(_deciding(payload, field.name, codec))
    if count is None:
        return _codec_values(codec)
    number = count.of(numbers)
    least, most = (number, number) if number is not None else (1, 4)  # an empty one could be the end of the payload
    return st.lists(_codec_values(codec), min_size=least, max_size=most).map(tuple)


def _codec_values(codec: Codec[Any]) -> st.SearchStrategy[object]:
    if isinstance(codec, Payload):
        return payload_values(codec)
    if isinstance(codec, zcl.FixedOctets):
        return st.binary(min_size=codec.size, max_size=codec.size)
    return _VALUES[codec.name]


def _deciding(payload: AnyPayload, name: str, codec: Codec[Any]) -> Sequence[object]:
    """Values of a field that others go by: those that conditions compare, their neighbours, some small counts."""
    if any(isinstance(field.codec, Typed) and field.codec.field == name for field in payload._fields):
        return [0x10, 0x20, 0x25, 0x2A, 0x41, 0x42, 0xE2]
    numbers = {0, 1, 2, 3, 0x12, 0x20}
    for field in payload._fields:
        conditions = [field.when] if field.when else []
        if isinstance(field.codec, payloads.Variants):
            conditions += [variant.when for variant in field.codec.variants]
            if field.codec.otherwise is None:  # only what the variants say
                return sorted(_compared(conditions, name))
        numbers |= _compared(conditions, name)
    if codec.name == "bool":
        return [False, True]
    return sorted(numbers)


def _compared(conditions: list[When], name: str) -> set[int]:
    terms = (term for when in conditions for terms in when.alternatives for term in terms if isinstance(term, Term))
    return {number for term in terms if term.field == name for number in (term.number, term.mask or term.number)}
