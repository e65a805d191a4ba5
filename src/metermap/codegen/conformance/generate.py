"""Writes the statements into a build: Markdown, CSV and JSON, and on request workbooks, which take longer."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from metermap.codegen.base import Generated, GeneratorInput
from metermap.codegen.bindings.codes import BAD_OPTION, UNKNOWN_OPTION
from metermap.codegen.conformance.as_csv import csv_files
from metermap.codegen.conformance.as_json import conformance_json
from metermap.codegen.conformance.as_markdown import cases_markdown, statement_markdown
from metermap.codegen.conformance.build import build_conformance
from metermap.core.places import FilePlace
from metermap.core.text import slug, unique_names

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import Conformance
    from metermap.core.findings import Finding

__all__ = ["FORMATS", "conformance_files", "generate"]

FORMATS: Final = ("md", "xlsx", "csv", "json")
"""The forms of a statement."""

_WORKBOOKS: Final = "workbooks"
_VALUES: Final = ("leave out", "include")


def generate(source: GeneratorInput) -> Generated:
    """Return the folder ``conformance/``, with a folder for each device. The option `workbooks` adds the XLSX form."""
    conformance = build_conformance(replace(source, options={}))
    workbooks = source.options.get(_WORKBOOKS) == "include"
    files = conformance_files(conformance, [name for name in FORMATS if workbooks or name != "xlsx"])
    counts = [statement.counts for statement in conformance.statements]
    return Generated(
        files,
        {
            "statements": len(counts),
            "test cases": sum(each.cases for each in counts),
            "with stimulus and expected octets": sum(each.both for each in counts),
        },
        tuple(_faults(source.options)),
    )


def conformance_files(conformance: Conformance, formats: Collection[str]) -> dict[str, bytes]:
    """Return the files of all statements in the formats, by their paths: a folder for each device."""
    folders = unique_names((statement.device for statement in conformance.statements), slug)
    files: dict[str, bytes] = {}
    for statement in conformance.statements:
        made: dict[str, bytes] = {}
        if "md" in formats:
            made["statement.md"] = statement_markdown(conformance, statement).encode()
            made["test-cases.md"] = cases_markdown(conformance, statement).encode()
        if "csv" in formats:
            made |= csv_files(conformance, statement)
        if "xlsx" in formats:
            from metermap.codegen.conformance.as_xlsx import statement_xlsx  # noqa: PLC0415  (brings openpyxl along)

            made["statement.xlsx"] = statement_xlsx(conformance, statement)
        files |= {f"{folders[statement.device]}/{name}": data for name, data in made.items()}
    if "json" in formats:
        from metermap.codegen.conformance.schema import json_schema  # noqa: PLC0415  (brings pydantic along)

        files["conformance.json"] = conformance_json(conformance).encode()
        files["conformance.schema.json"] = (json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n").encode()
    return files


def _faults(options: Mapping[str, str]) -> Iterator[Finding]:
    place = FilePlace("metermap.toml", "build.conformance")
    for name, value in sorted(options.items()):
        if name != _WORKBOOKS:
            yield UNKNOWN_OPTION.at(place, f"no option is called {name!r}", subject=name, expected=_WORKBOOKS)
        elif value not in _VALUES:
            yield BAD_OPTION.at(place, f"{name} = {value!r}", subject=name, expected=" or ".join(_VALUES))
