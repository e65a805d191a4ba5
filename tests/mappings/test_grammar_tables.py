"""The parser's kept tables are those of the grammar, and give what the grammar gives."""

from __future__ import annotations

from pathlib import Path

import lark
import pytest

from metermap.core.findings import Findings
from metermap.mappings import grammar_tables as tables
from metermap.mappings import parser
from metermap.mappings.builder import TreeBuilder

GB = Path(__file__).parents[2] / "gb"


@pytest.mark.skipif(lark.__version__ != "1.3.1", reason="the tables are kept for the version of constraints.txt")
def test_the_tables_are_of_the_grammar_as_it_is() -> None:
    assert tables.are_kept(), "python -m tests.mappings.grammar_tables"


@pytest.mark.parametrize("file", sorted((GB / "mappings").glob("**/*.map")), ids=lambda path: path.stem)
def test_they_read_as_the_grammar_does(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tables.parser_with(TreeBuilder()).parse(file.read_text("utf-8"), start="file")
    monkeypatch.setattr(tables, "TABLES", "none.json")
    fresh = tables.parser_with(TreeBuilder()).parse(file.read_text("utf-8"), start="file")

    assert kept == fresh
    assert list(parser.parse_bytes(file.name, file.read_bytes(), Findings()).sentences) == fresh


@pytest.mark.parametrize("spoilt", ["lark.__version__", "no file", "no JSON"])
def test_other_tables_are_not_used(spoilt: str, monkeypatch: pytest.MonkeyPatch) -> None:
    match spoilt:
        case "no file":
            monkeypatch.setattr(tables, "TABLES", "none.json")
        case "no JSON":
            monkeypatch.setattr(tables, "TABLES", "grammar.lark")
        case _:
            monkeypatch.setattr(lark, "__version__", "0.0")

    assert not tables.are_kept()
    assert tables.parser_with(TreeBuilder()).parse("syntax 1.", start="file")
