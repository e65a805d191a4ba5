"""``metermap editions``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import WORKSPACE, print_findings

__all__ = ["editions"]


@click.command(short_help="Show the editions, and where each has an item.")
@WORKSPACE
@click.argument("item", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json", "csv", "md"]), default="text", show_default=True)
def editions(workspace: Path, item: str | None, form: str) -> int:
    """List the editions that a workspace keeps alive; of ITEM, say which know it, and where each has it on the wire.

    \b
    Some that ITEM may be:
      StandingCharge   StandingCharge.valueCurrent.classID   '#1079'
      0-0:16.0.12.255   0x0702   0x0702/0x0607

    A name that the item had in another edition is as good as the one that it has now. Of an edition that is recorded
    in part, what nobody recorded is told as that; it may have been as it is now.

    Exit codes: 0 it is told; 1 no edition knows it.
    """  # noqa: D301  (click wants the control character itself)
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.editions.forms import Form  # noqa: PLC0415
    from metermap.core.exits import Exit  # noqa: PLC0415
    from metermap.core.render import counted  # noqa: PLC0415
    from metermap.core.text import one_line  # noqa: PLC0415

    found = questions.editions(workspace, item)
    if found.findings and found.exit is Exit.FINE:
        click.echo(f"metermap: the workspace has {counted(len(found.findings), 'error')}, see metermap check", err=True)
    elif found.findings:
        print_findings(found.findings, "text", sys.stderr)
    if found.message:
        click.echo(f"metermap: {one_line(found.message)}", err=True)
    if found.table:
        click.echo(found.table.write(Form(form)), nl=False)
    return found.exit
