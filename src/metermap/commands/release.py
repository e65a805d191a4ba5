"""``metermap release``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date as calendar_date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit
from metermap.core.text import one_line

if TYPE_CHECKING:
    from metermap.core.renderers.report import FailOn
    from metermap.core.versions import Version
    from metermap.releasing import Plan, ReleaseResult

__all__ = ["release"]

_RETIRED_SHOWN = 10
_DATE_LENGTH = len("2026-01-31")


def _version(_: click.Context, __: click.Parameter, value: str | None) -> Version | None:
    from metermap.core.versions import parse_version  # noqa: PLC0415  (asking for help must stay fast)

    if value is None:
        return None
    found = parse_version(value)
    if found is None:
        message = f"{one_line(value)!r} is no version of three numbers, such as 1.2.0"
        raise click.BadParameter(message)
    return found


def _date(_: click.Context, __: click.Parameter, value: str) -> str:
    if value and not _is_date(value):
        message = f"{one_line(value)!r} is no date such as 2026-01-31"
        raise click.BadParameter(message)
    return value


def _is_date(text: str) -> bool:
    try:
        calendar_date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == _DATE_LENGTH


@click.command(short_help="Release the model, with changelog and digests.")
@click.argument("workspace", type=click.Path(exists=True, path_type=Path))
@click.argument("label")
@click.option("--against", default="", metavar="LABEL", help="The release to compare with, instead of the last one.")
@click.option("--version", callback=_version, metavar="X.Y.Z", help="A higher version than the one that follows.")
@click.option("--date", default="", callback=_date, metavar="YYYY-MM-DD", help="The date to record.  [default: none]")
@click.option("--allow-empty", is_flag=True, help="Release even if nothing differs from the release before.")
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written and which version follows.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "note"]),
    default="error",
    show_default=True,
    help="The severity from which on a finding refuses the release.",
)
def release(
    workspace: Path,
    label: str,
    against: str,
    version: Version | None,
    date: str,
    *,
    fail_on: str,
    allow_empty: bool,
    dry_run: bool,
) -> int:
    """Release the model of WORKSPACE as LABEL: with digests, a changelog and a migration note for implementers.

    It goes into WORKSPACE/releases/LABEL, once and for all. The version follows from what changed since the last one.
    """
    from metermap import releasing  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415
    from metermap.core.renderers.report import FailOn  # noqa: PLC0415

    threshold = FailOn(fail_on)
    wanted = releasing.Wanted(label, against, version, date, allow_empty, dry_run, threshold)
    try:
        result = releasing.release(workspace, wanted)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    except releasing.ReleaseRefusedError as error:
        click.echo(f"metermap: {error}", err=True)
        return error.exit
    return _told(result, threshold, workspace, dry_run=dry_run)


def _told(result: ReleaseResult, threshold: FailOn, workspace: Path, *, dry_run: bool) -> int:
    """Print what came of a release; return the exit code."""
    from metermap.reports import exit_of  # noqa: PLC0415  (asking for help must stay fast)

    checked = result.checked
    if result.plan is None:
        print_findings(checked.findings, "text", sys.stderr, checked.hidden, workspace=workspace)
        click.echo("Nothing is released.", err=True)
        return exit_of(checked, threshold) or Exit.FINDINGS
    for line in (*_plan(result.plan), *_outcome(result, result.plan, dry_run=dry_run)):
        click.echo(line)
    return Exit.FINE


def _plan(plan: Plan) -> Iterator[str]:
    yield f"{plan.label} is version {plan.version}: {plan.why}."
    if plan.diff is not None:
        yield f"Changes since {plan.previous}"
        from metermap.codegen.diff_report.telling import moved_in_words, told_counts  # noqa: PLC0415  (as above)

        counts = told_counts(plan.diff)
        width = max(len(verdict) for verdict in counts)
        for verdict, count in counts.items():
            yield f"  {verdict.value.ljust(width)}  {count:7,}"
        if also := moved_in_words(plan.diff):
            yield f"Also {also}"
    if plan.retired:
        yield f"Retired, and reserved from now on: {len(plan.retired):,}"
        yield from (f"  {entry.kind} {one_line(entry.value)}" for entry in plan.retired[:_RETIRED_SHOWN])
        if len(plan.retired) > _RETIRED_SHOWN:
            yield f"  and {len(plan.retired) - _RETIRED_SHOWN:,} more"


def _outcome(result: ReleaseResult, plan: Plan, *, dry_run: bool) -> Iterator[str]:
    folder = click.format_filename(result.folder)
    changed = f" {', '.join(sorted(plan.sources))} would change." if plan.sources else ""
    if dry_run:
        yield f"{folder} would be written; nothing is.{changed}"
        return
    yield f"{len(result.files):,} files written to {folder}"
    if plan.sources:
        yield f"Changed in the workspace: {', '.join(sorted(plan.sources))}"
