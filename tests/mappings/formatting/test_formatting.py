"""The canonical layout: idempotent, meaning and comments kept, numbers and texts as written."""

from __future__ import annotations

import dataclasses
import time
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import Phase, assume, given, settings
from lark import Lark, Tree

from metermap.core.findings import Findings
from metermap.mappings import syntax as s
from metermap.mappings.formatting import format_bytes, format_text
from metermap.mappings.formatting.concrete import read_concrete
from metermap.mappings.parser import parse_file_text
from tests.mappings.formatting.generated import FILES
from tests.mappings.test_docs import EXAMPLES

HERE = Path(__file__).parent
GB = sorted((HERE.parents[2] / "gb/mappings").glob("**/*.map"))
EVERY = (HERE / "every_construct.map").read_text(encoding="utf-8")


def formatted(text: str) -> str:
    result = format_text("test.map", text)
    assert result.text is not None, result.findings
    return result.text


def meaning(text: str) -> object:
    """Return the syntax tree of a text without its positions."""
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


# A file that fails is made smaller for minutes, to little use: the first one found is shown.
@settings(max_examples=150, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(FILES)
def test_layout_is_idempotent_and_keeps_meaning_and_comments(text: str) -> None:
    findings = Findings()
    parse_file_text("test.map", text, findings)
    assume(not findings.errors)
    assert_kept(text)


@pytest.mark.parametrize("path", GB, ids=lambda path: path.name)
def test_the_reference_workspace_is_in_it(path: Path) -> None:
    text = path.read_text("utf-8")

    assert format_text(path.name, text).text == text


@pytest.mark.parametrize("path", GB, ids=lambda path: path.name)
def test_it_holds_for_the_reference_workspace(path: Path) -> None:
    assert_kept(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("example", EXAMPLES)
def test_it_holds_for_the_examples_of_the_documentation(example: str) -> None:
    assert_kept(example)


def test_the_example_of_the_page_on_the_layout_is_in_it() -> None:
    page = (HERE.parents[2] / "docs/formatting.md").read_text(encoding="utf-8")
    example = page.partition("```metermap\n")[2].partition("```")[0]
    assert formatted(example) == example != ""


def test_every_construct_has_its_layout() -> None:
    assert_kept(EVERY)
    assert formatted(EVERY) == (HERE / "every_construct.formatted.map").read_text(encoding="utf-8")


def test_the_sample_has_every_production_and_every_terminal_of_the_grammar() -> None:
    text = resources.files("metermap.mappings").joinpath("grammar.lark").read_text(encoding="utf-8")
    grammar = Lark(text, parser="lalr", start="file", keep_all_tokens=True, maybe_placeholders=False)
    inlined = (rule.options.expand1 and len(rule.expansion) == 1 and not rule.alias for rule in grammar.rules)
    productions = {
        rule.alias or str(rule.origin.name)
        for rule, is_inlined in zip(grammar.rules, inlined, strict=True)
        if not is_inlined and not str(rule.origin.name).startswith("__")
    }
    tree = read_concrete(EVERY).tree
    found = {str(node.data) for node in tree.iter_subtrees()}
    assert {"carries", "at_index", "negative", "allowed"} < productions
    assert productions - found == set()
    terminals = {terminal.name for terminal in grammar.terminals} - set(grammar.ignore_tokens)
    assert terminals - {token.type for token in tree.scan_values(lambda node: not isinstance(node, Tree))} == set()


def test_numbers_and_texts_stay_as_they_are_written() -> None:
    text = 'X is Y <0x00FF> { a = 0b0101 | 0x00FF | 4.10 | "a  \\" b" }.'.replace("<0x00FF>", "0x0C")
    assert formatted(text) == text + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="an empty file stays empty"),
        pytest.param("\n\n-- a\n", "-- a\n", id="no empty lines at the beginning"),
        pytest.param(
            "syntax 1.\n\n\n\n\nuse dlms gb.", "syntax 1.\n\n\nuse dlms gb.\n", id="at most two between sentences"
        ),
        pytest.param(
            "X is Y {\n\n a: b,\n\n\n c: d\n\n}.",
            "X is Y {\n    a: b,\n\n    c: d\n}.\n",
            id="at most one between fields",
        ),
        pytest.param("X is Y {a: b,}.", "X is Y { a: b }.\n", id="no comma at the end of a list"),
        pytest.param("X is Y {\na: b}.", "X is Y {\n    a: b\n}.\n", id="braces opened in the source stay open"),
        pytest.param(
            "X is Y {\nlong_name: value #1 as T,\nb = 5 #1000 as T}.",
            "X is Y {\n    long_name: value #1    as T,\n    b        = 5     #1000 as T\n}.\n",
            id="a colon stands at the name, an equals sign at the value, columns below each other",
        ),
        pytest.param(
            "X is Y { a @ 2*(n - 1) + 1 : 3*b }.",
            "X is Y { a @ 2*(n - 1) + 1: 3 * b }.\n",
            id="a product in a sum has no spaces",
        ),
        pytest.param(
            "X is Y {\na: b -- why\n, c: d -- more\n}.",
            "X is Y {\n    a: b,  -- why\n    c: d   -- more\n}.\n",
            id="a comment before a comma goes behind it, and comments stand below each other",
        ),
        pytest.param(
            "X is Y {} for A -- why\nalso Z {}.",
            "X is Y {} for A  -- why\nalso Z {}.\n",
            id="a comment behind a home stays there",
        ),
    ],
)
def test_layout(text: str, expected: str) -> None:
    assert formatted(text) == expected


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbfsyntax   1.\r\nuse dlms\n gb."
    assert format_bytes("test.map", data).text == "\ufeffsyntax 1.\r\nuse dlms gb.\r\n"


def test_a_file_with_errors_has_no_layout_and_its_findings_are_told() -> None:
    result = format_text("test.map", "syntax 1.\nX is Y { a b }.\n")
    assert result.text is None
    assert [str(finding.place).startswith("test.map:2:") for finding in result.findings] == [True]


def test_deep_nesting_and_long_sums_are_laid_out() -> None:
    assert_kept("X is Y { " + "a { " * 30 + "b: " + " + ".join("n" * 99) + " }" * 31 + ".")
    assert_kept("X is Y { a: " + "f(" * 35 + "1" + ")" * 35 + " }.")


def test_time_grows_with_the_number_of_sentences() -> None:
    sentence = "X is Register 1-0:2.8.0.255 {\n value: value #1 as T,\n unit: unit = Wh } for ECS17a.\n"
    formatted(sentence)
    times = []
    for count in (200, 2000):
        begin = time.perf_counter()
        formatted(sentence * count)
        times.append(time.perf_counter() - begin)
    assert times[1] < 40 * times[0]
