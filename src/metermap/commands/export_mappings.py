"""``metermap mappings export``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import WORKSPACE, print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.codegen.exchange.mapping_table import Exported
    from metermap.mappings.model import ResolvedModel

__all__ = ["export_mappings"]


@click.command("export")
@WORKSPACE
@click.option("--output-format", type=click.Choice(["csv", "xlsx", "sssom"]), default="csv", show_default=True)
@click.option("--raw", is_flag=True, help="CSV for programs: cells that a spreadsheet would run are left as they are.")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="A new file to write; without it, the table is printed."
)
def export_mappings(workspace: Path, output_format: str, output: Path | None, *, raw: bool) -> int:
    """Write the statements of a workspace as a table, a line each.

    `metermap mappings import` reads CSV and XLSX back. What a table cannot carry is told on standard error.
    sssom is the TSV form of SSSOM.
    """
    from metermap import pipeline  # noqa: PLC0415  (asking for help must stay fast)

    _check_usage(output_format, output, raw=raw)
    checked = pipeline.check(workspace)
    errors = tuple(finding for finding in checked.findings if finding.severity.rank == 0)
    if errors:
        print_findings(errors, "text", sys.stderr)
    if checked.model is None:
        return checked.exit
    exported = _exported(checked.model, workspace, output_format, raw=raw)
    for line in exported.account:
        click.echo(f"metermap: not in the file: {line}", err=True)
    if errors:
        click.echo("metermap: not in the file: what could not be resolved", err=True)
    _write(exported.data, output)
    return Exit.FINDINGS if errors else Exit.FINE


def _check_usage(output_format: str, output: Path | None, *, raw: bool) -> None:
    if raw and output_format != "csv":
        message = f"--raw is for CSV: {output_format} is exact as it is"
        raise click.UsageError(message)
    if raw and output is not None and ".raw." not in output.name:
        message = f"--raw: name the file so, such as {click.format_filename(output.stem)}.raw.csv"
        raise click.UsageError(message)
    if output_format == "xlsx" and output is None:
        message = "a workbook is no text to print: name a file with --output"
        raise click.UsageError(message)


def _exported(model: ResolvedModel, workspace: Path, output_format: str, *, raw: bool) -> Exported:
    from metermap.codegen.exchange import mapping_table  # noqa: PLC0415  (asking for help must stay fast)

    if output_format == "xlsx":
        return mapping_table.as_xlsx(model)
    if output_format == "csv":
        return mapping_table.as_raw_csv(model) if raw else mapping_table.as_csv(model)
    return mapping_table.as_sssom(model, _options(workspace))


def _options(workspace: Path) -> dict[str, str]:
    from metermap.core.findings import Findings  # noqa: PLC0415  (as above)
    from metermap.core.workspace import load_workspace  # noqa: PLC0415

    loaded = load_workspace(workspace, Findings())  # it was read without a fault before
    return dict(loaded.build.get("exchange", {})) if loaded else {}


def _write(data: bytes, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(data.decode())
        return
    try:
        with output.open("xb") as stream:
            stream.write(data)
    except OSError as error:
        raise click.FileError(click.format_filename(output), error.strerror) from error
