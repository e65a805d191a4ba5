"""The names that the bindings give to statements, kept with a release: the next one tells which of them changed.

A CSV file with the columns statement, device, python, c; the first is the statement's key in the model.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from metermap.codegen.base import GeneratorInput
from metermap.codegen.bindings.scan import scan
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
    """What a statement is called: ``gb_bindings.esme.NAME`` in Python, ``GB_ESME_NAME`` in C."""

    statement: str
    device: str
    python: str
    c: str


def symbols_of(given: GeneratorInput) -> tuple[Symbol, ...]:
    """Return the symbols of the bindings that are generated from this, by statement."""
    in_python, in_c = scan(given, constant_name), scan(given, item_name)
    modules, prefixes = module_names(in_python), device_names(in_c)
    names = {facts.statement.key: facts.name for device in in_c.devices for facts in device.entries}
    found = (
        Symbol(
            facts.statement.key,
            device.device.id,
            f"{given.package}_bindings.{modules[device.device.id]}.{facts.name}",
            f"{prefixes[device.device.id].upper}_{names[facts.statement.key]}",
        )
        for device in in_python.devices
        for facts in device.entries
    )
    return tuple(sorted(found, key=lambda symbol: symbol.statement))


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
