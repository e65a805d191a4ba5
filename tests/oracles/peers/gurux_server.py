"""A meter of gurux-dlms on loopback: objects of Great Britain's ESME behind association and wrapper.

Runs in the environment of the oracles, alone: it imports nothing of metermap. Prints one line of JSON with the
port and what the objects hold, serves one connection, then prints what they hold at the end.

The server class of gurux-dlms 1.0.203 leaves names undefined that its handlers call, and answers neither
ACCESS, nor a list or blocks in SET, nor selective access, nor these methods. What stands here supplies what
its handlers need to run and what the methods do; APDUs and data are read and written by gurux alone.
"""

# The methods have the names that gurux calls them by, and gurux has no types.
# ruff: noqa: ARG002, N802, N815
# mypy: disable-error-code="misc, no-any-return"

from __future__ import annotations

import json
import socket
import sys
from collections.abc import Iterator
from datetime import datetime

from gurux_dlms import GXByteBuffer, GXDateTime
from gurux_dlms.enums import AccessMode, Authentication, DataType, InterfaceType, MethodAccessMode, SourceDiagnostic
from gurux_dlms.GXArray import GXArray
from gurux_dlms.GXDLMS import GXDLMS
from gurux_dlms.GXDLMSLNParameters import GXDLMSLNParameters
from gurux_dlms.GXDLMSLongTransaction import GXDLMSLongTransaction
from gurux_dlms.GXDLMSServer import GXDLMSServer
from gurux_dlms.GXDLMSSettings import GXDLMSSettings
from gurux_dlms.GXServerReply import GXServerReply
from gurux_dlms.GXStructure import GXStructure
from gurux_dlms.GXUInt32 import GXUInt32
from gurux_dlms.internal._GXCommon import _GXCommon
from gurux_dlms.objects import (
    GXDLMSAccount,
    GXDLMSAssociationLogicalName,
    GXDLMSClock,
    GXDLMSData,
    GXDLMSDisconnectControl,
    GXDLMSProfileGeneric,
    GXDLMSRegister,
)
from gurux_dlms.ValueEventArgs import ValueEventArgs

_PASSWORD = b"12345678"
_MOMENT = "2026-07-14T12:34:56+00:00"
_ROWS = [(1_700_000_000 + 1800 * number, 7 * number * number) for number in range(120)]


def _itself(self: ValueEventArgs) -> Iterator[ValueEventArgs]:
    """Yield the one event: gurux's handlers of SET and ACTION make a list of it."""
    yield self


def _is_in_blocks(self: GXDLMSLNParameters) -> bool:
    return bool(self.multipleBlocks)


def _put_status(self: GXDLMSLNParameters, status: int) -> None:
    self.status = status


def _most_octets(self: GXDLMSSettings) -> int:
    return int(self.maxPduSize)


def _put_data(self: GXDLMSLongTransaction, data: GXByteBuffer) -> None:
    """Keep what has not been sent of the data."""
    self.data = GXByteBuffer()
    self.data.set(data)


GXDLMSSettings.gbtWndowSize = 1
GXDLMSSettings.getMaxPduSize = _most_octets
GXDLMSLongTransaction.setData = _put_data
ValueEventArgs.__iter__ = _itself
GXDLMSLNParameters.isMultipleBlocks = _is_in_blocks
GXDLMSLNParameters.setStatus = _put_status


class Counter(GXDLMSRegister):
    """A register that can be reset."""

    def invoke(self, settings: object, e: ValueEventArgs) -> None:
        """Method 1: reset."""
        assert e.index == 1
        self.value = 0


class Switch(GXDLMSDisconnectControl):
    """A switch that can be opened and closed."""

    def invoke(self, settings: object, e: ValueEventArgs) -> None:
        """Method 1: remote_disconnect; method 2: remote_reconnect."""
        self.outputState = e.index == 2


class Profile(GXDLMSProfileGeneric):
    """A profile of two numbers a row, with selection by range of the first (1) and by entry (2)."""

    def getValue(self, settings: object, e: ValueEventArgs) -> object:
        """Return the rows that are asked for, as gurux encodes them."""
        if e.index != 2:
            return super().getValue(settings, e)
        rows = GXArray()
        for row in self._selected(e):
            rows.append(GXStructure())
            rows[-1].extend(map(GXUInt32, row))
        e.byteArray = True
        encoded = GXByteBuffer()
        _GXCommon.setData(settings, encoded, DataType.ARRAY, rows)
        return encoded

    def _selected(self, e: ValueEventArgs) -> list[list[object]]:
        if e.selector == 1:
            least, most = e.parameters[1], e.parameters[2]
            return [row for row in self.buffer if least <= row[0] <= most]
        if e.selector == 2:
            return self.buffer[e.parameters[0] - 1 : e.parameters[1]]
        return self.buffer


