"""``metermap verify-release``."""

from __future__ import annotations

from pathlib import Path

import click

from metermap.core.exits import Exit
from metermap.core.render import counted
from metermap.core.text import one_line

__all__ = ["verify_release"]


@click.command(short_help="Verify a release, and those before it.")
@click.argument("path", metavar="RELEASE", type=click.Path(exists=True, path_type=Path))
@click.argument("label", default="")
@click.option("--sources", is_flag=True, help="Check that the workspace still gives the released model.")
def verify_release(path: Path, label: str, *, sources: bool) -> int:
    """Verify a RELEASE, its folder, or a workspace and the LABEL of one; and those before it that lie beside it.

    That no file was changed, that the changes lead from one model to the next, and that the version follows from them.
    """
    from metermap import verifying  # noqa: PLC0415  (asking for help must stay fast)

    folder = verifying.release_folder(path, label)
    workspace = verifying.workspace_of(folder)
    if sources and workspace is None:
        message = f"--sources: {one_line(str(folder))} lies in no workspace's folder of releases"
        raise click.ClickException(message)
    found = verifying.verify_release(folder, workspace if sources else None)
    for fault in found.faults:
        click.echo(str(fault))
    for note in found.notes:
        click.echo(f"Note: {one_line(note)}", err=True)
    if found.faults:
        click.echo(f"{one_line(folder.name)} does not verify: {counted(len(found.faults), 'fault')}", err=True)
        return Exit.FINDINGS
    for release in found.releases:
        if release.record is not None:
            click.echo(f"{one_line(release.label)}, version {release.record.version}: verifies")
    return Exit.FINE
