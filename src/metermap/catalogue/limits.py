"""What a workbook may cost to read: all limits in one place."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LIMITS", "Limits"]

_MEGA = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a workbook. `limit_help` in `container` says them in an editor's words.

    `file_octets`: size of the file. `members`: parts in the container. `part_octets`,
    `total_octets`: one part and all of them, inflated. `expansion`: how many times larger than
    its compressed form a part may be, once it is larger than `expansion_from` octets.
    `xml_depth`: nesting of XML elements. `rows`, `columns`: where the last cell with a content
    may stand. `merged_cells`: cells under one merge. `characters`: a cell's text, as spreadsheet
    programs have it.
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
    merged_cells: int = 100_000
    characters: int = 32_767


LIMITS = Limits()