class _Reply(GXServerReply):
    def getConnectionInfo(self) -> None:
        """Return nothing: one connection is all there is."""


class Meter(GXDLMSServer):
    """The server; the names are gurux's."""

    def answer(self, received: bytes) -> bytes:
        """Return the frame that answers a frame: what gurux's `handleRequest` means to do."""
        GXDLMS.getData(self.settings, GXByteBuffer(received), self.info, None)
        if not self.info.complete:
            return b""
        frame = self.handleCommand(self.info.command, self.info.data, _Reply(received))
        self.info.clear()
        return bytes(frame)

    def isTarget(self, serverAddress: int, clientAddress: int) -> bool:  # noqa: N803
        return (serverAddress, clientAddress) == (1, 16)

    def onValidateAuthentication(self, authentication: Authentication, password: bytes) -> SourceDiagnostic:
        if authentication == Authentication.NONE:
            return SourceDiagnostic.NONE
        right = authentication == Authentication.LOW and bytes(password) == _PASSWORD
        return SourceDiagnostic.NONE if right else SourceDiagnostic.AUTHENTICATION_FAILURE

    def onFindObject(self, objectType: object, sn: int, ln: str) -> None:  # noqa: N803
        return None

    def onGetAttributeAccess(self, arg: ValueEventArgs) -> AccessMode:
        return AccessMode.READ if arg.index == 1 else AccessMode.READ_WRITE

    def onGetMethodAccess(self, arg: ValueEventArgs) -> MethodAccessMode:
        return MethodAccessMode.ACCESS

    def getTransaction(self) -> object:
        return self.transaction

    def setTransaction(self, value: object) -> None:
        self.transaction = value

    def _nothing(self, *args: object) -> None:
        pass

    notifyRead = notifyConnected = onPreGet = onPostGet = onPreRead = onPostRead = _nothing
    onPreWrite = onPostWrite = onPreAction = onPostAction = _nothing
    onConnected = onInvalidConnection = onDisconnected = _nothing


def _register(logical_name: str, value: int, scaler: float, unit: int, type_: DataType) -> Counter:
    register = Counter(logical_name)
    register.value, register.scaler, register.unit = value, scaler, unit
    register.setDataType(2, type_)
    return register


def _objects() -> Iterator[object]:
    yield _register("1.0.2.8.0.255", 123_456_789, 1, 30, DataType.UINT32)
    yield _register("1.0.32.32.0.4", 17, 1, 255, DataType.UINT32)
    data = GXDLMSData("0.0.94.44.42.1")
    data.value = 3000
    data.setDataType(2, DataType.UINT32)
    yield data
    clock = GXDLMSClock("0.0.1.0.0.255")
    clock.time = GXDateTime(datetime.fromisoformat(_MOMENT))
    yield clock
    switch = Switch("0.0.96.3.10.255")
    switch.outputState = True
    yield switch
    account = GXDLMSAccount("0.0.19.0.0.255")
    account.lowCreditThreshold, account.maxProvision, account.maxProvisionPeriod = 250, 1000, 604_800
    yield account
    profile = Profile("0.0.99.1.2.255")
    profile.buffer = [list(row) for row in _ROWS]
    yield profile


def _held(meter: Meter) -> dict[str, object]:
    held = {it.logicalName: it for it in meter.items}
    return {
        "export": [held["1.0.2.8.0.255"].value, held["1.0.2.8.0.255"].scaler, int(held["1.0.2.8.0.255"].unit)],
        "counter": held["1.0.32.32.0.4"].value,
        "data": held["0.0.94.44.42.1"].value,
        "time": _MOMENT,
        "supply": bool(held["0.0.96.3.10.255"].outputState),
        "low_credit_threshold": held["0.0.19.0.0.255"].lowCreditThreshold,
        "rows": [list(map(int, row)) for row in held["0.0.99.1.2.255"].buffer],
    }


def main() -> None:
    """Serve one connection."""
    meter = Meter(True, InterfaceType.WRAPPER)  # noqa: FBT003  (logical name referencing)
    for item in _objects():
        meter.items.append(item)
    association = GXDLMSAssociationLogicalName("0.0.40.0.0.255")  # gurux cannot make this one itself
    for item in meter.items:
        association.objectList.append(item)
    meter.items.append(association)
    meter.initialize()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(30)
        print(json.dumps({"port": listening.getsockname()[1], **_held(meter)}), flush=True)  # noqa: T201
        connection, _ = listening.accept()
        with connection:
            connection.settimeout(30)
            while received := connection.recv(65536):
                connection.sendall(meter.answer(received))
    json.dump(_held(meter), sys.stdout)


if __name__ == "__main__":
    main()
