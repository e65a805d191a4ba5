"""The frozen interface for plug-ins and templates.

Whoever changes what these tests pin raises `HELPERS_VERSION`, says so in the changelog, and only then changes the test:
plug-ins state the version that they are written for.
"""

import dataclasses
import inspect
from collections.abc import Mapping
from typing import Final

import pytest

from metermap.codegen import base, templates
from metermap.codegen.c.filters import CInitializer
from metermap.codegen.python.filters import PythonExpression
from metermap.codegen.templates import C_FILTERS, PYTHON_FILTERS, TEXT_FILTERS, WORD_FILTERS, Filter

RAISE = "this changes what plug-ins rely on: raise HELPERS_VERSION and say so in CHANGELOG.md"

SIGNATURES: Final = {
    "environment": "(package: 'str', filters: 'Mapping[str, Filter]', overrides: 'Overrides') -> 'Environment'",
    "fault_of": "(error: 'BaseException', overrides: 'Overrides') -> 'Fault | None'",
    "template_names": "(package: 'str') -> 'tuple[str, ...]'",
}
NAMES: Final = {
    *("C_FILTERS", "HELPERS_VERSION", "PYTHON_FILTERS", "TEXT_FILTERS", "WORD_FILTERS"),
    *("Fault", "Filter", "environment", "fault_of", "template_names"),
}
# The first fields by position; a field may be added behind them without harm, and must then have a default.
RECORDS: Final = {
    base.Registration: ["folder", "generate", "helpers", "templates"],
    base.Generated: ["files", "counts", "findings"],
}
HOSTILE = 'a*/ "\\ \n<b>|=\u202e'
BEHAVIOUR: Final = [
    ("python", "docstring", HOSTILE, 'a*/ \\"\\\\ \\\\n<b>|=\\\\u202e'),
    ("python", "expression", PythonExpression("a.B"), "a.B"),
    ("python", "expression", "a.B", TypeError),
    ("python", "identifier", "a_b", "a_b"),
    ("python", "identifier", "class", ValueError),
    ("python", "literal", HOSTILE, "'a*/ \"\\\\ \\n<b>|=\\u202e'"),
    ("python", "literal", ("a", 1, None, True), "('a', 1, None, True)"),
    ("python", "literal", 1.5, TypeError),
    ("python", "one_line", HOSTILE, 'a*/ "\\ \\n<b>|=\\u202e'),
    ("python", "toml", HOSTILE, '"a*/ \\"\\\\ \\\\n<b>|=\\\\u202e"'),
    ("c", "c_comment", HOSTILE, 'a* / "\\ \\n<b>|=\\u202e'),
    ("c", "c_string", HOSTILE, '"a*/ \\"\\\\ \\012<b>|=\\342\\200\\256"'),
    ("c", "file_name", "gb_esme.h", "gb_esme.h"),
    ("c", "file_name", "../x.h", ValueError),
    ("c", "identifier", "a_b", "a_b"),
    ("c", "identifier", "a b", ValueError),
    ("c", "initializer", CInitializer("{0}"), "{0}"),
    ("c", "initializer", "{0}", TypeError),
    ("c", "number", 7, "7"),
    ("c", "number", "7", ValueError),
    ("c", "one_line", "a\nb", "a\\nb"),
    ("text", "csv_cell", "=1", "'=1"),
    ("text", "csv_cell", "-5", "-5"),
    ("text", "html", "<b>", "&lt;b&gt;"),
    ("text", "markdown", "a|b", "a&#124;b"),
    ("text", "one_line", "a\nb", "a\\nb"),
    ("text", "slug", "../etc/X", "etc-x"),
    ("word", "length", "abc", 3),
    ("word", "lower", "ABC", "abc"),
    ("word", "upper", "abc", "ABC"),
]
SETS: Mapping[str, Mapping[str, Filter]] = {
    "python": PYTHON_FILTERS,
    "c": C_FILTERS,
    "text": TEXT_FILTERS,
    "word": WORD_FILTERS,
}


def test_the_version() -> None:
    assert templates.HELPERS_VERSION == base.HELPERS_VERSION == 1


def test_the_names() -> None:
    assert set(templates.__all__) == NAMES, RAISE


@pytest.mark.parametrize(("name", "signature"), SIGNATURES.items())
def test_the_signatures(name: str, signature: str) -> None:
    assert str(inspect.signature(getattr(templates, name))) == signature, RAISE


@pytest.mark.parametrize(("record", "names"), RECORDS.items())
def test_the_fields_of_the_records(record: type, names: list[str]) -> None:
    assert [field.name for field in dataclasses.fields(record)] == names, RAISE


def test_the_fields_of_the_input() -> None:
    fields = dataclasses.fields(base.GeneratorInput)
    assert [field.name for field in fields][:3] == ["model", "package", "options"], RAISE
    assert "templates" in {field.name for field in fields}, RAISE


def test_each_filter_is_pinned_below() -> None:
    pinned = {(target, name) for target, name, *_ in BEHAVIOUR}
    assert {(target, name) for target, filters in SETS.items() for name in filters} == pinned, RAISE


@pytest.mark.parametrize(("target", "name", "value", "result"), BEHAVIOUR)
def test_what_each_filter_does(target: str, name: str, value: object, result: object) -> None:
    if isinstance(result, type) and issubclass(result, Exception):
        with pytest.raises(result):
            SETS[target][name](value)
    else:
        assert SETS[target][name](value) == result, RAISE
