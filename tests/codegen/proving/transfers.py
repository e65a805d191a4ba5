"""What travels whole in the Great Britain workspace: each layout once, with the entry that both bindings know it by."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.layouts import Layout, notation
from metermap.codegen.bindings.scan import scan
from metermap.core.text import python_identifier
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb

__all__ = ["HEADER", "Sample", "gb_transfers", "write_header"]

HEADER: Final = "transfers.h"


@dataclass(frozen=True)
class Sample:
    """One layout. `key` says what travels; `entry` is the number of an entry of `device` that has it."""

    device: str
    entry: int
    key: str
    layout: Layout


@cache
def gb_transfers() -> tuple[Sample, ...]:
    """Return each layout of the workspace once, in the order of devices and entries."""
    found = scan(GeneratorInput(load_gb(), "gb", {}, load_dictionaries()), python_identifier)
    samples: dict[str, Sample] = {}
    for device in found.devices:
        for number, facts in enumerate(device.entries):
            if facts.has_codec and facts.transfer:
                sample = Sample(device.device.id.lower(), number, facts.transfer.key, facts.transfer.layout)
                samples.setdefault(notation(sample.layout), sample)
    return tuple(samples.values())


def write_header(folder: Path) -> None:
    """Write the header that leads a C program from the number of a sample to its entry."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HEADER).write_text("".join(f"{line}\n" for line in _lines()), "utf-8")


def _lines() -> Iterator[str]:
    yield "static const gb_entry *const transfers[] = {"
    yield from (f"    &gb_{each.device}_entries[{each.entry}], /* {each.key} */" for each in gb_transfers())
    yield "};"
