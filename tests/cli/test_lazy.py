"""Groups list their commands without importing them: what the list says is what the commands say."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from metermap.cli import metermap
from metermap.commands import groups
from metermap.commands.lazy import LazyGroup

GROUPS = (metermap, groups.mappings, groups.site, groups.protocols, groups.import_protocols)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_the_list_of_a_group_has_the_short_help_of_each_command(group: click.Group) -> None:
    context = click.Context(group)
    formatter = click.HelpFormatter(width=400)
    group.format_commands(context, formatter)
    listed = [line.split(maxsplit=1) for line in formatter.getvalue().splitlines()[1:]]
    commands = ((name, group.get_command(context, name)) for name in group.list_commands(context))
    assert isinstance(group, LazyGroup)
    assert listed == [[name, command.get_short_help_str(limit=400)] for name, command in commands if command]


def test_help_imports_no_command() -> None:
    program = (
        "import sys; from metermap.cli import metermap; metermap(['--help'], standalone_mode=False);"
        "print(sorted(name for name in sys.modules if name.startswith('metermap.commands.')), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stderr.strip() == "['metermap.commands.lazy']"
