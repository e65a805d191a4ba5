"""The groups of commands: what is done with mapping files, the site, and the protocol dictionaries."""

from __future__ import annotations

import click

from metermap.commands.lazy import LazyGroup

__all__ = ["import_protocols", "mappings", "protocols", "site"]


@click.group(
    cls=LazyGroup,
    commands_at={
        "read": "read:read",
        "import": "import_table:import_mappings",
        "export": "export_mappings:export_mappings",
    },
)
def mappings() -> None:
    """Work on mapping files."""


@click.group(
    short_help="Build, serve and publish the site.",
    cls=LazyGroup,
    commands_at={"build": "site:build", "serve": "serve:serve", "remove": "site:remove"},
)
def site() -> None:
    """Build the documentation site of a workspace, look at it while you edit, publish its editions."""


@click.group(
    short_help="Ask the dictionaries of both protocols.",
    cls=LazyGroup,
    commands_at={"show": "show:show", "search": "search:search", "import": "groups:import_protocols"},
)
def protocols() -> None:
    """Ask the dictionaries of DLMS/COSEM and Smart Energy, and hold files against them."""


@click.group("import", cls=LazyGroup, commands_at={"zcl": "import_zcl:import_zcl"})
def import_protocols() -> None:
    """Hold other people's files against a dictionary."""
