"""What the commands share: the argument that names a workspace, and the printing of findings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from metermap.core.findings import Finding
    from metermap.core.render import Hidden

__all__ = ["WORKSPACE", "print_findings"]

WORKSPACE = click.argument("workspace", type=click.Path(exists=True, path_type=Path), default=".")
"""A folder with a metermap.toml, or that file; the current folder by default."""


def print_findings(
    findings: tuple[Finding, ...],
    output_format: str,
    stream: TextIO,
    hidden: Hidden | None = None,
    *,
    workspace: Path | None = None,
) -> None:
    """Write findings to a stream in a format of `OutputFormat`; in colour where the stream is a terminal.

    Text shows the lines of the mapping files of `workspace`, a folder or its metermap.toml.
    """
    from metermap.core.render import Hidden, OutputFormat, render, wants_colour  # noqa: PLC0415  (as above)
    from metermap.core.source_lines import MappingLines  # noqa: PLC0415  (as above)

    chosen = OutputFormat(output_format)
    colour = wants_colour(stream) and chosen is not OutputFormat.JSON
    root = workspace.parent if workspace is not None and workspace.is_file() else workspace
    sources = MappingLines(root) if root is not None else None
    stream.write(render(findings, chosen, hidden=hidden or Hidden(), colour=colour, sources=sources))
