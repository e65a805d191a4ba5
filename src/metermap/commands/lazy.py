"""A group of commands, each of which is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """A group that knows its commands by name: place, ``module:attribute`` under ``metermap.commands``, and short help.

    Its help imports none of them. The short help is that of the command itself, which a test compares.
    """

    def __init__(self, *, commands_at: Mapping[str, tuple[str, str]], **settings: object) -> None:
        super().__init__(**settings)  # type: ignore[arg-type]  # click names its many settings itself
        self._commands_at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names in the order of the help."""
        return list(self._commands_at)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (as above)
        """Write the list of the commands with their short help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in self._commands_at.items()])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (click's signature)
        """Return the command, imported now; None if there is none of that name."""
        if cmd_name not in self._commands_at:
            return None
        place, _ = self._commands_at[cmd_name]
        module, _, attribute = place.partition(":")
        command = getattr(import_module(f"metermap.commands.{module}"), attribute)
        if not isinstance(command, click.Command):
            message = f"{place} is no command"
            raise TypeError(message)
        return command
