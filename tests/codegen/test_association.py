"""Association, release and wrapper: octets of gurux-dlms and of the Green Book's layout, and what is refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metermap.codegen.python.runtime import client
from metermap.codegen.python.runtime.association import (
    Aare,
    Aarq,
    AssociationResult,
    AuthenticationMechanism,
    Context,
    Diagnostic,
    ReleaseRequestReason,
    ReleaseResponseReason,
    Rlre,
    Rlrq,
)
from metermap.codegen.python.runtime.codec import DecodeError, Reason
from metermap.codegen.python.runtime.initiate import (
    CONFIRMED_SERVICE_ERROR,
    INITIATE_REQUEST,
    INITIATE_RESPONSE,
    ConfirmedServiceError,
    Conformance,
    InitiateRequest,
    InitiateResponse,
)
from metermap.codegen.python.runtime.services import AttributeDescriptor
from metermap.codegen.python.runtime.wrapper import Wrapper, unwrap

# gurux-dlms 1.0.203: GXDLMSClient(True, 16, 1, Authentication.LOW, "12345678", InterfaceType.PDU).aarqRequest()
AARQ = bytes.fromhex(
    "6036 a109060760857405080101 8a020780 8b0760857405080201 ac0a80083132333435363738"
    "be10040e 01000000065f1f0400 401e5d ffff"
)
# by hand: the fields of an AARE of the Green Book
AARE = bytes.fromhex("6129 a109060760857405080101 a203020100 a305a103020100 be10040e 0800065f1f0400 401e5d ffff 0007")
CLASSES = (Aarq, Aare, Rlrq, Rlre)
AUTHENTICATIONS = st.none() | st.tuples(st.sampled_from(AuthenticationMechanism), st.none() | st.binary(max_size=200))


def test_an_aarq_of_gurux_is_taken_apart_and_built() -> None:
    aarq = Aarq.decode_exact(AARQ)
    assert (aarq.context, aarq.mechanism) == (Context.LOGICAL_NAME, AuthenticationMechanism.LOW)
    assert aarq.authentication_value == b"12345678"
    request = INITIATE_REQUEST.decode_exact(aarq.user_information)
    assert request.client_max_receive_pdu_size == 0xFFFF
    assert Conformance.GET in request.conformance
    assert Conformance.ACCESS in request.conformance
    assert Conformance.GENERAL_BLOCK_TRANSFER not in request.conformance
    assert (INITIATE_REQUEST.encode(request), aarq.encode()) == (aarq.user_information, AARQ)


def test_an_aare_is_taken_apart_and_built() -> None:
    aare = Aare.decode_exact(AARE)
    assert (aare.result, aare.diagnostic) == (AssociationResult.ACCEPTED, Diagnostic.NULL)
    response = INITIATE_RESPONSE.decode_exact(aare.user_information)
    assert response == InitiateResponse(Conformance(0x401E5D))
    assert (INITIATE_RESPONSE.encode(response), aare.encode()) == (aare.user_information, AARE)


@given(st.builds(InitiateRequest, st.integers(0, 0xFFFFFF).map(Conformance), st.integers(0, 0xFFFF)))
def test_a_proposal_comes_back(request: InitiateRequest) -> None:
    assert INITIATE_REQUEST.decode_exact(INITIATE_REQUEST.encode(request)) == request


def test_a_refused_proposal_says_why() -> None:
    error = ConfirmedServiceError(1, 6, 1)
    assert CONFIRMED_SERVICE_ERROR.encode(error) == bytes.fromhex("0e 01 06 01")
    assert CONFIRMED_SERVICE_ERROR.decode_exact(bytes.fromhex("0e 01 06 01")) == error


@given(st.binary(max_size=200), st.sampled_from(Context), AUTHENTICATIONS, st.none() | st.binary(max_size=8))
def test_a_request_comes_back(
    information: bytes,
    context: Context,
    authentication: tuple[AuthenticationMechanism, bytes | None] | None,
    title: bytes | None,
) -> None:
    mechanism, value = authentication or (None, None)
    aarq = Aarq(information, context, mechanism, value, title)
    assert Aarq.decode_exact(aarq.encode()) == aarq
    for diagnostic in Diagnostic:
        aare = Aare(information, AssociationResult.REJECTED_TRANSIENT, diagnostic, context, mechanism, value, title)
        assert Aare.decode_exact(aare.encode()) == aare


@pytest.mark.parametrize("information", [None, b"", bytes(300)])
def test_a_release_comes_back(information: bytes | None) -> None:
    for request in (Rlrq(None, information), Rlrq(ReleaseRequestReason.URGENT, information)):
        assert Rlrq.decode_exact(request.encode()) == request
    answer = Rlre(ReleaseResponseReason.NORMAL, information)
    assert Rlre.decode_exact(answer.encode()) == answer
    assert Rlrq(ReleaseRequestReason.NORMAL).encode() == bytes.fromhex("62 03 80 01 00")


@pytest.mark.parametrize("octets", [AARQ, AARE])
def test_every_beginning_is_refused(octets: bytes) -> None:
    kind = Aarq if octets is AARQ else Aare
    for end in range(len(octets)):
        with pytest.raises(DecodeError) as caught:
            kind.decode_exact(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)
    with pytest.raises(DecodeError) as caught:
        kind.decode_exact(octets + b"\x00")
    assert (caught.value.reason, caught.value.offset) == (Reason.TRAILING, len(octets))


@pytest.mark.parametrize(
    ("octets", "reason", "offset"),
    [
        ("61 00", "tag", 0),
        ("60 00", "tag", 2),
        ("60 02 a1 09", "length", 2),
        ("60 0b a1 09 0607608574050801 05", "value", 13),
        ("60 0b a1 09 0607608574050802 01", "value", 2),
        ("60 0b a1 09 0607608574050801 01", "tag", 13),
        ("60 11 a1 09 0607608574050801 01 be 04 04 03 01 00", "length", 13),
        ("60 11 a1 09 0607608574050801 01 be 04 05 02 01 00", "tag", 13),
        ("60 0d a1 09 0607608574050801 01 a2 00", "tag", 13),
        ("60 11 be 02 04 00 a1 09 0607608574050801 01 00 00", "tag", 2),
        ("60 85 00", "length", 1),
    ],
)
def test_what_is_refused_and_where(octets: str, reason: str, offset: int) -> None:
    with pytest.raises(DecodeError) as caught:
        Aarq.decode_exact(bytes.fromhex(octets))
    assert (caught.value.reason.value, caught.value.offset) == (reason, offset)


@given(st.sampled_from([AARQ, AARE]), st.integers(0, 60), st.binary(max_size=3), st.integers(0, 3))
def test_changed_octets_are_taken_or_refused(octets: bytes, at: int, inserted: bytes, dropped: int) -> None:
    changed = octets[:at] + inserted + octets[at + dropped :]
    for kind in CLASSES:
        with suppress(DecodeError):
            kind.decode_exact(changed)
    for codec in (INITIATE_REQUEST, INITIATE_RESPONSE):
        with suppress(DecodeError):
            codec.decode_exact(changed[-14:])


@given(st.integers(0, 0xFFFF), st.integers(0, 0xFFFF), st.binary(max_size=300))
def test_what_is_wrapped_is_unwrapped(source: int, destination: int, apdu: bytes) -> None:
    wrapper = Wrapper(source, destination, apdu)
    octets = wrapper.encode()
    assert unwrap(b"\xee" + octets + b"\xee", 1) == (wrapper, len(octets) + 1)
    for end in range(len(octets)):
        with pytest.raises(DecodeError) as caught:
            unwrap(octets[:end])
        assert (caught.value.reason, caught.value.offset) == (Reason.TRUNCATED, end)


def test_a_wrapper_has_its_limits() -> None:
    with pytest.raises(DecodeError, match="version"):
        unwrap(bytes.fromhex("0002 0001 0010 0000"))
    with pytest.raises(ValueError, match="16 bits"):
        Wrapper(1, 16, bytes(65536)).encode()


# The client: answers that do not belong to the request, and blocks that never end ---------------

GET = AttributeDescriptor(7, bytes(6), 2)


def _answers(*answers: str) -> object:
    given_ = iter(answers)
    return client.run(client.Client(most=8).get(GET), lambda _: bytes.fromhex(next(given_)))


def test_blocks_are_asked_for_until_the_last() -> None:
    assert _answers("c402c1 00 00000001 00 03 060000", "c402c1 01 00000002 00 02 0102") == bytes.fromhex("0600000102")


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        (("c401c2 00 00",), "no answer to the request"),
        (("c501c1 00",), "no answer to the request"),
        (("d80102",), "no answer to the request"),
        (("c402c1 00 00000002 00 01 06",), "where 1 is due"),
        (("c402c1 00 00000001 00 09 000000000000000000",), "more than 8 octets"),
        (("c402c1 00 00000001 00 00",), "empty and not the last"),
        (("c402c1 01 00000001 00 02 0000",), "more than a value"),
        (("c402c1 01 00000001 00 01 06",), "octets more"),
    ],
)
def test_what_a_client_does_not_take(answers: tuple[str, ...], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        _answers(*answers)
