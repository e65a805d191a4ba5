"""The program of docs/bindings-c.md: compiled with the bindings of GB, it prints what the page says."""

import re
import subprocess
from pathlib import Path

from metermap.codegen import c
from metermap.codegen.base import GeneratorInput
from metermap.protocols import load_dictionaries
from tests.codegen.c_program import STRICT
from tests.gb.load import load_gb
from tests.tools import require_tool

PAGE = Path(__file__).parents[2] / "docs/bindings-c.md"


def block(language: str) -> str:
    [text] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)
    return str(text)


def test_the_program_prints_what_the_page_says(tmp_path: Path) -> None:
    files = c.generate(GeneratorInput(load_gb(), "gb", {}, load_dictionaries())).files
    for name, octets in files.items():
        (tmp_path / Path(name).name).write_bytes(octets)
    (tmp_path / "example.c").write_text(block("c"), "utf-8")
    sources = sorted(tmp_path.glob("*.c"))
    program = tmp_path / "example"
    subprocess.run([require_tool("gcc"), *STRICT, f"-I{tmp_path}", *sources, "-o", program], check=True)
    assert subprocess.run([program], capture_output=True, text=True, check=True).stdout == block("text")
