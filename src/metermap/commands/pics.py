"""``metermap pics``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import WORKSPACE, print_findings

if TYPE_CHECKING:
    from metermap.codegen.conformance.model import Conformance

__all__ = ["pics"]

_FORMATS = ("md", "xlsx", "csv", "json")


@click.command(short_help="Make conformance statements and test cases.")
@WORKSPACE
@click.option("--device", multiple=True, help="The device; may be repeated.  [default: all]")
@click.option(
    "--format",
    "formats",
    type=click.Choice(_FORMATS),
    multiple=True,
    help="The form; may be repeated.  [default: md, or all with --out]",
)
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write; without it, one form is printed.")
@click.option("--results-template", type=click.Path(path_type=Path), help="A new CSV file for a laboratory to fill in.")
@click.option("--dry-run", is_flag=True, help="Make everything, write nothing, and say what would change.")
def pics(
    workspace: Path,
    device: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path | None,
    results_template: Path | None,
    *,
    dry_run: bool,
) -> int:
    """Make protocol implementation conformance statements, a form for each device.

    With them the COSEM objects, the clusters, and test cases by use case with their octets. Printed are the statement
    and the test cases as Markdown, the test cases as CSV, or all as JSON. A file that somebody has filled in is never
    replaced. With --device, what is there of other devices stays.

    Exit codes: 0 they are made; 1 the workspace has an error; 2 the folder cannot be written or must not be.
    """
    from metermap import conforming  # noqa: PLC0415  (asking for help must stay fast)

    _check_usage(formats, out)
    try:
        result = conforming.conformance(workspace, device)
    except conforming.UnknownDeviceError as error:
        raise click.BadParameter(str(error), param_hint="--device") from error
    if result.findings:
        print_findings(result.findings, "text", sys.stderr, workspace=workspace)
    if result.made is not None:
        _put(result.made, formats, out, results_template, some=bool(device), dry_run=dry_run)
    return result.exit


def _check_usage(formats: tuple[str, ...], out: Path | None) -> None:
    if out is None and len(set(formats)) > 1:
        message = f"{' and '.join(dict.fromkeys(formats))} would both be printed: name a folder with --out"
        raise click.UsageError(message)
    if out is None and "xlsx" in formats:
        message = "a workbook is no text to print: name a folder with --out"
        raise click.UsageError(message)


def _put(
    made: Conformance, formats: tuple[str, ...], out: Path | None, template: Path | None, *, some: bool, dry_run: bool
) -> None:
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)

    try:
        if template is not None:
            _template(made, template, dry_run=dry_run)
        if out is not None:
            _write(made, formats or _FORMATS, out, some=some, dry_run=dry_run)
        elif template is None:
            sys.stdout.write(_printed(made, formats[0] if formats else "md"))
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error


def _template(made: Conformance, file: Path, *, dry_run: bool) -> None:
    from metermap import conforming  # noqa: PLC0415  (as above)
    from metermap.codegen.conformance.as_csv import template_csv  # noqa: PLC0415

    if dry_run:
        conforming.check_template(file)
    else:
        conforming.write_template(file, template_csv(made, made.statements))
    click.echo(f"{click.format_filename(file)} {'would be' if dry_run else 'is'} written", err=True)


def _write(made: Conformance, formats: tuple[str, ...], out: Path, *, some: bool, dry_run: bool) -> None:
    """Write the forms of the devices; `some` tells that these are not all of the workspace's."""
    from metermap import conforming  # noqa: PLC0415  (as above)
    from metermap.codegen.conformance import conformance_files  # noqa: PLC0415
    from metermap.core.render import counted  # noqa: PLC0415

    files = conformance_files(made, formats)
    shown = click.format_filename(out)
    change = conforming.change_of(out, files, others_stay=some)
    if dry_run:
        names = sorted((*change.made, *(f"{name} (removed)" for name in change.removed)))
        click.echo(f"{counted(len(names), 'file')} in {shown} would change; none is written.")
        for name in names:
            click.echo(f"  {name}")
    else:
        conforming.write_statements(out, files, change)
        for line in _account(made):
            click.echo(line)
        click.echo(f"{counted(len(files), 'file')} written to {shown}")
        for name in change.removed:
            click.echo(f"  {name} removed: it is not made this time")
    if change.kept:
        stay = f"{counted(len(change.kept), 'file')} of other devices stay as they are"
        alone = f"; conformance.json is of {', '.join(each.device for each in made.statements)} alone"
        click.echo(stay + (alone if "json" in formats else ""))


def _account(made: Conformance) -> Iterator[str]:
    """Yield the figures of each device."""
    from metermap.codegen.conformance.words import case_figures  # noqa: PLC0415  (as above)
    from metermap.core.render import counted  # noqa: PLC0415

    for statement in made.statements:
        yield f"{statement.device}: {counted(sum(each.mapped for each in statement.asked), 'element')} mapped"
        for what, number in case_figures(statement.counts):
            if number:
                yield f"  {number:6,} {what}"


def _printed(made: Conformance, form: str) -> str:
    from metermap.codegen.conformance.as_csv import cases_csv  # noqa: PLC0415  (as above)
    from metermap.codegen.conformance.as_json import conformance_json  # noqa: PLC0415
    from metermap.codegen.conformance.as_markdown import cases_markdown, statement_markdown  # noqa: PLC0415

    if form == "json":
        return conformance_json(made)
    if form == "csv":
        return cases_csv(made, made.statements).decode()
    pages = (page(made, each) for each in made.statements for page in (statement_markdown, cases_markdown))
    return "\n".join(pages)
