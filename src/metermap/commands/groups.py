"""The groups of commands: what is done with mapping files, the site, and the protocol dictionaries."""

from __future__ import annotations

import click

from metermap.commands.lazy import LazyGroup

__all__ = ["import_protocols", "mappings", "protocols", "site"]


@click.group(
    cls=LazyGroup,
    commands_at={
        "read": ("read:read", "Speak a mapping FILE in English sentences, to be read aloud or tabled at a meeting."),
        "import": (
            "import_table:import_mappings",
            "Turn a mapping TABLE, .xlsx or .csv, into a first draft of a mapping file.",
        ),
        "export": ("export_mappings:export_mappings", "Write the statements of a workspace as a table, a line each."),
    },
)
def mappings() -> None:
    """Work on mapping files."""


@click.group(
    short_help="Build, serve and publish the site.",
    cls=LazyGroup,
    commands_at={
        "build": ("site:build", "Write the site, alone or as one of several editions."),
        "serve": ("serve:serve", "Show the site while you edit the workspace."),
        "remove": ("site:remove", "Take a published edition out of its folder."),
    },
)
def site() -> None:
    """Build the documentation site of a workspace, look at it while you edit, publish its editions."""


@click.group(
    short_help="Ask the dictionaries of both protocols.",
    cls=LazyGroup,
    commands_at={
        "show": (
            "show:show",
            "Show what TEXT is: a class, cluster, attribute, command, logical name, type, unit or use case.",
        ),
        "search": ("search:search", "Look for WORDS in all names; what `show` takes stands in the second column."),
        "import": ("groups:import_protocols", "Hold other people's files against a dictionary."),
    },
)
def protocols() -> None:
    """Ask the dictionaries of DLMS/COSEM and Smart Energy, and hold files against them."""


@click.group(
    "import",
    cls=LazyGroup,
    commands_at={
        "zcl": (
            "import_zcl:import_zcl",
            "Hold cluster FILES, XML of the configurator or dotdot format, against the Smart Energy dictionary.",
        )
    },
)
def import_protocols() -> None:
    """Hold other people's files against a dictionary."""
