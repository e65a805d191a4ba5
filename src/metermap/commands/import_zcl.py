"""``metermap protocols import zcl``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

__all__ = ["import_zcl"]


@click.command("zcl")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--output-format", type=click.Choice(["text", "markdown", "json"]), default="text", show_default=True)
@click.option("--cluster", "clusters", multiple=True, help="Compare this cluster only, by id or name; may be repeated.")
@click.option("--with", "laid", multiple=True, help="Lay an overlay, by name or path, over the dictionary first.")
@click.option("--overlay", type=click.Path(path_type=Path), help="A folder to write the difference to as an overlay.")
@click.option("--keep-missing", is_flag=True, help="Leave in the dictionary what the files lack.")
@click.option("--dry-run", is_flag=True, help="Say which files of the overlay would change, and write nothing.")
def import_zcl(
    files: tuple[Path, ...],
    output_format: str,
    clusters: tuple[str, ...],
    laid: tuple[str, ...],
    overlay: Path | None,
    *,
    keep_missing: bool,
    dry_run: bool,
) -> int:
    """Hold cluster FILES, XML of the configurator or dotdot format, against the Smart Energy dictionary.

    Exit codes: 0 no difference and nothing to object to; 1 at least one difference, error or warning;
    3 a file is unreadable.
    """
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.protocols.importing import run_import  # noqa: PLC0415

    result = run_import(files, clusters, laid, keep_missing=keep_missing)
    if result.unknown:
        raise click.BadParameter(result.unknown)
    if result.findings:
        print_findings(result.findings, "text", sys.stderr)
    if result.comparison is None:
        return Exit.INPUT
    click.echo(result.report(output_format), nl=False)
    if overlay is not None:
        try:
            changed = result.write(overlay, dry_run=dry_run)
        except OutputRefusedError as error:
            raise click.ClickException(str(error)) from error
        _overlay_outcome(overlay, changed, dry_run=dry_run)
    return Exit.FINDINGS if result.objections else Exit.FINE


def _overlay_outcome(overlay: Path, changed: tuple[str, ...], *, dry_run: bool) -> None:
    verb = "would change; none is written" if dry_run else "written"
    click.echo(f"{len(changed):,} files of {click.format_filename(overlay)} {verb}", err=True)
    for name in changed if dry_run else ():
        click.echo(f"  {name}", err=True)
