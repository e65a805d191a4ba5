"""``metermap standards``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import WORKSPACE, print_findings

__all__ = ["standards"]


@click.command()
@WORKSPACE
@click.option(
    "--output-format", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
@click.option("--all", "show_all", is_flag=True, help="List what depends on a draft, a proposal or an extension.")
def standards(workspace: Path, output_format: str, *, show_all: bool) -> int:
    """Show the standards that a mapping rests on.

    Who publishes and recognises them, which edition each device needs, and how the consultation's tests
    come out. The exit code is 1 if a test fails, or if the workspace has an error.
    """
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)

    result = questions.standards(workspace)
    if result.findings:
        print_findings(result.findings, "text", sys.stderr, workspace=workspace)
    if result.report is not None:
        from metermap.codegen.standards import render_report  # noqa: PLC0415  (as above)

        click.echo(render_report(result.report, output_format, everything=show_all), nl=False)
    return result.exit
