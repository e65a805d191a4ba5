"""A client's conversations with a server, without a transport: octets go out and come in, no socket here.

A conversation is a generator: it yields the octets of a request, is sent the octets of the response, and
returns its result. `Client.run` drives one over a function that sends octets and returns the answer:

    client = Client()
    run(client.associate(INITIATE_REQUEST_OCTETS), exchange)
    octets = run(client.get(AttributeDescriptor(3, bytes((1, 0, 1, 8, 0, 255)), 2)), exchange)

`exchange` is the caller's: it adds the wrapper (`wrapper.Wrapper`) or another lower layer. `protect` and
`unprotect` are the hooks of `apdu`: they stand around each xDLMS APDU, not around those of ACSE.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from .apdu import (
    APDU,
    ActionRequestNormal,
    ActionResponseNormal,
    Apdu,
    GetRequestNext,
    GetRequestNormal,
    GetRequestWithList,
    GetResponseNormal,
    GetResponseWithDatablock,
    GetResponseWithList,
    Protect,
    SetRequestNormal,
    SetRequestWithDatablock,
    SetRequestWithFirstDatablock,
    SetResponseDatablock,
    SetResponseLastDatablock,
    SetResponseNormal,
    Unprotect,
)
from .association import Aare, Aarq, AssociationResult, Rlre, Rlrq
from .blocks import MOST_OCTETS, Blocks, cut
from .initiate import INITIATE_RESPONSE, InitiateResponse
from .pieces import GET_RESULTS
from .services import (
    ActionResponse,
    AttributeDescriptor,
    DataAccessResult,
    GetDataResult,
    InvokeIdAndPriority,
    MethodDescriptor,
)
from .skipping import skip_data

__all__ = ["Client", "Conversation", "RefusedError", "UnexpectedError", "run"]

T = TypeVar("T")

Conversation: TypeAlias = Generator[bytes, bytes, T]
"""Yields requests, is sent responses, returns its result."""


class UnexpectedError(ValueError):
    """A well-formed response that does not answer the request."""


class RefusedError(ValueError):
    """The server did not accept the association; `aare` says why."""

    def __init__(self, aare: Aare) -> None:
        super().__init__(f"{aare.result.name}: {aare.diagnostic.name}")
        self.aare = aare


def _as_it_is(apdu: bytes) -> bytes:
    return apdu


def run(conversation: Conversation[T], exchange: Callable[[bytes], bytes]) -> T:
    """Return the result of a conversation that `exchange` carries: it sends octets and returns the answer."""
    try:
        request = next(conversation)
        while True:
            request = conversation.send(exchange(request))
    except StopIteration as end:
        result: T = end.value
        return result


@dataclass(frozen=True, slots=True)
class Client:
    """What all conversations of a client share: the invoke id, the hooks, the most octets of a long value."""

    invoke: InvokeIdAndPriority = field(default_factory=InvokeIdAndPriority)
    protect: Protect = _as_it_is
    unprotect: Unprotect = _as_it_is
    most: int = MOST_OCTETS

    def associate(self, aarq: Aarq) -> Conversation[InitiateResponse]:
        """Associate; the response's user information has to be plain.

        Raises:
            RefusedError: the server did not accept.
            DecodeError: the response is not an AARE with an InitiateResponse.
        """
        aare = Aare.decode_exact((yield aarq.encode()))
        if aare.result is not AssociationResult.ACCEPTED:
            raise RefusedError(aare)
        return INITIATE_RESPONSE.decode_exact(aare.user_information)

    def release(self, rlrq: Rlrq) -> Conversation[Rlre]:
        """Release the association. Raises DecodeError."""
        return Rlre.decode_exact((yield rlrq.encode()))

    def get(self, attribute: AttributeDescriptor) -> Conversation[GetDataResult]:
        """Read an attribute, in one APDU or in blocks.

        Raises:
            DecodeError: a response, a block or the value that the blocks hold is not well formed.
            UnexpectedError: a response is for another request.
        """
        response = yield from self._ask(GetRequestNormal(self.invoke, attribute))
        if isinstance(response, GetResponseNormal):
            return response.result
        whole = yield from self._blocks(response)
        if isinstance(whole, bytes) and skip_data(whole, 0) != len(whole):
            message = "the blocks hold more than a value"
            raise UnexpectedError(message)
        return whole

    def get_list(self, attributes: Sequence[AttributeDescriptor]) -> Conversation[Sequence[GetDataResult]]:
        """Read several attributes: a result for each. Raises as `get` does."""
        response = yield from self._ask(GetRequestWithList(self.invoke, attributes))
        if isinstance(response, GetResponseWithList):
            results = response.results
        else:
            whole = yield from self._blocks(response)
            if not isinstance(whole, bytes):
                return (whole,) * len(attributes)
            results = GET_RESULTS.decode_exact(whole)
        if len(results) != len(attributes):
            message = f"{len(results)} results for {len(attributes)} attributes"
            raise UnexpectedError(message)
        return results

    def set(self, attribute: AttributeDescriptor, value: bytes) -> Conversation[DataAccessResult]:
        """Write an attribute. Raises as `get` does."""
        response = yield from self._ask(SetRequestNormal(self.invoke, attribute, value))
        if isinstance(response, SetResponseNormal):
            return response.result
        raise _unexpected(response)

    def set_in_blocks(self, attribute: AttributeDescriptor, value: bytes, most: int) -> Conversation[DataAccessResult]:
        """Write an attribute in blocks of at most `most` octets. Raises as `get` does."""
        for block in cut(value, most):
            first = block.block_number == 1
            request = (
                SetRequestWithFirstDatablock(self.invoke, attribute, block)
                if first
                else SetRequestWithDatablock(self.invoke, block)
            )
            response = yield from self._ask(request)
            match response:
                case SetResponseDatablock(block_number=block.block_number) if not block.last_block:
                    continue
                case SetResponseLastDatablock(block_number=block.block_number) | SetResponseNormal():
                    return response.result
            raise _unexpected(response)
        message = "unreachable: a value has at least one block"
        raise AssertionError(message)

    def action(self, method: MethodDescriptor, parameters: bytes | None = None) -> Conversation[ActionResponse]:
        """Invoke a method. Raises as `get` does."""
        response = yield from self._ask(ActionRequestNormal(self.invoke, method, parameters))
        if isinstance(response, ActionResponseNormal):
            return response.response
        raise _unexpected(response)

    def _ask(self, request: Apdu) -> Conversation[Apdu]:
        received = yield self.protect(request.encode())
        response = APDU.decode_exact(self.unprotect(received))
        if getattr(response, "invoke", None) != self.invoke:
            raise _unexpected(response)
        return response

    def _blocks(self, response: Apdu) -> Conversation[GetDataResult]:
        """Return what the blocks hold, or the result that one of them has in place of data."""
        blocks = Blocks(self.most)
        while isinstance(response, GetResponseWithDatablock):
            if isinstance(response.block.result, DataAccessResult):
                return response.block.result
            blocks.add(response.block)
            if blocks.complete:
                return blocks.octets
            response = yield from self._ask(GetRequestNext(self.invoke, blocks.block_number))
        raise _unexpected(response)


def _unexpected(response: Apdu) -> UnexpectedError:
    return UnexpectedError(f"{type(response).__name__} is no answer to the request: {response}")
