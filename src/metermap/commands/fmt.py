"""``metermap fmt``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.core.findings import Finding, Findings
    from metermap.mappings.formatting import FileLayout

__all__ = ["fmt"]

_STDIN = "-"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--check", is_flag=True, help="Write nothing; list the files that would change.")
@click.option("--diff", is_flag=True, help="Write nothing; show what would change.")
def fmt(paths: tuple[Path, ...], *, check: bool, diff: bool) -> int:
    """Put mapping files into the canonical layout.

    PATHS are mapping files and workspaces; the current folder by default. "-" formats standard input
    to standard output. Comments stay, and so does what the files say. A file with errors is left alone.

    Exit codes: 0 all files are in the layout now; 1 with --check or --diff, a file would change, or a file
    cannot be written; 3 a file cannot be read or has errors.
    """
    if _STDIN in map(str, paths):
        if len(paths) > 1:
            message = "standard input is formatted alone"
            raise click.UsageError(message)
        return _standard_input(check=check, diff=diff)
    return _files(paths or (Path(),), check=check, diff=diff)


def _standard_input(*, check: bool, diff: bool) -> int:
    from metermap.mappings.formatting import FileLayout, format_bytes  # noqa: PLC0415  (asking for help must stay fast)

    before = sys.stdin.buffer.read()
    formatted = format_bytes("standard input", before)
    _tell(formatted.findings)
    if formatted.text is None:
        return Exit.INPUT
    layout = FileLayout(Path("standard input"), before, formatted.text.encode())
    if check or diff:
        return _would_change([layout], diff=diff)
    sys.stdout.buffer.write(formatted.text.encode())
    return Exit.FINE


def _files(paths: tuple[Path, ...], *, check: bool, diff: bool) -> int:
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings.formatting import lay_out_file, mapping_paths  # noqa: PLC0415

    findings = Findings()
    files = dict.fromkeys(file for path in paths for file in mapping_paths(path, findings))
    wrong_workspace = bool(findings.errors)
    layouts = [lay_out_file(file) for file in files]
    for layout in layouts:
        findings.extend(layout.findings)
    outcome = _would_change(layouts, diff=diff) if check or diff else _write(layouts, findings)
    _tell(findings.sorted())
    if wrong_workspace:
        return Exit.USAGE
    return Exit.INPUT if any(layout.after is None for layout in layouts) else outcome


def _would_change(layouts: list[FileLayout], *, diff: bool) -> int:
    changing = [layout for layout in layouts if layout.changes]
    for layout in changing:
        if diff:
            for line in layout.difference():
                click.echo(line)
        else:
            click.echo(click.format_filename(layout.path))
    click.echo(f"metermap: {len(changing):,} of {len(layouts):,} files would change", err=True)
    return Exit.FINDINGS if changing else Exit.FINE


def _write(layouts: list[FileLayout], findings: Findings) -> int:
    from metermap.mappings.formatting import write_layout  # noqa: PLC0415  (asking for help must stay fast)

    faults = [(layout, write_layout(layout)) for layout in layouts if layout.changes]
    findings.extend(fault for _, fault in faults if fault is not None)
    written = [layout for layout, fault in faults if fault is None]
    for layout in written:
        click.echo(click.format_filename(layout.path))
    click.echo(f"metermap: {len(written):,} of {len(layouts):,} files formatted", err=True)
    return Exit.FINE if len(written) == len(faults) else Exit.FINDINGS


def _tell(findings: tuple[Finding, ...]) -> None:
    if findings:
        print_findings(findings, "text", sys.stderr)
