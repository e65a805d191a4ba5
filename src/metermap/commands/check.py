"""``metermap check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import WORKSPACE, print_findings

__all__ = ["check"]


@click.command()
@WORKSPACE
@click.option("--output-format", type=click.Choice(["text", "concise", "json"]), default="text", show_default=True)
@click.option("--all", "show_all", is_flag=True, help="Show notes, reviewed and suppressed findings as well.")
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of old findings that do not count, instead of that of metermap.toml.",
)
def check(workspace: Path, output_format: str, baseline: Path | None, *, show_all: bool) -> int:
    """Check a workspace and print all findings."""
    from metermap import pipeline  # noqa: PLC0415  (asking for help must stay fast)

    result = pipeline.check(workspace, baseline=baseline)
    if show_all:
        print_findings(result.everything, output_format, sys.stdout, workspace=workspace)
    else:
        print_findings(result.findings, output_format, sys.stdout, result.hidden, workspace=workspace)
    return result.exit
