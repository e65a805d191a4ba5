"""``metermap rules``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.core.exits import Exit
from metermap.core.rules import Family

if TYPE_CHECKING:
    from metermap.core.levels import Level

__all__ = ["RULES_WORKSPACE", "levels_of", "rules"]

RULES_WORKSPACE = click.option(
    "--workspace",
    "-w",
    type=click.Path(exists=True, path_type=Path),
    help="Show the severities of this one.  [default: the current folder, if it is a workspace]",
)


@click.command()
@RULES_WORKSPACE
@click.option("--family", type=click.Choice([family.value for family in Family]), help="Only those of a family.")
@click.option(
    "--output-format", type=click.Choice(["text", "json", "csv", "markdown"]), default="text", show_default=True
)
def rules(workspace: Path | None, family: str | None, output_format: str) -> int:
    """List everything that metermap can find, with its severity.

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


def levels_of(workspace: Path | None) -> Mapping[str, Level]:
    """Return the levels that a workspace, by default the current folder, gives to codes; none if it has a fault."""
    here = Path() if Path("metermap.toml").is_file() else None
    place = workspace or here
    if place is None:
        return {}
    from metermap.core.findings import Findings  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.levels import accepted_levels  # noqa: PLC0415
    from metermap.core.workspace import load_workspace  # noqa: PLC0415
    from metermap.rule_book import codes_for  # noqa: PLC0415

    findings = Findings()
    loaded = load_workspace(place, findings)
    levels = accepted_levels(loaded.levels, codes_for(loaded.levels), findings) if loaded else {}
    if findings.items:
        click.echo(f"metermap: {place} has faults that `metermap check` tells of", err=True)
    return levels
