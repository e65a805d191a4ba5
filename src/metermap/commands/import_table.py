"""``metermap mappings import``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

__all__ = ["import_mappings"]


@click.command("import")
@click.argument("table", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--protocol", type=click.Choice(["dlms", "sep"]), help="The protocol, if the table does not say.")
@click.option(
    "--device", "devices", multiple=True, help="The device that rows are for, or take only its rows; may be repeated."
)
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="A new file to write; without it, the draft is printed."
)
def import_mappings(table: Path, protocol: str | None, devices: tuple[str, ...], output: Path | None) -> int:
    """Turn a mapping TABLE, .xlsx or .csv, into a first draft of a mapping file.

    A table that `metermap mappings export` wrote becomes the statements that it lists, a sentence for each.
    """
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings.importer import import_table  # noqa: PLC0415

    findings = Findings()
    draft = import_table(table, protocol, devices, findings)
    if findings.items:
        print_findings(findings.sorted(), "text", sys.stderr)
    if not draft:
        return Exit.INPUT
    if output is None:
        click.echo(draft, nl=False)
    else:
        _write_new(output, draft)
    return Exit.FINDINGS if findings.errors else Exit.FINE


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise click.FileError(click.format_filename(path), error.strerror) from error
