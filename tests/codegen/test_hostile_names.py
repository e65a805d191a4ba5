"""Whatever a workbook or a mapping calls things: the generated code has the same shape, and compiles."""

import ast
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from metermap.codegen import c, python
from metermap.core.places import TextPlace
from metermap.mappings.model import Device, ResolvedModel, Statement
from tests.codegen.c_program import STRICT
from tests.codegen.conftest import Importer, write
from tests.codegen.gb_model import dlms, dlms_type, given, model, named, statement

HOSTILE = [
    "*/ int injected; /*",
    "ends in a backslash \\",
    "what ??/",
    "a line\n#define GB_OK 1",
    "a line\r\nint injected;",
    "separated\u2028int injected = 1;",
    'says """ and """',
    'ends in a quote "',
    "'''",
    "back \\\\ and \\x",
    "{{ digest }}{% raw %}",
    "%s%n",
    "class",
    "int",
    "NULL",
    "_",
    "None",
    "REGISTRY",
    "COUNT",
    "DIGEST",
    "a.b",
    "a b",
    "a-b",
    "A.B",
    "42",
    "!?",
    "",
    "\x00\x1b[31m",
    "\u202eevil",
    "\u0410ctive",  # a Cyrillic A
    "\ud800",
    "x" * 300,
    "x" * 299 + "y",
    "__import__('os')",
    "__doc__",
    "__file__",
    "match",
    "errno",
    "uint8_t",
    "stdin",
    "=1+1",
    "\uff1d1",
    "<script>",
    '--8<-- "/etc/passwd"',
]
TAME = [f"Item{number}" for number in range(len(HOSTILE))]


