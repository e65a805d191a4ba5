"""What the commands that ask dictionaries share."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import print_findings

if TYPE_CHECKING:
    from metermap.questions import Asked

__all__ = ["ASKED_FORMAT", "ASKED_WORKSPACE", "ROWS_SHOWN", "asked_of", "width"]

ROWS_SHOWN = 40
_PAGE_WIDTH = 120


ASKED_WORKSPACE = click.option(
    "--workspace",
    "-w",
    type=click.Path(exists=True, path_type=Path),
    help="Say who maps there too.  [default: the current folder, if it is a workspace]",
)
ASKED_FORMAT = click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)


def asked_of(workspace: Path | None) -> Asked:
    """Return what to ask; tell of what keeps a workspace from being asked."""
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)

    here = Path() if Path("metermap.toml").is_file() else None
    asked = questions.asked(workspace or here)
    if asked.findings:
        print_findings(asked.findings, "text", sys.stderr)
    if workspace is None and here is None:
        click.echo("metermap: no workspace here; --workspace DIR says who maps there", err=True)
    return asked


def width() -> int:
    """Return the width of the terminal, or of a page if the output goes elsewhere."""
    return shutil.get_terminal_size((_PAGE_WIDTH, 1)).columns if sys.stdout.isatty() else _PAGE_WIDTH
