"""``metermap errata``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import WORKSPACE, print_findings
from metermap.core.exits import Exit

__all__ = ["errata"]


@click.command(short_help="List the errata, and whether each applies.")
@WORKSPACE
@click.option("--output-format", type=click.Choice(["text", "json", "csv"]), default="text", show_default=True)
def errata(workspace: Path, output_format: str) -> int:
    """List the errata of a workspace: what each corrects, whether it applies, what it touches."""
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.errata_list import ErrataFormat, render_errata  # noqa: PLC0415

    result = questions.errata(workspace)
    if result.findings:
        print_findings(result.findings, "text", sys.stderr)
    if result.entries or result.exit is Exit.FINE:
        click.echo(render_errata(result.entries, ErrataFormat(output_format)), nl=False)
    return result.exit
