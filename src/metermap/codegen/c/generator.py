"""Write the C bindings: scan, turn each fact into initializers, render."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from metermap.codegen import templates
from metermap.codegen.base import Generated, GeneratorInput
from metermap.codegen.bindings.names import constant_words
from metermap.codegen.bindings.scan import Bindings, DeviceBindings, EntryFacts, scan
from metermap.codegen.bindings.steps import BitsStep, ElementStep, MemberStep, Step
from metermap.codegen.c.filters import CInitializer
from metermap.codegen.c.layouts import LayoutTable, codec_name
from metermap.codegen.c.orders import Members, members_of
from metermap.codegen.c.terms import TermsTable
from metermap.core.addresses import Access, Address, DlmsAddress, NamedAddress, SepAddress, Side
from metermap.core.text import c_comment, c_identifier, unique_names
from metermap.core.versions import Version, parse_version

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["DeviceNames", "codec_name", "device_names", "generate", "item_name"]

_RUNTIME: Final = (
    *("apdu.c", "apdu.h", "apdu_data.c", "apdu_decode.c", "apdu_encode.c", "apdu_wire.h"),
    *("frame.c", "frame.h", "gbz.c", "gbz.h"),
    *("axdr.c", "axdr_encode.c", "codec.c", "codec.h", "entry.c", "entry.h", "get.h", "get_zcl.h", "items.c"),
    *("layout.h", "layout_read.c", "layout_write.c", "machine.c", "machine.h", "read_zcl.c", "reader.h", "records.c"),
    *("rows.c", "rows.h", "scale.c", "terms.c", "terms.h", "units.c", "wire.h", "words.c", "write_zcl.c", "writer.h"),
    "zcl.c",
)
_OCTETS: Final = frozenset({"rest", "octets"})  # shapes of a layout in C, not codecs
_INTERNAL: Final = ("apdu_wire", "machine", "reader", "wire", "writer")  # headers that users need not include
_RESERVED_ITEMS: Final = frozenset({"COUNT", "H"})
# First words of the runtime's own names behind the prefix: no device may be called so.
_RESERVED_DEVICES: Final = frozenset(
    {
        *("access", "any", "axdr", "bad", "bindings", "bit", "bits", "codec", "date", "day", "decode", "digest"),
        *("encode", "end", "entry", "find", "home", "kind", "month", "next", "no", "octets", "ok", "read", "reason"),
        *("record", "result", "scaler", "side", "text", "time", "trailing", "truncated", "unit", "unlimited", "value"),
        *("is", "needs", "part", "units", "wire", "zcl", "items", "layout", "layouts", "machine", "order", "rows"),
        *("shape", "operation", "joint", "term", "terms", "count", "counts", "member", "members", "path", "paths"),
        "purpose",
        *("keep", "push", "put", "take", "stack", "variant", "choice", "condition", "list", "repeats", "until"),
        *("data", "other", "get", "column", "columns", "check", "reader", "write", "writer", "most"),
        *("apdu", "frame", "gbz", "sense", "scale", "decimal", "role", "sibling", "range", "named", "words"),
        *("masked", "seconds", "version"),
    }
)

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
class _Entry:
    """One row of the two tables of a device, and its comment."""

    name: str
    summary: str
    details: str
    numbers: tuple[tuple[str, CInitializer], ...]
    texts: tuple[tuple[str, str], ...]


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
class _Paths:
    """Paths in the layouts, with the number of their first step."""

    starts: dict[tuple[str, ...], int]

    def add(self, steps: tuple[str, ...]) -> int:
        """Return where the steps begin in the table of paths."""
        if steps not in self.starts:
            self.starts[steps] = sum(map(len, self.starts))
        return self.starts[steps]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all devices share: the header line, the layouts, ways in them, and the terms."""

    header: str
    layouts: LayoutTable
    paths: _Paths
    terms: TermsTable


