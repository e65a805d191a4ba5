"""Write the header and the tables of a device."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen.c.entry_code import CEntry

if TYPE_CHECKING:
    from jinja2 import Environment

    from metermap.codegen.bindings.scan import EntryFacts
    from metermap.mappings.model import Device

__all__ = ["DeviceNames", "Written", "device_texts"]

# Readers of the runtime by name: the type that each gives; `gb` stands for the prefix.
_READERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bool": "bool",
        "u64": "uint64_t",
        "u32": "uint32_t",
        "i64": "int64_t",
        "i32": "int32_t",
        "octets": "gb_octets",
        "bits": "gb_bits",
        "date_time": "gb_date_time",
        "scaler_unit": "gb_scaler_unit",
    }
)


@dataclass(frozen=True, slots=True)
class DeviceNames:
    """The names of one device in C: file and function prefix, and that of constants."""

    prefix: str
    lower: str

    @property
    def upper(self) -> str:
        """The prefix of the device's constants."""
        return self.lower.upper()


@dataclass(frozen=True, slots=True)
class Written:
    """Some entries of a device: the facts, and the rows that they turn into, in the same order."""

    device: Device
    facts: Sequence[EntryFacts]
    entries: Sequence[CEntry]

    def pairs(self) -> Iterator[tuple[EntryFacts, CEntry]]:
        """Return the facts with the rows."""
        return zip(self.facts, self.entries, strict=True)

    @property
    def figures(self) -> str:
        """Return how many entries there are, with a codec and without, as a sentence."""
        with_codec = sum(1 for facts in self.facts if facts.has_codec)
        return f"{len(self.facts)} entries, {with_codec} with a codec, {len(self.facts) - with_codec} without one."


def device_texts(environment: Environment, written: Written, name: DeviceNames, header: str) -> Mapping[str, str]:
    """Return header and table of a device, by file extension; `header` is the first line of all files."""
    context: dict[str, object] = {
        "header": header,
        "title": written.device.title,
        "device": written.device.id,
        "figures": written.figures,
        "prefix": name.prefix,
        "lower": name.lower,
        "upper": name.upper,
        "entry_header": f"{name.prefix}_entry.h",
        "layouts_header": f"{name.prefix}_layouts.h",
        "device_header": f"{name.lower}.h",
        "readers": [(reader, kind.replace("gb_", f"{name.prefix}_")) for reader, kind in _READERS.items()],
        "entries": written.entries,
    }
    return {suffix: environment.get_template(f"device{suffix}.jinja").render(context) for suffix in (".h", ".c")}
