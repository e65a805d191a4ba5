"""``metermap check``."""

from __future__ import annotations

from pathlib import Path

import click

from metermap.commands.reporting import DESCRIBING, FAIL_ON, PairedCommand, output_options, outputs, write
from metermap.commands.shared import WORKSPACE

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
def check(
    workspace: Path,
    output_format: tuple[str, ...],
    output_file: tuple[Path, ...],
    fail_on: str,
    baseline: Path | None,
    *,
    show_all: bool,
) -> int:
    """Check a workspace and print all findings."""
    from metermap.core.renderers.report import FailOn  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.kept_checks import kept_check  # noqa: PLC0415
    from metermap.reports import exit_of, report_of  # noqa: PLC0415

    chosen = outputs(output_format, output_file)
    threshold = FailOn(fail_on)
    result = kept_check(workspace, baseline=baseline)
    described = any(output.format in DESCRIBING for output in chosen)
    write(report_of(result, workspace, show_all=show_all, described=described, fail_on=threshold), chosen)
    return exit_of(result, threshold)