def generate(given: GeneratorInput) -> Generated:
    """Return the folder ``c/``: a header to include, the runtime, and a table a device."""
    bindings = scan(given, item_name)
    prefix = given.package
    names = device_names(bindings)
    environment = _environment(given)
    internal = {f"{prefix}_{name}.h" for name in _INTERNAL}
    header = f"Generated by metermap from the model {given.model.name}, digest {bindings.digest}. Do not edit."
    texts = {f"{prefix}_{name}": f"/* {c_comment(header)} */\n{_runtime(name, prefix)}" for name in _RUNTIME}
    paths = _Paths({})
    shared = _Shared(header, LayoutTable(prefix), paths, TermsTable(prefix, paths.add))
    for device in bindings.devices:
        name = names[device.device.id]
        rendered = _device(environment, bindings, device, name, shared)
        texts |= {f"{name.lower}{suffix}": text for suffix, text in rendered.items()}
    texts |= _terms(environment, shared, prefix)  # first: siblings need paths
    texts |= {
        f"{prefix}_layouts{suffix}": text
        for suffix, text in _tables(environment, shared, prefix, tuple(members_of(bindings))).items()
    }
    number = parse_version(bindings.version) or Version(0, 0, 0)
    texts[f"{prefix}_bindings.h"] = environment.get_template("bindings.h.jinja").render(
        header=header,
        title=bindings.title,
        edition=bindings.edition,
        upper=prefix.upper(),
        digest=bindings.digest,
        version=bindings.full_version,
        numbers=(number.major, number.minor, number.patch),
        headers=sorted(name for name in texts if name.endswith(".h") and name not in internal),
    )
    texts["CMakeLists.txt"] = environment.get_template("CMakeLists.txt.jinja").render(
        header=header, library=f"{prefix}_bindings", sources=sorted(name for name in texts if name.endswith(".c"))
    )
    contents = {f"c/{path}": text.encode() for path, text in sorted(texts.items())}
    return Generated(contents, bindings.counts, bindings.findings)


def item_name(text: str) -> str:
    """Return what an entry of the bindings is called behind its device, by the text that names it."""
    name = c_identifier(constant_words(text))
    return f"{name}_" if name in _RESERVED_ITEMS else name


def device_names(bindings: Bindings) -> Mapping[str, DeviceNames]:
    """Return the names of each device that has entries, by device id."""

    def lower(device: str) -> str:
        # Without an underscore no device's name can be the beginning of another device's item.
        name = c_identifier(device.lower()).replace("_", "")
        return f"{name}device" if name in _RESERVED_DEVICES else name

    unique = unique_names((device.device.id for device in bindings.devices), lower)
    return {device: DeviceNames(bindings.package, f"{bindings.package}_{name}") for device, name in unique.items()}


def _environment(given: GeneratorInput) -> Environment:
    return templates.environment("metermap.codegen.c", templates.C_FILTERS, given.templates)


def _runtime(name: str, prefix: str) -> str:
    """Return a file of the runtime with the prefix in place of ``gb``."""
    text = files("metermap.codegen.c").joinpath("runtime", f"gb_{name}").read_text("utf-8")
    return re.sub(r"\bGB_", f"{prefix.upper()}_", re.sub(r"\bgb_", f"{prefix}_", text))


def _device(
    environment: Environment,
    bindings: Bindings,
    device: DeviceBindings,
    name: DeviceNames,
    shared: _Shared,
) -> Mapping[str, str]:
    """Return header and table of a device, by file extension."""
    with_codec = sum(1 for facts in device.entries if facts.has_codec)
    without = len(device.entries) - with_codec
    context: dict[str, object] = {
        "header": shared.header,
        "title": device.device.title,
        "device": device.device.id,
        "figures": f"{len(device.entries)} entries, {with_codec} with a codec, {without} without one.",
        "prefix": name.prefix,
        "lower": name.lower,
        "upper": name.upper,
        "entry_header": f"{name.prefix}_entry.h",
        "layouts_header": f"{name.prefix}_layouts.h",
        "device_header": f"{name.lower}.h",
        "readers": [(reader, kind.replace("gb_", f"{name.prefix}_")) for reader, kind in _READERS.items()],
        "entries": [_entry(facts, bindings.package, shared) for facts in device.entries],
    }
    return {suffix: environment.get_template(f"device{suffix}.jinja").render(context) for suffix in (".h", ".c")}


