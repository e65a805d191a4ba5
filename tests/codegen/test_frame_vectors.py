"""The vectors of frames and of payloads of global commands through both bindings."""

from __future__ import annotations

from functools import singledispatch
from pathlib import Path
from typing import Any

import pytest

from metermap.codegen.python.runtime.attributes import AttributeRecord, WriteStatus
from metermap.codegen.python.runtime.codec import Codec, DecodeError
from metermap.codegen.python.runtime.frames import FRAME, GLOBAL_PAYLOADS, DefaultResponse, Frame
from metermap.codegen.vectors import Json, Vector
from tests.codegen.c_program import CProgram
from tests.codegen.test_c_frames import ask, driver
from tests.codegen.vectors import OF_FRAMES

__all__ = ["driver"]  # the fixture of test_c_frames

READ_RESPONSE = "zcl global 0x01"
KINDS = {"zcl frame": "frame", "zcl global 0x00": "ids", "zcl global 0x04": "writes", "zcl global 0x0B": "answer"}
RECORDS = [vector for vector in OF_FRAMES if vector.type not in KINDS]


def python_codec(type_: str) -> Codec[Any]:
    return FRAME if type_ == "zcl frame" else GLOBAL_PAYLOADS[int(type_.removeprefix("zcl global "), 16)]


@singledispatch
def as_json(value: object) -> Json:
    """Return a decoded value as the vectors write it."""
    assert isinstance(value, tuple | int)
    return [as_json(each) for each in value] if isinstance(value, tuple) else value


@as_json.register
def _(value: Frame) -> Json:
    header = value.header
    return {
        "type": header.type.name.lower(),
        "to_client": header.to_client,
        "disable_default_response": header.disable_default_response,
        "reserved": header.reserved,
        "manufacturer": header.manufacturer,
        "sequence": header.sequence,
        "command": header.command,
        "payload": value.payload.hex(),
    }


@as_json.register
def _(value: AttributeRecord) -> Json:
    record: dict[str, Json] = {"attribute": value.attribute, "status": value.status}
    return record if value.type is None else record | {"type": value.type, "value": value.value.hex()}


@as_json.register
def _(value: WriteStatus) -> Json:
    status: dict[str, Json] = {"status": value.status}
    return status if value.attribute is None else status | {"attribute": value.attribute}


@as_json.register
def _(value: DefaultResponse) -> Json:
    return {"command": value.command, "status": value.status}


def told(vector: Vector) -> Json:
    """Return a vector's value with the status of each record: that of a report or a write is success."""
    if vector not in RECORDS or not isinstance(vector.value, list):
        return vector.value
    return [{"status": 0, **record} for record in vector.value if isinstance(record, dict)]


@pytest.mark.parametrize("vector", OF_FRAMES, ids=lambda vector: vector.id)
def test_python_reads_and_writes_frames_and_global_commands(vector: Vector) -> None:
    codec = python_codec(vector.type)
    if vector.reason:
        with pytest.raises(DecodeError) as caught:
            codec.decode_exact(vector.octets)
        assert (caught.value.reason.value, caught.value.offset) == (vector.reason, vector.offset)
        return
    value, consumed = codec.decode(vector.octets)
    assert (as_json(value), consumed) == (told(vector), vector.consumed)
    assert codec.encode(value) == vector.encoded


@pytest.mark.parametrize("type_", KINDS)
def test_c_takes_frames_and_global_commands_apart(type_: str, driver: Path) -> None:
    known = [vector for vector in OF_FRAMES if vector.type == type_]
    answers = ask(driver, KINDS[type_], [vector.octets for vector in known])
    for vector, answer in zip(known, answers, strict=True):
        if vector.reason:
            assert answer.split(" ")[-1] == vector.reason, vector.id
        else:  # behind a frame stands the Default Response to it
            assert answer.split(" ")[: len(c_answer(vector))] == c_answer(vector), vector.id


def c_answer(vector: Vector) -> list[str]:
    """Return what the driver says of an accepted vector, cut at its spaces."""
    match vector.value:
        case {"payload": payload, "manufacturer": code, **header}:
            names = ("to_client", "disable_default_response")
            flags = [str(int(header["type"] == "cluster")), *(str(int(bool(header[name]))) for name in names)]
            numbers = [str(header[name]) for name in ("reserved", "sequence", "command")]
            fields = [*flags, "" if code is None else f"{code:04x}", *numbers, payload]
            return ["ok", ",".join(map(str, fields)), vector.encoded.hex()]
        case {"command": int(command), "status": int(status)}:
            return ["ok", f"{command:02x}", f"{status:02x}"]
        case list(records):
            return [*map(_listed, records), "end"]
    message = f"{vector.id}: no answer is known"
    raise ValueError(message)


def _listed(record: Json) -> str:
    if isinstance(record, int):
        return f"{record:04x}"
    assert isinstance(record, dict)
    mark = f":{record['attribute']:04x}" if "attribute" in record else ""
    return f"{record['status']:02x}{mark}"


def test_c_cuts_payloads_into_records_and_writes_them_again(sanitized: CProgram) -> None:
    asked = [("responses" if vector.type == READ_RESPONSE else "reports", vector) for vector in RECORDS]
    answers = sanitized.ask(f"{command} {vector.octets.hex() or '-'}" for command, vector in asked)
    for (_, vector), answer in zip(asked, answers, strict=True):
        if vector.reason:
            assert answer.split(" ")[-1] == vector.reason, vector.id
        else:
            assert isinstance(vector.value, list)
            assert answer.split(" ") == ["ok", *map(_record, vector.value), "end"], vector.id


def _record(record: Json) -> str:
    assert isinstance(record, dict)
    head = f"{record['attribute']:04x}_{record.get('status', 0):02x}"
    return f"{head}_{record['type']:02x}_{record['value']}" if "type" in record else f"{head}_-_-"
