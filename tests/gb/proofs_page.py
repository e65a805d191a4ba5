"""The tables of docs/proofs.md, made from the workspace: ``python -m tests.gb.proofs_page --write``."""

from __future__ import annotations

import sys
from pathlib import Path

from metermap.codegen.proofs import ProofReport, build_proof_report, tables_markdown
from metermap.protocols import load_dictionaries
from tests.gb.load import load_gb

__all__ = ["PAGE", "page"]

PAGE = "docs/proofs.md"
_MARK = (
    "<!-- The tables below are made by `python -m tests.gb.proofs_page --write`; "
    "a test fails when they are stale. -->\n"
)


def page(report: ProofReport) -> str:
    """Return the page with its tables made anew; what stands above the mark is kept."""
    above, mark, _ = _path().read_text("utf-8").partition(_MARK)
    return above + (mark or _MARK) + "\n" + tables_markdown(report)


def _path() -> Path:
    return Path(__file__).parents[2] / PAGE


if __name__ == "__main__":
    made = page(build_proof_report(load_gb(), load_dictionaries()))
    if "--write" in sys.argv[1:]:
        _path().write_text(made, "utf-8")
    sys.exit(made != _path().read_text("utf-8"))
