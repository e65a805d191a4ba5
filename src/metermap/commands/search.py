"""``metermap protocols search``."""

from __future__ import annotations

from pathlib import Path

import click

from metermap.commands.asked import ASKED_FORMAT, ASKED_WORKSPACE, ROWS_SHOWN, asked_of, width
from metermap.core.exits import Exit

__all__ = ["search"]


@click.command()
@click.argument("words", nargs=-1, required=True)
@ASKED_WORKSPACE
@ASKED_FORMAT
@click.option("--all", "show_all", is_flag=True, help="Show everything that was found.")
def search(words: tuple[str, ...], workspace: Path | None, output_format: str, *, show_all: bool) -> int:
    """Look for WORDS in all names; what `show` takes stands in the second column."""
    from metermap.mappings.asking import search as look  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.protocols.cards import Card, CardTable, card_json, card_text  # noqa: PLC0415

    asked = asked_of(workspace)
    hits = look(asked.dictionaries, asked.model, " ".join(words))
    rows = tuple((hit.kind, hit.name, hit.text) for hit in hits)
    card = Card("search", " ".join(words), tables=(CardTable(f"Found: {len(rows):,}", ("kind", "name", ""), rows),))
    if output_format == "json":
        click.echo(card_json((card,)), nl=False)
    elif rows:
        click.echo(card_text(card, width(), None if show_all else ROWS_SHOWN), nl=False)
    else:
        asked_for = " ".join(words)
        nothing = "nothing to look for: name a word or a number"
        message = f"no name holds {asked_for!r}" if any(map(str.isalnum, asked_for)) else nothing
        click.echo(f"metermap: {message}", err=True)
    return asked.exit if rows else Exit.FINDINGS
