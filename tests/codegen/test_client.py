"""The client's conversations with a server that answers as it is told: what no peer at hand can answer."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime.apdu import (
    APDU,
    ActionRequestNormal,
    ActionResponseNormal,
    Apdu,
    GetRequestNext,
    GetResponseNormal,
    GetResponseWithDatablock,
    SetRequestWithDatablock,
    SetRequestWithFirstDatablock,
    SetResponseDatablock,
    SetResponseLastDatablock,
    SetResponseNormal,
)
from metermap.codegen.python.runtime.association import ReleaseResponseReason, Rlre, Rlrq
from metermap.codegen.python.runtime.client import Client, UnexpectedError, run
from metermap.codegen.python.runtime.codec import DecodeError
from metermap.codegen.python.runtime.services import (
    ActionResponse,
    ActionResult,
    AttributeDescriptor,
    DataAccessResult,
    DataBlockG,
    InvokeIdAndPriority,
    MethodDescriptor,
)

INVOKE = InvokeIdAndPriority()
REGISTER = AttributeDescriptor(3, bytes((1, 0, 2, 8, 0, 255)), 2)
RESET = MethodDescriptor(3, bytes((1, 0, 2, 8, 0, 255)), 1)
VALUE = bytes.fromhex("09 05 01 02 03 04 05")
Server = Callable[[bytes], bytes]


def answering(answer: Callable[[Apdu], Apdu]) -> Server:
    """A server that answers each APDU with another."""
    return lambda octets: answer(APDU.decode_exact(octets)).encode()


class Blocks:
    """A server that takes an attribute in blocks."""

    def __init__(self) -> None:
        self.octets = b""

    def __call__(self, request: Apdu) -> Apdu:
        assert isinstance(request, SetRequestWithFirstDatablock | SetRequestWithDatablock)
        self.octets += request.block.raw_data
        number = request.block.block_number
        if request.block.last_block:
            return SetResponseLastDatablock(INVOKE, DataAccessResult.SUCCESS, number)
        return SetResponseDatablock(INVOKE, number)


@given(st.binary(min_size=1, max_size=40), st.integers(1, 12))
def test_an_attribute_is_written_in_blocks(value: bytes, most: int) -> None:
    server = Blocks()
    result = run(Client().set_in_blocks(REGISTER, value, most), answering(server))
    assert (result, server.octets) == (DataAccessResult.SUCCESS, value)


def test_a_server_that_counts_blocks_otherwise_is_told() -> None:
    with pytest.raises(UnexpectedError, match="SetResponseDatablock"):
        run(Client().set_in_blocks(REGISTER, VALUE, 3), answering(lambda _: SetResponseDatablock(INVOKE, 2)))


def test_a_server_may_refuse_the_first_block() -> None:
    refuses = answering(lambda _: SetResponseNormal(INVOKE, DataAccessResult.READ_WRITE_DENIED))
    assert run(Client().set_in_blocks(REGISTER, VALUE, 3), refuses) is DataAccessResult.READ_WRITE_DENIED


def test_a_value_in_blocks_is_put_together() -> None:
    pieces = [VALUE[:3], VALUE[3:5], VALUE[5:]]

    def answer(request: Apdu) -> Apdu:
        number = request.block_number + 1 if isinstance(request, GetRequestNext) else 1
        return GetResponseWithDatablock(INVOKE, DataBlockG(number == len(pieces), number, pieces[number - 1]))

    assert run(Client().get(REGISTER), answering(answer)) == VALUE


def test_blocks_that_hold_more_than_the_value_are_refused() -> None:
    whole = DataBlockG(last_block=True, block_number=1, result=VALUE + b"\x00")
    with pytest.raises(UnexpectedError, match="more than a value"):
        run(Client().get(REGISTER), answering(lambda _: GetResponseWithDatablock(INVOKE, whole)))


def test_blocks_that_hold_more_than_the_client_takes_are_refused() -> None:
    endless = answering(
        lambda request: GetResponseWithDatablock(
            INVOKE,
            DataBlockG(
                last_block=False,
                block_number=request.block_number + 1 if isinstance(request, GetRequestNext) else 1,
                result=bytes(100),
            ),
        )
    )
    with pytest.raises(DecodeError):
        run(Client(most=1000).get(REGISTER), endless)


def test_an_answer_to_another_request_is_told() -> None:
    other = InvokeIdAndPriority(7)
    with pytest.raises(UnexpectedError):
        run(Client().get(REGISTER), answering(lambda _: GetResponseNormal(other, VALUE)))


def test_a_method_gives_its_result() -> None:
    done = ActionResponse(ActionResult.SUCCESS)

    def answer(request: Apdu) -> Apdu:
        assert request == ActionRequestNormal(INVOKE, RESET, b"\x0f\x00")
        return ActionResponseNormal(INVOKE, done)

    assert run(Client().action(RESET, b"\x0f\x00"), answering(answer)) == done


def test_the_association_is_released() -> None:
    def answer(octets: bytes) -> bytes:
        assert Rlrq.decode_exact(octets) == Rlrq()
        return Rlre(ReleaseResponseReason.NORMAL).encode()

    assert run(Client().release(Rlrq()), answer) == Rlre(ReleaseResponseReason.NORMAL)


def test_the_hooks_stand_around_each_apdu() -> None:
    client = Client(protect=lambda apdu: b"P" + apdu, unprotect=lambda apdu: apdu.removeprefix(b"P"))

    def answer(octets: bytes) -> bytes:
        assert octets[:1] == b"P"
        return b"P" + GetResponseNormal(INVOKE, VALUE).encode()

    assert run(client.get(REGISTER), answer) == VALUE
