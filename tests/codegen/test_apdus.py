"""The xDLMS APDUs: octets of independent libraries, and what holds for all octets."""

from __future__ import annotations

import json
import subprocess
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import apdu as apdus
from metermap.codegen.python.runtime import services
from metermap.codegen.python.runtime.apdu import APDU, Apdu
from metermap.codegen.python.runtime.blocks import Blocks, cut
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.services import DataBlock, DataBlockG
from metermap.codegen.python.runtime.skipping import skip_data
from tests.codegen.apdu_strategies import APDUS, DATA, KINDS
from tests.oracles.ask import HERE, OraclesMissing, interpreter
from tests.tools import missing

VECTORS_FILE = Path(__file__).parent / "apdus.json"


@dataclass(frozen=True)
class Vector:
    """Octets that a library built, and what it was given."""

    name: str
    source: str
    octets: bytes
    apdu: str
    fields: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.source} {self.name}"


VECTORS = [
    Vector(**each | {"octets": bytes.fromhex(each["octets"])})
    for each in json.loads(VECTORS_FILE.read_text("utf-8"))["apdus"]
]


def plain(value: object) -> object:
    """Return a value as the vectors write it."""
    match value:
        case Enum():
            return value.name
        case bytes():
            return value.hex()
        case tuple():
            return [plain(each) for each in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return value


@pytest.mark.parametrize("vector", VECTORS, ids=str)
def test_octets_of_a_library_are_taken_apart_and_built(vector: Vector) -> None:
    decoded = APDU.decode_exact(vector.octets)
    assert (type(decoded).__name__, plain(decoded)) == (vector.apdu, vector.fields)
    assert decoded.encode() == vector.octets


def test_the_vectors_are_those_that_the_libraries_build() -> None:
    try:
        command = [interpreter(), "-I", str(HERE / "peers" / "apdu_octets.py")]
    except OraclesMissing as reason:
        missing(str(reason))
    run = subprocess.run(command, stdout=subprocess.PIPE, check=True, timeout=60, text=True)
    assert json.loads(run.stdout) == json.loads(VECTORS_FILE.read_text("utf-8"))


def refusal(octets: bytes) -> tuple[str, int]:
    with pytest.raises(DecodeError) as caught:
        APDU.decode_exact(octets)
    return caught.value.reason.value, caught.value.offset


ATTRIBUTE = "0003 0100020800ff 02"


REFUSED = [
    ("", "truncated", 0),
    ("c5", "truncated", 1),
    ("ff", "tag", 0),
    ("c4 04 c1 00", "tag", 1),
    ("c4 01 d1 00 00", "value", 2),
    ("c4 01 c1 02 00", "tag", 3),
    ("c4 01 c1 01 05", "value", 4),
    ("c4 01 c1 00 0e", "tag", 4),
    ("c4 01 c1 00 00 00", "trailing", 5),
    ("c4 03 c1 84ffffffff 00", "truncated", 9),
    ("c4 03 c1 85 00", "length", 3),
    (f"c0 01 c1 {ATTRIBUTE} 02", "value", 12),
    ("c4 02 c1 01 00000001 00 05 06", "truncated", 11),
    (f"c1 04 c1 01 {ATTRIBUTE} 00 02 00 00", "length", 14),
    ("d9 4f000000", "value", 1),
    ("d9 40000000 00 01 06", "tag", 7),
    ("d9 40000000 00 00 01 00", "length", 7),
    ("da 40000000 00 00 01 00 01 04 00", "tag", 10),
    ("da 40000000 00 00 01 00 01 03 13", "value", 11),
    ("d8 03 01", "value", 1),
    ("d8 01 07", "tag", 2),
    ("d8 01 06 000000", "truncated", 6),
    ("0f 40000000 00" + "01 01" * 17 + "00", "value", 38),
]


@pytest.mark.parametrize(("octets", "reason", "offset"), REFUSED)
def test_what_is_refused_and_where(octets: str, reason: str, offset: int) -> None:
    assert refusal(bytes.fromhex(octets)) == (reason, offset)


def test_sixteen_levels_of_nesting_are_data() -> None:
    octets = bytes.fromhex("01 01" * 16 + "00")
    assert skip_data(octets, 0) == len(octets)


@pytest.mark.parametrize(
    "octets",
    ["13 12 04 0001 0002", "13 02 02 06 11 05 0000000101", "13 01 0004 12 08 0000000000000000", "13 02 00 00"],
)
def test_a_compact_array_is_skipped(octets: str) -> None:
    data = bytes.fromhex(octets)
    assert skip_data(data + b"\xee", 0) == len(data)
    for end in range(len(data)):
        with pytest.raises(DecodeError) as caught:
            skip_data(data[:end], 0)
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


@given(APDUS)
def test_what_is_built_is_taken_apart(apdu: Apdu) -> None:
    assert APDU.decode_exact(apdu.encode()) == apdu


@given(APDUS)
def test_every_beginning_is_refused_as_cut_short(apdu: Apdu) -> None:
    octets = apdu.encode()
    for end in range(len(octets)):
        assert refusal(octets[:end]) == ("truncated", end)
    assert refusal(octets + b"\x00") == ("trailing", len(octets))


@given(st.binary(max_size=60), st.sampled_from([kind.TAG for kind in KINDS]))
def test_random_octets_are_an_apdu_or_refused(octets: bytes, tag: bytes) -> None:
    for tried in (octets, tag + octets):
        with suppress(DecodeError):
            decoded = APDU.decode_exact(tried)
            assert APDU.decode_exact(decoded.encode()) == decoded


@given(DATA, st.integers(0, 60), st.binary(max_size=3))
def test_changed_data_is_skipped_within_its_octets_or_refused(data: bytes, at: int, inserted: bytes) -> None:
    changed = data[:at] + inserted + data[at:]
    with suppress(DecodeError):
        assert 0 < skip_data(changed, 0) <= len(changed)


def test_every_apdu_is_built_by_the_laws() -> None:
    assert len(KINDS) == 30
    assert len({kind.TAG for kind in KINDS}) == len(KINDS)
    assert {kind.__name__ for kind in KINDS} <= set(apdus.__all__)


def test_what_no_apdu_can_carry_is_refused() -> None:
    invoke = services.InvokeIdAndPriority
    attribute = services.AttributeDescriptor(3, bytes(6), 2)
    for wrong in (
        apdus.GetRequestNormal(invoke(16), attribute),
        apdus.GetRequestNormal(invoke(), services.AttributeDescriptor(3, bytes(5), 2)),
        apdus.GetRequestNormal(invoke(), services.AttributeDescriptor(65536, bytes(6), 2)),
        apdus.GetRequestNext(invoke(), 1 << 32),
        apdus.SetRequestNormal(invoke(), attribute, b"\x06\x00"),
        apdus.SetRequestWithList(invoke(), (attribute,), ()),
    ):
        with pytest.raises(ValueError, match=r"."):
            wrong.encode()


# Blocks ---------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.integers(1, 50))
def test_blocks_put_together_are_what_was_cut(octets: bytes, most: int) -> None:
    blocks = Blocks()
    for block in cut(octets, most):
        assert not blocks.complete
        blocks.add(block)
    assert (blocks.complete, blocks.octets) == (True, octets)


DENIED = services.DataAccessResult.READ_WRITE_DENIED


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        (DataBlock(last_block=False, block_number=1, raw_data=b"b"), Reason.VALUE),
        (DataBlock(last_block=False, block_number=3, raw_data=b"b"), Reason.VALUE),
        (DataBlock(last_block=False, block_number=2, raw_data=b""), Reason.VALUE),
        (DataBlockG(last_block=True, block_number=2, result=DENIED), Reason.VALUE),
        (DataBlock(last_block=True, block_number=2, raw_data=bytes(8)), Reason.LENGTH),
    ],
)
def test_a_block_that_does_not_continue_is_refused(block: DataBlock | DataBlockG, reason: Reason) -> None:
    blocks = Blocks(most=10)
    blocks.add(DataBlock(last_block=False, block_number=1, raw_data=b"abc"))
    with pytest.raises(DecodeError) as caught:
        blocks.add(block)
    assert (caught.value.reason, caught.value.offset) == (reason, 3)
    assert (blocks.octets, blocks.block_number, blocks.complete) == (b"abc", 1, False)


def test_nothing_follows_the_last_block() -> None:
    blocks = Blocks()
    blocks.add(DataBlock(last_block=True, block_number=1, raw_data=b""))
    with pytest.raises(DecodeError, match="follows the last one"):
        blocks.add(DataBlock(last_block=True, block_number=2, raw_data=b""))
