"""``metermap site serve``."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import WORKSPACE, print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.serving import Build
    from metermap.site.server import SiteServer

__all__ = ["serve"]

_PORT = 8000
_LAST_PORT = 65535


@click.command(short_help="Show the site while you edit the workspace.")
@WORKSPACE
@click.option(
    "--port",
    type=click.IntRange(0, _LAST_PORT),
    default=_PORT,
    show_default=True,
    help="The port to answer at; 0 takes any that is free.",
)
@click.option(
    "--bind",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address of this machine to answer at; any other than 127.0.0.1 may let others read.",
)
def serve(workspace: Path, port: int, bind: str) -> int:
    """Build the site in memory and serve it; build it anew when a workbook, a mapping or another input changes.

    If the workspace cannot be built, the last good pages stay and tell of it. Writes nothing. Ctrl+C ends it.
    """
    from metermap import serving  # noqa: PLC0415  (asking for help must stay fast)

    server = _server(bind, port)
    click.echo(f"metermap: serving {server.url}; Ctrl+C ends it", err=True)
    with suppress(KeyboardInterrupt):
        serving.serve(workspace, server, lambda build: _tell(build, workspace))
    return Exit.FINE


def _server(bind: str, port: int) -> SiteServer:
    import errno  # noqa: PLC0415  (asking for help must stay fast)

    from metermap.core.text import one_line  # noqa: PLC0415
    from metermap.site.server import SiteServer  # noqa: PLC0415

    try:
        return SiteServer(bind, port)
    except OSError as error:
        at = f"{one_line(bind)} port {port}"
        if error.errno == errno.EADDRINUSE:
            message = f"{at} is in use; name another with --port, or 0 for any that is free"
        else:
            message = f"{at} cannot be had: {error.strerror or error}"
        raise click.ClickException(message) from error


def _tell(build: Build, workspace: Path) -> None:
    checked = build.checked
    if checked.findings:
        print_findings(checked.findings, "text", sys.stderr, checked.hidden, workspace=workspace)
    if build.is_good:
        said = f"built in {build.seconds:.1f} s: {build.changed:,} of {build.files:,} files changed"
    else:
        said = "not built: the last good pages stay" if build.files else "not built: there are no pages yet"
    click.echo(f"metermap: {said}", err=True)
