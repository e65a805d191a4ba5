"""``metermap init``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

__all__ = ["init"]


@click.command(short_help="Start a workspace.")
@click.option("--example", type=click.Choice(["gb"]), help="The workspace to copy.")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The workbook, .xlsx or .csv, to begin with; its profile is proposed by looking at it.",
)
@click.option(
    "--ci",
    type=click.Choice(["github", "gitlab", "none"]),
    multiple=True,
    help="The forge that checks the workspace and publishes its site: its file is written, unless there is one. "
    "May be repeated; alone it adds the file to a workspace that there is.  [default: github, gitlab]",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; list what would be copied, or print the proposal.")
@click.argument("directory", type=click.Path(path_type=Path))
def init(example: str | None, source: Path | None, directory: Path, ci: tuple[str, ...], *, dry_run: bool) -> int:
    """Start a workspace in DIRECTORY: a copy of an example, or a workbook of your own."""
    from metermap.automation import FORGES, forge_files  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415

    if (example is None) == (source is None) and not (ci and source is None):
        message = "either --example or --from says what to begin with"
        raise click.UsageError(message)
    if "none" in ci and len(ci) > 1:
        message = "--ci none goes with no other --ci"
        raise click.UsageError(message)
    files = forge_files(forge for forge in ci or FORGES if forge != "none")
    try:
        if source:
            return _init_from(source, directory, files, dry_run=dry_run)
        return (_init_example if example else _init_forge)(directory, files, dry_run=dry_run)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error


def _init_forge(directory: Path, files: Mapping[str, bytes], *, dry_run: bool) -> int:
    from metermap.automation import add_files  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.workspace import FILE_NAME  # noqa: PLC0415

    if not (directory / FILE_NAME).is_file():
        message = f"{click.format_filename(directory)} holds no {FILE_NAME}; --example or --from makes a workspace"
        raise click.UsageError(message)
    written, there = add_files(directory, files, dry_run=dry_run)
    for name in written:
        click.echo(name)
    for name in there:
        click.echo(f"{name} is there already and stays as it is", err=True)
    return Exit.FINE


def _init_example(directory: Path, files: Mapping[str, bytes], *, dry_run: bool) -> int:
    from metermap.examples import copy_example  # noqa: PLC0415  (asking for help must stay fast)

    names = copy_example("gb", directory, files, dry_run=dry_run)
    for name in names:
        click.echo(name)
    if not dry_run:
        click.echo(f"{len(names)} files written. Next: metermap check {click.format_filename(directory)}", err=True)
    return Exit.FINE


def _init_from(source: Path, directory: Path, files: Mapping[str, bytes], *, dry_run: bool) -> int:
    from metermap.beginnings import begin_from  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.findings import Findings  # noqa: PLC0415
    from metermap.core.text import one_line  # noqa: PLC0415
    from metermap.examples import make_folder  # noqa: PLC0415

    findings = Findings()
    beginning = begin_from(source, directory.resolve().name, findings)
    if beginning is None:
        print_findings(findings.sorted(), "text", sys.stderr)
        return Exit.INPUT
    names = make_folder(directory, {**beginning.files, **files}, dry_run=dry_run)
    click.echo(beginning.toml if dry_run else "\n".join(names))
    for line in beginning.account:
        click.echo(one_line(line), err=True)
    if not dry_run:
        shown = click.format_filename(directory)
        undecided = "which tells each element as undecided (MM501) until mappings are written"
        click.echo(f"Next: read {shown}/metermap.toml, then metermap check {shown}, {undecided}", err=True)
    return Exit.FINE if beginning.reads else Exit.FINDINGS
