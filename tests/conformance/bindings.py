"""The generated Python bindings of the Great Britain workspace, as a laboratory would use them on a test case."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from metermap.codegen import python
from metermap.codegen.base import GeneratorInput
from metermap.codegen.conformance.model import Service, TestCase
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb

__all__ = ["Bindings", "flat"]

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LARGEST = 2**53 - 1


class Bindings:
    """The modules of the package ``conforming_bindings``."""

    def __init__(self, folder: Path) -> None:
        made = python.generate(GeneratorInput(load_gb(), "conforming", {}, load_dictionaries(("gb",))))
        for path, octets in made.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(octets)
        self._folder = str(folder / "python")

    def module(self, name: str) -> ModuleType:
        sys.path.insert(0, self._folder)
        try:
            return importlib.import_module(f"conforming_bindings.{name}")
        finally:
            sys.path.remove(self._folder)

    def entry(self, case: TestCase) -> Any:  # noqa: ANN401  (generated)
        """Return the entry of the statement that a case is about."""
        return self.module(case.device.lower()).REGISTRY[case.statement]

    def encoded_again(self, case: TestCase, octets: bytes) -> bytes:
        """Return a message taken apart and put together again."""
        if case.protocol == "dlms":
            again: bytes = self.module("apdu").APDU.decode_exact(octets).encode()
            return again
        frames = self.module("frames")
        frame = frames.FRAME.decode_exact(octets)
        codec = frames.GLOBAL_PAYLOADS.get(frame.header.command) if frame.header.type == 0 else None
        payload = frame.payload if codec is None else codec.encode(codec.decode_exact(frame.payload))
        made: bytes = frames.FRAME.encode(frames.Frame(frame.header, payload))
        return made

    def whole(self, case: TestCase) -> bytes:
        """Return the octets of what travels whole out of the message that carries the value."""
        octets = case.stimulus if case.carried_in == "stimulus" else case.expected
        found = self._of_apdu(case, octets) if case.protocol == "dlms" else self._of_frame(octets)
        return bytes(found)

    def _of_apdu(self, case: TestCase, octets: bytes) -> Any:  # noqa: ANN401  (generated)
        apdu = self.module("apdu").APDU.decode_exact(octets)
        match case.service, case.carried_in:
            case Service.GET, "expected":
                return apdu.result
            case Service.GET, _:
                return apdu.attribute.selection.parameters
            case Service.SET, _:
                return apdu.value
            case _, "stimulus":
                return apdu.parameters
            case _:
                return apdu.response.return_parameters

    def _of_frame(self, octets: bytes) -> Any:  # noqa: ANN401  (generated)
        frames = self.module("frames")
        frame = frames.FRAME.decode_exact(octets)
        if frame.header.type != frames.FrameType.GLOBAL:
            return frame.payload
        [record] = frames.GLOBAL_PAYLOADS[frame.header.command].decode_exact(frame.payload)
        return record.value

    def value(self, case: TestCase) -> object:
        """Return the value that the generated entry of the statement reads in the message, in the vectors' notation."""
        entry = self.entry(case)
        octets = self.whole(case)
        if not hasattr(entry, "steps"):
            return flat(entry.decode_exact(octets))
        parts = self.module("parts")
        lists = [step for step in entry.steps if isinstance(step, parts.Element) and step.fixed is None]
        return flat(entry.part(entry.decode_whole(octets), *([1] * len(lists))))


def flat(value: object) -> object:
    """Return a value without names: what the bindings decode and what a vector says become the same."""
    if isinstance(value, Mapping):
        of_a_choice = value.keys() == {"type", "value"}
        return flat(value["value"]) if of_a_choice else [flat(part) for part in value.values()]
    if isinstance(value, bytes | bytearray):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return int((value - _EPOCH).total_seconds())
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return int(value) if abs(value) <= _LARGEST else str(int(value))
    return _flat_record(value)


def _flat_record(value: object) -> object:
    if type(value).__name__ == "DateTime":
        return [*_fields(value, "date"), *_fields(value, "time"), *_numbers(value, "deviation", "clock_status")]
    if type(value).__name__ in ("Date", "Time", "ScalerUnit"):
        return list(_slots(value))
    if type(value).__name__ == "Bits":
        return str(value)
    if isinstance(value, Sequence):
        return [flat(part) for part in value if type(part).__name__ != "Absent"]
    return [flat(part) for part in _slots(value)]


def _slots(value: object) -> Iterator[Any]:
    return (getattr(value, name) for name in type(value).__dataclass_fields__)  # type: ignore[attr-defined]


def _fields(value: object, name: str) -> list[Any]:
    return list(_slots(getattr(value, name)))


def _numbers(value: object, *names: str) -> list[Any]:
    return [getattr(value, name) for name in names]
