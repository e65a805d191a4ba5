"""How an address of a released model prints, where it may be anything."""

from __future__ import annotations

import json
from functools import lru_cache

from pydantic import TypeAdapter, ValidationError

from metermap.codegen.changes.addresses import AddressRecord

__all__ = ["address_text"]

_ADDRESSES: TypeAdapter[AddressRecord] = TypeAdapter(AddressRecord)


@lru_cache(maxsize=1 << 12)
def address_text(document: str) -> str:
    """Return an address, given as a JSON object, as it prints; of one that is none, the values that it has."""
    try:
        return str(_ADDRESSES.validate_json(document))
    except ValidationError:
        return " ".join(str(value) for value in json.loads(document).values() if isinstance(value, str | int) and value)
