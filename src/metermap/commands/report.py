"""``metermap report``."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import WORKSPACE, print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.codegen.gap_report.earlier import Earlier
    from metermap.codegen.gap_report.gates import Least
    from metermap.codegen.gap_report.model import GapReport

__all__ = ["FORMATS", "report"]

FORMATS = ("text", "html", "xlsx", "svg", "md", "csv", "csv-raw", "csv-coverage", "json", "json-schema")
"""The names of the forms; a test compares them with those that there are."""


@click.command(short_help="Show or write the gap report; check its demands.")
@WORKSPACE
@click.option("--format", "formats", type=click.Choice(FORMATS), multiple=True, help="A form; may be repeated.")
@click.option("--out", type=click.Path(path_type=Path), help="The folder for the forms, by default all of them.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file for one form, told by its suffix.")
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    metavar="OLD",
    help="An earlier model.json or gap-report.json, or the folder of a build: shows what is new.",
)
@click.option("--fail-on", type=click.Choice(["new-gap"]), help="Makes a gap that OLD does not have the exit code 1.")
@click.option(
    "--min-coverage",
    "demands",
    multiple=True,
    metavar="DEVICE/PROTOCOL=PERCENT",
    help="Makes a smaller share of mapped elements the exit code 1; DEVICE/PROTOCOL/exact= or /tested= ask for those.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Shows how many days before this day, such as 2026-11-30, the recorded dates are.",
)
@click.option("--dry-run", is_flag=True, help="Make everything, write nothing, and say what would change.")
@click.pass_context
def report(
    context: click.Context,
    workspace: Path,
    *,
    formats: tuple[str, ...],
    out: Path | None,
    output: Path | None,
    against: Path | None,
    fail_on: str | None,
    demands: tuple[str, ...],
    as_of: datetime | None,
    dry_run: bool,
) -> int:
    """Show the gap report of WORKSPACE.

    What each protocol carries of each device, exactly or with a limit, and what it does not: a page of summary by
    default, else the whole report in the forms that are asked for. A file that metermap did not write, or that somebody
    has changed since, is never replaced.

    Exit codes: 0 it is made; 1 a gate does not hold, or the workspace has an error; 2 a demand names what there is
    not; 3 OLD is no report or model.
    """
    target = _target(formats, out, output)
    if fail_on and against is None:
        message = "--fail-on new-gap needs --against OLD: new since when?"
        raise click.UsageError(message)
    earlier = _earlier(against, context) if against else None
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)

    result = questions.gap_report(workspace)
    if result.findings:
        print_findings(result.findings, "text", sys.stderr, workspace=workspace)
    if result.report is None:
        return result.exit
    least = _least(demands, result.report)
    made = _with_ages(_with_trend(result.report, earlier), as_of)
    _give(made, target, workspace, dry_run=dry_run)
    return Exit.FINDINGS if _fails(made, least, fail_on) else result.exit


@dataclass(frozen=True, slots=True)
class _Target:
    """The forms, and where they go: a folder, a file, or standard output where both are None."""

    formats: tuple[str, ...]
    folder: Path | None = None
    file: Path | None = None


def _target(formats: tuple[str, ...], out: Path | None, output: Path | None) -> _Target:
    """Return what the options ask for.

    Raises:
        click.UsageError: they exclude each other, or a file does not tell its form.
        click.ClickException: the file must not be written.
    """
    named = tuple(dict.fromkeys(formats))
    if out is not None and output is not None:
        message = "--out names a folder and --output a file: give one of them"
        raise click.UsageError(message)
    if out is not None:
        return _checked(_Target(named or FORMATS[1:], folder=out))
    if len(named) > 1:
        message = f"{' and '.join(named)} would go to one place: name a folder with --out"
        raise click.UsageError(message)
    if output is not None:
        return _checked(_Target(named or (_by_suffix(output),), file=output))
    if named == ("xlsx",):
        message = "a workbook is not printed: name a file with --output, or a folder with --out"
        raise click.UsageError(message)
    return _Target(named or ("text",))


def _by_suffix(file: Path) -> str:
    forms = {"txt": "text", **{name: name for name in ("html", "xlsx", "svg", "md", "csv", "json")}}
    suffix = file.suffix.removeprefix(".").lower()
    if suffix not in forms:
        message = f"{click.format_filename(file)} does not tell its form: name it with --format, or use one of the "
        message += f"suffixes {', '.join(f'.{name}' for name in forms)}"
        raise click.UsageError(message)
    return forms[suffix]


def _checked(target: _Target) -> _Target:
    """Return the target, if it may be written as far as can be told before the work.

    Raises:
        click.ClickException: there is something that metermap did not write.
    """
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.written_files import check_written  # noqa: PLC0415

    try:
        if target.folder is not None:
            _check_folder(target.folder)
        if target.file is not None:
            check_written(target.file)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    return target


def _check_folder(folder: Path) -> None:
    """Check that a folder of metermap's holds a gap report alone, as it was written: it is replaced as one.

    Raises:
        OutputRefusedError: it does not.
    """
    from metermap.core.files import OutputRefusedError, read_manifest  # noqa: PLC0415  (as above)
    from metermap.core.text import one_line  # noqa: PLC0415

    manifest = read_manifest(folder)
    if manifest is None:
        return
    others = sorted(name for name in manifest.files if not name.startswith("gap-report"))
    if others:
        shown = f"{one_line(str(folder))} holds more than a gap report, such as {others[0]}"
        message = f"{shown}; name another folder with --out"
        raise OutputRefusedError(message)
    changed = [name for name in sorted(manifest.spoilt(folder)) if os.path.lexists(folder / name)]
    if changed:
        named = " and ".join(one_line(str(folder / name)) for name in changed)
        fault = f"{named} {'was' if len(changed) == 1 else 'were'} changed since metermap wrote it"
        message = f"{fault}; nothing is replaced: move it elsewhere, or name another folder with --out"
        raise OutputRefusedError(message)


def _earlier(path: Path, context: click.Context) -> Earlier:
    from metermap.codegen.gap_report.earlier import EarlierError, read_earlier  # noqa: PLC0415  (as above)

    try:
        return read_earlier(path)
    except EarlierError as error:
        click.echo(f"metermap: --against: {error}", err=True)
        context.exit(Exit.INPUT)


def _least(demands: tuple[str, ...], made: GapReport) -> list[Least]:
    """Return the demands on coverage.

    Raises:
        click.UsageError: some cannot be read, or name what the report does not have; all of them are told.
    """
    from metermap.codegen.gap_report.gates import GateError, read_least  # noqa: PLC0415  (as above)

    found, faults = [], []
    for text in demands:
        try:
            found.append(read_least(text, made))
        except GateError as error:
            faults.append(str(error))
    if faults:
        raise click.UsageError("\n".join(f"--min-coverage: {fault}" for fault in faults))
    return found


def _with_trend(made: GapReport, earlier: Earlier | None) -> GapReport:
    if earlier is None:
        return made
    from metermap.codegen.gap_report.trend import with_trend  # noqa: PLC0415  (as above)

    if earlier.source.name != made.name:
        click.echo(f"metermap: OLD is of the workspace {earlier.source.name!r}, not {made.name!r}", err=True)
    if earlier.source.coarse:
        click.echo("metermap: OLD has no value proofs: what is mapped is compared as one", err=True)
    return with_trend(made, earlier)


def _with_ages(made: GapReport, as_of: datetime | None) -> GapReport:
    from metermap.codegen.gap_report.ages import with_ages  # noqa: PLC0415  (as above)

    return made if as_of is None else with_ages(made, as_of.date())


def _give(made: GapReport, target: _Target, workspace: Path, *, dry_run: bool) -> None:
    """Print the report, or write it; in a dry run say what would be written.

    Raises:
        click.ClickException: the folder or the file must not be written, or cannot be.
    """
    from metermap.codegen.gap_report.around import around  # noqa: PLC0415  (as above)
    from metermap.codegen.gap_report.forms import FORMS, report_files  # noqa: PLC0415
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415

    form = FORMS[target.formats[0]]
    try:
        if target.folder is not None:
            there = around(target.folder, workspace, picture="svg" in target.formats)
            _write_folder(target.folder, report_files(made, target.formats, there), dry_run=dry_run)
        elif target.file is not None:
            there = around(target.file.parent, workspace, picture=False)
            _write_file(target.file, form.make(made, there), dry_run=dry_run)
        else:
            click.echo(form.make(made).decode("utf-8"), nl=False)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error


def _write_folder(folder: Path, files: dict[str, bytes], *, dry_run: bool) -> None:
    from metermap.core.digest import sha256_hex  # noqa: PLC0415  (as above)
    from metermap.core.files import read_manifest, write_tree  # noqa: PLC0415
    from metermap.core.render import counted  # noqa: PLC0415

    shown = click.format_filename(folder)
    if not dry_run:
        _check_folder(folder)
        write_tree(folder, files)
        click.echo(f"{counted(len(files), 'file')} written to {shown}")
        return
    manifest = read_manifest(folder)
    old = manifest.files if manifest else {}
    new = {name: sha256_hex(content) for name, content in files.items()}
    changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    click.echo(f"{counted(len(changed), 'file')} in {shown} would change; none is written.")
    for name in changed:
        click.echo(f"  {name}")


def _write_file(file: Path, content: bytes, *, dry_run: bool) -> None:
    from metermap.core.written_files import check_written, write_and_record  # noqa: PLC0415  (as above)

    if not dry_run:
        write_and_record(file, content)
        return
    check_written(file)
    same = file.is_file() and file.read_bytes() == content
    click.echo(f"{click.format_filename(file)} would {'not change' if same else 'be written'}", err=True)


def _fails(made: GapReport, least: list[Least], fail_on: str | None) -> bool:
    """Tell each gate that does not hold; return whether there is one."""
    from metermap.codegen.gap_report.gates import below, new_gaps  # noqa: PLC0415  (as above)
    from metermap.core.text import one_line  # noqa: PLC0415

    lines = [f"new gap: {line}" for line in new_gaps(made.trend)] if fail_on and made.trend else []
    lines += [f"below --min-coverage: {line}" for line in below(made, least)]
    for line in lines:
        click.echo(f"metermap: {one_line(line)}", err=True)
    return bool(lines)
