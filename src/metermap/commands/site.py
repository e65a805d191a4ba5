"""``metermap site build`` and ``metermap site remove``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.reporting import FAIL_ON
from metermap.commands.shared import WORKSPACE, print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.publishing import SiteResult

__all__ = ["build", "remove"]

_NAMES_SHOWN = 20
_EDITIONS = "public"
_CHECK = click.option("--check", is_flag=True, help="Write nothing; say what would change, exit code 1 if anything.")


@click.command(short_help="Write the site, alone or as one of several editions.")
@WORKSPACE
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write.  [default: WORKSPACE/site; WORKSPACE/public with --version]",
)
@click.option(
    "--version",
    "label",
    metavar="LABEL",
    help="Publish an edition of that name in its own folder, beside those that are there.",
)
@click.option(
    "--against",
    type=click.Path(exists=True, path_type=Path),
    help="An earlier model.json or gap-report.json, or the folder of a build, to show changes against, "
    "in place of what metermap.toml names.",
)
@click.option("--source", type=click.Path(path_type=Path), help="Also write the folder that `mkdocs build` builds.")
@_CHECK
@FAIL_ON
def build(
    workspace: Path,
    out: Path | None,
    label: str | None,
    *,
    against: Path | None,
    source: Path | None,
    fail_on: str,
    check: bool,
) -> int:
    """Check the workspace, then write its site.

    What has not changed is not written again.
    """
    from metermap.codegen.gap_report.earlier import EarlierError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415
    from metermap.core.renderers.report import FailOn  # noqa: PLC0415
    from metermap.publishing import Target, build_site  # noqa: PLC0415
    from metermap.reports import exit_of  # noqa: PLC0415

    if label is not None:
        _check_label(label)
    try:
        target = Target(out or _root(workspace) / (_EDITIONS if label else "site"), source, label or "", against, check)
        result = build_site(workspace, target)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    except EarlierError as error:
        message = f"--against: {error}"
        raise click.UsageError(message) from error
    checked = result.checked
    if checked.findings:
        print_findings(checked.findings, "text", sys.stderr, checked.hidden, workspace=workspace)
    if not result.files:
        return exit_of(checked, FailOn(fail_on))
    _print(result, check=check)
    return Exit.FINDINGS if check and result.differs else exit_of(checked, FailOn(fail_on))


@click.command(short_help="Take a published edition out of its folder.")
@click.argument("label")
@WORKSPACE
@click.option("--out", type=click.Path(path_type=Path), help="The folder of editions.  [default: WORKSPACE/public]")
@_CHECK
def remove(label: str, workspace: Path, out: Path | None, *, check: bool) -> int:
    """Take the edition LABEL out of a folder of editions; the others stay as they are."""
    from metermap.core.files import OutputRefusedError  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.publishing import withdraw  # noqa: PLC0415

    try:
        result = withdraw(out or _root(workspace) / _EDITIONS, label, dry_run=check)
    except OutputRefusedError as error:
        raise click.ClickException(str(error)) from error
    _print(result, check=check)
    return Exit.FINDINGS if check and result.differs else Exit.FINE


def _root(workspace: Path) -> Path:
    return workspace if workspace.is_dir() else workspace.parent


def _check_label(label: str) -> None:
    from metermap.core.text import one_line  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.site.editions import fault_of_label  # noqa: PLC0415

    if fault := fault_of_label(label):
        message = f"--version {one_line(label)!r:.80} cannot name a folder: {fault}"
        raise click.UsageError(message)


def _print(result: SiteResult, *, check: bool) -> None:
    for line in _outcome(result, check=check):
        click.echo(line)


def _outcome(result: SiteResult, *, check: bool) -> Iterator[str]:
    if result.up_to_date:
        out = click.format_filename(result.out)
        yield f"Nothing to do: the {result.files:,} files in {out} were made from these inputs."
    else:
        yield from _became(result.out, result.files, result.changed, check=check)
        if source := result.source:
            yield from _became(source.path, source.files, source.changed, check=check)
    if result.editions:
        yield f"Editions, the newest first: {', '.join(result.editions)}"


def _became(folder: Path, files: int, changed: Sequence[str], *, check: bool) -> Iterator[str]:
    said = f"{len(changed):,} of {files:,} files in {click.format_filename(folder)}"
    if not check:
        yield f"{said} changed."
        return
    yield f"{said} would change; none is written."
    yield from (f"  {name}" for name in changed[:_NAMES_SHOWN])
    if len(changed) > _NAMES_SHOWN:
        yield f"  and {len(changed) - _NAMES_SHOWN:,} more"
