"""``metermap explain``: what its argument is decides who answers."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import click

from metermap.commands.rules import levels_of
from metermap.commands.shared import print_findings
from metermap.core.exits import Exit

__all__ = ["explain"]

_PAGE_WIDTH = 120
_CODE = re.compile(r"[A-Za-z]{2}\d{3,}")


@click.command(short_help="Explain a code, an element, a cell or a line.")
@click.argument("subject")
@click.argument("workspace", type=click.Path(exists=True, path_type=Path), default=".")
@click.option("--output-format", type=click.Choice(["text", "json"]), default="text", show_default=True)
def explain(subject: str, workspace: Path, output_format: str) -> int:
    """Explain SUBJECT: the code of a finding, an element, a data item, a row, a cell, or a line of a mapping file.

    \b
    Some that it takes:
      ActiveExportRegister.value   ActiveExportRegister   #100
      MM402   'smets2.xlsx[Elements]!D364'   mappings/electricity-registers.map:12

    Of an element it tells what the catalogue says and in which cell, each home spelled out, how it travels, in
    which use cases, type, unit and scale, an example and its octets, findings and review. Of a code it tells why
    it is a finding, what to do, and an example in which it is found beside one in which it is not.

    Exit codes: 0 it is explained; 1 there is no such thing.
    """  # noqa: D301  (click wants the control character itself)
    if _CODE.fullmatch(subject):
        return _explain_code(subject.upper(), workspace, output_format)
    from metermap import questions  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.text import one_line  # noqa: PLC0415
    from metermap.protocols.cards import card_json, card_text  # noqa: PLC0415

    found = questions.explain(workspace, subject)
    if found.findings:
        print_findings(found.findings, "text", sys.stderr)
    if found.message:
        click.echo(f"metermap: {one_line(found.message)}", err=True)
    if output_format == "json" and found.cards:
        click.echo(card_json(found.cards), nl=False)
    elif found.cards:
        width = shutil.get_terminal_size((_PAGE_WIDTH, 1)).columns if sys.stdout.isatty() else _PAGE_WIDTH
        click.echo("\n".join(card_text(card, width) for card in found.cards), nl=False)
    return found.exit


def _explain_code(code: str, workspace: Path, output_format: str) -> int:
    from metermap import rule_pages  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.suggest import did_you_mean  # noqa: PLC0415
    from metermap.rule_book import RETIRED, all_rules  # noqa: PLC0415

    by_code = {rule.code.id: rule for rule in all_rules()}
    if code in RETIRED:
        click.echo(f"{code} is not given out any more. It meant: {RETIRED[code]}")
        return Exit.FINE
    if code not in by_code:
        meant = did_you_mean(code, by_code) or "`metermap rules` lists all"
        click.echo(f"metermap: there is no finding {code}; {meant}", err=True)
        return Exit.FINDINGS
    (page,) = rule_pages.listed((by_code[code],), levels_of(workspace))
    click.echo(rule_pages.rules_json((page,)) if output_format == "json" else rule_pages.page_text(page), nl=False)
    return Exit.FINE
