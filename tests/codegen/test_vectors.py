"""The same octets through both bindings: the value, what encoding it gives, or the reason of a refusal."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from metermap.codegen.bindings.codecs import AXDR_NAMES, ZCL_NAMES
from metermap.codegen.python.runtime import attributes
from metermap.codegen.python.runtime.codec import DecodeError
from tests.codegen.c_program import CProgram, from_c
from tests.codegen.vectors import PARTS, PAYLOADS, Part, Payload, Vector, python_codec, shown, vectors

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


def test_c_decodes_and_encodes(program: CProgram) -> None:
    answers = program.ask(program.line(vector.codec, vector.octets) for vector in ACCEPTED)
    for vector, answer in zip(ACCEPTED, answers, strict=True):
        said, consumed, value, again = answer.split(" ")
        assert (said, from_c(value)) == ("ok", vector.value), vector
        assert int(consumed) == len(vector.octets), vector
        assert again == vector.again.hex(), vector


def test_c_refuses(program: CProgram) -> None:
    answers = program.ask(program.line(vector.codec, vector.octets) for vector in REFUSED)
    expected = [f"refused {vector.reason}" for vector in REFUSED]
    assert answers == expected


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


def test_each_vector_says_where_its_octets_come_from() -> None:
    lines = (Path(__file__).parent / "vectors.toml").read_text("utf-8").splitlines()
    sources = ("# gurux-dlms", "# dlms-cosem", "# zigpy", "# by hand: ")
    heads = [at for at, line in enumerate(lines) if line.startswith("[[")]
    assert len(heads) == len(ACCEPTED) + len(REFUSED) + len(PARTS) + len(PAYLOADS)
    assert [lines[at] for at in heads if not lines[at - 1].startswith(sources)] == []
