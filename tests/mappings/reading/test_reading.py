"""Reading aloud: one reading for each construct, nothing silent, and whole files as experts reviewed them."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from metermap.commands.read import read
from metermap.core.findings import Findings
from metermap.mappings import syntax as s
from metermap.mappings.parser import parse_file_text
from metermap.mappings.reading import ReadingFormat, read_aloud, render_reading
from tests.mappings.formatting.generated import TOUCHING, Tokens, token_files

GOLDEN = Path(__file__).parent / "golden"
GB = sorted((Path(__file__).parents[3] / "gb/mappings").glob("*.map"))
_CASES = (
    *(pytest.param(path.stem, "text", "txt", id=path.stem) for path in sorted(GOLDEN.glob("*.map"))),
    pytest.param("every-construct", "markdown", "md", id="markdown"),
    pytest.param("every-construct", "json", "json", id="json"),
)


def parsed(text: str) -> s.File:
    findings = Findings()
    file = parse_file_text("test.map", text, findings)
    assert not findings.errors, findings.items
    return file


def spoken(text: str) -> str:
    return said(parsed(text))


def said(file: s.File) -> str:
    return render_reading(read_aloud(file), ReadingFormat.TEXT)


@pytest.mark.parametrize(("name", "output_format", "suffix"), _CASES)
def test_a_file_is_spoken_as_reviewed(name: str, output_format: str, suffix: str) -> None:
    file = parsed((GOLDEN / f"{name}.map").read_text(encoding="utf-8"))
    reading = render_reading(read_aloud(dataclasses.replace(file, name=f"{name}.map")), ReadingFormat(output_format))
    assert reading == (GOLDEN / f"{name}.{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", GB, ids=lambda path: path.name)
def test_every_row_of_the_reference_workspace_is_spoken(path: Path) -> None:
    file = parsed(path.read_text(encoding="utf-8"))
    rows = {number for node in _nodes(file) if isinstance(node, s.Rows) for number in node.numbers}
    heard = read_aloud(file)
    text = said(file)
    assert len(heard.sentences) == len(file.sentences)
    assert all(f"{row}" in text or _in_a_run(row, rows) for row in rows)


def _in_a_run(row: int, rows: set[int]) -> bool:
    return {row - 1, row + 1} <= rows


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("X is Y 1-0:1.8.0.255.", "X is carried by the Y 1-0:1.8.0.255."),
        ('X is Nowhere because "none".', 'X is carried nowhere, because "none".'),
        ("X is Y { a: b #1 }.", "X is carried by the Y:\n  its a carries b (row 1)."),
        ("X is Y { a: b = 0 }.", "X is carried by the Y:\n  its a carries b, which is always 0."),
        ("X is Y { a = 5 }.", "X is carried by the Y:\n  its a is always 5."),
        ("X is Y { a = _ }.", "X is carried by the Y:\n  its a is there with any value."),
        ("X is Y { @4..7: b }.", "X is carried by the Y:\n  its bit range 4 to 7 carries b."),
        ("X is Y { _: b }.", "X is carried by the Y:\n  its unnamed field carries b."),
        ("X is Y { a: -(b - 1) * 2 }.", "X is carried by the Y:\n  its a carries minus (b minus 1) times 2."),
        ("X is Y { call a {} }.", "X is carried by the Y:\n  a call of a, with no arguments."),
        (
            "X is Y { a: b coded { off = 0, _ = _ } }.",
            "X is carried by the Y:\n  its a carries b, coded off as 0 and the rest as it is.",
        ),
        (
            "X is Y { call F[c in 1..n] { a: b } }.",
            "X is carried by the Y:\n  a call of F[each c from 1 to n], with the arguments:\n    its a carries b.",
        ),
        ("on A(v), B over dlms, gateway.", "On the A of variant v and the B, over DLMS, through a gateway:"),
        (
            "X is Y for E1(Supplier) when v != a | b optional.",
            "X is carried by the Y, which need not be there, when v is not a or b, for use case E1 (by Supplier only).",
        ),
        (
            'X is Y status agreed { rule = r } allow MM402 because "w".',
            'X is carried by the Y, with the status agreed (rule "r"), the finding MM402 is allowed because "w".',
        ),
    ],
)
def test_a_construct_has_one_reading(written: str, heard: str) -> None:
    assert spoken(written) == heard + "\n"


def test_a_pattern_of_the_file_is_spoken_with_what_it_is_given() -> None:
    heard = spoken("let p(a, b) = { x: a }.\nX is Y { f: p(c #1, 2) #3, g: q(c) }.")
    assert "its f follows the pattern p (row 3), where a is c (row 1) and b is 2" in heard
    assert "its g carries q(c)" in heard


# ---- nothing is silent ----------------------------------------------------------------------------

_UNSPOKEN = {("Number", "value"), ("Negative", "depth"), ("Binary", "depth")}
"""What follows from other leaves: the value from the digits, the depth from the expression itself."""

_OTHER_WORD = {
    ("Binary", "operator"): {"+": "-", "-": "*", "*": "/", "/": "^", "^": "+"},
    ("Compared", "operator"): {"=": "!=", "!=": "<", "<": "<=", "<=": ">", ">": ">=", ">=": "="},
    ("Instance", "kind"): {"OBIS": "STRING", "NUMBER": "OBIS", "STRING": "NUMBER"},
}


def _nodes(node: object) -> Iterator[object]:
    yield node
    if isinstance(node, tuple):
        for part in node:
            yield from _nodes(part)
    elif dataclasses.is_dataclass(node) and not isinstance(node, s.At):
        for field in dataclasses.fields(node):
            yield from _nodes(getattr(node, field.name))


def changed(node: object) -> Iterator[object]:
    """Yield the trees that differ from `node` in one leaf, or lack one optional part."""
    if isinstance(node, tuple):
        for number, part in enumerate(node):
            yield from ((*node[:number], other, *node[number + 1 :]) for other in changed(part))
    elif isinstance(node, bool):
        yield not node
    elif isinstance(node, int):
        yield node + 1
    elif isinstance(node, str):
        yield f"{node}q"
    elif dataclasses.is_dataclass(node) and not isinstance(node, s.At | type):
        for field in dataclasses.fields(node):
            place = type(node).__name__, field.name
            if place not in _UNSPOKEN:
                for other in _changed_field(place, getattr(node, field.name), str(field.type)):
                    yield dataclasses.replace(node, **{field.name: other})


def _changed_field(place: tuple[str, str], value: object, kind: str) -> Iterator[object]:
    if place in _OTHER_WORD:
        yield _OTHER_WORD[place][str(value)]
        return
    yield from changed(value)
    if value is not None and kind.endswith("| None") and place != ("Key", "number"):
        yield None
    if isinstance(value, tuple) and len(value) > 1 and place != ("Clauses", "becomes"):
        yield value[:-1]


@st.composite
def plain_files(draw: st.DrawFn) -> str:
    tokens: Tokens = draw(token_files())
    return " ".join(tokens).replace(f" {TOUCHING}", "")


@settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(plain_files(), st.data())
def test_a_changed_leaf_is_heard(text: str, data: st.DataObject) -> None:
    file = parsed(text)
    others = list(changed(file.sentences))
    assume(others)
    before = said(file)
    for _ in range(20):
        sentences = data.draw(st.sampled_from(others))
        assert isinstance(sentences, tuple)
        assert said(dataclasses.replace(file, sentences=sentences)) != before, sentences


def test_every_leaf_of_every_construct_is_heard() -> None:
    file = parsed((GOLDEN / "every-construct.map").read_text(encoding="utf-8"))
    before = said(file)
    silent = [
        sentences
        for sentences in changed(file.sentences)
        if isinstance(sentences, tuple) and said(dataclasses.replace(file, sentences=sentences)) == before
    ]
    assert silent == []


def test_the_sample_has_every_kind_of_node() -> None:
    file = parsed((GOLDEN / "every-construct.map").read_text(encoding="utf-8"))
    kinds = {type(node).__name__ for node in _nodes(file)}
    records = {name for name in s.__all__ if dataclasses.is_dataclass(getattr(s, name))}
    assert records - kinds == {"Scope"}, "which the resolver makes"
    clauses = [node for node in _nodes(file) if isinstance(node, s.Clauses)]
    unset = {
        field.name
        for field in dataclasses.fields(s.Clauses)
        if all(getattr(one, field.name) == field.default for one in clauses)
    }
    assert unset == set()


# ---- outputs ----------------------------------------------------------------------------------------


def test_what_cannot_be_seen_is_escaped_and_markdown_shows_as_text() -> None:
    file = parsed('"a\x1b[31m *b* <script>" is Y { c: d }.')
    assert said(file).startswith(r'"a\x1b[31m *b* <script>" is carried by the Y')
    markdown = render_reading(read_aloud(file), ReadingFormat.MARKDOWN)
    assert "\x1b" not in markdown
    assert "<script>" not in markdown
    assert r"\*b\*" in markdown
    assert "\x1b" not in json.loads(render_reading(read_aloud(file), ReadingFormat.JSON))["sentences"][0]["spoken"]


def test_the_command_speaks_a_file_and_refuses_one_with_errors(tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.map", tmp_path / "wrong.map"
    good.write_text("syntax 1.", encoding="utf-8")
    wrong.write_text("X is { .", encoding="utf-8")
    result = CliRunner().invoke(read, [str(good)], standalone_mode=False)
    assert (result.return_value, result.stdout) == (0, "This file is written in syntax 1.\n")
    result = CliRunner().invoke(read, [str(wrong)], standalone_mode=False)
    assert (result.return_value, result.stdout) == (3, "")
    assert "MM201" in result.stderr


def test_the_command_speaks_what_a_file_includes_where_it_includes_it() -> None:
    run = CliRunner().invoke(read, [str(GB[0].parent / "gas-tariff.map")], standalone_mode=False)

    assert run.return_value == 0
    assert (
        'It includes the patterns and codings of "shared/gas.map":\n  The pattern digits, of scale, is:\n'
        "    its bit range 4 to 7 carries scale;\n  The coding start_time is "
    ) in run.output
    assert "follows the pattern digits, where scale is scalerCurrent (row 1674);" in run.output


def test_an_included_file_with_errors_keeps_a_file_from_being_spoken(tmp_path: Path) -> None:
    (tmp_path / "names.map").write_text("let a = coded { 1 = }.\n", "utf-8")
    (tmp_path / "uses.map").write_text('include "names.map".\n', "utf-8")
    run = CliRunner().invoke(read, [str(tmp_path / "uses.map")], standalone_mode=False)

    assert (run.return_value, run.stdout) == (3, "")
    assert "names.map:1:" in run.stderr
