"""The names that the bindings give to statements, kept with a release: the next one tells which of them changed.

A CSV file with the columns statement, device, python, c; the first is the statement's key in the model.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.scan import Bindings, scan
from metermap.codegen.c.generator import device_names, item_name
from metermap.codegen.python.generator import constant_name, module_names

__all__ = ["FILE", "Symbol", "SymbolsError", "parse_symbols", "symbols_csv", "symbols_of"]

FILE: Final = "symbols.csv"
_COLUMNS: Final = ("statement", "device", "python", "c")
_MOST: Final = 1_000_000


class SymbolsError(Exception):
    """The file is no list of symbols."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """What a statement is called: ``gb_bindings.esme.NAME`` in Python, ``GB_ESME_NAME`` in C; empty if it is not."""

    statement: str
    device: str
    python: str
    c: str


def symbols_of(given: GeneratorInput, build: Mapping[str, Mapping[str, str]]) -> tuple[Symbol, ...]:
    """Return the symbols of the bindings that are generated from this, by statement.

    `build` has the options of the generators ``python`` and ``c``: each may leave proposals out, or not.
    """
    in_python = scan(replace(given, options=build.get("python", {})), constant_name)
    in_c = scan(replace(given, options=build.get("c", {})), item_name)
    modules, prefixes = module_names(in_python), device_names(in_c)
    python = _named(in_python, lambda device: f"{given.package}_bindings.{modules[device]}.")
    c = _named(in_c, lambda device: f"{prefixes[device].upper}_")
    keys = sorted(python.keys() | c.keys())
    return tuple(Symbol(key, *(python.get(key) or c[key])[:1], _name(python, key), _name(c, key)) for key in keys)


_Names: TypeAlias = Mapping[str, tuple[str, str]]
"""Device and symbol, by statement."""


def _named(bindings: Bindings, prefix: Callable[[str], str]) -> _Names:
    return {
        facts.statement.key: (device.device.id, prefix(device.device.id) + facts.name)
        for device in bindings.devices
        for facts in device.entries
    }


def _name(names: _Names, key: str) -> str:
    """Return the symbol of a statement; empty if the bindings of this language leave it out."""
    return names[key][1] if key in names else ""


def symbols_csv(symbols: Iterable[Symbol]) -> bytes:
    """Return the file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows((symbol.statement, symbol.device, symbol.python, symbol.c) for symbol in symbols)
    return stream.getvalue().encode()


def parse_symbols(data: bytes) -> Mapping[str, Symbol]:
    """Return the symbols of a file by statement.

    Raises:
        SymbolsError: it is none that metermap writes.
    """
    found: dict[str, Symbol] = {}
    try:
        reader = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
        if tuple(next(reader, ())) != _COLUMNS:
            message = f"its first row is not {', '.join(_COLUMNS)}"
            raise SymbolsError(message)
        for cells in reader:
            if len(cells) != len(_COLUMNS) or cells[0] in found or len(found) >= _MOST:
                message = f"row {reader.line_num} does not name the symbols of one more statement"
                raise SymbolsError(message)
            found[cells[0]] = Symbol(*cells)
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"it is no CSV in UTF-8: {error}"
        raise SymbolsError(message) from error
    return found
