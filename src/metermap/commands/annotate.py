"""``metermap annotate``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import WORKSPACE, print_findings

__all__ = ["annotate"]


@click.command()
@WORKSPACE
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write.  [default: WORKSPACE/annotated]")
def annotate(workspace: Path, out: Path | None) -> int:
    """Write copies of the workbooks with the findings in them.

    Comments at the cells, a sheet of all findings, mapping status and addresses in columns to the right.
    Says what a copy does not keep. The workbooks themselves are only read.

    Exit codes: 0 all copies are written, whatever the findings in them; 1 they are, but without mapping
    status, because the catalogue or the mapping has errors that stop a check; 2 the folder cannot be
    written or must not be; 3 a workbook is refused, and has no copy.
    """
    from metermap.annotating import annotate as write_copies  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415

    try:
        result = write_copies(workspace, out)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    if result.findings:
        print_findings(result.findings, "text", sys.stderr, workspace=workspace)
    for line in result.account():
        click.echo(line)
    return result.exit
