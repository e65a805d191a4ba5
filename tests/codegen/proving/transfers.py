"""What travels whole in the Great Britain workspace: each layout once, with the entry that both bindings know it by.

And each entry that is a part of something whose order is not recorded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.layouts import Buffer, Layout, Unordered, children, notation
from metermap.codegen.bindings.scan import Bindings, scan
from metermap.core.text import python_identifier
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb

__all__ = ["HEADER", "Sample", "gb_parts", "gb_transfers", "needs_order", "write_header"]

HEADER: Final = "transfers.h"


@dataclass(frozen=True)
class Sample:
    """One layout. `key` says what travels; `entry` is the number of an entry of `device` that has it."""

    device: str
    entry: int
    key: str
    layout: Layout


@cache
def _gb() -> Bindings:
    return scan(GeneratorInput(load_gb(), "gb", {}, load_dictionaries()), python_identifier)


@cache
def gb_transfers() -> tuple[Sample, ...]:
    """Return each layout of the workspace once, in the order of devices and entries."""
    samples: dict[str, Sample] = {}
    for device in _gb().devices:
        for number, facts in enumerate(device.entries):
            if facts.has_codec and facts.transfer:
                sample = Sample(device.device.id.lower(), number, facts.transfer.key, facts.transfer.layout)
                samples.setdefault(notation(sample.layout), sample)
    return tuple(samples.values())


def needs_order(layout: Layout) -> bool:
    """Whether reading a layout, or something in it, needs an order."""
    return isinstance(layout, Buffer | Unordered) or any(map(needs_order, children(layout)))


@cache
def gb_parts() -> tuple[Sample, ...]:
    """Return each entry of the workspace that is a part of something that needs an order."""
    return tuple(
        Sample(device.device.id.lower(), number, facts.name, facts.transfer.layout)
        for device in _gb().devices
        for number, facts in enumerate(device.entries)
        if facts.has_codec and facts.transfer and facts.steps and needs_order(facts.transfer.layout)
    )


def write_header(folder: Path) -> None:
    """Write the header that leads a C program from the number of a sample to its entry."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / HEADER).write_text("".join(f"{line}\n" for line in _lines()), "utf-8")


def _lines() -> Iterator[str]:
    for name, samples in (("transfers", gb_transfers()), ("parts", gb_parts())):
        yield f"static const gb_entry *const {name}[] = {{"
        yield from (f"    &gb_{each.device}_entries[{each.entry}], /* {each.key} */" for each in samples)
        yield "};"
