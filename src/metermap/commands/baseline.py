"""``metermap baseline``: old findings that do not count, and may only become fewer."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from metermap.commands.shared import WORKSPACE, print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.baselining import Compared, Counts

__all__ = ["baseline"]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_FILE = click.option(
    "--baseline",
    "file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file, if not that of metermap.toml.",
)
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")


def _arguments(command: Callable[_P, _R]) -> Callable[_P, _R]:
    return WORKSPACE(_FILE(command))


@click.group(short_help="Keep a list of old findings that do not count.")
def baseline() -> None:
    """Keep a list of old findings that do not count, so that no new one goes unseen.

    It holds what nobody has reviewed: code, subject, and how often. It excuses no error.
    """


@baseline.command()
@_arguments
@click.option("--accept-new", is_flag=True, help="Let the baseline grow by what is new.")
@_DRY_RUN
def write(workspace: Path, file: Path | None, *, accept_new: bool, dry_run: bool) -> int:
    """Write what is found into the baseline; what is gone leaves it.

    An existing baseline grows only with --accept-new.
    """
    target = _target(workspace, file)
    compared = _compared(workspace, target)
    if compared.faults:
        return compared.exit
    if compared.grown and target.exists() and not accept_new:
        _tell("is new", compared.grown)
        click.echo(f"metermap: {target} is not written: it would grow; mend these, or give --accept-new", err=True)
        return Exit.FINDINGS
    return _write(target, compared, compared.occurring, dry_run=dry_run)


@baseline.command()
@_arguments
@_DRY_RUN
def shrink(workspace: Path, file: Path | None, *, dry_run: bool) -> int:
    """Take out of the baseline what does not occur any more; nothing is added.

    Not while there are errors: what they hide would seem to be gone.
    """
    target = _target(workspace, file)
    compared = _compared(workspace, target)
    if compared.faults:
        return compared.exit
    if compared.errors and compared.gone:
        click.echo(
            f"metermap: {target} is not shrunk: errors may hide what seems to be gone; mend them first", err=True
        )
        return Exit.FINDINGS
    return _write(target, compared, compared.kept, dry_run=dry_run)


@baseline.command("check")
@_arguments
def check_baseline(workspace: Path, file: Path | None) -> int:
    """Say what is new and what is gone; the exit code is 1 if anything is."""
    compared = _compared(workspace, _target(workspace, file))
    if compared.faults:
        return compared.exit
    _tell("is new", compared.grown)
    _tell("is gone", compared.gone)
    new, gone = compared.grown.total(), compared.gone.total()
    click.echo(f"{compared.kept.total():,} in the baseline, {new:,} new, {gone:,} gone")
    return Exit.FINDINGS if new or gone else Exit.FINE


def _target(workspace: Path, file: Path | None) -> Path:
    from metermap.baselining import baseline_file  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.findings import Findings  # noqa: PLC0415

    findings = Findings()
    target = file or baseline_file(workspace, findings)
    if findings.items:
        print_findings(findings.sorted(), "text", sys.stderr)
        raise click.exceptions.Exit(Exit.USAGE)
    if target is None:
        message = 'no baseline is named: give --baseline FILE, or write [check] baseline = "..." into metermap.toml'
        raise click.UsageError(message)
    return target


def _compared(workspace: Path, target: Path) -> Compared:
    from metermap.baselining import compare_baseline  # noqa: PLC0415  (as above)

    compared = compare_baseline(workspace, target)
    _print_faults(compared)
    return compared


def _print_faults(compared: Compared) -> None:
    """Print on standard error what keeps a baseline from being held against anything, and errors."""
    if told := compared.faults or compared.errors:
        print_findings(told, "text", sys.stderr)


def _tell(what: str, counts: Counts) -> None:
    from metermap.core.text import one_line  # noqa: PLC0415  (as above)

    for (code, subject), number in sorted(counts.items()):
        times = f" ({number:,} times)" if number > 1 else ""
        click.echo(f"{code} {one_line(subject)}{times} {what}")


def _write(target: Path, compared: Compared, counts: Counts, *, dry_run: bool) -> int:
    from metermap.baselining import write_baseline  # noqa: PLC0415  (as above)

    added, removed = (counts - compared.listed).total(), (compared.listed - counts).total()
    if not dry_run and (added or removed or not target.exists()):
        try:
            write_baseline(target, counts)
        except OSError as error:
            raise click.FileError(click.format_filename(target), error.strerror) from error
    verb = "would hold" if dry_run else "holds"
    click.echo(f"{click.format_filename(target)} {verb} {counts.total():,}: {added:,} added, {removed:,} removed")
    return Exit.FINE
