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

    Everything that the file says is spoken, with the patterns and codings that it includes; comments are not. Exit
    code 3: the file, or one that it includes, cannot be read or has errors; nothing is spoken then.
    """
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings.includes import read_library  # noqa: PLC0415
    from metermap.mappings.reading import ReadingFormat, included_by, read_aloud, render_reading  # noqa: PLC0415

    findings = Findings()
    try:
        data = file.read_bytes()
    except OSError as error:
        click.echo(f"metermap: {click.format_filename(file)} cannot be read: {error.strerror}", err=True)
        return Exit.INPUT
    root = _root(file)
    name = file.resolve().relative_to(root).as_posix()
    library = read_library(root, ((name, data),), findings)
    if findings.items:
        print_findings(findings.sorted(), "text", sys.stderr, workspace=root)
    if findings.errors:
        return Exit.INPUT
    reading = read_aloud(library.files[name], included_by(library, name))
    click.echo(render_reading(reading, ReadingFormat(output_format)), nl=False)
    return Exit.FINE


def _root(file: Path) -> Path:
    """Return the folder of the workspace that a file is in; its own folder if it is in none."""
    folders = file.resolve().parents
    return next((folder for folder in folders if (folder / "metermap.toml").is_file()), folders[0])
