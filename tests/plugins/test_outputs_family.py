"""Texts of a catalogue in every output: each kind of hostile text, and where it is proved harmless.

| hostile | Python and C | Markdown, site | CSV, JSON, XLSX |
| --- | --- | --- | --- |
| comment ends, backslash, trigraph, `#define`, U+2028 | names | gap, pages | exchange |
| quotes and braces | names | pages | exchange |
| keywords, macros, dunders, equal after mangling, punctuation | names, devices, text | slugs | keys |
| formulas, full-width too | (text in a literal) | (text) | cells, annotated, exchange, gap |
| `<script>`, handlers, bars, `{{ }}`, `--8<--` | names | gap, pages, standards | exchange |
| `../../etc/x`, `CON`, `a/b`, 300 characters, case | devices | slugs | (one fixed name each) |
| links, own files, read-only, full, killed, two at once | tree | tree | tree |

`PROOFS` says which tests the words stand for. Another family, terminals and annotations of findings, is in
tests/core/test_render.py.
"""

import ast
import csv
import io
import json
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from metermap.codegen.base import GeneratorInput
from metermap.codegen.exchange import generate
from metermap.codegen.exchange.schema import ModelDocument
from metermap.core.files import read_manifest
from metermap.core.text import csv_cell
from metermap.mappings.model import ResolvedModel
from metermap.protocols import load_dictionaries
from tests.codegen.gb_model import dlms, dlms_type, model, statement
from tests.plugins.installing import ROOT

PROOFS = {
    "names": (
        "tests/codegen/test_hostile_names.py::test_the_python_syntax_tree_is_that_of_tame_names",
        "tests/codegen/test_hostile_names.py::test_the_c_declarations_are_those_of_tame_names",
        "tests/codegen/test_hostile_names.py::test_the_c_compiles_and_its_strings_are_the_texts",
        "tests/codegen/test_hostile_names.py::test_the_texts_arrive_as_they_are",
        "tests/codegen/test_hostile_names.py::test_names_do_not_depend_on_the_order_of_rows",
        "tests/codegen/test_hostile_names.py::test_any_texts_give_the_shape_of_tame_ones",
    ),
    "devices": ("tests/codegen/test_hostile_names.py::test_devices_may_be_called_like_parts_of_the_runtime",),
    "text": (
        "tests/core/test_text.py::test_c_keywords_and_macros_are_moved_aside",
        "tests/core/test_text.py::test_python_keywords_and_builtins_are_moved_aside",
        "tests/core/test_text.py::test_injective_and_legal",
        "tests/core/test_text.py::test_the_order_does_not_matter",
    ),
    "gap": (
        "tests/gap_report/test_gap_report.py::test_a_hostile_name_stays_text_in_its_column",
        "tests/gap_report/test_schema.py::test_what_a_spreadsheet_would_run_is_text",
        "tests/gap_report/test_schema.py::test_the_raw_form_gives_every_text_back",
    ),
    "standards": ("tests/standards/test_report.py::test_hostile_text_is_shown_escaped",),
    "pages": (
        "tests/site/test_pages.py::test_all_of_it_is_shown_as_text",
        "tests/site/test_pages.py::test_no_page_gains_an_element_or_a_handler",
        "tests/site/test_pages.py::test_what_a_templating_plugin_would_run_is_not_there",
    ),
    "slugs": (
        "tests/site/test_pages.py::test_file_names_stay_inside_and_apart",
        "tests/site/test_pages.py::test_file_names_do_not_depend_on_the_order_of_elements",
    ),
    "cells": ("tests/core/test_text.py::test_formulas_are_prefixed",),
    "annotated": (
        "tests/codegen/annotate/test_columns.py::test_a_column_is_text",
        "tests/codegen/annotate/test_hostile.py::test_a_text_in_a_cell_is_that_text_and_nothing_else",
    ),
    "exchange": ("tests/plugins/test_outputs_family.py::test_the_exact_exports_give_each_text_back",),
    "keys": ("tests/plugins/test_outputs_family.py::test_the_keys_of_the_exact_exports_stay_apart",),
    "tree": (
        "tests/core/test_files.py::test_a_link_in_place_of_the_folder",
        "tests/core/test_files.py::test_something_of_the_users_inside_the_tree",
        "tests/core/test_files.py::test_a_folder_without_permission",
        "tests/core/test_files.py::test_a_failing_write_leaves_the_old_tree",
        "tests/core/test_files.py::test_what_a_killed_run_left_is_put_right_by_the_next",
        "tests/core/test_files.py::test_a_run_beside_another_fails_cleanly",
        "tests/plugins/test_outputs_family.py::test_a_killed_run_leaves_a_whole_tree_or_one_that_the_next_run_makes_whole",
        "tests/plugins/test_outputs_family.py::test_two_runs_at_once_leave_the_whole_tree_of_one",
    ),
}

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]
HOSTILE = [
    *FORMULAS,
    "*/ int x;",
    "ends in \\",
    "??/",
    "a\n#define X",
    "a\u2028b",
    '"""',
    "{{ x }}",
    "<script>",
    "a | b",
    '--8<-- "/etc/passwd"',
    "a,b;c",
    "a\r\nb",
    "\u202e",
    "CASE",
    "case",
    "../../etc/x",
    "CON",
    "x" * 300,
    "!?",
    "42",
]


