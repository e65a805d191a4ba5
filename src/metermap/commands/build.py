"""``metermap build``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.reporting import FAIL_ON
from metermap.commands.shared import WORKSPACE, print_findings

if TYPE_CHECKING:
    from metermap.pipeline import BuildResult, Stage

__all__ = ["build"]

_NAMES_SHOWN = 20


@click.command()
@WORKSPACE
@click.option("--out", type=click.Path(path_type=Path), help="The folder to write.  [default: WORKSPACE/build]")
@click.option("--dry-run", is_flag=True, help="Make everything, write nothing, and say what would change.")
@FAIL_ON
def build(workspace: Path, out: Path | None, fail_on: str, *, dry_run: bool) -> int:
    """Check, then write model, report, bindings, site."""
    from metermap import pipeline  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415
    from metermap.core.renderers.report import FailOn  # noqa: PLC0415
    from metermap.reports import exit_of  # noqa: PLC0415

    try:
        result = pipeline.build(workspace, out, dry_run=dry_run)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    if result.checked.findings:
        print_findings(result.checked.findings, "text", sys.stderr, result.checked.hidden, workspace=workspace)
    for line in _outcome(result, dry_run=dry_run) if result.summary else ():
        click.echo(line)
    return exit_of(result.checked, FailOn(fail_on))


def _outcome(result: BuildResult, *, dry_run: bool) -> Iterator[str]:
    out = click.format_filename(result.out)
    yield result.summary
    if result.up_to_date:
        yield f"Nothing to do: the {result.files:,} files in {out} were made from these inputs."
    elif dry_run:
        yield f"{len(result.changed):,} files in {out} would change; none is written."
        yield from (f"  {name}" for name in result.changed[:_NAMES_SHOWN])
        if len(result.changed) > _NAMES_SHOWN:
            yield f"  and {len(result.changed) - _NAMES_SHOWN:,} more"
    else:
        yield f"{result.files:,} files written to {out}"
    yield ""
    yield from _times(result.checked.stages)


def _times(stages: tuple[Stage, ...]) -> Iterator[str]:
    width = max(len(stage.name) for stage in stages)
    yield "Time"
    for stage in stages:
        yield f"  {stage.name.ljust(width)}  {stage.seconds:7.2f} s"
    yield f"  {'total'.ljust(width)}  {sum(stage.seconds for stage in stages):7.2f} s"
