"""``metermap select``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

if TYPE_CHECKING:
    from metermap.mappings.selecting.query import Query, QueryError

__all__ = ["select"]

_PAGE_WIDTH = 160


@click.command(short_help="Show the statements of which a query holds.")
@click.argument("query", required=False)
@click.argument("workspace", type=click.Path(exists=True, path_type=Path), default=".")
@click.option("--columns", help="The fields to show, with commas between them.  [default: those of a first look]")
@click.option("--output-format", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True)
@click.option("--fields", is_flag=True, help="List the fields, and do nothing else.")
def select(query: str | None, workspace: Path, columns: str | None, output_format: str, *, fields: bool) -> int:
    """Show the statements of which QUERY holds, and the elements that nothing is said of.

    \b
    Some queries:
      'device=GSME and relation!=exact'
      'state=undecided and protocol=sep'
      'item=*Log and (type~octet or not usecase)'
      'class=ProfileGeneric and field~timestamp'
      'cluster=0x0705 and command=ChangeDebt'

    A field is compared with = (a * stands for anything), ~ (holds the text), <, <=, >, >=, and with != and
    !~ for none of its values; A|B means either. A field alone asks whether it has a value. Case does not count.

    Exit codes: 0 something is selected; 1 nothing is; 2 the query cannot be read.
    """  # noqa: D301  (click wants the control character itself)
    from metermap.mappings.selecting import (  # noqa: PLC0415  (asking for help must stay fast)
        DEFAULT_COLUMNS,
        QueryError,
        read_query,
        unknown_fields,
    )

    if fields:
        click.echo(_fields(), nl=False)
        return Exit.FINE
    if query is None:
        message = "what is asked? 'metermap select --help' shows queries"
        raise click.UsageError(message)
    names = tuple(filter(None, map(str.strip, columns.split(",")))) if columns else DEFAULT_COLUMNS
    if unknown := "; ".join(unknown_fields(names)):
        raise click.BadParameter(unknown, param_hint="--columns")
    try:
        asked = read_query(query)
    except QueryError as error:
        raise click.UsageError(_pointed(query, error)) from error
    return _selected(asked, workspace, names, output_format)


def _selected(query: Query, workspace: Path, columns: tuple[str, ...], output_format: str) -> int:
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.mappings import selecting  # noqa: PLC0415

    asked = questions.asked(workspace)
    if asked.model is None:
        print_findings(asked.findings, "text", sys.stderr)
        return asked.exit
    found = selecting.select(asked.model, query, columns)
    for remark in found.remarks:
        click.echo(f"metermap: {remark}", err=True)
    match output_format:
        case "json":
            click.echo(selecting.as_json(found), nl=False)
        case "csv":
            click.echo(selecting.as_csv(found), nl=False)
        case _ if found.rows:
            width = shutil.get_terminal_size((_PAGE_WIDTH, 1)).columns if sys.stdout.isatty() else _PAGE_WIDTH
            click.echo(selecting.as_table(found, width), nl=False)
    lines = "line" if len(found.rows) == 1 else "lines"
    click.echo(f"{len(found.rows):,} {lines} of {found.asked:,}", err=True)
    return Exit.FINE if found.rows else Exit.FINDINGS


def _fields() -> str:
    from metermap.mappings.selecting import FIELDS  # noqa: PLC0415  (asking for help must stay fast)

    width = max(map(len, FIELDS))
    return "".join(f"{field.name.ljust(width)}  {field.title}\n" for field in FIELDS.values())


def _pointed(query: str, error: QueryError) -> str:
    """Return the message with the query below it and a caret under the place."""
    from metermap.core.text import one_line  # noqa: PLC0415  (asking for help must stay fast)

    at = min(error.at, len(query))
    before = one_line(query[:at])
    return f"{error}\n  {before}{one_line(query[at:])}\n  {' ' * len(before)}^"
