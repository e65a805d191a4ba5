"""``metermap check``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.reporting import DESCRIBING, FAIL_ON, Output, PairedCommand, output_options, outputs, write
from metermap.commands.shared import WORKSPACE
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.core.renderers.rounds import Round
    from metermap.rechecking import Wanted

__all__ = ["check"]


@click.command(cls=PairedCommand)
@WORKSPACE
@output_options
@FAIL_ON
@click.option("--all", "show_all", is_flag=True, help="Show notes, reviewed and suppressed findings as well.")
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of old findings that do not count, instead of that of metermap.toml.",
)
@click.option(
    "--watch",
    "watched",
    is_flag=True,
    help="Check again when an input changes, and show what is new and what is gone; Ctrl+C ends it, with exit code 0.",
)
def check(
    workspace: Path,
    output_format: tuple[str, ...],
    output_file: tuple[Path, ...],
    fail_on: str,
    baseline: Path | None,
    *,
    show_all: bool,
    watched: bool,
) -> int:
    """Check a workspace and print all findings."""
    from metermap.core.renderers.report import FailOn  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.kept_checks import kept_check  # noqa: PLC0415
    from metermap.reports import exit_of, report_of  # noqa: PLC0415

    chosen = outputs(output_format, output_file)
    threshold = FailOn(fail_on)
    described = any(output.format in DESCRIBING for output in chosen)
    if watched:
        from metermap.rechecking import Wanted  # noqa: PLC0415  (as above)

        files = tuple(output.file for output in chosen if output.file is not None)
        wanted = Wanted(baseline, show_all=show_all, described=described, fail_on=threshold, written=files)
        return _watch(workspace, wanted, chosen)
    result = kept_check(workspace, baseline=baseline)
    write(report_of(result, workspace, show_all=show_all, described=described, fail_on=threshold), chosen)
    return exit_of(result, threshold)


def _watch(workspace: Path, wanted: Wanted, chosen: Sequence[Output]) -> int:
    from metermap import rechecking  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.renderers.rounds import ROUND_FORMATS  # noqa: PLC0415

    for output in chosen:
        if output.file is None and output.format not in ROUND_FORMATS:
            message = (
                f"with --watch {output.format} is not printed, it has no rounds: "
                f"give it an --output-file, or print {' or '.join(ROUND_FORMATS)}"
            )
            raise click.UsageError(message)
    click.echo("metermap: watching the workspace; Ctrl+C ends it", err=True)
    with suppress(KeyboardInterrupt, BrokenPipeError):
        rechecking.watch(workspace, wanted, lambda told: _tell(told, chosen))
    return Exit.FINE


def _tell(told: Round, chosen: Sequence[Output]) -> None:
    """Print a round; a file gets the whole report anew."""
    from metermap.core.render import OutputFormat, wants_colour  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.renderers.rounds import render_round  # noqa: PLC0415

    write(told.report, [output for output in chosen if output.file is not None])
    for output in chosen:
        if output.file is None:
            sys.stdout.write(render_round(told, OutputFormat(output.format), colour=wants_colour(sys.stdout)))
            sys.stdout.flush()
