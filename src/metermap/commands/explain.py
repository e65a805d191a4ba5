"""``metermap explain``: what its argument is decides who answers."""

from __future__ import annotations

import re
from pathlib import Path

import click

from metermap.commands.rules import RULES_WORKSPACE, levels_of
from metermap.core.exits import Exit

__all__ = ["explain"]

_CODE = re.compile(r"[A-Za-z]{2}\d+")


@click.command()
@click.argument("what")
@RULES_WORKSPACE
@click.option("--output-format", type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True)
def explain(what: str, workspace: Path | None, output_format: str) -> int:
    """Explain WHAT: the code of a finding, such as MM402.

    Why it is a finding, what to do, and an example in which it is found beside one in which it is not.
    """
    if _CODE.fullmatch(what):
        return _explain_code(what.upper(), workspace, output_format)
    message = f"{what!r} is not the code of a finding, such as MM402; `metermap rules` lists them"
    raise click.UsageError(message)


def _explain_code(code: str, workspace: Path | None, output_format: str) -> int:
    from metermap import rule_pages  # noqa: PLC0415  (asking for help must stay fast)
    from metermap.core.suggest import did_you_mean  # noqa: PLC0415
    from metermap.rule_book import RETIRED, all_rules  # noqa: PLC0415

    by_code = {rule.code.id: rule for rule in all_rules()}
    if code in RETIRED:
        click.echo(f"{code} is not given out any more. It meant: {RETIRED[code]}")
        return Exit.FINE
    if code not in by_code:
        meant = did_you_mean(code, by_code) or "`metermap rules` lists all"
        message = f"there is no finding {code}; {meant}"
        raise click.UsageError(message)
    (page,) = rule_pages.listed((by_code[code],), levels_of(workspace))
    formats = {"text": rule_pages.page_text, "markdown": rule_pages.page_markdown}
    text = rule_pages.rules_json((page,)) if output_format == "json" else formats[output_format](page)
    click.echo(text, nl=False)
    return Exit.FINE
