"""Print APDUs that gurux-dlms and dlms-cosem build, as JSON: what tests/codegen/apdus.json holds.

Runs in the environment of the oracles, alone: it imports nothing of metermap. `fields` is what was given to
the library, in the words of the bindings; octets are in hex. After a change:
`.venv-oracles/bin/python -I tests/oracles/peers/apdu_octets.py > tests/codegen/apdus.json`
"""

# gurux and dlms-cosem have no types that mypy could use.
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from dlms_cosem import cosem, enumerations
from dlms_cosem.protocol.xdlms import action, data_notification, exception_response, get
from dlms_cosem.protocol.xdlms import set as set_
from dlms_cosem.protocol.xdlms.invoke_id_and_priority import InvokeIdAndPriority
from gurux_dlms import GXDLMSClient
from gurux_dlms.enums import (
    AccessServiceCommandType,
    Authentication,
    Conformance,
    DataType,
    InterfaceType,
    RequestTypes,
)
from gurux_dlms.GXDLMSAccessItem import GXDLMSAccessItem
from gurux_dlms.objects import GXDLMSData, GXDLMSProfileGeneric, GXDLMSRegister

Fields = dict[str, object]
Vector = tuple[str, str, bytes, str, Fields]

GURUX = f"gurux-dlms {version('gurux-dlms')}"
COSEM = f"dlms-cosem {version('dlms-cosem')}"

INVOKE: Fields = {"id": 1, "confirmed": True, "high_priority": True}
EXPORT: Fields = {"class_id": 3, "logical_name": "0100020800ff", "attribute": 2, "selection": None}
LIMIT: Fields = {"class_id": 1, "logical_name": "00005e2c2a01", "attribute": 2, "selection": None}
RESET: Fields = {"class_id": 3, "logical_name": "0100020800ff", "method": 1}
NUMBER = "06075bcd15"


def _gurux() -> Iterator[Vector]:
    client = GXDLMSClient(True, 16, 1, Authentication.NONE, None, InterfaceType.PDU)  # noqa: FBT003
    client.negotiatedConformance = Conformance.MULTIPLE_REFERENCES
    client.settings.setInvokeID(1)
    register, data = GXDLMSRegister("1.0.2.8.0.255"), GXDLMSData("0.0.94.44.42.1")
    data.value = 3000
    data.setDataType(2, DataType.UINT32)
    profile = GXDLMSProfileGeneric("0.0.99.1.2.255")
    plain: Fields = {"invoke": INVOKE}

    def sent(made: Any) -> bytes:  # noqa: ANN401  (gurux has no types)
        while isinstance(made, list):  # gurux gives a frame, a list of them, or a list of lists
            made = made[0]
        return bytes(made)

    yield "read", GURUX, sent(client.read(register, 2)), "GetRequestNormal", plain | {"attribute": EXPORT}
    both: Fields = {"attributes": [EXPORT, LIMIT]}
    yield "read a list", GURUX, sent(client.readList([(register, 2), (data, 2)])), "GetRequestWithList", plain | both
    rows = EXPORT | {"class_id": 7, "logical_name": "0000630102ff"}
    rows["selection"] = {"selector": 2, "parameters": "02040600000001060000000512000112" + "0000"}
    selected = plain | {"attribute": rows}
    yield "read rows", GURUX, sent(client.readRowsByEntry(profile, 1, 5)), "GetRequestNormal", selected
    further = client.receiverReady(RequestTypes.DATABLOCK)
    yield "read on", GURUX, sent(further), "GetRequestNext", plain | {"block_number": 1}
    written = plain | {"attribute": LIMIT, "value": "0600000bb8"}
    yield "write", GURUX, sent(client.write(data, 2)), "SetRequestNormal", written
    invoked = plain | {"method": RESET, "parameters": "0f00"}
    yield "invoke", GURUX, sent(client.method(register, 1, 0, DataType.INT8)), "ActionRequestNormal", invoked
    client.settings.longInvokeID = 7
    items = [GXDLMSAccessItem(AccessServiceCommandType.GET, each, 2) for each in (register, data)]
    yield "access", GURUX, sent(client.accessRequest(None, items)), "AccessRequest", _ACCESSED


_LONG: Fields = {"id": 7, "confirmed": True, "high_priority": False, "break_on_error": False, "self_descriptive": False}
_ACCESSED: Fields = {
    "invoke": _LONG | {"high_priority": True},
    "date_time": "",
    "specifications": [{"attribute": EXPORT}, {"attribute": LIMIT}],
    "data": ["00", "00"],
}


