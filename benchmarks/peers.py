"""What the other libraries take for the cases of `benchmarks.codecs`: run by the interpreter that has them.

Reads a JSON object of octets from the first line of standard input, then answers each line ``LIBRARY CASE`` with
nanoseconds for one run of the case, the least of several.
"""

import json
import sys
import timeit
from collections.abc import Callable
from decimal import Decimal
from typing import Any

Case = Callable[[], object]


def main() -> None:
    octets = {name: bytes.fromhex(text) for name, text in json.loads(sys.stdin.readline()).items()}
    cases = {"dlms-cosem": dlms_cosem(octets), "gurux-dlms": gurux(octets), "zigpy": zigpy(octets)}
    print("ready", flush=True)
    for line in sys.stdin:
        library, _, case = line.strip().partition(" ")
        work = cases[library].get(case)
        print(nanoseconds(work) if work else 0.0, flush=True)


def nanoseconds(work: Case) -> float:
    """Return the least time of one run."""
    timer = timeit.Timer(work)
    number, _ = timer.autorange()
    return min(timer.repeat(3, max(1, number // 8))) / max(1, number // 8) * 1e9


def dlms_cosem(octets: dict[str, bytes]) -> dict[str, Case]:
    from dlms_cosem import dlms_data, utils

    read = utils.parse_as_dlms_data

    def register() -> Decimal:
        scaler, _unit = read(octets["scaler_unit"])
        return Decimal(read(octets["uint32"])).scaleb(scaler)

    def rows() -> object:
        return dlms_data.DataArray(
            [
                dlms_data.DataStructure([dlms_data.DoubleLongUnsignedData(value) for value in row])
                for row in read(octets["buffer"])
            ]
        ).to_bytes()

    table = dlms_data.DataArray(
        [
            dlms_data.DataStructure([dlms_data.DoubleLongUnsignedData(value) for value in row])
            for row in read(octets["buffer"])
        ]
    )
    assert rows() == octets["buffer"]
    return {
        "decode uint32": lambda: read(octets["uint32"]),
        "decode register": register,
        "decode buffer": lambda: read(octets["buffer"]),
        "encode uint32": lambda: dlms_data.DoubleLongUnsignedData(123456).to_bytes(),
        "encode buffer": table.to_bytes,
    }


def gurux(octets: dict[str, bytes]) -> dict[str, Case]:
    from gurux_dlms.enums import DataType
    from gurux_dlms.GXArray import GXArray
    from gurux_dlms.GXByteBuffer import GXByteBuffer
    from gurux_dlms.GXStructure import GXStructure
    from gurux_dlms.GXUInt32 import GXUInt32
    from gurux_dlms.internal._GXCommon import _GXCommon
    from gurux_dlms.internal._GXDataInfo import _GXDataInfo

    def read(data: bytes) -> Any:  # noqa: ANN401  (what gurux makes of data)
        return _GXCommon.getData(None, GXByteBuffer(data), _GXDataInfo())

    def register() -> Decimal:
        scaler, _unit = read(octets["scaler_unit"])
        return Decimal(int(read(octets["uint32"]))).scaleb(int(scaler))

    def written(kind: DataType, value: object) -> bytes:
        buffer = GXByteBuffer()
        _GXCommon.setData(None, buffer, kind, value)
        return bytes(buffer.array())

    table = GXArray()
    for row in read(octets["buffer"]):
        line = GXStructure()
        line.extend(GXUInt32(int(value)) for value in row)
        table.append(line)
    assert bytes(written(DataType.ARRAY, table)) == octets["buffer"]
    return {
        "decode uint32": lambda: read(octets["uint32"]),
        "decode register": register,
        "decode buffer": lambda: read(octets["buffer"]),
        "encode uint32": lambda: written(DataType.UINT32, 123456),
        "encode buffer": lambda: written(DataType.ARRAY, table),
    }


def zigpy(octets: dict[str, bytes]) -> dict[str, Case]:
    from zigpy.zcl.foundation import GENERAL_COMMANDS, GeneralCommand

    schema = GENERAL_COMMANDS[GeneralCommand.Read_Attributes_rsp].schema
    whole, rest = schema.deserialize(octets["response"])
    assert not rest
    assert whole.serialize() == octets["response"]
    return {"decode response": lambda: schema.deserialize(octets["response"]), "encode response": whole.serialize}


if __name__ == "__main__":
    main()
