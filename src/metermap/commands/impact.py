"""``metermap impact``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import print_findings

if TYPE_CHECKING:
    from metermap.core.findings import Finding

__all__ = ["impact"]

_PAGE_WIDTH = 120
_ROWS = 12


@click.command(short_help="Show what a change at a place touches.")
@click.argument("workspace", type=click.Path(exists=True, path_type=Path))
@click.argument("place")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option(
    "--if",
    "supposed",
    metavar="TEXT",
    help="Make all outputs with TEXT in the cell or line as well, in memory, and show exactly what differs.",
)
@click.option("--all", "show_all", is_flag=True, help="Show every line of long tables.")
def impact(workspace: Path, place: str, output_format: str, supposed: str | None, *, show_all: bool) -> int:
    """Show what a change at PLACE touches: statements, proofs, findings, pages, names in the bindings, files.

    \b
    Some that PLACE takes:
      'smets2.xlsx[Elements]!D14'   mappings/hub.map:12   metermap.toml:12   device[2].carrier
      ActiveExportRegister.value    1-0:1.8.0.255         0x0700/0x0100      ECS15a
    and the key of an erratum.

    Exit codes: 0 it is answered; 1 there is no such place.
    """  # noqa: D301  (click wants the control character itself)
    if supposed is not None:
        return _suppose(workspace, place, supposed, output_format, _ROWS if not show_all else None)
    from metermap import impacting  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.impact.forms import impact_card, impact_json  # noqa: PLC0415
    from metermap.protocols.cards import card_text  # noqa: PLC0415

    found = impacting.impact(workspace, place)
    _tell(found.findings, found.message)
    if found.impact is None:
        return found.exit
    if output_format == "json":
        click.echo(impact_json(found.impact), nl=False)
    else:
        width = shutil.get_terminal_size((_PAGE_WIDTH, 1)).columns if sys.stdout.isatty() else _PAGE_WIDTH
        click.echo(card_text(impact_card(found.impact), width, None if show_all else _ROWS), nl=False)
    return found.exit


def _suppose(workspace: Path, place: str, text: str, output_format: str, shown: int | None) -> int:
    from metermap import supposing  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.codegen.impact.supposed_forms import supposed_json, supposed_text  # noqa: PLC0415

    if "\n" in text or "\r" in text:
        message = "--if takes one line"
        raise click.UsageError(message)
    found = supposing.suppose(workspace, place, text)
    _tell(found.findings, found.message)
    if found.supposed is not None:
        made = found.supposed
        click.echo(supposed_json(made) if output_format == "json" else supposed_text(made, shown), nl=False)
    return found.exit


def _tell(findings: tuple[Finding, ...], message: str) -> None:
    from metermap.core.text import one_line  # noqa: PLC0415  (asking for help must stay fast)

    if findings:
        print_findings(findings, "text", sys.stderr)
    if message:
        click.echo(f"metermap: {one_line(message)}", err=True)
