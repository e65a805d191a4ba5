"""What reading may cost: all limits in one place. ``[limits]`` in ``metermap.toml`` changes those of a workbook."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "REVISION_FILES", "REVISION_OCTETS", "Limits", "limit_help"]

_MEGA = 1_000_000

REVISION_FILES = 50_000
"""How many files a folder of a git revision may have to be read."""

REVISION_OCTETS = 512 * _MEGA
"""How many octets they may have together."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a workbook, in the words of `limit_help` for those who edit one.

    `file_octets`: size of the file. `members`: parts in the container. `part_octets`,
    `total_octets`: one part and all of them, inflated. `expansion`: how many times larger than
    its compressed form a part may be, once it is larger than `expansion_from` octets.
    `xml_depth`: nesting of XML elements. `rows`, `columns`: where the last cell with a content
    may stand. `cells`: how many of a sheet may have a content. `merged_cells`: cells under one
    merge. `characters`: a cell's text, as spreadsheet programs have it.
    """

    file_octets: int = 64 * _MEGA
    members: int = 2_000
    part_octets: int = 256 * _MEGA
    total_octets: int = 512 * _MEGA
    expansion: int = 200
    expansion_from: int = 4 * _MEGA
    xml_depth: int = 100
    rows: int = 300_000
    columns: int = 1_000
    cells: int = 5 * _MEGA
    merged_cells: int = 100_000
    characters: int = 32_767


LIMITS = Limits()

_COPY = "Copy the sheets that are needed into a new workbook and save that."
_WORDS = {
    "file_octets": "A workbook may have up to {:,} octets. Remove its pictures, or split it.",
    "members": "A workbook may have up to {:,} parts. Remove pictures and other things that are no cells, or split it.",
    "part_octets": "A sheet may have up to {:,} octets when unpacked. Split it.",
    "total_octets": "A workbook may have up to {:,} octets when unpacked. Split it.",
    "expansion": f"Packing may save up to {{:,}} times the size. {_COPY}",
    "expansion_from": "Packing may save any amount up to {:,} octets.",
    "xml_depth": f"There may be up to {{:,}} levels. {_COPY}",
    "rows": "Only the first {:,} rows of a sheet may be filled.",
    "columns": "Only the first {:,} columns of a sheet may be filled.",
    "cells": "A sheet may have up to {:,} filled cells. Split it.",
    "merged_cells": "One merge may cover up to {:,} cells.",
    "characters": "A cell may hold up to {:,} characters. Shorten it, or spread it over several cells.",
}


def limit_help(name: str, limits: Limits) -> str:
    """Return the limit that was exceeded, what to do, and how to raise it, for the editor of the workbook."""
    words = _WORDS[name].format(getattr(limits, name))
    return f"{words} If the workbook is honest, raise {name} under [limits] in metermap.toml."
