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
@click.option("--all", "show_all", is_flag=True, help="Show notes and reviewed findings as well.")
def check(workspace: Path, output_format: str, *, show_all: bool) -> int:
    """Check a workspace and print all findings."""
    from metermap import pipeline  # noqa: PLC0415  (asking for help must stay fast)

    result = pipeline.check(workspace)
    if show_all:
        print_findings(result.everything, output_format, sys.stdout, workspace=workspace)
    else:
        print_findings(result.findings, output_format, sys.stdout, result.hidden, workspace=workspace)
    return result.exit
