"""The snippets on the pages of Great Britain's items: each runs as it stands there and prints what the page says."""

import re
from pathlib import Path

import pytest

from metermap.codegen import c, python
from metermap.codegen.base import Generated, GeneratorInput
from metermap.core.files import write_tree
from metermap.protocols import load_dictionaries
from metermap.site import generate, render
from metermap.site.bound import read_bindings
from tests.gb.load import load_gb
from tests.site.snippets import PageSnippet, faults, run_c, run_python, snippets_of
from tests.tools import require_tool


@pytest.fixture(scope="module")
def given() -> GeneratorInput:
    """What the generators get of the reference workspace."""
    return GeneratorInput(load_gb(), "gb", {}, load_dictionaries())


@pytest.fixture(scope="module")
def snippets(given: GeneratorInput, tmp_path_factory: pytest.TempPathFactory) -> list[PageSnippet]:
    """All snippets, out of the pages that mkdocs built."""
    folder = tmp_path_factory.mktemp("gb")
    write_tree(folder / "source", generate(given).files)
    assert render(folder / "source", folder / "site") == ()
    return snippets_of(folder / "site")


def written(made: Generated, folder: Path) -> Path:
    write_tree(folder, made.files)
    return folder


def of_language(snippets: list[PageSnippet], language: str) -> list[PageSnippet]:
    return [each for each in snippets if each.language == language]


def test_each_example_is_decoded_in_both_languages(snippets: list[PageSnippet]) -> None:
    in_python, in_c = of_language(snippets, "Python"), of_language(snippets, "C")

    assert [each.page for each in in_python] == [each.page for each in in_c]
    assert len(in_python) > 500
    assert all(each.prints for each in snippets)


def test_a_line_is_only_as_long_as_a_frame_beside_another_is_wide_unless_a_name_is(snippets: list[PageSnippet]) -> None:
    wide = [line for each in snippets for line in each.code.splitlines() if len(line) > 66]

    assert all(max(map(len, re.findall(r"[\w.]+", line))) > 38 for line in wide), wide


def test_each_python_snippet_prints_what_its_page_says(
    given: GeneratorInput, snippets: list[PageSnippet], tmp_path: Path
) -> None:
    shown = of_language(snippets, "Python")
    bindings = written(python.generate(given), tmp_path) / "python"

    assert faults(shown, run_python(shown, bindings, tmp_path)) == []


def test_each_c_snippet_compiles_without_warnings_and_prints_what_its_page_says(
    given: GeneratorInput, snippets: list[PageSnippet], tmp_path: Path
) -> None:
    shown = of_language(snippets, "C")
    bindings = written(c.generate(given), tmp_path) / "c"

    assert faults(shown, run_c(require_tool("gcc"), shown, bindings, tmp_path)) == []


def test_the_names_are_those_of_the_bindings(given: GeneratorInput) -> None:
    names = read_bindings(given).names.values()
    modules = {path: content.decode() for path, content in python.generate(given).files.items()}
    headers = {path: content.decode() for path, content in c.generate(given).files.items()}

    assert [
        each.constant
        for each in names
        if f"\n{each.constant}: Final = " not in modules[f"python/{each.package}/{each.module}.py"]
    ] == []
    assert [each.item for each in names if f" {each.item} = " not in headers[f"c/{each.header}"]] == []
