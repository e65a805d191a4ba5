"""Taking the snippets out of built pages, by the standard library's parser, and running them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["PageSnippet", "run_c", "run_python", "snippets_of"]

_STRICT = ("-std=c99", "-Wall", "-Wextra", "-Werror")
_END = "\x1e"


@dataclass(frozen=True, slots=True)
class PageSnippet:
    """A program on a page, and what the page says that it prints."""

    page: str
    language: str
    code: str
    prints: str


@dataclass
class _Reader(HTMLParser):
    page: str
    found: list[PageSnippet] = field(default_factory=list)
    language: str = ""
    tag: str = ""
    texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "figure":
            self.language, self.texts = said.get("data-language") or "", {"code": "", "samp": ""}
        self.tag = tag if self.language and tag in self.texts else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "figure" and self.language:
            self.found.append(PageSnippet(self.page, self.language, self.texts["code"], self.texts["samp"]))
            self.language = ""
        self.tag = ""

    def handle_data(self, data: str) -> None:
        if self.tag:
            self.texts[self.tag] += data


def snippets_of(site: Path) -> list[PageSnippet]:
    """Return the snippets of all pages about items, in the order of pages."""
    found: list[PageSnippet] = []
    for path in sorted((site / "items").glob("*.html")):
        reader = _Reader(path.name)
        reader.feed(path.read_text("utf-8"))
        found += reader.found
    return found


def run_python(snippets: Sequence[PageSnippet], package: Path, folder: Path) -> list[str]:
    """Return what each snippet prints; all run in one process, which finds the bindings in `package`."""
    program = folder / "snippets.py"
    lines = (f"exec({snippet.code!r}, {{}})\nprint({_END!r})\n" for snippet in snippets)
    program.write_text("".join(lines), "utf-8")
    ran = subprocess.run(
        [sys.executable, program], env={"PYTHONPATH": str(package)}, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    return _parted(ran.stdout)


def run_c(gcc: str, snippets: Sequence[PageSnippet], bindings: Path, folder: Path) -> list[str]:
    """Return what each snippet prints; all are one translation unit, each a function in place of ``main``."""
    unit = folder / "snippets.c"
    programs = (f"#define main snippet_{number}\n{each.code}\n#undef main\n" for number, each in enumerate(snippets))
    calls = (f'    failed += snippet_{number}() != 0;\n    puts("\\x1e");\n' for number, _ in enumerate(snippets))
    main = f"int main(void)\n{{\n    int failed = 0;\n{''.join(calls)}    return failed;\n}}\n"
    unit.write_text("".join(programs) + main, "utf-8")
    program = folder / "snippets"
    sources = sorted(bindings.glob("*.c"))
    subprocess.run([gcc, *_STRICT, f"-I{bindings}", unit, *sources, "-o", program], check=True)
    return _parted(subprocess.run([program], capture_output=True, text=True, check=True).stdout)


def _parted(printed: str) -> list[str]:
    return [part.removeprefix("\n").removesuffix("\n") for part in printed.split(_END)[:-1]]


def faults(snippets: Iterable[PageSnippet], printed: Iterable[str]) -> list[str]:
    """Return the snippets that print something else than the page says."""
    pairs = zip(snippets, printed, strict=True)
    return [f"{each.page}: {got!r}, not {each.prints!r}\n{each.code}" for each, got in pairs if got != each.prints]
