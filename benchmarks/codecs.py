"""Decoding and encoding in Python: the generated bindings of gb against dlms-cosem, gurux-dlms and zigpy.

Ours and theirs are measured in turn, each in a process of its own, several rounds in one run. Times are per
value: a buffer of 48 rows has 144, a response ten. The peers are in the environment of the oracles
(`sh scripts/oracles`, or METERMAP_ORACLES_PYTHON).
"""

import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import timeit
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Self

from benchmarks.measure import GB
from metermap.codegen import python
from metermap.codegen.base import GeneratorInput
from metermap.core.exits import Exit
from metermap.resolving import Run, resolve

ROUNDS = 5
ROWS = 48
ATTRIBUTES = 10
AIMS = {"dlms-cosem": 20, "gurux-dlms": 60, "zigpy": 25}
VALUES = {"buffer": 3 * ROWS, "response": ATTRIBUTES}

ROW = bytes.fromhex("02 03 06 00 01 E2 40 06 00 00 10 00 06 00 0A 00 01")
OCTETS = {
    "uint32": bytes.fromhex("06 00 01 E2 40"),
    "scaler_unit": bytes.fromhex("02 02 0F FD 16 1E"),
    "buffer": bytes((0x01, ROWS)) + ROW * ROWS,
    "response": b"".join(
        number.to_bytes(2, "little") + bytes.fromhex("00 25") + bytes.fromhex("01 02 03 04 05 06")
        for number in range(ATTRIBUTES)
    ),
}


def main() -> None:
    oracles = os.environ.get("METERMAP_ORACLES_PYTHON") or str(Path(".venv-oracles/bin/python"))
    if not Path(oracles).exists():
        sys.exit("no environment with the other libraries: run `sh scripts/oracles`")
    with tempfile.TemporaryDirectory() as folder:
        ours = cases(bindings(Path(folder)))
        with Peers(oracles) as peers:
            print(f"{'case':16} {'ours':>9}  " + "  ".join(f"{name:>10} {'ratio':>7}" for name in AIMS))
            for case, work in ours.items():
                compare(case, work, peers)
    print("times in ns a value; the ratio is theirs to ours, the aims for decoding are " + ", ".join(aims()))


def aims() -> list[str]:
    """Return the aims in words."""
    return [f"{aim} ({name})" for name, aim in AIMS.items()]


def bindings(folder: Path) -> Callable[[str], ModuleType]:
    """Write the bindings of gb, and return what imports their modules."""
    resolved = resolve(GB, Run())
    assert not isinstance(resolved, Exit)
    given = GeneratorInput(resolved.model, "gb", {}, resolved.dictionaries)
    for name, data in python.generate(given).files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    sys.path.insert(0, str(folder / "python"))
    return lambda name: importlib.import_module(f"gb_bindings.{name}")


def cases(load: Callable[[str], ModuleType]) -> dict[str, Callable[[], object]]:
    """Return what is measured; each is checked first."""
    esme, buffers, zcl, polls = (load(name) for name in ("esme", "buffers", "zcl", "polls"))
    attributes, axdr = load("attributes"), load("axdr")
    register = esme.ACTIVE_EXPORT_REGISTER_VALUE
    scale = load("cosem").SCALER_UNIT
    names = ("a", "b", "c")
    buffer = buffers.ProfileBuffer(dict.fromkeys(names, axdr.DOUBLE_LONG_UNSIGNED)).by_names(names)
    rows = buffer.decode_exact(OCTETS["buffer"])
    poll = polls.Poll([_entry(load, number) for number in range(ATTRIBUTES)])
    records = tuple(attributes.read_responses(OCTETS["response"]))
    assert poll.decode(OCTETS["response"]) == (0x060504030201,) * ATTRIBUTES
    assert str(register.read(OCTETS["uint32"], scale.decode_exact(OCTETS["scaler_unit"]))) == "123.456 Wh"
    assert buffer.encode(rows) == OCTETS["buffer"]
    assert attributes.encode_read_responses(records) == OCTETS["response"]
    assert zcl.CODECS[0x25] is zcl.UINT48
    return {
        "decode uint32": lambda: register.decode_exact(OCTETS["uint32"]),
        "decode register": lambda: register.read(OCTETS["uint32"], scale.decode_exact(OCTETS["scaler_unit"])),
        "decode buffer": lambda: buffer.decode_exact(OCTETS["buffer"]),
        "decode response": lambda: poll.decode(OCTETS["response"]),
        "encode uint32": lambda: register.encode(123456),
        "encode buffer": lambda: buffer.encode(rows),
        "encode response": lambda: attributes.encode_read_responses(records),
    }


def _entry(load: Callable[[str], ModuleType], number: int) -> object:
    """Return an entry of Metering: the consumption register's, with another attribute's number."""
    return replace(load("gsme").CONSUMPTION_REGISTER_VALUE, number=number)


class Peers:
    """The process of the other libraries."""

    def __init__(self, python: str) -> None:
        script = Path(__file__).with_name("peers.py")
        self._process = subprocess.Popen(
            [python, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Self:
        self._ask(json.dumps({name: data.hex() for name, data in OCTETS.items()}))
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def _ask(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit("the process of the other libraries ended")
        return answer

    def nanoseconds(self, library: str, case: str) -> float:
        """Return what a library takes for a case; 0 if it has none."""
        return float(self._ask(f"{library} {case}"))


def compare(case: str, work: Callable[[], object], peers: Peers) -> None:
    """Print the medians for one case, and how many times as long each library takes."""
    mine: list[float] = []
    theirs: dict[str, list[float]] = {name: [] for name in AIMS}
    for _ in range(ROUNDS):
        mine.append(nanoseconds(work))
        for name, times in theirs.items():
            times.append(peers.nanoseconds(name, case))
    values = VALUES.get(case.split()[1], 1)
    ours = statistics.median(mine) / values
    columns = []
    for times in theirs.values():
        other = statistics.median(times) / values
        columns.append(f"{other:10.0f} {other / ours:7.1f}" if other else f"{'':18}")
    print(f"{case:16} {ours:9.1f}  " + "  ".join(columns))


def nanoseconds(work: Callable[[], object]) -> float:
    """Return the least time of one run."""
    timer = timeit.Timer(work)
    number, _ = timer.autorange()
    return min(timer.repeat(3, max(1, number // 8))) / max(1, number // 8) * 1e9


if __name__ == "__main__":
    main()
