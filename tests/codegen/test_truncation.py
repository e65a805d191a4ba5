"""Octets cut short, too many, or random: an error, or exactly the octets consumed, in both bindings."""

import random
from contextlib import suppress

import pytest

from metermap.codegen.bindings.codecs import AXDR_NAMES, ZCL_NAMES, Codec, Wire
from metermap.codegen.python.runtime import attributes
from metermap.codegen.python.runtime.codec import DecodeError
from metermap.codegen.vectors import Vector as Published
from tests.codegen.c_program import CProgram, from_c
from tests.codegen.composed import codec_and_layout
from tests.codegen.vector_layouts import VectorTable
from tests.codegen.vectors import COMPOSED, PAYLOADS, Payload, Vector, python_codec, shown, vectors

LONGEST = 150
ACCEPTED = vectors("accepted")
CODECS = [
    *(Codec(Wire.AXDR, name) for name in (*AXDR_NAMES.values(), "date-time", "date", "time", "scaler_unit")),
    *(Codec(Wire.ZCL, name) for name in ZCL_NAMES.values()),
    Codec(Wire.AXDR, "octet-string", 2, 4),
    Codec(Wire.AXDR, "bit-string", 9, 9),
]


def in_python(codec: Codec, octets: bytes) -> str:
    """Return what the Python bindings make of octets, as the C program would answer."""
    runtime = python_codec(codec)
    try:
        value = runtime.decode_exact(octets)
    except DecodeError as error:
        return f"refused {error.reason.value}"
    return f"ok {len(octets)} {shown(value, codec.name)} {runtime.encode(value).hex()}"


def in_c(answer: str) -> str:
    """Return an answer of the C program in the notation of the vectors."""
    if answer.startswith("refused"):
        return answer
    said, consumed, value, again = answer.split(" ")
    return f"{said} {consumed} {from_c(value)} {again}"


@pytest.mark.parametrize("vector", ACCEPTED, ids=str)
def test_python_refuses_every_beginning(vector: Vector) -> None:
    codec = python_codec(vector.codec)
    for end in range(len(vector.octets)):
        with pytest.raises(DecodeError) as caught:
            codec.decode(vector.octets[:end])
        assert (caught.value.reason.value, caught.value.offset) == ("truncated", end)


@pytest.mark.parametrize("vector", ACCEPTED, ids=str)
def test_python_leaves_what_follows(vector: Vector) -> None:
    codec = python_codec(vector.codec)
    value, consumed = codec.decode(b"\xee" + vector.octets + b"\xee", 1)
    assert (shown(value, vector.codec.name), consumed) == (vector.value, len(vector.octets))
    with pytest.raises(DecodeError) as caught:
        codec.decode_exact(vector.octets + b"\xee")
    assert (caught.value.reason.value, caught.value.offset) == ("trailing", len(vector.octets))


def test_c_refuses_every_beginning_and_what_follows(sanitized: CProgram) -> None:
    cut = [(vector.codec, vector.octets[:end]) for vector in ACCEPTED for end in range(len(vector.octets))]
    longer = [(vector.codec, vector.octets + b"\xee") for vector in ACCEPTED]
    answers = sanitized.ask(sanitized.line(codec, octets) for codec, octets in (*cut, *longer))
    assert answers == ["refused truncated"] * len(cut) + ["refused trailing"] * len(longer)


def test_both_bindings_agree_on_every_beginning_of_what_is_composed(
    sanitized: CProgram, vector_table: VectorTable
) -> None:
    short = [vector for vector in COMPOSED if vector.accepted and len(vector.octets) <= LONGEST]
    cut = [(vector, vector.octets[:end]) for vector in short for end in range(len(vector.octets))]
    answers = sanitized.ask(vector_table.line(vector, octets) for vector, octets in cut)
    for (vector, octets), answer in zip(cut, answers, strict=True):
        assert _without_items(answer) == _composed_in_python(vector, octets), (vector.id, octets.hex())
    ended = sum(answer.startswith("ok") for answer in answers)
    assert 0 < ended < len(answers) / 10  # a payload may end before what is optional, or between elements


def _without_items(answer: str) -> str:
    said, *rest = answer.split(" ")
    return f"ok {rest[0]} {rest[-1]}" if said == "ok" else answer


def _composed_in_python(vector: Published, octets: bytes) -> str:
    codec, _ = codec_and_layout(vector)
    try:
        value = codec.decode_exact(octets)
    except DecodeError as error:
        return f"refused {error.reason.value}"
    return f"ok {len(octets)} {codec.encode(value).hex()}"


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda payload: payload.octets.hex())
def test_a_payload_cut_inside_a_record_is_refused(payload: Payload, sanitized: CProgram) -> None:
    cut = attributes.read_responses if payload.command == "responses" else attributes.reports
    refused = 0
    for end in range(1, len(payload.octets)):
        [answer] = sanitized.ask([f"{payload.command} {payload.octets[:end].hex()}"])
        try:
            found = len(list(cut(payload.octets[:end])))
        except DecodeError:
            refused += 1
            assert answer.endswith(" truncated")
        else:
            assert answer.endswith(" end")
            assert found < len(payload.records)
    assert refused == len(payload.octets) - len(payload.records)


def test_a_record_of_a_type_without_codec_is_refused(program: CProgram) -> None:
    octets = bytes.fromhex("00 00 00 20")
    with pytest.raises(DecodeError, match="no codec for the ZCL type 0x00"):
        list(attributes.reports(octets))
    assert program.ask([f"reports {octets.hex()}"]) == ["ok no-codec"]


def test_both_bindings_agree_on_random_octets(sanitized: CProgram) -> None:
    cases = _mutants(random.Random(20260101))  # noqa: S311  (no secret)
    answers = sanitized.ask(sanitized.line(codec, octets) for codec, octets in cases)
    for (codec, octets), answer in zip(cases, answers, strict=True):
        assert in_c(answer) == in_python(codec, octets), (codec, octets.hex())
    accepted = sum(answer.startswith("ok") for answer in answers)
    assert 0.1 < accepted / len(answers) < 0.9  # neither side of the border goes untested


def _mutants(chance: random.Random) -> list[tuple[Codec, bytes]]:
    """Return changed vectors, and random octets for every codec."""
    cases = [(vector.codec, _changed(vector.octets, chance)) for vector in ACCEPTED for _ in range(40)]
    for codec in CODECS:
        cases += [(codec, chance.randbytes(chance.randrange(20))) for _ in range(20)]
        cases += [(codec, bytes((octet,))) for octet in range(256)]
    return [case for case in cases if not _is_nan(*case)]


def _changed(octets: bytes, chance: random.Random) -> bytes:
    changed = bytearray(octets)
    match chance.randrange(4):
        case 0:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        case 1:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        case 2:
            del changed[chance.randrange(len(changed))]
        case _:
            changed.insert(chance.randrange(len(changed) + 1), chance.choice((0x00, 0x7F, 0x80, 0xFF)))
    return bytes(changed)


def _is_nan(codec: Codec, octets: bytes) -> bool:
    """Tell an A-XDR NaN: Python may change its payload bits, so only the C keeps them exactly."""
    if not codec.name.startswith("float"):
        return False
    with suppress(DecodeError):
        value = python_codec(codec).decode_exact(octets)
        return value != value  # noqa: PLR0124  (only a NaN differs from itself)
    return False