def statements_of(texts: list[str]) -> tuple[Statement, ...]:
    """Return statements whose every text is one of the given."""
    made = []
    for number, text in enumerate(texts):
        address = dlms(3, (1, 0, number, 8, 0, 255), 2, text or "value", class_name=text)
        made.append(statement(number + 1, f"{text}.value", address, dlms_type("double-long-unsigned")))
        made.append(statement(None, f"{text}.alert", named(text or "Alert", text, text), None))
    return tuple(
        replace(
            each,
            key=f"{each.key}{number}",
            item=text,
            value=text,
            unit=text,
            use_cases=(text,),
            conditions=(text,),
            coded=((text, text),),
            only=text,
            becomes=text,
            route=text,
            status=f"{text}!",
            place=TextPlace(text, 1, 1),
        )
        for number, each in enumerate(made)
        for text in [texts[number // 2]]
    )


def model_of(texts: list[str]) -> ResolvedModel:
    title = "".join(texts[:12])
    devices = (Device("ESME", title, "dlms", (("dlms", "tunnelled"),)),)
    return replace(model(statements_of(texts), devices), name=title, title=title, edition=title)


def python_shape(files: dict[str, str]) -> dict[str, str]:
    """Return each module's syntax tree without what it names: only kinds of nodes and the number of parts."""
    return {path: _kinds(ast.parse(text)) for path, text in files.items() if path.endswith(".py")}


def _kinds(node: ast.AST) -> str:
    """Return a tree's kinds, but for what depends on the texts by right.

    Which optional keyword an entry lacks depends on its texts being empty, and which modules of the runtime it needs
    on a coded text being a number.
    """
    children = [child for child in ast.iter_child_nodes(node) if not isinstance(child, ast.keyword)]
    parts = [_kinds(child) for child in children if not _imports_runtime(child)]
    return f"{type(node).__name__}({' '.join(parts)})"


def _imports_runtime(node: ast.AST) -> bool:
    """Whether a node is ``from . import axdr``, or several modules of the runtime."""
    if not isinstance(node, ast.ImportFrom) or (node.level, node.module) != (1, None):
        return False
    return {alias.name for alias in node.names} <= {"axdr", "cosem", "scales", "terms", "zcl"}


TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|[A-Za-z_]\w*|0x[0-9A-Fa-f]+u?|\d+u?|\S', re.DOTALL)


TERMS = ("c/gb_terms_tables.c", "c/gb_terms_texts.c")  # how many rows they have depends on the texts by right
LITERAL = r'"(?:\\.|[^"\\\n])*"'
TERMS_LINE = re.compile(
    rf"""\#include[ ]"gb_\w+\.h" | (?:static[ ])?const[ ][\w ]+\*?(?:const[ ])?\w+\[\][ ]=[ ]\{{ | \}};
    | [ ]{{4}}{LITERAL}, | [ ]{{4}}\{{ (?:0x[0-9A-F]+u|\d+),[ ]{LITERAL} \}},
    | [ ]{{4}}\{{ (?:NULL|units_\w+),[ ]\d+,[ ](?:true|false),[ ]{LITERAL} \}},
    | [ ]{{4}}(?:\{{-?\w+(?:,[ ]-?\w+)?\}}|-?\w+),
    | [ ]{{4}}\{{(?:[ ]\.\w+[ ]=[ ](?:-?\w+|&\w+\[\d+\]|\{{-?\w+(?:,[ ]-?\w+)*\}}),)+[ ]\}},(?:[ ]/\*[ ]\d+[ ]\*/)?""",
    re.VERBOSE,
)


def unlike_rows(files: Mapping[str, str]) -> list[str]:
    """Return the lines of the terms that are neither a row nor the begin or end of a table."""
    bodies = (files[path].split("*/", 1)[1] for path in TERMS)
    return [line for body in bodies for line in body.split("\n") if line and not TERMS_LINE.fullmatch(line)]


def c_shape(files: dict[str, str]) -> dict[str, list[str]]:
    """Return each file's tokens, with all names, numbers and strings alike and no comments."""
    return {
        path: [_token(token) for token in TOKEN.findall(text)]
        for path, text in files.items()
        if path[-2:] in (".c", ".h") and path not in TERMS
    }


def _token(token: str) -> str:
    if token.startswith(("/*", "//")):
        return ""
    if token.startswith('"'):
        return "string"
    if token[0].isdigit():
        return "number"
    return "name" if token[0].isalpha() else token


def texts_of(generate: Callable[[ResolvedModel], dict[str, bytes]], resolved: ResolvedModel) -> dict[str, str]:
    return {path: octets.decode() for path, octets in generate(resolved).items()}


def in_python(resolved: ResolvedModel) -> dict[str, bytes]:
    return dict(python.generate(given(resolved)).files)


def in_c(resolved: ResolvedModel) -> dict[str, bytes]:
    return dict(c.generate(given(resolved)).files)


def test_the_python_syntax_tree_is_that_of_tame_names() -> None:
    assert python_shape(texts_of(in_python, model_of(HOSTILE))) == python_shape(texts_of(in_python, model_of(TAME)))


def test_the_c_declarations_are_those_of_tame_names() -> None:
    assert c_shape(texts_of(in_c, model_of(HOSTILE))) == c_shape(texts_of(in_c, model_of(TAME)))


def test_the_texts_arrive_as_they_are(tmp_path: Path, importer: Importer) -> None:
    write(in_python(model_of(HOSTILE)), tmp_path)
    module = importer(tmp_path / "python", "gb_bindings")("esme")
    assert _constants(module) == {entry.name for entry in module.REGISTRY}
    assert sorted(entry.item for entry in module.REGISTRY) == sorted(HOSTILE * 2)
    assert all(entry.item == entry.constant == entry.unit for entry in module.REGISTRY)


def _constants(module: ModuleType) -> set[str]:
    entry_class = module.NamedEntry.__mro__[1]
    return {name for name, value in vars(module).items() if isinstance(value, entry_class)}


@pytest.mark.parametrize("trigraphs", ["-trigraphs", "-Wno-trigraphs"])
def test_the_c_compiles_and_its_strings_are_the_texts(gcc: str, tmp_path: Path, trigraphs: str) -> None:
    write(in_c(model_of(HOSTILE)), tmp_path)
    folder = tmp_path / "c"
    source = (
        "#include <stdio.h>\n"
        '#include "gb_bindings.h"\n'
        "int main(void) { int at; for (at = 0; at < GB_ESME_COUNT; at++) puts(gb_esme_texts[at].item); return 0; }\n"
    )
    (tmp_path / "items.c").write_text(source, "utf-8")
    sources = [*sorted(folder.glob("*.c")), tmp_path / "items.c"]
    subprocess.run([gcc, *STRICT, trigraphs, f"-I{folder}", *sources, "-o", tmp_path / "items"], check=True)
    printed = subprocess.run([tmp_path / "items"], capture_output=True, check=True).stdout
    shown = [text.partition("\x00")[0].encode("utf-8", "backslashreplace") + b"\n" for text in HOSTILE * 2]
    assert sorted(printed) == sorted(b"".join(shown))


def test_names_do_not_depend_on_the_order_of_rows() -> None:
    forward = model_of(HOSTILE)
    backward = replace(forward, statements=tuple(reversed(forward.statements)))
    assert in_python(forward) == in_python(backward)
    assert in_c(forward) == in_c(backward)


@settings(max_examples=25)
@examples(st.lists(st.text(max_size=40), min_size=1, max_size=4, unique=True))
def test_any_texts_give_rows_of_terms_and_nothing_else(texts: list[str]) -> None:
    assert not unlike_rows(texts_of(in_c, model_of(texts)))


def test_hostile_texts_give_rows_of_terms_and_nothing_else() -> None:
    assert not unlike_rows(texts_of(in_c, model_of(HOSTILE)))


def test_devices_may_be_called_like_parts_of_the_runtime(gcc: str, tmp_path: Path, importer: Importer) -> None:
    names = ["codec", "zcl", "entry", "read", "unit", "any", "class", "A", "a_b", "a-b", "a", "../etc/x", "import", ""]
    devices = tuple(Device(name, name, "dlms", (("dlms", "native"),)) for name in names)
    of_each = [
        replace(
            statement(1, said, dlms(1, (1, 0, 0, 0, 0, 255), 2, "value"), dlms_type("boolean")),
            device=name,
            key=f"{name}/{said}",
        )
        for name in names
        for said in ("YEAR.value", "b.c")
    ]
    resolved = model(tuple(of_each), devices)
    write(in_python(resolved), tmp_path)
    write(in_c(resolved), tmp_path)
    load = importer(tmp_path / "python", "gb_bindings")
    modules = [load(name) for name in load("").DEVICES]
    assert sorted({entry.device for module in modules for entry in module.REGISTRY}) == sorted(names)
    (tmp_path / "use.c").write_text('#include "gb_bindings.h"\n', "utf-8")
    sources = [*sorted((tmp_path / "c").glob("*.c")), tmp_path / "use.c"]
    subprocess.run([gcc, *STRICT, f"-I{tmp_path / 'c'}", "-c", *sources], cwd=tmp_path, check=True)


@settings(max_examples=25)
@examples(st.lists(st.text(max_size=40), min_size=1, max_size=4, unique=True))
def test_any_texts_give_the_shape_of_tame_ones(texts: list[str]) -> None:
    hostile, tame = model_of(texts), model_of([f"Item{number}" for number in range(len(texts))])
    assert unordered(python_shape(texts_of(in_python, hostile))) == unordered(python_shape(texts_of(in_python, tame)))
    assert unordered(c_shape(texts_of(in_c, hostile))) == unordered(c_shape(texts_of(in_c, tame)))


def unordered(shape: Mapping[str, str | list[str]]) -> dict[str, Counter[str]]:
    """Return how often each part occurs: entries stand in the order of their names, which the texts decide."""
    return {path: Counter(parts.split() if isinstance(parts, str) else parts) for path, parts in shape.items()}