def _cosem() -> Iterator[Vector]:
    octets = bytes.fromhex(NUMBER)
    invoke = InvokeIdAndPriority(invoke_id=1)
    plain: Fields = {"invoke": INVOKE}
    export = cosem.CosemAttribute(enumerations.CosemInterface.REGISTER, cosem.Obis(1, 0, 2, 8, 0, 255), 2)
    reset = cosem.CosemMethod(enumerations.CosemInterface.REGISTER, cosem.Obis(1, 0, 2, 8, 0, 255), 1)
    denied, failed = enumerations.DataAccessResult.READ_WRITE_DENIED, enumerations.ActionResultStatus.OTHER_REASON
    yield (
        "read",
        COSEM,
        get.GetRequestNormal(export, invoke).to_bytes(),
        "GetRequestNormal",
        plain | {"attribute": EXPORT},
    )
    yield "read on", COSEM, get.GetRequestNext(7, invoke).to_bytes(), "GetRequestNext", plain | {"block_number": 7}
    made = get.GetResponseNormalWithError(denied, invoke).to_bytes()
    yield "no data", COSEM, made, "GetResponseNormal", plain | {"result": "READ_WRITE_DENIED"}
    made = get.GetResponseWithBlock(octets, 3, invoke).to_bytes()
    block = {"last_block": False, "block_number": 3, "result": NUMBER}
    yield "a block", COSEM, made, "GetResponseWithDatablock", plain | {"block": block}
    made = get.GetResponseLastBlock(octets, 4, invoke).to_bytes()
    block = {"last_block": True, "block_number": 4, "result": NUMBER}
    yield "the last block", COSEM, made, "GetResponseWithDatablock", plain | {"block": block}
    made = get.GetResponseLastBlockWithError(denied, 5, invoke).to_bytes()
    block = {"last_block": True, "block_number": 5, "result": "READ_WRITE_DENIED"}
    yield "no block", COSEM, made, "GetResponseWithDatablock", plain | {"block": block}
    made = set_.SetRequestNormal(cosem_attribute=export, data=octets, invoke_id_and_priority=invoke).to_bytes()
    yield "write", COSEM, made, "SetRequestNormal", plain | {"attribute": EXPORT, "value": NUMBER}
    made = set_.SetResponseNormal(denied, invoke).to_bytes()
    yield "not written", COSEM, made, "SetResponseNormal", plain | {"result": "READ_WRITE_DENIED"}
    made = action.ActionRequestNormal(reset, b"\x0f\x00", invoke).to_bytes()
    yield "invoke", COSEM, made, "ActionRequestNormal", plain | {"method": RESET, "parameters": "0f00"}
    made = action.ActionRequestNormal(reset, None, invoke).to_bytes()
    yield "invoke plainly", COSEM, made, "ActionRequestNormal", plain | {"method": RESET, "parameters": None}
    made = action.ActionResponseNormal(failed, invoke).to_bytes()
    response: Fields = {"result": "OTHER_REASON", "return_parameters": None}
    yield "not invoked", COSEM, made, "ActionResponseNormal", plain | {"response": response}
    success = enumerations.ActionResultStatus.SUCCESS
    made = action.ActionResponseNormalWithData(success, octets, invoke).to_bytes()
    response = {"result": "SUCCESS", "return_parameters": NUMBER}
    yield "returned", COSEM, made, "ActionResponseNormal", plain | {"response": response}
    made = action.ActionResponseNormalWithError(success, denied, invoke).to_bytes()
    response = {"result": "SUCCESS", "return_parameters": "READ_WRITE_DENIED"}
    yield "nothing returned", COSEM, made, "ActionResponseNormal", plain | {"response": response}
    long = data_notification.LongInvokeIdAndPriority(7, confirmed=True)
    made = data_notification.DataNotification(long, None, octets).to_bytes()
    yield "notify", COSEM, made, "DataNotification", {"invoke": _LONG, "date_time": "", "body": NUMBER}
    state, service = enumerations.StateException(1), enumerations.ServiceException(2)
    made = exception_response.ExceptionResponse(state, service).to_bytes()
    told: Fields = {"state_error": "SERVICE_NOT_ALLOWED", "service_error": "SERVICE_NOT_SUPPORTED"}
    yield "exception", COSEM, made, "ExceptionResponse", told


def main() -> None:
    """Write the vectors to standard output."""
    names = ("name", "source", "octets", "apdu", "fields")
    vectors = [
        dict(zip(names, (name, source, octets.hex(), apdu, fields), strict=True))
        for name, source, octets, apdu, fields in (*_gurux(), *_cosem())
    ]
    json.dump({"apdus": vectors}, sys.stdout, indent=1)
    print()  # noqa: T201


if __name__ == "__main__":
    main()
