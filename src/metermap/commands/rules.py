"""``metermap rules``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import WORKSPACE
from metermap.core.exits import Exit
from metermap.core.rules import Family

if TYPE_CHECKING:
    from metermap.core.levels import Level

__all__ = ["levels_of", "rules"]


@click.command(short_help="List everything that can be found.")
@WORKSPACE
@click.option("--family", type=click.Choice([family.value for family in Family]), help="Only those of a family.")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
def rules(workspace: Path, family: str | None, output_format: str) -> int:
    """List everything that metermap can find, with its severity, and that of the workspace where it differs.

    `metermap explain CODE` says more about one.
    """
    from metermap import rule_pages  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.rule_book import all_rules  # noqa: PLC0415

    shown = rule_pages.listed(all_rules(), levels_of(workspace), Family(family) if family else None)
    formats = {
        "text": rule_pages.rules_text,
        "json": rule_pages.rules_json,
        "csv": rule_pages.rules_csv,
        "markdown": rule_pages.rules_markdown,
    }
    click.echo(formats[output_format](shown), nl=False)
    return Exit.FINE


def levels_of(workspace: Path) -> Mapping[str, Level]:
    """Return the levels that a workspace gives to codes; none if the folder is no workspace, or has a fault."""
    if workspace.is_dir() and not (workspace / "metermap.toml").is_file():
        return {}
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.levels import accepted_levels  # noqa: PLC0415
    from metermap.core.workspace import load_workspace  # noqa: PLC0415
    from metermap.rule_book import codes_for  # noqa: PLC0415

    findings = Findings()
    loaded = load_workspace(workspace, findings)
    levels = accepted_levels(loaded.levels, codes_for(loaded.levels), findings) if loaded else {}
    if findings.items:
        click.echo(
            f"metermap: {workspace} has faults, which `metermap check` tells; its severities are not shown", err=True
        )
    return {} if findings.items else levels
