"""The canonical layout: idempotent, meaning and comments kept, numbers and texts as written."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import assume, given, settings

from metermap.core.findings import Findings
from metermap.mappings import syntax as s
from metermap.mappings.formatting import format_text
from metermap.mappings.formatting.concrete import read_concrete, tokens_of
from metermap.mappings.parser import parse_file_text
from tests.mappings.formatting.generated import FILES
from tests.mappings.test_docs import EXAMPLES

GB = sorted((Path(__file__).parents[3] / "gb/mappings").glob("*.map"))


def formatted(text: str) -> str:
    result = format_text("test.map", text)
    assert result.text is not None, result.findings
    return result.text


def meaning(text: str) -> object:
    """Return the syntax tree of a text with all positions set to one."""
    findings = Findings()
    file = parse_file_text("test.map", text, findings)
    assert not findings.errors
    return _nowhere(file)


def _nowhere(node: object) -> object:
    if isinstance(node, s.At):
        return None
    if isinstance(node, tuple):
        return tuple(map(_nowhere, node))
    if dataclasses.is_dataclass(node):
        return (type(node), *(_nowhere(getattr(node, field.name)) for field in dataclasses.fields(node)))
    return node


def comments(text: str) -> list[str]:
    return [comment.text for gap in read_concrete(text).all_gaps() for comment in gap.comments]


def assert_kept(text: str) -> None:
    once = formatted(text)
    assert formatted(once) == once
    assert meaning(once) == meaning(text)
    assert comments(once) == comments(text)


@settings(max_examples=300, deadline=None)
@given(FILES)
def test_layout_is_idempotent_and_keeps_meaning_and_comments(text: str) -> None:
    findings = Findings()
    parse_file_text("test.map", text, findings)
    assume(not findings.errors)
    assert_kept(text)


@pytest.mark.parametrize("path", GB, ids=lambda path: path.name)
def test_it_holds_for_the_reference_workspace(path: Path) -> None:
    assert_kept(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_holds_for_the_examples_of_the_documentation(example: str) -> None:
    assert_kept(example)