def of_texts(texts: list[str]) -> ResolvedModel:
    made = [
        replace(
            statement(number, f"E{number}", dlms(3, (1, 0, number, 8, 0, 255), 2, "value"), dlms_type("boolean")),
            key=text,
            item=text,
            value=text,
            unit=text,
            status=text,
        )
        for number, text in enumerate(texts, 1)
    ]
    return model(tuple(made))


@pytest.mark.parametrize("test", [test for tests in PROOFS.values() for test in tests])
def test_each_proof_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    tree = ast.parse((ROOT / file).read_text("utf-8"))
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_exact_exports_give_each_text_back() -> None:
    files = generate(GeneratorInput(of_texts(HOSTILE), "gb", {}, load_dictionaries())).files
    lines = list(csv.DictReader(io.StringIO(files["model.csv"].decode(), newline="")))
    assert sorted(line["item"] for line in lines) == sorted(HOSTILE)
    assert all(line["item"] == line["value"] == line["unit"] == line["status"] for line in lines)
    document = json.loads(files["model.json"])
    assert sorted(said["item"] for said in document["statements"]) == sorted(HOSTILE)


def test_the_keys_of_the_exact_exports_stay_apart() -> None:
    document = ModelDocument.model_validate_json(
        generate(GeneratorInput(of_texts(HOSTILE), "gb", {}, load_dictionaries())).files["model.json"]
    )
    assert sorted(said.key for said in document.statements) == sorted(HOSTILE)


WRITING = """
import sys
from pathlib import Path
from metermap.core.files import write_tree
print("begun", flush=True)
for number in range(int(sys.argv[2])):
    write_tree(Path(sys.argv[1]), {f"{name}.txt": bytes([48 + number % 10]) * 1000 for name in range(30)})
"""


def writer(root: Path, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITING, root, str(times)], stdout=subprocess.PIPE, text=True)


def is_whole(root: Path) -> bool:
    """Return whether all files are there, of one and the same run."""
    manifest = read_manifest(root)
    return manifest is not None and manifest.intact(root) and len(set(manifest.files.values())) == 1


@pytest.mark.parametrize("delay_s", [0.0, 0.05, 0.1, 0.15])
def test_a_killed_run_leaves_a_whole_tree_or_one_that_the_next_run_makes_whole(tmp_path: Path, delay_s: float) -> None:
    process = writer(tmp_path / "out", 10**9)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    time.sleep(delay_s)
    process.kill()
    process.communicate()
    left = [tmp_path / "out", tmp_path / ".out.metermap-old"]
    assert not any(path.exists() for path in left) or any(map(is_whole, left))
    writer(tmp_path / "out", 1).communicate()
    assert is_whole(tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_two_runs_at_once_leave_the_whole_tree_of_one(tmp_path: Path) -> None:
    both = [writer(tmp_path / "out", 40) for _ in range(2)]
    assert [process.communicate() and process.returncode for process in both] == [0, 0]
    assert is_whole(tmp_path / "out")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_table_for_people_shows_no_formula(text: str) -> None:
    assert csv_cell(text).startswith("'")
