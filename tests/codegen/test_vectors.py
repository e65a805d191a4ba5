"""The same octets through both bindings: the value, what encoding it gives, or the reason of a refusal."""

from collections.abc import Callable
from types import ModuleType

import pytest

from metermap.codegen.bindings.codecs import AXDR_NAMES, ZCL_NAMES
from metermap.codegen.python.runtime import attributes
from metermap.codegen.python.runtime.codec import DecodeError
from metermap.codegen.vectors import Vector as Published
from metermap.codegen.vectors import read_vectors
from tests.codegen.c_program import CProgram, from_c
from tests.codegen.composed import codec_and_layout, decoded_text, vector_text
from tests.codegen.vector_layouts import VectorTable, said_items, value_items
from tests.codegen.vectors import (
    COMPOSED,
    OF_FRAMES,
    PARTS,
    PAYLOADS,
    Part,
    Payload,
    Vector,
    python_codec,
    shown,
    vectors,
)

ACCEPTED = vectors("accepted")
REFUSED = vectors("refused")


@pytest.mark.parametrize("vector", ACCEPTED, ids=str)
def test_python_decodes(vector: Vector) -> None:
    value, consumed = python_codec(vector.codec).decode(vector.octets)
    assert shown(value, vector.codec.name) == vector.value
    assert consumed == len(vector.octets)


@pytest.mark.parametrize("vector", ACCEPTED, ids=str)
def test_python_encodes_what_it_decoded(vector: Vector) -> None:
    codec = python_codec(vector.codec)
    assert codec.encode(codec.decode_exact(vector.octets)) == vector.again


@pytest.mark.parametrize("vector", REFUSED, ids=str)
def test_python_refuses(vector: Vector) -> None:
    with pytest.raises(DecodeError) as caught:
        python_codec(vector.codec).decode_exact(vector.octets)
    assert caught.value.reason.value == vector.reason
    assert 0 <= caught.value.offset <= len(vector.octets)
    assert vector.offset in (None, caught.value.offset)


@pytest.mark.parametrize("vector", COMPOSED, ids=lambda vector: vector.id)
def test_python_reads_and_writes_what_is_composed(vector: Published) -> None:
    codec, layout = codec_and_layout(vector)
    if vector.reason:
        with pytest.raises(DecodeError) as caught:
            codec.decode_exact(vector.octets)
        assert (caught.value.reason.value, caught.value.offset) == (vector.reason, vector.offset)
        return
    value, consumed = codec.decode(vector.octets)
    assert decoded_text(layout, value) == vector_text(layout, vector.value)
    assert consumed == vector.consumed
    assert codec.encode(value) == vector.encoded


def test_c_decodes_and_encodes(program: CProgram) -> None:
    answers = program.ask(program.line(vector.codec, vector.octets) for vector in ACCEPTED)
    for vector, answer in zip(ACCEPTED, answers, strict=True):
        said, consumed, value, again = answer.split(" ")
        assert (said, from_c(value)) == ("ok", vector.value), vector
        assert int(consumed) == len(vector.octets), vector
        assert again == vector.again.hex(), vector


def test_c_refuses(program: CProgram) -> None:
    answers = program.ask(program.line(vector.codec, vector.octets) for vector in REFUSED)
    assert answers == [f"refused {vector.reason}" for vector in REFUSED]


def test_c_reads_and_writes_what_is_composed(program: CProgram, vector_table: VectorTable) -> None:
    answers = program.ask(map(vector_table.line, COMPOSED))
    for vector, answer in zip(COMPOSED, answers, strict=True):
        if vector.reason:
            assert answer == f"refused {vector.reason}", vector.id
            continue
        said, consumed, items, again = answer.split(" ")
        assert (said, said_items(items)) == ("ok", value_items(vector, program)), vector.id
        assert (int(consumed), again) == (vector.consumed, vector.encoded.hex()), vector.id


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.octets.hex())
def test_payloads_are_cut_into_records(payload: Payload, program: CProgram) -> None:
    cut = attributes.read_responses if payload.command == "responses" else attributes.reports
    assert tuple(map(_record, cut(payload.octets))) == payload.records
    [answer] = program.ask([f"{payload.command} {payload.octets.hex()}"])
    assert answer.split(" ") == ["ok", *(record.replace(" ", "_") for record in payload.records), "end"]


def _record(record: attributes.AttributeRecord) -> str:
    head = f"{record.attribute:04x} {record.status:02x}"
    return f"{head} - -" if record.type is None else f"{head} {record.type:02x} {record.value.hex()}"


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.entry} {part.octets.hex()}")
def test_a_part_of_an_attribute_is_decoded_as_the_part(
    part: Part, bindings: Callable[[str], ModuleType], program: CProgram
) -> None:
    entry = next(each for module in ("esme", "gsme") for each in bindings(module).REGISTRY if each.name == part.entry)
    whole = entry.decode_whole(part.octets)
    assert str(entry.decode_exact(part.octets)) == part.part
    assert entry.decode(part.octets + b"\x00") == (int(part.part), len(part.octets))
    assert shown(whole, "") == part.whole
    assert entry.encode_whole(entry.with_part(whole, int(part.part))) == part.octets
    [answer] = program.ask([f"part {part.entry} {part.octets.hex()}"])
    said, value, whole_in_c, alone, again = answer.split(" ")
    assert (said, value, from_c(whole_in_c)) == ("ok", part.part, part.whole)
    assert (alone, again) == ("refused-needs-whole", part.octets.hex())


def test_each_codec_has_a_vector() -> None:
    have = {(vector.codec.wire.value, vector.codec.name) for vector in ACCEPTED}
    simple = {("axdr", name) for name in AXDR_NAMES.values()} | {("zcl", name) for name in ZCL_NAMES.values()}
    assert have == simple | {("axdr", name) for name in ("date-time", "date", "time", "scaler_unit")}


def test_no_vector_is_left_out(program: CProgram) -> None:
    assert all(program.has(vector.codec) for vector in (*ACCEPTED, *REFUSED))
    assert len(ACCEPTED) + len(REFUSED) + len(COMPOSED) + len(OF_FRAMES) == len(read_vectors())
