"""``metermap protocols show``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from metermap.commands.asked import ASKED_FORMAT, ASKED_WORKSPACE, ROWS_SHOWN, asked_of, width
from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

__all__ = ["show"]


@click.command()
@click.argument("text", nargs=-1, required=True)
@ASKED_WORKSPACE
@ASKED_FORMAT
@click.option("--all", "show_all", is_flag=True, help="Show all rows of long tables.")
def show(text: tuple[str, ...], workspace: Path | None, output_format: str, *, show_all: bool) -> int:
    """Show what TEXT is: a class, cluster, attribute, command, logical name, type, unit or use case.

    \b
    Some that it takes:
      3   Register   "7 v1"   ProfileGeneric.buffer   3/1-0:1.8.0.255/A2
      1-0:1.8.0.255   0100010800FF
      Metering   0x0702/0x0000   Metering.CurrentSummationDelivered
      ChangeDebt   Prepayment.ChangeDebt.debtAmountType   SupplyStatus
      Wh   uint48   double-long-unsigned   ECS17a
    """  # noqa: D301  (click wants the control character itself)
    from metermap.mappings.asking import show as answer  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.protocols.cards import card_json, card_text  # noqa: PLC0415

    asked = asked_of(workspace)
    found = answer(asked.dictionaries, asked.model, " ".join(text))
    if output_format == "json":
        click.echo(card_json(found.cards), nl=False)
    else:
        rows = None if show_all else ROWS_SHOWN
        click.echo("\n".join(card_text(card, width(), rows) for card in found.cards), nl=False)
    if found.finding is not None:
        print_findings((found.finding,), "text", sys.stderr)
        return Exit.FINDINGS
    return asked.exit
