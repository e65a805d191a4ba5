"""``metermap explain``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from metermap.commands.shared import print_findings

__all__ = ["explain"]

_PAGE_WIDTH = 120


@click.command()
@click.argument("subject")
@click.argument("workspace", type=click.Path(exists=True, path_type=Path), default=".")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(subject: str, workspace: Path, output_format: str) -> int:
    """Explain SUBJECT: an element, a data item, a row, a cell, or a line of a mapping file.

    \b
    Some that it takes:
      ActiveExportRegister.value   ActiveExportRegister   #100
      'smets2.xlsx[Elements]!D364'   mappings/electricity-registers.map:12

    Of an element it tells what the catalogue says and in which cell, each home spelled out, how it travels, in
    which use cases, type, unit and scale, an example and its octets, findings and review.

    Exit codes: 0 it is explained; 1 there is no such thing.
    """  # noqa: D301  (click wants the control character itself)
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.text import one_line  # noqa: PLC0415
    from metermap.protocols.cards import card_json, card_text  # noqa: PLC0415

    found = questions.explain(workspace, subject)
    if found.findings:
        print_findings(found.findings, "text", sys.stderr)
    if found.message:
        click.echo(f"metermap: {one_line(found.message)}", err=True)
    if output_format == "json" and found.cards:
        click.echo(card_json(found.cards), nl=False)
    elif found.cards:
        width = shutil.get_terminal_size((_PAGE_WIDTH, 1)).columns if sys.stdout.isatty() else _PAGE_WIDTH
        click.echo("\n".join(card_text(card, width) for card in found.cards), nl=False)
    return found.exit
