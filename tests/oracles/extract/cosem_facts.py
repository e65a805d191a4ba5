"""Print what dlms-cosem knows of data types and of the ids of interface classes, as JSON.

Runs in the environment of the oracles, alone: it imports nothing of metermap. The shape of the output
is that of `tests.oracles.facts.DlmsFacts`.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib.metadata import version

from dlms_cosem import dlms_data
from dlms_cosem.enumerations import CosemInterface

# dlms-cosem's words for the data types, as DLMS/COSEM writes them
_TYPES = {
    "data-array": "array",
    "data-structure": "structure",
    "unsigned-integer": "unsigned",
    "unsigned-long": "long-unsigned",
    "unsigned-long64": "long64-unsigned",
    "u-t-f8-string": "utf8-string",
    "b-c-d": "bcd",
    "null": "null-data",
}


def _name(class_: type) -> str:
    words = re.sub(r"(?<!^)(?=[A-Z])", "-", class_.__name__.removesuffix("Data")).lower()
    return _TYPES.get(words, words)


def _data_types() -> Iterator[dict[str, object]]:
    for class_ in dlms_data.BaseDlmsData.__subclasses__():
        octets = class_.LENGTH
        fixed = None if octets == dlms_data.VARIABLE_LENGTH else octets
        yield {"tag": int(class_.TAG), "name": _name(class_), "octets": fixed}


def main() -> None:
    """Write the facts to standard output."""
    facts = {
        "packages": {"dlms-cosem": version("dlms-cosem")},
        "classes": [],
        "class_names": [{"id": int(item), "name": item.name} for item in CosemInterface],
        "units": [],
        "data_types": list(_data_types()),
    }
    json.dump(facts, sys.stdout)


if __name__ == "__main__":
    main()