def _tables(environment: Environment, shared: _Shared, prefix: str, members: tuple[Members, ...]) -> Mapping[str, str]:
    """Return header and table of the layouts, by file extension."""
    context: dict[str, object] = {
        "header": shared.header,
        "prefix": prefix,
        "upper": prefix.upper(),
        "layout_header": f"{prefix}_layout.h",
        "layouts_header": f"{prefix}_layouts.h",
        "rows": tuple(shared.layouts.rows()),
        "terms": tuple(shared.layouts.terms()),
        "counts": tuple(shared.layouts.counts()),
        "steps": tuple(CInitializer(step) for path in shared.paths.starts for step in path),
        "members": members,
    }
    return {suffix: environment.get_template(f"layouts{suffix}.jinja").render(context) for suffix in (".h", ".c")}


def _terms(environment: Environment, shared: _Shared, prefix: str) -> Mapping[str, str]:
    """Return the tables of the terms, numbers and words, by file name."""
    terms = shared.terms
    context: dict[str, object] = {
        "header": shared.header,
        "prefix": prefix,
        "terms_header": f"{prefix}_terms.h",
        "layouts_header": f"{prefix}_layouts.h",
        "rows": tuple(terms.rows()),
        "ranges": tuple(terms.ranges()),
        "meanings": tuple(terms.meanings()),
        "siblings": tuple(terms.siblings()),
        "names": tuple(terms.names()),
        "words": tuple(terms.words()),
        "units": tuple(terms.units()),
        "non_values": tuple(terms.non_values()),
        "unit_tables": tuple(terms.unit_tables()),
        "unit_codes": tuple(terms.unit_codes()),
    }
    files = ("terms_tables.c", "terms_texts.c")
    return {f"{prefix}_{name}": environment.get_template(f"{name}.jinja").render(context) for name in files}


def _entry(facts: EntryFacts, prefix: str, shared: _Shared) -> _Entry:
    statement = facts.statement
    texts = {
        "name": facts.name,
        "key": statement.key,
        "element": statement.element,
        "item": statement.item,
        "address": str(facts.address),
        "type": facts.wire_type,
        "constant": statement.value,
        "unit": facts.unit,
        "cell": facts.cell,
        "mapping": str(statement.place),
        "use_cases": " ".join(statement.use_cases),
        "status": statement.status,
    }
    return _Entry(
        facts.name,
        f"{statement.element or statement.item}: {facts.address}.",
        " ".join(_details(facts)),
        tuple(
            (field, CInitializer(code))
            for field, code in (
                *_numbers(facts, prefix.upper()),
                *_way(facts, prefix, shared),
                *_meant(facts, shared),
            )
        ),
        tuple(texts.items()),
    )


def _details(facts: EntryFacts) -> Iterator[str]:
    if facts.statement.row is not None:
        yield f"Row {facts.statement.row}{f', {facts.clause}' if facts.clause else ''}."
    if facts.part:
        yield f"Part of the attribute: {facts.part}."
    if facts.transfer and facts.steps and facts.has_codec:
        yield f"At {_shown(facts.steps)} of {facts.transfer.key}."
    if facts.unit:
        yield f"In {facts.unit}."
    if facts.statement.value:
        yield f"Always {facts.statement.value}."
    if facts.reason:
        yield f"No codec: {facts.reason.value}{f' ({facts.missing})' if facts.missing else ''}."
    yield from facts.errata


