"""``metermap proofs``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import WORKSPACE, print_findings

__all__ = ["proofs"]


@click.command()
@WORKSPACE
@click.option(
    "--output-format", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
@click.option("--verdict", type=click.Choice(["lossless", "broken", "undecided"]), help="List the proofs of a verdict.")
@click.option("--device", default="", help="List the proofs of a device.")
@click.option("--hub", is_flag=True, help="Show what the communications hub translates.")
def proofs(workspace: Path, output_format: str, verdict: str | None, device: str, *, hub: bool) -> int:
    """Show what is proved of values.

    For each element: the set of values that the catalogue allows, the set that the wire carries, and whether
    each value comes back: lossless, broken with a value that does not, or undecided with the reason.

    Exit codes: 0 they are shown; 1 the workspace has an error. What breaks is a finding of ``check``.
    """
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)

    result = questions.proofs(workspace)
    if result.findings:
        print_findings(result.findings, "text", sys.stderr)
    if result.report is not None:
        from metermap.codegen.proofs import render_proofs, selected  # noqa: PLC0415  (as above)

        known = sorted({line.device for line in result.report.proofs})
        if device and device.casefold() not in {name.casefold() for name in known}:
            message = f"no proof is about {device!r}; those that are: {', '.join(known)}"
            raise click.BadParameter(message, param_hint="--device")
        report = selected(result.report, verdict or "", device)
        listed = bool(verdict or device)
        click.echo(render_proofs(report, output_format, listed=listed, hubs=hub), nl=False)
    return result.exit
