"""Why the findings of the register of standards are findings, MM852 to MM858."""

from __future__ import annotations

import csv
import io

from metermap.core.findings import Code
from metermap.core.rules import SMALL_ELEMENTS, Example, Family, Rule, small_workspace
from metermap.protocols.standards import COLUMNS, codes

__all__ = ["RULES"]

_ROW = {"id": "our-guide", "title": "Our guide", "body": "our working group", "edition": "1"}


def _rows(*rows: dict[str, str]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def _register(text: str) -> Example:
    toml = small_workspace('[standards]\nregister = "standards.csv"\n')
    return Example(files=(("metermap.toml", toml), ("elements.csv", SMALL_ELEMENTS), ("standards.csv", text)))


def _rule(code: Code, explanation: str, failing: str, passing: str = _rows(_ROW)) -> Rule:
    return Rule(code, Family.DICTIONARY, explanation, _register(failing), _register(passing))


RULES: tuple[Rule, ...] = (
    _rule(
        codes.UNREADABLE,
        "The workspace's own rows of the register of standards could not be read, so the report would stand on the "
        "built-in ones alone.",
        _rows(_ROW) + '"open\n',
    ),
    _rule(
        codes.BAD_HEADING,
        "The register has fixed columns. A row that is read one column off would state of a standard what nobody said.",
        _rows(_ROW).replace("title", "name", 1),
    ),
    _rule(
        codes.BAD_CELL,
        "The cell does not hold what its column is for, such as a date in words. Reports compare these cells, so the "
        "row is left out.",
        _rows(_ROW | {"date": "some day", "basis": "seen"}),
    ),
    _rule(
        codes.TWICE,
        "An edition stands in the register once. Of two rows that disagree nobody could say which holds.",
        _rows(_ROW, _ROW),
    ),
    _rule(
        codes.WITHOUT_BASIS,
        "Whether a standard is recognised, and since when, is a fact that somebody must have read somewhere. Without "
        "its basis the row is an opinion, and the consultation's tests would rest on it.",
        _rows(_ROW | {"recognition": "recognised"}),
        _rows(_ROW | {"recognition": "recognised", "basis": "seen: for the sake of the example"}),
    ),
    _rule(
        codes.UNKNOWN_STANDARD,
        "A row says of which standards it is the source, by their ids. The register has none of that id, so the chain "
        "ends nowhere.",
        _rows(_ROW | {"source_of": "nowhere"}),
    ),
    _rule(
        codes.MISLEADING_TEXT,
        "Such a character makes a report show other words than the register has. Nobody needs one in the name of a "
        "standard.",
        _rows(_ROW | {"title": "Our \u202eguide"}),
    ),
)