def _way(facts: EntryFacts, prefix: str, shared: _Shared) -> Iterator[tuple[str, str]]:
    """Yield the layout of what travels whole and the way in it to the entry's value."""
    if facts.transfer is None or not facts.has_codec:
        return
    yield "layout", f"&{prefix}_layouts[{shared.layouts.add(facts.transfer.layout):d}]"
    yield "purpose", f"{prefix.upper()}_PURPOSE_{facts.transfer.purpose.name}"
    steps = tuple(_step(step, prefix.upper()) for step in facts.steps if not isinstance(step, BitsStep))
    if steps:
        yield "path", f"&{prefix}_paths[{shared.paths.add(steps):d}]"
        yield "steps", f"{len(steps):d}"


def _meant(facts: EntryFacts, shared: _Shared) -> Iterator[tuple[str, str]]:
    """Yield the number of the row of the entry's terms."""
    row = shared.terms.add(facts)
    if row:
        yield "terms", f"{row:d}"


def _step(step: MemberStep | ElementStep, upper: str) -> str:
    match step:
        case MemberStep(number):
            return f"{number:d}"
        case ElementStep(int() as first, last) if first == last:
            return f"{first - 1:d}"
        case ElementStep():
            return f"{upper}_ANY_ELEMENT"


def _shown(steps: tuple[Step, ...]) -> str:
    """Return a way in words: ``week_profile_table[1..4].week_name``."""
    shown = ""
    for step in steps:
        match step:
            case MemberStep(_, name):
                shown += f".{name}"
            case ElementStep(first, last):
                shown += f"[{'' if first is None else first if first == last else f'{first}..{last}'}]"
            case BitsStep(lowest, width, name):
                shown += f".{name or f'@{lowest}..{lowest + width - 1}'}"
    return shown.removeprefix(".")


def _numbers(facts: EntryFacts, upper: str) -> Iterator[tuple[str, str]]:
    """Yield the fields of an entry that are not 0, with their initializers."""
    if facts.statement.row is not None:
        yield "row", f"{facts.statement.row:d}u"
    yield from _at(facts.address, upper)
    if facts.codec and facts.codec.name not in _OCTETS:
        yield "codec", f"{upper}_{codec_name(facts.codec)}"
        if facts.codec.minimum:
            yield "minimum", f"{facts.codec.minimum:d}u"
        yield "maximum", f"{upper}_UNLIMITED" if facts.codec.maximum is None else f"{facts.codec.maximum:d}u"
    if facts.reason:
        yield "reason", f"{upper}_REASON_{facts.reason.name}"
    if facts.member:
        yield "part", f"{upper}_PART_{facts.member.upper()}"
    if facts.bits:
        yield "part", f"{upper}_PART_BITS"
        yield "lowest_bit", f"{facts.bits[0]:d}"
        yield "bit_width", f"{facts.bits[1]:d}"
    if facts.scaler_unit_index is not None:
        yield "scaler_unit_index", f"{facts.scaler_unit_index:d}"
    if facts.scaler_unit:
        yield "scale_is_stated", "true"
        yield "scaler", f"{facts.scaler_unit[0]:d}"
        yield "unit", f"{facts.scaler_unit[1]:d}"


def _at(address: Address, upper: str) -> Iterator[tuple[str, str]]:
    match address:
        case DlmsAddress():
            yield "home", f"{upper}_HOME_DLMS"
            yield "object", f"{address.class_id:d}"
            yield "logical_name", f"{{{', '.join(map(str, address.logical_name.groups))}}}"
            yield "access", f"{upper}_ACCESS_{_access(address.access)}"
            yield "number", f"{address.index:d}"
        case SepAddress():
            yield "home", f"{upper}_HOME_SEP"
            yield "object", f"0x{address.cluster_id:04X}"
            yield "side", f"{upper}_SIDE_{'CLIENT' if address.side is Side.CLIENT else 'SERVER'}"
            yield "access", f"{upper}_ACCESS_{_access(address.access)}"
            yield "number", f"0x{address.id:04X}"
        case NamedAddress():
            yield "home", f"{upper}_HOME_NAMED"


def _access(access: Access) -> str:
    return {Access.ATTRIBUTE: "ATTRIBUTE", Access.METHOD: "METHOD", Access.COMMAND: "COMMAND"}[access]
