"""``metermap mappings read``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

__all__ = ["read"]


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--output-format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
def read(file: Path, output_format: str) -> int:
    """Speak a mapping FILE in English sentences, to be read aloud or tabled at a meeting.

    Everything that the file says is spoken, and comments are not. Exit code 3: the file cannot be read or
    has errors; nothing is spoken then.
    """
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings.parser import parse_bytes  # noqa: PLC0415
    from metermap.mappings.reading import ReadingFormat, read_aloud, render_reading  # noqa: PLC0415

    findings = Findings()
    try:
        data = file.read_bytes()
    except OSError as error:
        click.echo(f"metermap: {click.format_filename(file)} cannot be read: {error.strerror}", err=True)
        return Exit.INPUT
    tree = parse_bytes(file.as_posix(), data, findings)
    if findings.items:
        print_findings(findings.sorted(), "text", sys.stderr)
    if findings.errors:
        return Exit.INPUT
    click.echo(render_reading(read_aloud(tree), ReadingFormat(output_format)), nl=False)
    return Exit.FINE
