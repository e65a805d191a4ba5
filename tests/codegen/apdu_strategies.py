"""Any data, and any APDU: what hypothesis makes for the laws of the bindings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_type_hints

from hypothesis import strategies as st

from metermap.codegen.python.runtime import apdu as apdus
from metermap.codegen.python.runtime import services
from metermap.codegen.python.runtime.apdu import Apdu
from metermap.codegen.python.runtime.pieces import length_octets
from metermap.codegen.python.runtime.services import AccessService, ActionResult, DataAccessResult

__all__ = ["APDUS", "DATA", "KINDS"]

_SIZES: Final = {0: 0, 3: 1, 5: 4, 6: 4, 15: 1, 16: 2, 17: 1, 18: 2, 20: 8, 21: 8, 22: 1, 23: 4, 24: 8, 25: 12}


def _fixed(tag: int) -> st.SearchStrategy[bytes]:
    size = _SIZES[tag]
    return st.binary(min_size=size, max_size=size).map(lambda octets: bytes((tag,)) + octets)


def _composed(elements: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    lists = st.lists(elements, max_size=4)
    return st.builds(
        lambda tag, each: bytes((tag,)) + length_octets(len(each)) + b"".join(each), st.sampled_from([1, 2]), lists
    )


_STRINGS = st.builds(
    lambda tag, octets: bytes((tag,)) + length_octets(len(octets)) + octets,
    st.sampled_from([9, 10, 12]),
    st.binary(max_size=140),
)
DATA: Final = st.recursive(st.sampled_from(sorted(_SIZES)).flatmap(_fixed) | _STRINGS, _composed, max_leaves=6)

_LOGICAL_NAMES = st.binary(min_size=6, max_size=6)
_CLASSES, _INDICES = st.integers(0, 0xFFFF), st.integers(-128, 127)
_SELECTIONS = st.builds(services.SelectiveAccess, st.integers(0, 255), DATA)
_ATTRIBUTES = st.builds(services.AttributeDescriptor, _CLASSES, _LOGICAL_NAMES, _INDICES, st.none() | _SELECTIONS)
_METHODS = st.builds(services.MethodDescriptor, _CLASSES, _LOGICAL_NAMES, _INDICES)
_RESULTS = st.sampled_from(DataAccessResult)
_DATA_OR_RESULT = DATA | _RESULTS
_RAW = st.binary(max_size=140)
_NUMBERS = st.integers(0, 0xFFFFFFFF)
_RESPONSES = st.builds(services.ActionResponse, st.sampled_from(ActionResult), st.none() | _DATA_OR_RESULT)
_SPECIFICATIONS = (
    st.builds(services.AccessGet, _ATTRIBUTES)
    | st.builds(services.AccessSet, _ATTRIBUTES)
    | st.builds(services.AccessAction, _METHODS)
)
_ACCESS_RESULTS = st.builds(
    services.AccessResult, st.sampled_from([AccessService.GET, AccessService.SET]), _RESULTS
) | st.builds(services.AccessResult, st.just(AccessService.ACTION), st.sampled_from(ActionResult))


def _some(items: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(items, max_size=3).map(tuple)


_BY_TYPE: Final[dict[object, st.SearchStrategy[object]]] = {
    services.InvokeIdAndPriority: st.builds(
        services.InvokeIdAndPriority, st.integers(0, 15), st.booleans(), st.booleans()
    ),
    services.LongInvokeIdAndPriority: st.builds(
        services.LongInvokeIdAndPriority, st.integers(0, 0xFFFFFF), *[st.booleans()] * 4
    ),
    services.AttributeDescriptor: _ATTRIBUTES,
    services.MethodDescriptor: _METHODS,
    services.DataBlock: st.builds(services.DataBlock, st.booleans(), _NUMBERS, _RAW),
    services.DataBlockG: st.builds(services.DataBlockG, st.booleans(), _NUMBERS, _RAW | _RESULTS),
    services.ActionResponse: _RESPONSES,
    services.StateError: st.sampled_from(services.StateError),
    services.ServiceError | services.InvocationCounterError: st.sampled_from(services.ServiceError)
    | st.builds(services.InvocationCounterError, _NUMBERS),
    DataAccessResult: _RESULTS,
    services.GetDataResult: _DATA_OR_RESULT,
    bytes: DATA,
    bytes | None: st.none() | DATA,
    int: _NUMBERS,
    Sequence[services.AttributeDescriptor]: _some(_ATTRIBUTES),
    Sequence[services.MethodDescriptor]: _some(_METHODS),
    Sequence[services.GetDataResult]: _some(_DATA_OR_RESULT),
    Sequence[DataAccessResult]: _some(_RESULTS),
    Sequence[services.ActionResponse]: _some(_RESPONSES),
    Sequence[services.AccessSpecification]: _some(_SPECIFICATIONS),
    Sequence[services.AccessSpecification] | None: st.none() | _some(_SPECIFICATIONS),
    Sequence[services.AccessResult]: _some(_ACCESS_RESULTS),
    Sequence[bytes]: _some(DATA),
}
# A list that has as many items as the one before it.
_AS_MANY: Final = frozenset({"values", "data", "parameters", "results"})
_PAIRED: Final = (apdus.SetRequestWithList, apdus.ActionRequestWithList, apdus.AccessRequest, apdus.AccessResponse)


@st.composite
def _apdu(draw: st.DrawFn, kind: type[Apdu]) -> Apdu:
    made: dict[str, object] = {}
    before: object = None
    for name, hint in get_type_hints(kind).items():
        if name == "TAG":
            continue
        strategy = _BY_TYPE[hint]
        if name == "date_time":
            strategy = st.sampled_from([b"", bytes(12)])
        elif kind in _PAIRED and name in _AS_MANY and isinstance(before, tuple):
            item = _ACCESS_RESULTS if name == "results" else DATA
            strategy = st.tuples(*[item] * len(before))
        before = made[name] = draw(strategy)
    return kind(**made)


KINDS: Final = tuple(
    kind
    for kind in (getattr(apdus, name) for name in apdus.__all__)
    if isinstance(kind, type) and issubclass(kind, Apdu) and kind is not Apdu
)
APDUS: Final = st.sampled_from(KINDS).flatmap(_apdu)
